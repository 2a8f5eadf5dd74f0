//! `vestibule consent …`

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use clap::Subcommand;

use super::user::reason;
use super::{Context, DryRun};
use crate::error::Failure;
use crate::render::accounts as render;
use crate::service::documents::{DocumentDraft, MAX_DOCUMENT_BYTES};
use crate::service::reason::Reason;

/// Documents that people accept
#[derive(Debug, Subcommand)]
pub enum ConsentCommand {
    Publish(PublishArgs),
    Documents(DocumentsArgs),
    Status(StatusArgs),
    Record(RecordArgs),
    Withdraw(WithdrawArgs),
}

/// Publish a version of a document.
///
/// From then on people whose project type requires it are asked to accept it, unless it is a minor edit of one that
/// they accepted.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule consent publish terms --version 2026-03 --file terms.md
  vestibule consent publish terms --version 2026-03a --file terms.md --minor

Exit codes: 0 done · 2 usage · 5 the document has that version already

Next: vestibule consent documents")]
pub struct PublishArgs {
    /// The document's id, as consent.required of the policy names it
    id: String,
    /// The version
    #[arg(long, value_name = "V")]
    version: String,
    /// The text, UTF-8, at most 1 MiB
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// The title; by default the text's first heading
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A minor edit: asks nobody again
    #[arg(long)]
    minor: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// List every published version, oldest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule consent documents
  vestibule --output json consent documents

Exit codes: 0 done · 2 usage

Next: vestibule consent publish ID publishes another version.")]
pub struct DocumentsArgs {}

/// Show how a person stands to every document, with every receipt.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule consent status ada@example.org
  vestibule --output json consent status ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule consent record ADDRESS DOCUMENT")]
pub struct StatusArgs {
    /// The account's address
    address: String,
}

/// Record an acceptance that was given on paper.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule consent record ada@example.org terms --evidence \"signed form 17, archive B\"
  vestibule consent record ada@example.org privacy --evidence \"scan DMS-4711\"

Exit codes: 0 done · 2 usage · 4 there is no such account or published document

Next: vestibule consent status ADDRESS")]
pub struct RecordArgs {
    /// The account's address
    address: String,
    /// The document's id
    document: String,
    /// Where the signed acceptance is kept
    #[arg(long, value_name = "TEXT")]
    evidence: String,
    #[command(flatten)]
    dry: DryRun,
}

/// Take back a person's acceptance of a document: the next sign-in asks for it again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule consent withdraw ada@example.org privacy --reason \"letter of 2026-03-01\"
  vestibule consent withdraw ada@example.org terms

Exit codes: 0 done · 2 usage · 4 there is no such account or standing acceptance

Next: the next sign-in asks for the document again where it is required.")]
pub struct WithdrawArgs {
    /// The account's address
    address: String,
    /// The document's id
    document: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: ConsentCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    if let ConsentCommand::Publish(PublishArgs { dry, .. })
    | ConsentCommand::Record(RecordArgs { dry, .. })
    | ConsentCommand::Withdraw(WithdrawArgs { dry, .. }) = &command
        && dry.dry_run
    {
        service.rehearse();
    }
    match command {
        ConsentCommand::Publish(args) => {
            let body = read(&args.file)?;
            let draft = DocumentDraft {
                id: &args.id,
                version: &args.version,
                title: args.title.as_deref(),
                body: &body,
                minor: args.minor,
            };
            let document = service.publish_document(&draft)?;
            context.did(&service, &document, |document| {
                format!("Published {} version {} (SHA-256 {}).", document.id, document.version, document.digest)
            })
        }
        ConsentCommand::Documents(DocumentsArgs {}) => {
            let documents = service.list_documents()?;
            context.ui.document(&documents, |documents| render::documents(documents))
        }
        ConsentCommand::Status(args) => context.ui.document(&service.consent_status(&args.address)?, render::consent),
        ConsentCommand::Record(args) => {
            let overview = service.record_consent(&args.address, &args.document, &args.evidence)?;
            context.did(&service, &overview, render::consent)
        }
        ConsentCommand::Withdraw(args) => {
            let why = Reason { reason: args.reason.as_deref(), ticket: args.ticket.as_deref() };
            let overview = service.withdraw_consent(&args.address, &args.document, &why)?;
            context.did(&service, &overview, render::consent)
        }
    }
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_DOCUMENT_BYTES as u64 + 1).read_to_end(&mut bytes)).map_err(
        |error| {
            Failure::usage(format!("{} cannot be read: {error}.", path.display()), "Name a file that you can read.")
        },
    )?;
    Ok(bytes)
}
