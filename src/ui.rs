//! Everything that a command prints: documents to stdout, all else to stderr, and nothing anywhere else.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::error::Failure;
use crate::render::{safe, time};
use crate::system;

/// The form of what stdout carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Output {
    /// For people.
    #[default]
    Text,
    /// For programs: one document.
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal that has it, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a command talks.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    /// The form of documents.
    pub output: Output,
    /// Whether hints and progress are unwelcome.
    pub quiet: bool,
    /// Whether prompts are unwelcome.
    pub no_input: bool,
}

/// Where a stream of records goes; whoever stopped reading it has what they wanted.
pub struct Stdout;

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match io::stdout().lock().write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match io::stdout().lock().flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

impl Ui {
    /// A way to talk, with colours set for the whole program.
    pub fn new(output: Output, colour: Colour, quiet: bool, no_input: bool) -> Self {
        let wanted = |is_terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !system::colour_is_unwelcome(),
        };
        console::set_colors_enabled(wanted(io::stdout().is_terminal()));
        console::set_colors_enabled_stderr(wanted(io::stderr().is_terminal()));
        Self { output, quiet, no_input }
    }

    /// A way to talk that asks nobody.
    pub fn silent() -> Self {
        Self { output: Output::Text, quiet: true, no_input: true }
    }

    /// Whether a person can be asked: stdin and stderr are terminals, and asking is welcome.
    pub fn can_ask(&self) -> bool {
        !self.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Prints the one document of a command: as JSON, or as `text` has it.
    ///
    /// # Errors
    /// A [`Failure`] where stdout cannot be written; a closed pipe is none.
    pub fn document<T: Serialize>(&self, value: &T, text: impl FnOnce(&T) -> String) -> Result<(), Failure> {
        let printed = match self.output {
            Output::Json => serde_json::to_string(value).map_err(|error| {
                Failure::new(crate::error::Exit::Fault, "internal", error.to_string(), "Please report it.")
            })?,
            Output::Text => text(value),
        };
        self.print(printed.trim_end_matches('\n'))
    }

    /// Prints text and a line feed to stdout.
    ///
    /// # Errors
    /// A [`Failure`] where stdout cannot be written; a closed pipe is none.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        if text.is_empty() {
            return Ok(());
        }
        self.stream(text).map(drop)
    }

    /// Prints one line of many; answers whether anybody still reads.
    ///
    /// # Errors
    /// As [`Ui::print`].
    pub fn stream(&self, line: &str) -> Result<bool, Failure> {
        let mut out = io::stdout().lock();
        // In one piece, so that it is one call to the system.
        match out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Failure::new(
                crate::error::Exit::Unavailable,
                "stdout",
                format!("The output could not be written: {error}."),
                "See where stdout leads, and whether its disk is full.",
            )),
        }
    }

    /// Tells something besides the document, unless hints are unwelcome.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.warn(text);
        }
    }

    /// Tells something that must not be missed.
    pub fn warn(&self, text: &str) {
        // Where stderr is closed there is nobody left to tell.
        let _ = writeln!(io::stderr().lock(), "{}", safe::lines(text));
    }

    /// Tells of a failure: JSON with `--output json`, else what happened and what to do.
    pub fn failure(&self, failure: &Failure) {
        match self.output {
            Output::Json => {
                let _ = writeln!(io::stderr().lock(), "{}", failure.to_json());
            }
            Output::Text => {
                self.warn(&format!("Error: {}", failure.message));
                if !failure.hint.is_empty() {
                    let wait = failure.retry_after.map(|wait| format!(" That is in {}.", time::wait(wait)));
                    self.warn(&format!("Hint: {}{}", failure.hint, wait.unwrap_or_default()));
                }
            }
        }
    }
}
