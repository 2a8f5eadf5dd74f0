//! `vestibule import …`

mod how;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use secrecy::ExposeSecret;
use serde::Serialize;

use self::how::{HowArgs, hash_config};
use super::Context;
use super::progress::{Bar, Wanted};
use crate::error::{Exit, Failure};
use crate::render::import as render;
use crate::service::import::{Change, Format, ImportError, ImportFile, Listed, Outcome, Plan, Report};
use crate::service::{Service, ServiceError, permission::Permission};
use crate::store::StoreError;

/// Bring in accounts from a file, in bulk and more than once.
///
/// Every row makes an account, changes one that is there, changes nothing, or is rejected with everything that is wrong
/// with it; the other rows are imported all the same. An import is one transaction: killed at any moment it has done
/// nothing, and can be run again. The same file a second time changes nothing.
///
/// The format follows the ending of FILE: .csv, .jsonl or .json, each also packed as .gz or .zst; other systems' exports
/// need --format. `vestibule import formats` describes them all. A file must be a plain file of at most 4 GiB, unpacked
/// too, with rows of at most 1 MiB; - reads stdin.
///
/// An account that is there is updated in the fields that its row gives, but for password, temporary and created_at,
/// and for totp_secret once an authenticator is enrolled; --set-fields names others. An update obeys what support must
/// obey: a new hash, secret or address, or disabling, ends sessions, open sign-ins and device trust, and the person is
/// told by mail. Who had a password before a new hash chooses another at the next sign-in, and a row that would do two of
/// the three to one account, at once or within 7 days, is rejected. A row with another address is rejected until that address is verified (`vestibule otp issue ADDRESS
/// --purpose verify-address`), because whoever reads its mail can then sign in.
///
/// With --invite every enabled new account without a password is mailed a one-time code with which its person chooses the
/// first one (`vestibule user activate`). The mails go out at --invite-rate, behind those of imports before, and wait in
/// the home until then: `vestibule mail send --watch` sends them, whenever it runs.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "\
Examples:
  vestibule import users.csv --dry-run
  zstd -dc realm.json.zst | vestibule import - --format keycloak --yes
  vestibule import staff.csv --key external-id --deprovision disable --max-deprovision 5% --yes

Exit codes: 0 every row was taken · 2 usage, or it was not confirmed · 3 some rows, or the whole file, were rejected ·
            5 with --on-conflict fail, an account would change

Next: vestibule import plan FILE --out PLAN, to look first and apply exactly that.")]
pub struct ImportCommand {
    #[command(subcommand)]
    verb: Option<ImportVerb>,
    #[command(flatten)]
    args: ImportArgs,
}

#[derive(Debug, Subcommand)]
pub enum ImportVerb {
    Plan(PlanArgs),
    Apply(ApplyArgs),
    Formats(FormatsArgs),
}

#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The file; - for stdin
    #[arg(required = true)]
    file: Option<PathBuf>,
    #[command(flatten)]
    how: HowArgs,
    /// Say what would be done, row by row, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the temporary passwords of new accounts without one into this new file, which only you can read
    #[arg(long, value_name = "FILE", conflicts_with = "invite")]
    print_temporary: Option<PathBuf>,
}

/// Write down what an import would do, sign it, and change nothing.
///
/// The plan has the counts, every reject, and what each update changes, from what to what. `vestibule import apply PLAN`
/// does exactly that, and refuses where the file or an account was changed since.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule import plan users.csv --out users.plan
  vestibule --output json import plan realm.json --format keycloak --out realm.plan

Exit codes: 0 every row would be taken · 2 usage · 3 rows, or the whole file, would be rejected ·
            5 PLAN is there and is no plan of this home

Next: vestibule import apply PLAN")]
pub struct PlanArgs {
    /// The file
    file: PathBuf,
    /// Where to write the plan
    #[arg(long, value_name = "PLAN")]
    out: PathBuf,
    #[command(flatten)]
    how: HowArgs,
}

/// Do what a plan says, and nothing else.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule import apply users.plan
  vestibule --yes --output json import apply users.plan

Exit codes: 0 every row was taken · 2 usage, or it was not confirmed · 3 some rows were rejected, as planned ·
            5 the file or an account was changed since, or the plan was edited

