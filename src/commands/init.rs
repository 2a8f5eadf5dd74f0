//! `vestibule init`

use jiff::Timestamp;
use serde::Serialize;

use super::Context;
use crate::error::Failure;
use crate::journey::policy::Profile;
use crate::service::home::{self, NewHome};

/// The time that a simulation starts with.
const FIRST_TIME: &str = "2026-03-02T09:00:00Z";

/// Make a home: its configuration, database and key.
///
/// The folder must be empty or not exist. Nothing is published and no account is made; the next steps are
/// `vestibule consent publish` for the documents that the profile requires, and `vestibule user add`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule --home ./portal init
  vestibule --home ./lab init --simulation --seed 7 --clock 2026-03-02T09:00:00Z

Exit codes: 0 done · 2 usage · 5 a home is there already, or the folder is not empty · 7 the folder cannot be written

Next: vestibule consent publish terms --version 1 --file TERMS.md")]
pub struct InitArgs {
    /// The rules to start from: those of the portal, or of NIST SP 800-63B-4
    #[arg(long, value_enum, default_value = "portal")]
    profile: ProfileArg,
    /// The product's name, in mails and authenticator apps
    #[arg(long, value_name = "NAME", default_value = "Vestibule")]
    product: String,
    /// The sender of mails: an address, or a name followed by the address in angle brackets
    #[arg(long, value_name = "SENDER")]
    from: Option<String>,
    /// Make a simulation: its clock stands still, its draws follow from a seed, and its mail stays in its folder
    #[arg(long)]
    simulation: bool,
    /// The seed of a simulation
    #[arg(long, value_name = "N", requires = "simulation", default_value_if("simulation", "true", "0"))]
    seed: Option<u64>,
    /// The first time of a simulation, RFC 3339
    #[arg(long, value_name = "TIME", requires = "simulation", default_value_if("simulation", "true", FIRST_TIME))]
    clock: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ProfileArg {
    Portal,
    Nist,
}

#[derive(Serialize)]
struct Made {
    home: String,
    profile: Profile,
    simulation: bool,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where the home cannot be made.
pub fn run(context: &Context, args: InitArgs) -> Result<(), Failure> {
    let folder = context.folder()?;
    let profile = match args.profile {
        ProfileArg::Portal => Profile::Portal,
        ProfileArg::Nist => Profile::Nist,
    };
    let simulation = args.seed.zip(args.clock).filter(|_| args.simulation);
    home::init(&folder, &NewHome { profile, product: args.product, from: args.from, simulation })?;
    let made = Made { home: folder.display().to_string(), profile, simulation: args.simulation };
    context.ui.document(&made, |made| format!("Made a home at {}.", made.home))?;
    context.ui.note(
        "Next: publish the documents that your profile requires with `vestibule consent publish`, then add accounts \
         with `vestibule user add`.",
    );
    Ok(())
}
