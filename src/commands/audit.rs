//! `vestibule audit …`

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::Subcommand;
use jiff::Timestamp;
use jiff::civil::Date;
use secrecy::ExposeSecret;
use serde::Serialize;

use super::{Context, read_file};
use crate::credentials::signing::PublicKey;
use crate::error::{Exit, Failure};
use crate::render::audit as render;
use crate::service::ServiceError;
use crate::service::audit::checkpoint::Checkpoint;
use crate::service::audit::export::{Form, Manifest, Period};
use crate::service::audit::list::{AuditEntry, AuditQuery};
use crate::service::audit::offline::verify_export;
use crate::service::audit::verify::Verified;
use crate::service::files::NewFile;
use crate::ui::Output;

/// How long `--follow` rests between two looks at the trail.
const REST: Duration = Duration::from_millis(250);

/// How many rows `--follow` reads at a time.
const BATCH: u32 = 500;

/// The audit trail
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    List(ListArgs),
    Tail(TailArgs),
    Verify(VerifyArgs),
    Export(ExportArgs),
    Checkpoint(CheckpointArgs),
    PublicKey(PublicKeyArgs),
    Archive(ArchiveArgs),
}

/// List what was done and refused: who, when, to whom, from where, and why. The newest comes first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule audit list --subject ada@example.org --since 2026-03-01
  vestibule --output json audit list --action mfa.reset --limit 10

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: `--after ROW` with the last row shown goes on behind it.")]
pub struct ListArgs {
    /// From this time on: RFC 3339, or a date in UTC
    #[arg(long, value_name = "TIME", value_parser = when)]
    since: Option<Timestamp>,
    /// Before this time
    #[arg(long, value_name = "TIME", value_parser = when)]
    until: Option<Timestamp>,
    /// Done by: `os:NAME`, an account's address or id
    #[arg(long, value_name = "WHO")]
    actor: Option<String>,
    /// About an account, by its address or id, with its sign-ins, devices, sessions and mails; or about another id
    #[arg(long, value_name = "ADDRESS|ID")]
    subject: Option<String>,
    /// One action, like `mfa.reset`, or all of a noun, like `mfa`
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// One outcome, like `done` or `otp_wrong`; `refused` is every one but `done`
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Go on behind this row of an earlier list
    #[arg(long, value_name = "ROW")]
    after: Option<i64>,
}

/// Show the last rows, one a line, and with --follow every new one as it comes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule audit tail --follow
  vestibule --output json audit tail --lines 100

Exit codes: 0 done · 2 usage · 130 interrupted

Next: vestibule audit list --subject ADDRESS, for the rows of one account.")]
pub struct TailArgs {
    /// Go on until interrupted
    #[arg(short, long)]
    follow: bool,
    /// How many of the last rows to show first
    #[arg(short = 'n', long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(0..=10_000))]
    lines: u32,
}

/// Verify that the trail is whole, and that every sign-in is stored as its events say.
///
/// A row that was changed, removed, swapped, inserted, or cut off at the end is named. A whole home that was put back to
/// an older state shows only against a checkpoint kept elsewhere. With --export a file is verified instead, which needs
/// no home: the file and the public key are enough.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule audit verify --checkpoint kept.json
  vestibule audit verify --export trail.jsonl --public-key ed25519:…

Exit codes: 0 whole · 2 usage · 8 the message, and `row` in JSON, name the first bad row

Next: vestibule audit checkpoint, and keep it where the home's files are not.")]
pub struct VerifyArgs {
    /// A checkpoint that was kept
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Verify this export instead of the home
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// The public key as `audit public-key` prints it, or a file with it or with a checkpoint [default: the home's]
    #[arg(long, value_name = "KEY|FILE", requires = "export")]
    public_key: Option<String>,
}

/// Write the trail out, signed, for whoever keeps or audits it.
///
/// The last line carries the signature: over every byte before it, the head of the trail, and the time.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule audit export --out trail.jsonl
  vestibule audit export --format csv --since 2026-03-01 > march.csv

Exit codes: 0 done · 2 usage · 5 the file is there already · 7 it cannot be written · 8 the trail is broken

