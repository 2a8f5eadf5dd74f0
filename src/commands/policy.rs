//! `vestibule policy …`

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;

use super::Context;
use crate::error::Failure;
use crate::journey::policy::{Policy, Profile};
use crate::render::{assessment, safe, table};
use crate::service::assess::{self, Standard};
use crate::service::config::Config;
use crate::service::impact::{AccountChange, Impact, SettingChange, setting_changes};
use crate::service::permission::Permission;
use crate::store::Mode;

/// The policy in force
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    Show(ShowArgs),
    Check(CheckArgs),
    Diff(DiffArgs),
    Assess(AssessArgs),
}

/// Show every setting, as the profile and vestibule.toml have it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule policy show
  vestibule --output json policy show

Exit codes: 0 done · 2 vestibule.toml is wrong

Next: vestibule policy assess holds it against the standards.")]
pub struct ShowArgs {}

/// Check a configuration file without a home.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule policy check vestibule.toml
  vestibule --output json policy check ./draft.toml

Exit codes: 0 it can be used · 2 it cannot; the message names the line

Next: vestibule policy diff portal ./draft.toml")]
pub struct CheckArgs {
    /// The file
    file: PathBuf,
}

/// Say which settings two policies have differently and, with --home, whose next sign-in changes.
///
/// A policy is a file like vestibule.toml, or the name of a profile. The accounts of the home are looked at as they
/// are now, each from a trusted device where it has one; nothing is changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule policy diff portal nist
  vestibule --home ./portal policy diff ./portal/vestibule.toml ./draft.toml

Exit codes: 0 done · 2 usage, or a policy is wrong

Next: vestibule explain ADDRESS shows one account's next sign-in.")]
pub struct DiffArgs {
    /// The policy from which
    #[arg(value_name = "A")]
    from: String,
    /// The policy to which
    #[arg(value_name = "B")]
    to: String,
    /// At most so many addresses a change
    #[arg(long, value_name = "N", default_value = "5")]
    list: usize,
}

/// Hold a policy against the standards: each requirement by its number, met or not, by which setting, and what shows it.
///
/// Without --policy it is that of the home. Below the requirements stands how likely an attacker guesses a code under
/// this policy. Evidence is a rule of the machine that holds in every reachable state, the tests of that name, or the
/// file that does it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule policy assess
  vestibule policy assess --standard asvs-5 --policy portal
  vestibule policy assess --policy ./draft.toml --format markdown > assessment.md

Exit codes: 0 assessed, whatever the verdicts · 2 usage, or the policy is wrong

Next: vestibule policy diff A B says whose next sign-in another policy changes.")]
pub struct AssessArgs {
    /// One standard instead of both
    #[arg(long, value_enum, value_name = "STANDARD")]
    standard: Option<StandardArg>,
    /// A policy file, or portal or nist, instead of the home's
    #[arg(long, value_name = "F")]
    policy: Option<String>,
    /// The form of the text; --output json has its own
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum StandardArg {
    #[value(name = "nist-800-63b-4")]
    Nist,
    #[value(name = "asvs-5")]
    Asvs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    Text,
    Markdown,
}

#[derive(Serialize)]
struct Checked {
    file: String,
    valid: bool,
}

#[derive(Serialize)]
struct Difference {
    settings: Vec<SettingChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<Impact>,
}

/// The policy of a file, or of a profile by its name.
///
/// # Errors
/// A [`Failure`] where the file cannot be read or is wrong.
pub fn named(name: &str) -> Result<Policy, Failure> {
    match name {
        "portal" => Ok(Policy::of(Profile::Portal)),
        "nist" => Ok(Policy::of(Profile::Nist)),
        path => from_file(Path::new(path)),
    }
}

/// The policy of a file.
///
/// # Errors
/// A [`Failure`] where the file cannot be read or is wrong.
pub fn from_file(path: &Path) -> Result<Policy, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(
            format!("The file {} cannot be read: {error}.", path.display()),
            "Name a file that you can read.",
        )
    })?;
    Ok(Config::parse(&text, path, Mode::Real)?.policy)
}

