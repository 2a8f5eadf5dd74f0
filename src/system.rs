//! The one place that touches the machine: its clock, generator, environment and user.

use std::path::PathBuf;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ports::{Clock, Entropy, EntropyError};

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the clock that the others are told to use")]
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        #[expect(clippy::disallowed_methods, reason = "this is the generator that the others are told to use")]
        getrandom::fill(out).map_err(|error| EntropyError(error.to_string()))
    }
}

/// Measures how long something takes, for a message to a person.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the stopwatch that the others are told to use")]
        let now = std::time::Instant::now();
        Self(now)
    }

    /// The time since the start.
    pub fn elapsed(self) -> std::time::Duration {
        self.0.elapsed()
    }
}

/// The name of the operating system's user, or its number where it has no name.
pub fn os_user() -> String {
    let uid = nix::unistd::geteuid();
    match nix::unistd::User::from_uid(uid) {
        Ok(Some(user)) => user.name,
        _ => uid.to_string(),
    }
}

/// The number of the operating system's user.
pub fn user_number() -> u32 {
    nix::unistd::geteuid().as_raw()
}

/// The token of an operator's session that a script gives.
pub fn operator_token() -> Option<String> {
    variable("VESTIBULE_OPERATOR_TOKEN").filter(|token| !token.trim().is_empty())
}

/// Where the user keeps what a program remembers between two runs: the platform's state folder, `/vestibule`.
pub fn state_folder() -> Option<PathBuf> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")))?;
    Some(state.join("vestibule"))
}

/// The home that is used where none is named: the platform's data folder, `/vestibule`.
pub fn default_home() -> Option<PathBuf> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = absolute("XDG_DATA_HOME").or_else(|| {
        let home = absolute("HOME")?;
        Some(if cfg!(target_os = "macos") {
            home.join("Library/Application Support")
        } else {
            home.join(".local/share")
        })
    })?;
    Some(data.join("vestibule"))
}

/// The pager that the person asked for, as a program and its arguments.
pub fn pager() -> Option<String> {
    variable("PAGER").filter(|text| !text.trim().is_empty())
}

/// Whether colour is unwelcome by `NO_COLOR` or a terminal without any.
pub fn colour_is_unwelcome() -> bool {
    variable("NO_COLOR").is_some_and(|value| !value.is_empty()) || variable("TERM").is_some_and(|term| term == "dumb")
}

/// Whether the terminal only prints, without a cursor that can be moved.
pub fn is_dumb() -> bool {
    variable("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

/// The number of columns that the environment asks for.
pub fn columns() -> Option<usize> {
    variable("COLUMNS")?.parse().ok().filter(|&columns| columns > 0)
}

/// The zone that the reader's clock shows.
pub fn local_zone() -> TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that knows the machine's zone")]
        zone_of_machine().unwrap_or_else(TimeZone::system)
    });
    ZONE.clone()
}

/// The machine's zone without its name. The time library wants the name, and walks through every folder of the zone
/// database to look it up, which takes longer than the rest of a short command.
fn zone_of_machine() -> Option<TimeZone> {
    if variable("TZ").is_some() {
        return None;
    }
    TimeZone::tzif("", &std::fs::read("/etc/localtime").ok()?).ok()
}

/// Does nothing for a while; for a service that looks at its queue again and again.
pub fn rest(duration: std::time::Duration) {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that waits for nothing but time")]
    std::thread::sleep(duration);
}

/// The arguments of the process.
pub fn arguments() -> Vec<std::ffi::OsString> {
    std::env::args_os().collect()
}

/// Whether a shell asks for candidates to complete a line with.
pub fn asks_to_complete() -> bool {
    variable("VESTIBULE_COMPLETE").is_some_and(|shell| !shell.is_empty())
}

/// The home that the environment names.
pub fn named_home() -> Option<PathBuf> {
    variable("VESTIBULE_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// Whether the environment asks for JSON.
pub fn wants_json() -> bool {
    variable("VESTIBULE_OUTPUT").is_some_and(|value| value == "json")
}

/// Keeps Ctrl-C and SIGTERM from ending the process while it makes what must be whole; it ends by itself soon after.
pub fn hold_interrupts() {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Where the handler cannot be installed, an interrupt leaves a hidden draft behind, and no home.
        let _ = signal_hook::flag::register(signal, std::sync::Arc::default());
    }
}

/// Keeps Ctrl-C from ending the process, so that the prompt that it interrupts can give the terminal back.
pub fn hold_ctrl_c() {
    // Where the handler cannot be installed, an interrupt ends the process at once, and changes nothing.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::default());
}

/// Makes a write beyond a file-size limit fail like a full disk, instead of ending the process in its midst.
pub fn survive_file_size_limits() {
    // Where the handler cannot be installed, the platform's own behaviour stays; nothing depends on it.
    let _ = signal_hook::flag::register(nix::libc::SIGXFSZ, std::sync::Arc::default());
}

/// Whether a build server runs the program: `CI=true`.
pub fn is_ci() -> bool {
    variable("CI").is_some_and(|value| value == "true")
}

/// How many threads the machine runs at once.
pub fn parallelism() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    let value = std::env::var_os(name);
    value?.into_string().ok()
}