Next: vestibule audit verify --export trail.jsonl --public-key KEY")]
pub struct ExportArgs {
    /// The form of the rows
    #[arg(long, value_enum, default_value = "jsonl")]
    format: FormArg,
    /// From this time on: RFC 3339, or a date in UTC
    #[arg(long, value_name = "TIME", value_parser = when)]
    since: Option<Timestamp>,
    /// Before this time
    #[arg(long, value_name = "TIME", value_parser = when)]
    until: Option<Timestamp>,
    /// A new file to write to [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Print a signed document that says how far the trail goes now. Keep it where the home's files are not.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule audit checkpoint > checkpoint.json
  vestibule --output json audit checkpoint | mail -s checkpoint auditor@example.org

Exit codes: 0 done · 8 the trail is broken

Next: vestibule audit verify --checkpoint checkpoint.json")]
pub struct CheckpointArgs {}

/// Print the public key that exports and checkpoints are checked with. Keep it where the home's files are not.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule audit public-key > portal.pub
  vestibule --output json audit public-key

Exit codes: 0 done

Next: vestibule audit verify --export trail.jsonl --public-key portal.pub")]
pub struct PublicKeyArgs {}

/// Move old rows out of the home into a signed export. A row stays behind that links to them, so that the rest still
/// verifies.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule audit archive --before 2025-01-01 --out 2024.jsonl --dry-run
  vestibule audit archive --before 2025-01-01 --out 2024.jsonl

Exit codes: 0 done · 2 usage · 5 the file is there already · 7 it cannot be written · 8 the trail is broken

Next: vestibule audit verify --export 2024.jsonl")]
pub struct ArchiveArgs {
    /// Rows from before this time: RFC 3339, or a date in UTC
    #[arg(long, value_name = "TIME", value_parser = when)]
    before: Timestamp,
    /// A new file for them
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The form of the rows
    #[arg(long, value_enum, default_value = "jsonl")]
    format: FormArg,
    /// Say what would be moved, and change nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FormArg {
    Jsonl,
    Csv,
}

#[derive(Serialize)]
struct VerifiedHome {
    #[serde(flatten)]
    trail: Verified,
    journeys: usize,
    events: usize,
}

#[derive(Serialize)]
struct Key {
    public_key: String,
    key: String,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::List(args) => list(context, args),
        AuditCommand::Tail(args) => tail(context, &args),
        AuditCommand::Verify(args) => verify(context, &args),
        AuditCommand::Export(args) => export(context, &args),
        AuditCommand::Checkpoint(CheckpointArgs {}) => {
            let checkpoint = context.open()?.checkpoint_audit()?;
            context.ui.document(&checkpoint, |checkpoint| serde_json::to_string_pretty(checkpoint).unwrap_or_default())
        }
        AuditCommand::PublicKey(PublicKeyArgs {}) => {
            let public = context.open()?.make_public_key()?;
            let key = Key { public_key: public.to_string(), key: public.id() };
            context.ui.document(&key, |key| key.public_key.clone())
        }
        AuditCommand::Archive(args) => {
            let mut service = context.open()?;
            let archived = if args.dry_run {
                service.archivable_audit(args.before, &args.out)?
            } else {
                service.archive_audit(args.before, form(args.format), &args.out)?
            };
            context.ui.document(&archived, render::archived)
        }
    }
}

fn list(context: &Context, args: ListArgs) -> Result<(), Failure> {
    let rows = context.open()?.list_audit(&AuditQuery {
        since: args.since,
        until: args.until,
        actor: args.actor,
        subject: args.subject,
        action: args.action,
        outcome: args.outcome,
        before: args.after,
        limit: args.limit,
    })?;
    context.ui.document(&rows, |rows| render::rows(rows))
}

fn tail(context: &Context, args: &TailArgs) -> Result<(), Failure> {
    let service = context.open()?;
    let mut rows = service.last_audit(args.lines)?;
    let mut last = match rows.last() {
        Some(row) => row.seq,
        None => service.last_audit(1)?.first().map_or(0, |row| row.seq),
    };
    loop {
        for row in &rows {
            last = row.seq;
            if !show(context, row)? {
                return Ok(());
            }
        }
        if !args.follow {
            return Ok(());
        }
        if rows.is_empty() {
            crate::system::rest(REST);
        }
        rows = service.audit_after(last, BATCH)?;
    }
}