/// Runs the command. What `program` has of commands, an assessment takes into account.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: PolicyCommand, program: &clap::Command) -> Result<(), Failure> {
    match command {
        PolicyCommand::Show(ShowArgs {}) => {
            let service = context.open()?;
            service.permit(Permission::PolicyRead)?;
            context.ui.document(&service.world.policy, |policy| {
                toml::to_string(policy).unwrap_or_else(|error| format!("The policy cannot be shown: {error}"))
            })
        }
        PolicyCommand::Check(args) => {
            from_file(&args.file)?;
            let checked = Checked { file: args.file.display().to_string(), valid: true };
            context.ui.document(&checked, |checked| format!("{} can be used.", checked.file))
        }
        PolicyCommand::Diff(args) => {
            let (from, to) = (named(&args.from)?, named(&args.to)?);
            let impact = match context.home {
                Some(_) => Some(context.open()?.impact(&from, &to, args.list)?),
                None => None,
            };
            context.ui.document(&Difference { settings: setting_changes(&from, &to), impact }, tell)
        }
        PolicyCommand::Assess(args) => assess(context, &args, program),
    }
}

fn assess(context: &Context, args: &AssessArgs, program: &clap::Command) -> Result<(), Failure> {
    // What stands below a noun is there only once it is built.
    let mut program = program.clone();
    program.build();
    let has = |command: &str| {
        let found = command.split(' ').try_fold((&program, true), |(program, _), word| match word.strip_prefix("--") {
            Some(flag) => Some((program, program.get_arguments().any(|one| one.get_long() == Some(flag)))),
            None => program.find_subcommand(word).map(|program| (program, true)),
        });
        found.is_some_and(|(_, is_there)| is_there)
    };
    let policy = match &args.policy {
        Some(name) => named(name)?,
        None => context.policy()?,
    };
    let standards: &[Standard] = match args.standard {
        None => &Standard::ALL,
        Some(StandardArg::Nist) => &[Standard::Nist],
        Some(StandardArg::Asvs) => &[Standard::Asvs],
    };
    let form = match args.format {
        FormatArg::Text => assessment::text,
        FormatArg::Markdown => assessment::markdown,
    };
    context.ui.document(&assess::assess(&policy, standards, &has), form)
}

fn tell(difference: &Difference) -> String {
    let row = |change: &SettingChange| vec![change.key.clone(), change.from.clone(), change.to.clone()];
    let rows: Vec<_> = difference.settings.iter().map(row).collect();
    let mut text = match rows.as_slice() {
        [] => "The settings are the same.\n".to_owned(),
        rows => table::table(&["SETTING", "FROM", "TO"], rows, table::width()),
    };
    if let Some(impact) = &difference.impact {
        text.push_str(&format!("\nThe next sign-in changes for {} of {} accounts.\n", impact.changed, impact.accounts));
        match impact.lose_devices {
            0 => {}
            1 => text.push_str("1 account loses every trusted device.\n"),
            several => text.push_str(&format!("{several} accounts lose every trusted device.\n")),
        }
        impact.changes.iter().for_each(|change| text.push_str(&tell_change(change)));
    }
    text
}

fn tell_change(change: &AccountChange) -> String {
    let only = |these: &[&str], those: &[&str]| -> String {
        let only: Vec<&str> = these.iter().filter(|screen| !those.contains(screen)).copied().collect();
        only.join(", ")
    };
    let what = match (change.from.is_empty(), change.to.is_empty()) {
        (false, true) => "cannot sign in any more".to_owned(),
        (true, false) => format!("can sign in again: {}", change.to.join(", ")),
        _ => {
            let asked =
                [("newly asked", only(&change.to, &change.from)), ("no longer asked", only(&change.from, &change.to))];
            let told = asked.iter().filter(|(_, screens)| !screens.is_empty());
            told.map(|(what, screens)| format!("{what}: {screens}")).collect::<Vec<_>>().join("; ")
        }
    };
    let more = change.count - change.addresses.len() as u64;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let addresses: Vec<String> = change.addresses.iter().map(|address| safe::line(address)).collect();
    let accounts = if change.count == 1 { "account" } else { "accounts" };
    let whose = format!("{} {} {accounts}", change.count, change.project_type.as_str());
    format!("\n{whose}: {what}\n  {}{more}\n", addresses.join(", "))
}
