//! `vestibule init`

use jiff::Timestamp;
use serde::Serialize;

mod ask;

use std::path::PathBuf;

use super::Context;
use crate::error::{Exit, Failure};
use crate::journey::policy::Profile;
use crate::mail::config::TlsMode;
use crate::service::home::{self, NewHome, NewPassword, NewServer};
use crate::service::{Service, ServiceError};

/// The time that a simulation starts with.
const FIRST_TIME: &str = "2026-03-02T09:00:00Z";
/// The product's name where none is given.
const PRODUCT: &str = "Vestibule";

/// Make a home: its configuration, database and key.
///
/// The folder must be empty or not exist. On a terminal it asks what no flag says: profile, product, sender, mail
/// server; --yes takes the defaults, and so does a simulation. Nothing is published and no account is made; the next
/// steps are `vestibule consent publish` for the documents that the profile requires, and `vestibule user add`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule --home ./portal init
  vestibule --home ./lab init --simulation --seed 7 --clock 2026-03-02T09:00:00Z
  vestibule init --smtp-host mail.example.org --from no-reply@example.org --test-mail ops@example.org

Exit codes: 0 done · 2 usage · 5 a home is there already, or the folder is not empty
7 the folder cannot be written, or the mail server did not take the test mail; the home then stays

Next: vestibule consent publish terms --version 1 --file TERMS.md")]
pub struct InitArgs {
    /// The rules to start from: those of the portal, or of NIST SP 800-63B-4 [default: portal]
    #[arg(long, value_enum)]
    profile: Option<ProfileArg>,
    /// The product's name, in mails and authenticator apps [default: Vestibule]
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
    /// The sender of mails: an address, or a name followed by the address in angle brackets
    #[arg(long, value_name = "SENDER")]
    from: Option<String>,
    /// The mail server; without one each mail is written to a file in the home
    #[arg(long, value_name = "HOST", conflicts_with = "simulation")]
    smtp_host: Option<String>,
    /// Its port [default: that of --smtp-tls]
    #[arg(long, value_name = "PORT", requires = "smtp_host")]
    smtp_port: Option<u16>,
    /// TLS from the first byte, by STARTTLS, or none, which only a loopback address may have [default: required]
    #[arg(long, value_enum, requires = "smtp_host")]
    smtp_tls: Option<TlsArg>,
    /// The user to authenticate as
    #[arg(long, value_name = "NAME", requires = "smtp_password_file")]
    smtp_user: Option<String>,
    /// A file with that user's password, for its owner alone
    #[arg(long, value_name = "FILE", requires = "smtp_user")]
    smtp_password_file: Option<PathBuf>,
    /// Send a test mail to this address once the home is made
    #[arg(long, value_name = "ADDRESS")]
    test_mail: Option<String>,
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

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum TlsArg {
    Required,
    Starttls,
    None,
}

#[derive(Serialize)]
struct Made {
    home: String,
    profile: Profile,
    simulation: bool,
}

/// What a home is made of, by flags or by answers.
struct Wanted {
    profile: Profile,
    product: String,
    from: Option<String>,
    server: Option<NewServer>,
    test_mail: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where the home cannot be made.
pub fn run(context: &Context, args: InitArgs) -> Result<(), Failure> {
    let folder = context.folder()?;
    home::must_be_free(&folder)?;
    let simulation = args.seed.zip(args.clock).filter(|_| args.simulation);
    let wanted = if simulation.is_none() && !context.yes && context.ui.can_ask() {
        ask::ask(context, args)?
    } else {
        by_flags(args)?
    };
    let Wanted { profile, product, from, server, test_mail } = wanted;
    home::init(&folder, &NewHome { profile, product, from, server, simulation })?;
    let made = Made { home: folder.display().to_string(), profile, simulation: simulation.is_some() };
    context.ui.document(&made, |made| format!("Made a home at {}.", made.home))?;
    if let Some(address) = test_mail {
        try_mail(context, &folder, &address)?;
    }
    context.ui.note(
        "Next: publish the documents that your profile requires with `vestibule consent publish`, then add accounts \
         with `vestibule user add`.",
    );
    Ok(())
}

fn by_flags(args: InitArgs) -> Result<Wanted, Failure> {
    let login = match (args.smtp_user, args.smtp_password_file) {
        (Some(user), Some(file)) => Some((user, NewPassword::File(absolute(file)?))),
        _ => None,
    };
    let (port, tls) = (args.smtp_port, tls(args.smtp_tls));
    Ok(Wanted {
        profile: profile(args.profile),
        product: args.product.unwrap_or_else(|| PRODUCT.to_owned()),
        from: args.from,
        server: args.smtp_host.map(|host| NewServer { host, port, tls, login }),
        test_mail: args.test_mail,
    })
}

fn profile(given: Option<ProfileArg>) -> Profile {
    match given {
        Some(ProfileArg::Nist) => Profile::Nist,
        Some(ProfileArg::Portal) | None => Profile::Portal,
    }
}

fn tls(given: Option<TlsArg>) -> TlsMode {
    match given {
        Some(TlsArg::Required) | None => TlsMode::Required,
        Some(TlsArg::Starttls) => TlsMode::Starttls,
        Some(TlsArg::None) => TlsMode::None,
    }
}

/// A path as the home's configuration keeps it, which would read a relative one from the home's folder.
fn absolute(file: PathBuf) -> Result<PathBuf, Failure> {
    std::path::absolute(&file).map_err(|error| {
        Failure::usage(format!("The file {} cannot be used: {error}.", file.display()), "Name it by its full path.")
    })
}

fn try_mail(context: &Context, folder: &std::path::Path, address: &str) -> Result<(), Failure> {
    match Service::open(folder)?.send_test(address) {
        Ok(mail) => {
            context.ui.note(&format!("The test mail to {address} was taken: {}.", mail.answer.unwrap_or_default()));
            Ok(())
        }
        Err(ServiceError::Undelivered(problem)) => Err(Failure::new(
            Exit::Unavailable,
            "undelivered",
            format!("The home is made, but the test mail was not taken: {problem}."),
            "Mend the [mail] table of its vestibule.toml, then try again with `vestibule mail test`.",
        )),
        Err(error) => Err(error.into()),
    }
}