Next: vestibule user list")]
pub struct ApplyArgs {
    /// The plan that `import plan` wrote
    plan: PathBuf,
    /// The hash parameters of a Firebase project, as its console shows them
    #[arg(long, value_name = "FILE")]
    hash_config: Option<PathBuf>,
    /// How to tell how far it is
    #[arg(long, value_enum, default_value = "auto")]
    progress: Wanted,
}

/// Describe the formats that can be imported, with their fields. Needs no home.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule import formats
  vestibule --output json import formats

Exit codes: 0 done

Next: vestibule import plan FILE --out PLAN")]
pub struct FormatsArgs {}

/// What a dry run answers.
#[derive(Serialize)]
struct Preview<'a> {
    #[serde(flatten)]
    report: &'a Report,
    changes: &'a [Change],
    not_imported: &'a BTreeMap<String, u64>,
}

/// What an import answers.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    not_imported: &'a BTreeMap<String, u64>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, and one with exit code 3 where rows were rejected.
pub fn run(context: &Context, command: ImportCommand) -> Result<(), Failure> {
    match command.verb {
        Some(ImportVerb::Plan(args)) => plan(context, &args),
        Some(ImportVerb::Apply(args)) => apply(context, &args),
        Some(ImportVerb::Formats(_)) => {
            let all: Vec<_> = Format::ALL.into_iter().map(Format::described).collect();
            context.ui.document(&all, render::formats)
        }
        None => import(context, &command.args),
    }
}

fn open(context: &Context, path: &Path, how: &HowArgs) -> Result<ImportFile, Failure> {
    let (format, reading) = (how.format(path)?, how.reading()?);
    let file = if path.as_os_str() == "-" {
        ImportFile::spool(std::io::stdin().lock(), &context.folder()?, format, reading)
    } else {
        ImportFile::open(path, format, reading)
    };
    Ok(file.map_err(ServiceError::from)?)
}

fn import(context: &Context, args: &ImportArgs) -> Result<(), Failure> {
    let path = args.file.clone().unwrap_or_default();
    let mut service = context.open_for(Permission::UserImport)?;
    let file = open(context, &path, &args.how)?;
    let options = args.how.options(args.print_temporary.is_some());
    let bar = || Bar::new(&context.ui, args.how.progress, file.size());
    if args.dry_run {
        let outcome = service.preview_import(&file, &options, Listed::All, &mut bar().watch())?;
        tell(context, &outcome);
        let Outcome { report, changes, not_imported, .. } = &outcome;
        context.ui.document(&Preview { report, changes, not_imported }, |preview| {
            format!("{}{}", render::report(preview.report), render::changes(preview.changes))
        })?;
        return rejected(&outcome.report);
    }
    let mut shown = None;
    if !context.yes {
        confirm(context, || {
            service.ready_to_ask()?;
            let outcome = service.preview_import(&file, &options, Listed::Nothing, &mut bar().watch())?;
            tell(context, &outcome);
            shown = Some(outcome.file);
            Ok(render::report(&outcome.report))
        })?;
    }
    let mut secrets = args.print_temporary.as_deref().map(new_file).transpose()?;
    let outcome = service.import(&file, &options, &mut bar().watch(), &mut |outcome| {
        if shown.is_some_and(|shown| shown != outcome.file) {
            return Err(ImportError::Changed.into());
        }
        match &mut secrets {
            Some(secrets) => write_temporary(secrets, outcome),
            None => Ok(()),
        }
    })?;
    answer(context, &service, &outcome)
}

fn plan(context: &Context, args: &PlanArgs) -> Result<(), Failure> {
    if args.file.as_os_str() == "-" {
        return Err(Failure::usage("A plan names its file, and stdin has no name.", "Write it to a file first."));
    }
    let mut service = context.open_for(Permission::UserImport)?;
    let file = open(context, &args.file, &args.how)?;
    let bar = Bar::new(&context.ui, args.how.progress, file.size());
    let plan = service.plan_import(&args.file, &file, &args.how.options(false), &mut bar.watch())?;
    let text = serde_json::to_string_pretty(&plan).map_err(|error| unwritable(&args.out, &error.into()))?;
    // A plan of before may be replaced, and nothing else, least of all the list itself.
    let replaces = read_plan(&args.out).is_ok_and(|old| Plan::parse(&old, &service.world.keyring).is_ok());
    write_private(&args.out, &text, replaces).map_err(|error| unwritable(&args.out, &error))?;
    if let Some(sentence) = render::not_imported(&plan.not_imported) {
        context.ui.note(&sentence);
    }
    context.ui.document(&plan, render::plan)?;
    rejected(&plan.report)
}

