//! The few questions of `init` on a terminal. Each is left out where a flag has answered it.

use dialoguer::{Input, Password, Select};
use secrecy::SecretString;

use super::{InitArgs, PRODUCT, Wanted, absolute, profile, tls};
use crate::commands::{Context, prompt_failed};
use crate::error::Failure;
use crate::journey::policy::Profile;
use crate::mail::Address;
use crate::mail::config::{MailConfig, TlsMode, TransportKind};
use crate::service::home::{NewPassword, NewServer};

/// Asks for what no flag says. However the questions end, the terminal is as it was found.
pub(super) fn ask(context: &Context, args: InitArgs) -> Result<Wanted, Failure> {
    crate::system::hold_ctrl_c();
    let answered = questions(context, args);
    // A menu that was left has hidden the cursor; where showing it fails, there is no terminal any more.
    let _ = console::Term::stderr().show_cursor();
    answered
}

fn questions(context: &Context, args: InitArgs) -> Result<Wanted, Failure> {
    context.ui.note("Enter takes what stands in brackets; Ctrl-C leaves everything as it was.");
    let profile = match args.profile {
        Some(_) => profile(args.profile),
        None => ask_profile()?,
    };
    let product = match args.product {
        Some(product) => product,
        None => line("Product, as mails name it", PRODUCT, |product| {
            checked(&MailConfig { product: product.to_owned(), ..MailConfig::default() })
        })?,
    };
    let from = match args.from {
        Some(from) => from,
        None => line("Sender of mails", &MailConfig::default().from, |from| {
            checked(&MailConfig { from: from.to_owned(), ..MailConfig::default() })
        })?,
    };
    let host = match args.smtp_host {
        Some(host) => host,
        None => line("Mail server; empty writes each mail to a file instead", "", |host| match host {
            "" => Ok(()),
            host => checked(&server(host, TlsMode::Required, None)),
        })?,
    };
    let server = if host.is_empty() {
        None
    } else {
        let protection = if args.smtp_tls.is_some() { tls(args.smtp_tls) } else { ask_tls(&host)? };
        let login = match (args.smtp_user, args.smtp_password_file) {
            (Some(user), Some(file)) => Some((user, NewPassword::File(absolute(file)?))),
            _ => ask_login()?,
        };
        Some(NewServer { host, port: args.smtp_port, tls: protection, login })
    };
    let test_mail = match (args.test_mail, &server) {
        (Some(address), _) => Some(address),
        (None, Some(_)) => Some(line("Send a test mail to; empty sends none", "", |address| match address {
            "" => Ok(()),
            address => Address::parse(address).map(drop).map_err(|error| error.to_string()),
        })?)
        .filter(|address| !address.is_empty()),
        (None, None) => None,
    };
    Ok(Wanted { profile, product, from: Some(from), server, test_mail })
}

fn ask_profile() -> Result<Profile, Failure> {
    let items = ["portal: the rules of the cloud portal", "nist: those of NIST SP 800-63B-4, longer passwords"];
    let chosen = Select::new().with_prompt("Rules").items(items).default(0).interact();
    Ok(if chosen.map_err(|error| prompt_failed(&error))? == 1 { Profile::Nist } else { Profile::Portal })
}

fn ask_tls(host: &str) -> Result<TlsMode, Failure> {
    let modes = [
        (TlsMode::Required, "TLS from the first byte, port 465"),
        (TlsMode::Starttls, "STARTTLS, port 587"),
        (TlsMode::None, "no TLS, port 25: on this machine only"),
    ];
    // Only a mode that the server's name allows is offered.
    let offered = || modes.iter().filter(|(mode, _)| server(host, *mode, None).validate().is_ok());
    let items: Vec<&str> = offered().map(|(_, text)| *text).collect();
    let chosen = Select::new().with_prompt("Protection").items(items).default(0).interact();
    let chosen = chosen.map_err(|error| prompt_failed(&error))?;
    Ok(offered().nth(chosen).map_or(TlsMode::Required, |(mode, _)| *mode))
}

fn ask_login() -> Result<Option<(String, NewPassword)>, Failure> {
    let user = line("User on the mail server; empty for none", "", |user| match user {
        "" => Ok(()),
        user => checked(&server("localhost", TlsMode::Required, Some(user))),
    })?;
    if user.is_empty() {
        return Ok(None);
    }
    let password = Password::new().with_prompt("Password of that user").interact();
    let password = SecretString::from(password.map_err(|error| prompt_failed(&error))?);
    Ok(Some((user, NewPassword::Typed(password))))
}

/// Asks for a line until it passes the check; empty means `default`.
fn line(prompt: &str, default: &str, check: impl Fn(&str) -> Result<(), String>) -> Result<String, Failure> {
    let input = Input::<String>::new().with_prompt(prompt).allow_empty(default.is_empty());
    let input = if default.is_empty() { input } else { input.default(default.to_owned()) };
    let typed = input.validate_with(|text: &String| check(text.trim())).interact_text();
    Ok(typed.map_err(|error| prompt_failed(&error))?.trim().to_owned())
}

fn server(host: &str, tls: TlsMode, user: Option<&str>) -> MailConfig {
    MailConfig {
        transport: TransportKind::Smtp,
        host: Some(host.to_owned()),
        tls,
        user: user.map(str::to_owned),
        password_file: user.map(Into::into),
        ..MailConfig::default()
    }
}

fn checked(config: &MailConfig) -> Result<(), String> {
    config.validate().map_err(|error| format!("It {}.", error.problem))
}
