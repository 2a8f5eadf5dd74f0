//! `vestibule man`

use std::path::PathBuf;

use serde::Serialize;

use super::Context;
use crate::error::{Exit, Failure};

/// Write the man pages, one a command, into a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule man ~/.local/share/man/man1
  vestibule man ./man1 && man ./man1/vestibule.1

Exit codes: 0 done · 2 usage · 7 the folder cannot be written

Next: man vestibule")]
pub struct ManArgs {
    /// The folder; it is made where it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Serialize)]
struct Written {
    folder: String,
    pages: usize,
}

/// Writes the pages of `command` and of every command below it.
///
/// # Errors
/// A [`Failure`] where the folder cannot be written.
pub fn run(context: &Context, command: clap::Command, args: &ManArgs) -> Result<(), Failure> {
    let pages = std::fs::create_dir_all(&args.folder)
        .and_then(|()| clap_mangen::generate_to(command, &args.folder))
        .and_then(|()| std::fs::read_dir(&args.folder))
        .map(|entries| entries.flatten().filter(|entry| entry.file_name().as_encoded_bytes().ends_with(b".1")).count())
        .map_err(|error| {
            let message = format!("{} cannot be written: {error}.", args.folder.display());
            Failure::new(Exit::Unavailable, "file", message, "Name a folder that you can write.")
        })?;
    let written = Written { folder: args.folder.display().to_string(), pages };
    context.ui.document(&written, |written| format!("Wrote {} pages to {}.", written.pages, written.folder))
}
