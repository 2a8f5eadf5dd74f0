//! `vestibule mfa enroll`, `mfa confirm` and `mfa revoke`

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::refusal;
use crate::commands::user::reason;
use crate::commands::{Context, DryRun, prompt_failed};
use crate::error::{Exit, Failure};
use crate::render::qr::{Code, Ink};
use crate::render::time::local;
use crate::service::Service;
use crate::service::enrolment::{Enrolled, Enrolment};
use crate::service::permission::Permission;
use crate::service::reason::Reason;

/// Set up another authenticator app for a person, who must be there to prove it.
///
/// Asks for the person's own password and, where an authenticator is enrolled, for one of its codes or a recovery code:
/// operator rights replace neither. Shows the secret, its URI and a QR code. Nothing is enrolled until `mfa confirm`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mfa enroll ada@example.org --name \"work phone\"
  printf %s \"$PASSWORD\" | vestibule mfa enroll ada@example.org --password-stdin --code 123456 --qr-png code.png

Exit codes: 0 done · 2 usage · 3 password or code wrong, or the password is not the person's own · 4 the address has no \
account · 5 the name or the file exists · 6 try later

Next: vestibule mfa confirm ADDRESS CODE, with the first code of the new app.")]
pub struct EnrollArgs {
    /// The account's address
    address: String,
    /// What the person calls the app or the phone
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Read the person's password from stdin
    #[arg(long)]
    password_stdin: bool,
    /// A code of an enrolled app, or a recovery code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Also write the QR code as a PNG picture into a new file that only you can read
    #[arg(long, value_name = "FILE")]
    qr_png: Option<PathBuf>,
    /// Also write the QR code as an SVG picture into a new file that only you can read
    #[arg(long, value_name = "FILE")]
    qr_svg: Option<PathBuf>,
}

/// Confirm an authenticator that `mfa enroll` set up, with its first code and the person's password.
///
/// From then on its codes prove the person at a sign-in, as those of every other one do. An account's first authenticator
/// comes with recovery codes, shown this once. A notice is mailed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mfa confirm ada@example.org 123456
  printf %s \"$PASSWORD\" | vestibule mfa confirm ada@example.org 123456 --password-stdin

Exit codes: 0 done · 2 usage · 3 password or code wrong · 4 the address has no account, or nothing waits · 6 try later

Next: vestibule mfa status ADDRESS")]
pub struct ConfirmArgs {
    /// The account's address
    address: String,
    /// The first code of the new app
    #[arg(value_name = "CODE")]
    code: String,
    /// Read the person's password from stdin
    #[arg(long)]
    password_stdin: bool,
}

/// Take one of several authenticators away, such as that of a lost phone.
///
/// The last one that works stays: only `mfa reset` takes it. Open sign-ins end, and a notice is mailed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mfa revoke ada@example.org \"work phone\" --reason \"phone lost\"
  vestibule mfa revoke ada@example.org atn_0d4k2m9s --reason \"ticket 4711\"

Exit codes: 0 done · 2 usage · 3 it is the last one that works · 4 there is no such account or authenticator

Next: vestibule mfa status ADDRESS")]
pub struct RevokeArgs {
    /// The account's address
    address: String,
    /// The authenticator's id or name
    authenticator: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: String,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Runs `mfa enroll`.
///
/// # Errors
/// A [`Failure`] of the service, of a file, or the refusal of a proof.
pub fn enroll(context: &Context, service: &mut Service, args: EnrollArgs) -> Result<(), Failure> {
    service.permit(Permission::MfaCodes)?;
    let enrolled = !service.mfa_status(&args.address)?.authenticators.is_empty();
    for path in [&args.qr_png, &args.qr_svg].into_iter().flatten() {
        if path.symlink_metadata().is_ok() {
            return Err(is_there(path));
        }
    }
    let password = context.current_password(args.password_stdin)?;
    let code = match args.code {
        None if enrolled && context.ui.can_ask() => Some(
            dialoguer::Input::new()
                .with_prompt("Code of an enrolled app, or a recovery code")
                .interact_text()
                .map_err(|error| prompt_failed(&error))?,
        ),
        given => given,
    };
    let code = code.map(SecretString::from);
    let begun = service.begin_enrolment(&args.address, args.name.as_deref(), &password, code.as_ref())?;
    let begun = begun.map_err(|refused| refusal(&refused))?;
    context.tell_mail(service);
    if let Some(qr) = Code::of(&begun.otpauth) {
        for (path, picture) in [(&args.qr_png, Code::png as fn(&Code) -> Vec<u8>), (&args.qr_svg, Code::svg)] {
            if let Some(path) = path {
                write_new(path, &picture(&qr))?;
            }
        }
    }
    context.ui.document(&begun, enrolment)
}

/// Runs `mfa confirm`.
///
/// # Errors
/// A [`Failure`] of the service, or the refusal of a proof.
pub fn confirm(context: &Context, service: &mut Service, args: ConfirmArgs) -> Result<(), Failure> {
    service.permit(Permission::MfaCodes)?;
    service.show_account(&args.address)?;
    let password = context.current_password(args.password_stdin)?;
    let confirmed = service.confirm_enrolment(&args.address, &password, &SecretString::from(args.code))?;
    let confirmed = confirmed.map_err(|refused| refusal(&refused))?;
    context.tell_mail(service);
    context.ui.document(&confirmed, enrolled_text)
}

/// Runs `mfa revoke`.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn revoke(context: &Context, service: &mut Service, args: &RevokeArgs) -> Result<(), Failure> {
    if args.dry.dry_run {
        service.rehearse();
    }
    let why = Reason { reason: Some(&args.reason), ticket: args.ticket.as_deref() };
    let revoked = service.revoke_authenticator(&args.address, &args.authenticator, &why)?;
    context.did(service, &revoked, |it| {
        format!(
            "Removed {:?} of {}; {} left. Open sign-ins ended: {}.",
            it.name, it.address, it.authenticators, it.journeys
        )
    })
}

fn enrolment(begun: &Enrolment) -> String {
    let groups: Vec<String> =
        begun.secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let ink = if console::colors_enabled() { Ink::Coloured } else { Ink::LightOnDark };
    let qr = Code::of(&begun.otpauth).map(|code| code.lines(ink).join("\n") + "\n\n").unwrap_or_default();
    format!(
        "{qr}secret   {}\nuri      {}\nname     {}\n\nConfirm it until {} with `vestibule mfa confirm`.\n",
        groups.join(" "),
        begun.otpauth,
        crate::render::safe::line(&begun.name),
        local(begun.expires_at)
    )
}

fn enrolled_text(it: &Enrolled) -> String {
    let name = crate::render::safe::line(&it.name);
    let mut text = format!("Enrolled {name:?} for {}; authenticators now: {}.\n", it.address, it.authenticators);
    if let Some(codes) = &it.codes {
        text.push_str(&format!("\nRecovery codes, shown this once:\n\n{}\n", codes.join("\n")));
    }
    text
}

fn is_there(path: &Path) -> Failure {
    let message = format!("The file {} exists already.", path.display());
    Failure::new(Exit::Conflict, "exists", message, "Nothing was changed. Name a file that does not exist.")
}

/// Writes a new file that only its owner can read. What is there is left alone, links included.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = opened.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => is_there(path),
        _ => Failure::usage(
            format!("The file {} cannot be written: {error}.", path.display()),
            "Name a file in a folder that you can write, and run the command again.",
        ),
    })
}
