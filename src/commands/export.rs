//! `vestibule export …`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use super::Context;
use crate::error::{Exit, Failure};
use crate::service::export::{ExportError, ExportFormat, ExportOptions, Exported, Recipient};
use crate::service::permission::Permission;
use crate::ui::{self, Output};

/// Write accounts out, in a form that an import takes back
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    Users(UsersArgs),
}

/// Write every account out, in the order in which they were made.
///
/// `vestibule import` takes each form back. No password hash and no secret is in it, unless --with-credentials is given:
/// then the whole of it is encrypted to an age recipient, and the reason stands in the audit trail. In CSV a cell that a
/// spreadsheet would take for a formula gets an apostrophe before it, which an import takes off again. Recovery codes
/// stay: they are kept as digests that only this home can compare.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule export users --format csv --out users.csv
  vestibule export users --format jsonl --with-credentials --reason moving --recipient age1… --out users.age

Exit codes: 0 done · 2 usage · 5 the new file is there already · 7 it could not be written

Next: vestibule import FILE in the other home.")]
pub struct UsersArgs {
    /// The form; csv unless told, and jsonl on stdout with --output json
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// Write into this new file, which only you can read, instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// With password hashes and the secrets of authenticators, encrypted
    #[arg(long, requires = "reason", requires = "recipient")]
    with_credentials: bool,
    /// Why credentials leave the home, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = super::user::reason, requires = "with_credentials")]
    reason: Option<String>,
    /// Who alone can read it: an age recipient
    #[arg(long, value_name = "age1…", value_parser = Recipient::from_str)]
    recipient: Option<Recipient>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    Csv,
    Jsonl,
    Kratos,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, or of what is written to.
pub fn run(context: &Context, command: ExportCommand) -> Result<(), Failure> {
    let ExportCommand::Users(args) = command;
    let format = form(context.ui.output == Output::Json && args.out.is_none(), &args)?;
    let mut service = context.open_for(Permission::UserExport)?;
    let options = ExportOptions {
        format,
        credentials: args.reason.as_deref().filter(|_| args.with_credentials),
        recipient: args.recipient.as_ref(),
    };
    let exported = match &args.out {
        None => service.export_users(&options, &mut ui::Stdout),
        Some(path) => {
            let mut file = super::import::new_file(path)?;
            let exported = service.export_users(&options, &mut file);
            exported
                .and_then(|exported| file.flush().and_then(|()| file.sync_all()).map(|()| exported).map_err(Into::into))
        }
    };
    let exported = exported.map_err(|error| match error {
        ExportError::Service(error) => error.into(),
        ExportError::Write(error) => Failure::new(
            Exit::Unavailable,
            "stdout",
            format!("The export could not be written: {error}."),
            "What is there is not whole. See where it leads, and whether its disk is full.",
        ),
    })?;
    if exported.authenticators_left_out > 0 {
        let left = exported.authenticators_left_out;
        context
            .ui
            .warn(&format!("Authenticators left out, because they are disabled or the form has room for one: {left}."));
    }
    context.ui.note(&format!("Accounts exported: {}.", exported.accounts));
    match &args.out {
        Some(out) if context.ui.output == Output::Json => {
            let format = format.as_str();
            context.ui.document(&Written { out, format, exported: &exported }, |_| String::new())
        }
        _ => Ok(()),
    }
}

/// What an export into a file answers.
#[derive(Serialize)]
struct Written<'a> {
    out: &'a Path,
    format: &'static str,
    #[serde(flatten)]
    exported: &'a Exported,
}

/// The form to write; on a stdout that carries JSON only one that is JSON.
fn form(must_be_json: bool, args: &UsersArgs) -> Result<ExportFormat, Failure> {
    let hint = "Write it into a file with --out, or leave --output json (VESTIBULE_OUTPUT) out.";
    match args.format {
        _ if must_be_json && args.with_credentials => {
            Err(Failure::usage("An encrypted export is no JSON, and stdout carries JSON alone.", hint))
        }
        Some(FormatArg::Csv) if must_be_json => {
            Err(Failure::usage("CSV is no JSON, and stdout carries JSON alone.", hint))
        }
        None if must_be_json => Ok(ExportFormat::Jsonl),
        None | Some(FormatArg::Csv) => Ok(ExportFormat::Csv),
        Some(FormatArg::Jsonl) => Ok(ExportFormat::Jsonl),
        Some(FormatArg::Kratos) => Ok(ExportFormat::Kratos),
    }
}