/// Shows a row; answers whether anybody still reads.
fn show(context: &Context, row: &AuditEntry) -> Result<bool, Failure> {
    let text = match context.ui.output {
        Output::Json => serde_json::to_string(row).map_err(|error| fault(&error))?,
        Output::Text => render::line(row),
    };
    context.ui.stream(&text)
}

fn verify(context: &Context, args: &VerifyArgs) -> Result<(), Failure> {
    let checkpoint = args.checkpoint.as_deref().map(kept).transpose()?;
    if let Some(path) = &args.export {
        let key = match &args.public_key {
            Some(given) => public_key(given)?,
            None => context.open()?.public_key()?,
        };
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let verified = verify_export(BufReader::with_capacity(1 << 16, file), &key, checkpoint.as_ref())?;
        return context.ui.document(&verified, render::verified_export);
    }
    let mut service = context.open()?;
    let (trail, unwritten) = service.inspect_audit(checkpoint.as_ref())?;
    if let Some(error) = unwritten {
        let failure = Failure::from(error);
        context.ui.warn(&format!("That the trail was verified is not written into it. {}", failure.message));
    }
    let replayed = service.replay_journeys()?;
    if let Some(first) = replayed.different.first() {
        let count = replayed.different.len();
        let others = if count > 1 { format!(" {} others neither.", count - 1) } else { String::new() };
        return Err(Failure::new(
            Exit::Integrity,
            "replay_differs",
            format!("The sign-in {} is not stored as its events say.{others}", first.journey),
            "See `vestibule journey replay --all`; find out who changed the database, and compare it with a backup.",
        ));
    }
    for trigger in service.missing_audit_triggers()? {
        context
            .ui
            .warn(&format!("The trigger {trigger}, which protects the audit trail, was removed from the database."));
    }
    let verified = VerifiedHome { trail, journeys: replayed.journeys, events: replayed.events };
    context.ui.document(&verified, |it| render::verified(&it.trail, it.journeys, it.events))
}

fn export(context: &Context, args: &ExportArgs) -> Result<(), Failure> {
    let mut service = context.open()?;
    let period = Period { since: args.since, until: args.until };
    let form = form(args.format);
    let Some(path) = &args.out else {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        return match service.export_audit(form, period, &mut out) {
            // Who closed the pipe has seen enough.
            Err(ServiceError::Export(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => {
                context.ui.note(&tell(&done?));
                Ok(())
            }
        };
    };
    let mut new = NewFile::create(path)?;
    let manifest = service.export_audit(form, period, &mut new)?;
    new.keep()?;
    context.ui.document(&manifest, tell)
}

fn tell(manifest: &Manifest) -> String {
    format!("Exported {} rows, signed by the key {}.", manifest.rows, manifest.key)
}

fn kept(path: &Path) -> Result<Checkpoint, Failure> {
    Ok(Checkpoint::parse(read_file(path)?.expose_secret())?)
}

/// A public key: itself, or a file with it, or a JSON document that has it under `public_key`.
fn public_key(given: &str) -> Result<PublicKey, Failure> {
    if let Ok(key) = PublicKey::from_str(given) {
        return Ok(key);
    }
    let text = read_file(Path::new(given.strip_prefix('@').unwrap_or(given)))?;
    let text = text.expose_secret();
    let document = serde_json::from_str::<serde_json::Value>(text).ok();
    let named = document.as_ref().and_then(|document| document["public_key"].as_str());
    PublicKey::from_str(named.unwrap_or(text)).map_err(|error| {
        let message = format!("The file {given} holds no public key: {error}.");
        Failure::usage(message, "Give the key as `vestibule audit public-key` prints it.")
    })
}

fn form(given: FormArg) -> Form {
    match given {
        FormArg::Jsonl => Form::Jsonl,
        FormArg::Csv => Form::Csv,
    }
}

/// A time, or the beginning of a day in UTC.
fn when(text: &str) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let start = text.parse::<Date>().ok().and_then(|_| format!("{text}T00:00:00Z").parse().ok());
    start.ok_or_else(|| "give a time like 2026-03-02T09:00:00Z, or a date like 2026-03-02".to_owned())
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("The file {} cannot be read: {error}.", path.display());
    Failure::usage(message, "Name a file that you can read.")
}

fn fault(error: &serde_json::Error) -> Failure {
    Failure::new(Exit::Fault, "internal", error.to_string(), "Please report it.")
}