fn apply(context: &Context, args: &ApplyArgs) -> Result<(), Failure> {
    let mut service = context.open_for(Permission::UserImport)?;
    let plan = Plan::parse(&read_plan(&args.plan)?, &service.world.keyring).map_err(ServiceError::from)?;
    if !context.yes {
        confirm(context, || Ok(render::plan(&plan)))?;
    }
    let firebase = hash_config(args.hash_config.as_deref())?;
    let size = std::fs::metadata(&plan.file).map_or(0, |found| found.len());
    let bar = Bar::new(&context.ui, args.progress, size);
    let outcome = service.apply_plan(&plan, firebase, &mut bar.watch(), &mut |_| Ok(()))?;
    answer(context, &service, &outcome)
}

fn answer(context: &Context, service: &Service, outcome: &Outcome) -> Result<(), Failure> {
    context.tell_mail(service);
    tell(context, outcome);
    if outcome.invited > 0 {
        context
            .ui
            .note(&format!("Invitations: {}; `vestibule mail send --watch` sends them in time.", outcome.invited));
    }
    let Outcome { report, not_imported, .. } = outcome;
    context.ui.document(&Answer { report, not_imported }, |answer| render::report(answer.report))?;
    rejected(report)
}

fn tell(context: &Context, outcome: &Outcome) {
    if let Some(sentence) = render::not_imported(&outcome.not_imported) {
        context.ui.note(&sentence);
    }
    if outcome.report.deprovisioned.is_some() && outcome.report.rejected > 0 {
        context.ui.warn("Nobody was disabled for not being in the list, because rows of it were rejected.");
    }
}

fn rejected(report: &Report) -> Result<(), Failure> {
    if report.rejected == 0 {
        return Ok(());
    }
    let hint = "Mend the lines listed above and run it again; what was imported changes nothing then.";
    Err(Failure::new(Exit::Refused, "rows_rejected", format!("Rows rejected: {}.", report.rejected), hint))
}

fn confirm(context: &Context, what: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
    if !context.ui.can_ask() {
        return Err(Failure::usage("An import was not confirmed.", "Confirm it with --yes, or look with --dry-run."));
    }
    context.ui.warn(what()?.trim_end());
    let asked = dialoguer::Confirm::new().with_prompt("Import this").default(false).interact();
    match asked.map_err(|error| super::prompt_failed(&error))? {
        true => Ok(()),
        false => Err(Failure::new(Exit::Refused, "declined", "Nothing was imported.", "Run it again to import.")),
    }
}

/// A new file that only its owner can read.
pub(super) fn new_file(path: &Path) -> Result<std::fs::File, Failure> {
    let new = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    new.map_err(|error| unwritable(path, &error))
}

fn write_temporary(to: &mut std::fs::File, outcome: &Outcome) -> Result<(), ServiceError> {
    let mut text = zeroize::Zeroizing::new(String::from("address,password\n"));
    for (address, password) in &outcome.temporary {
        text.extend([address, ",", password.expose_secret(), "\n"]);
    }
    let written = to.write_all(text.as_bytes()).and_then(|()| to.sync_all());
    written.map_err(|error| StoreError::Io(error.to_string()).into())
}

fn write_private(path: &Path, text: &str, replaces: bool) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    draft.write_all(text.as_bytes())?;
    draft.as_file().sync_all()?;
    let kept = if replaces { draft.persist(path) } else { draft.persist_noclobber(path) };
    kept.map(|_| ()).map_err(|error| error.error)
}

fn read_plan(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = std::fs::metadata(path).and_then(|found| match found.is_file() {
        true => std::fs::read(path),
        false => Err(std::io::Error::other("it is no plain file")),
    });
    read.map_err(|error| {
        let message = format!("The plan {} cannot be read: {error}.", path.display());
        Failure::usage(message, "Name the file that `import plan` wrote.")
    })
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        let message = format!("The file {} is there already.", path.display());
        return Failure::new(Exit::Conflict, "exists", message, "Nothing was done. Name a file that does not exist.");
    }
    let message = format!("The file {} cannot be written: {error}.", path.display());
    Failure::new(Exit::Usage, "usage", message, "Nothing was done. Name a new file in a folder that you can write.")
}
