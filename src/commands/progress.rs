//! How far long work is: a bar on a terminal, a line now and then elsewhere, or JSON lines.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use crate::service::import::{Progress, Watch};
use crate::system::Stopwatch;
use crate::ui::Ui;

/// Seconds between two lines where there is no terminal.
const EVERY: u64 = 5;

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Wanted {
    /// A bar on a terminal, elsewhere a line every few seconds
    Auto,
    /// JSON lines on stderr
    Json,
    /// Not at all
    None,
}

/// A way to tell it.
pub struct Bar {
    ui: Ui,
    how: How,
    size: u64,
}

enum How {
    Bar(ProgressBar),
    Lines,
    Json,
    Silent,
}

impl Bar {
    /// Progress through a file of so many bytes.
    pub fn new(ui: &Ui, wanted: Wanted, size: u64) -> Self {
        let how = match wanted {
            Wanted::Json => How::Json,
            Wanted::None => How::Silent,
            Wanted::Auto if ui.quiet => How::Silent,
            Wanted::Auto if std::io::stderr().is_terminal() && !crate::system::is_dumb() => How::Bar(bar(size)),
            Wanted::Auto => How::Lines,
        };
        Self { ui: *ui, how, size }
    }

    /// What the work tells its progress to.
    pub fn watch(&self) -> Watch<'_> {
        let (started, mut told) = (Stopwatch::start(), 0);
        Watch::new(move |progress| match &self.how {
            How::Silent => {}
            How::Json => self.ui.warn(&self.json(progress)),
            How::Bar(bar) => match progress {
                Progress::Hashing { rows } => bar.set_message(format!("{rows} passwords hashed")),
                Progress::Rows { rows, bytes } => {
                    bar.set_message(format!("{rows} rows"));
                    bar.set_position(bytes);
                    if bytes >= self.size {
                        bar.finish_and_clear();
                    }
                }
            },
            How::Lines => {
                let seconds = started.elapsed().as_secs();
                if seconds >= told + EVERY {
                    told = seconds;
                    self.ui.warn(&line(progress));
                }
            }
        })
    }

    fn json(&self, progress: Progress) -> String {
        let value = match progress {
            Progress::Hashing { rows } => serde_json::json!({ "phase": "hashing", "rows": rows }),
            Progress::Rows { rows, bytes } => {
                serde_json::json!({ "phase": "rows", "rows": rows, "bytes": bytes, "size": self.size })
            }
        };
        value.to_string()
    }
}

fn line(progress: Progress) -> String {
    match progress {
        Progress::Hashing { rows } => format!("Rows read, their passwords hashed: {rows}."),
        Progress::Rows { rows, .. } => format!("Rows read: {rows}."),
    }
}

fn bar(size: u64) -> ProgressBar {
    let bar = ProgressBar::new(size);
    let template = "{msg} {wide_bar} {percent}% {binary_bytes_per_sec}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
