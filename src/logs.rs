//! The log: what a command does, for whoever runs the home. Off unless asked for, and then nothing is built.
//!
//! Levels: info tells acts, with ids, and addresses masked; debug also how they came about, addresses in full; trace
//! every statement without its values. A secret or a code is in none of them.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;
use tracing::span::EnteredSpan;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

use crate::error::{Exit, Failure};
use crate::ports::Clock;
use crate::render::safe;
use crate::system::SystemClock;

/// A log file is for its owner alone.
const MODE: u32 = 0o600;

/// Starts the log where it is asked for: `verbose` counts `-v`; with a `file` the log is appended to it as JSON lines,
/// at info where there is no `-v`, else it goes to stderr. `command` names the command in each line of a file.
///
/// # Errors
/// A [`Failure`] where the file cannot be written, or others than its owner may read it.
pub fn start(
    verbose: u8,
    file: Option<&Path>,
    command: impl FnOnce() -> String,
) -> Result<Option<EnteredSpan>, Failure> {
    let level = match (verbose, file) {
        (0, None) => return Ok(None),
        (0 | 1, _) => LevelFilter::INFO,
        (2, _) => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let log = tracing_subscriber::fmt().with_max_level(level);
    // A log that runs already, as in a test that calls the program twice in one process, goes on.
    let _ = match file {
        None => log.without_time().with_target(false).with_writer(|| Terminal).try_init(),
        Some(path) => {
            let file = Mutex::new(open(path)?);
            let log = log.json().flatten_event(true).with_span_list(false).with_timer(Utc);
            log.with_writer(file).try_init()
        }
    };
    let name = command();
    Ok(Some(match file {
        None => tracing::Span::none().entered(),
        Some(_) => tracing::info_span!("run", command = name, pid = std::process::id()).entered(),
    }))
}

fn open(path: &Path) -> Result<File, Failure> {
    let unusable = |error: &io::Error| {
        let message = format!("The log file {} cannot be written: {error}.", path.display());
        Failure::new(Exit::Unavailable, "file", message, "Name a file that you can write, or leave --log-file out.")
    };
    let mut options = OpenOptions::new();
    let file = options.append(true).create(true).mode(MODE).open(path).map_err(|error| unusable(&error))?;
    let about = file.metadata().map_err(|error| unusable(&error))?;
    // A pipe or /dev/stderr is nobody's file.
    if about.is_file() && about.permissions().mode() & 0o077 != 0 {
        let message = format!("The log file {} can be read or written by others.", path.display());
        let hint = format!("Run `chmod 600 {}`, then the command again.", path.display());
        return Err(Failure::new(Exit::Refused, "loose_mode", message, hint));
    }
    Ok(file)
}

/// Times of a log are the machine's, in UTC to the millisecond (RFC 3339), in a simulation too.
struct Utc;

impl FormatTime for Utc {
    fn format_time(&self, w: &mut Writer<'_>) -> std::fmt::Result {
        write!(w, "{:.3}", SystemClock.now())
    }
}

/// Stderr, to which each event is one write; nothing of it can move a terminal's cursor.
struct Terminal;

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stderr().lock().write_all(safe::lines(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
