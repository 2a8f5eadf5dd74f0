//! `vestibule operator …`

use std::path::PathBuf;
use std::str::FromStr;

use clap::Subcommand;
use secrecy::SecretString;
use serde::Serialize;

use super::user::reason;
use super::{Context, DryRun, prompt_failed, secret, two_secrets};
use crate::error::Failure;
use crate::render::operators as render;
use crate::service::Service;
use crate::service::operators::LoggedIn;
use crate::service::permission::{Permission, Role};

/// Operators: who may run this program in the home
#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    Add(AddArgs),
    List(ListArgs),
    Edit(EditArgs),
    Disable(DisableArgs),
    Login(LoginArgs),
    Prove(ProveArgs),
    Whoami(WhoamiArgs),
    Logout(LogoutArgs),
    Recover(RecoverArgs),
}

/// Add an operator.
///
/// From the first one on, who must be an admin, nearly every command of this home needs an operator. The secret of the
/// first login is shown once when the owner adds the first admin; later ones get theirs by mail, so that nobody else
/// knows it. It works for 24 hours, once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator add grace --address grace@example.org --role admin
  vestibule operator add heidi --address heidi@example.org --role support

Exit codes: 0 done · 2 usage · 5 the name is taken · 9 not permitted

Next: the operator runs `vestibule operator login NAME --activation @FILE`.")]
pub struct AddArgs {
    /// The operator's name
    name: String,
    /// Where notices go
    #[arg(long, value_name = "ADDRESS")]
    address: String,
    /// What the operator may do: admin, support or auditor; see `vestibule help permissions`
    #[arg(long, value_name = "ROLE", value_parser = Role::from_str)]
    role: Role,
    #[command(flatten)]
    dry: DryRun,
}

/// List operators, oldest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator list
  vestibule --output json operator list

Exit codes: 0 done · 9 not permitted

Next: `vestibule operator edit NAME` changes one, `operator disable NAME` shuts one out.")]
pub struct ListArgs {}

/// Change an operator's role, or let a lost phone or password be set up anew.
///
/// A role counts from the operator's next command on. With --anew the password, the authenticator and the sessions are
/// void at once, and a new secret for a first login is mailed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator edit heidi --role auditor
  vestibule operator edit heidi --anew

Exit codes: 0 done · 2 usage · 3 it is the last admin · 4 there is no such operator · 9 not permitted

Next: after --anew the operator runs `vestibule operator login NAME --activation @FILE`.")]
pub struct EditArgs {
    /// The operator's name
    name: String,
    /// The new role
    #[arg(long, value_name = "ROLE", value_parser = Role::from_str, required_unless_present = "anew")]
    role: Option<Role>,
    /// Void the password and the authenticator, and mail a new secret
    #[arg(long)]
    anew: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// Disable an operator: the sessions end at once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator disable heidi --reason \"left the company\"
  vestibule operator disable heidi

Exit codes: 0 done · 3 it is the last admin · 4 there is no such operator · 9 not permitted

Next: `vestibule operator edit NAME --anew` lets them in again.")]
pub struct DisableArgs {
    /// The operator's name
    name: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Log in as an operator, by password and a code of the app.
///
/// The session's token is kept in your state folder, in a file that you alone can read; a session ends after 15 minutes
/// unused, or 8 hours. Scripts take the token with --print-token and give it in VESTIBULE_OPERATOR_TOKEN.
///
/// The first login takes the secret of the invitation and sets password and app. In a script that is two calls: one
/// without --code, which answers what to set the app up with, and one with the first code.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator login grace
  printf %s \"$PASSWORD\" | vestibule operator login grace --activation @invitation --password-stdin

Exit codes: 0 done · 2 usage · 3 something was wrong, or a password rule is broken · 6 too many failures

Next: vestibule operator whoami says what you may do.")]
pub struct LoginArgs {
    /// The operator's name
    name: String,
    /// The secret of an invitation, for the first login: @FILE that holds it, or @- for stdin, before the password
    #[arg(long, value_name = "@FILE|@-")]
    activation: Option<String>,
    /// Read the password from stdin
    #[arg(long)]
    password_stdin: bool,
    /// The code that the app shows
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Answer the token instead of keeping it in a file
    #[arg(long)]
    print_token: bool,
}

/// Prove a code of your own app again, for the sensitive acts of the next five minutes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator prove
  vestibule operator prove --code 123456

Exit codes: 0 done · 2 usage · 3 the code is wrong or was used · 6 too many failures · 9 no session holds

Next: the command that asked for the code, within 5 minutes.")]
pub struct ProveArgs {
    /// The code that the app shows
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
}

/// Say who you are to this home, and what you may do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator whoami
  vestibule --output json operator whoami

Exit codes: 0 done · 9 the home has operators, and no session holds

Next: `vestibule operator prove` before an act that asks for a fresh code.")]
pub struct WhoamiArgs {}

/// End your session.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator logout
  vestibule --output json operator logout

Exit codes: 0 done, also where there was none

Next: vestibule operator login NAME")]
pub struct LogoutArgs {}

/// Open a home whose admins are all lost. For the owner of the home's files alone.
///
/// Makes NAME an admin, with a secret for a first login that is shown once and works for an hour. It is audited, and every
/// admin is told by mail, at the address before, too, where --address changes it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule operator recover grace --reason \"phone and backup lost\"
  vestibule operator recover judy --address judy@example.org --reason \"all admins have left\"

Exit codes: 0 done · 2 usage, or it was not confirmed · 4 there is no such operator, and no --address
5 the address is that of another operator · 9 you are not the owner

Next: vestibule operator login NAME --activation @FILE")]
pub struct RecoverArgs {
    /// The operator's name
    name: String,
    /// The address of a new operator, or another one of an operator who is known
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: String,
}

#[derive(Serialize)]
struct LoggedOut {
    logged_out: bool,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: OperatorCommand) -> Result<(), Failure> {
    match command {
        OperatorCommand::Add(args) => {
            let mut service = managing(context, &args.dry)?;
            let invited = service.add_operator(&args.name, &args.address, args.role)?;
            context.did(&service, &invited, render::invited)
        }
        OperatorCommand::List(ListArgs {}) => {
            let operators = context.open()?.list_operators()?;
            context.ui.document(&operators, |operators| render::operators(operators))
        }
        OperatorCommand::Edit(args) => {
            let mut service = managing(context, &args.dry)?;
            let edited = service.edit_operator(&args.name, args.role, args.anew)?;
            context.did(&service, &edited, render::invited)
        }
        OperatorCommand::Disable(args) => {
            let mut service = managing(context, &args.dry)?;
            let disabled = service.disable_operator(&args.name, args.reason.as_deref())?;
            context.did(&service, &disabled, render::operator)
        }
        OperatorCommand::Login(args) => login(context, args),
        OperatorCommand::Prove(args) => {
            let mut service = context.open()?;
            service.permit(Permission::OperatorSelf)?;
            let code = code(context, args.code)?;
            context.ui.document(&service.prove_operator(&code)?, render::whoami)
        }
        OperatorCommand::Whoami(WhoamiArgs {}) => context.ui.document(&context.open()?.whoami()?, render::whoami),
        OperatorCommand::Logout(LogoutArgs {}) => {
            let mut service = context.open()?;
            let logged_out = service.log_out()?;
            service.forget_token()?;
            let text = if logged_out { "Logged out." } else { "No session held." };
            context.ui.document(&LoggedOut { logged_out }, |_| text.to_owned())
        }
        OperatorCommand::Recover(args) => {
            let mut service = context.open()?;
            context.confirm_by_typing("Type the operator's name again to make them an admin", &args.name)?;
            let invited = service.recover_operator(&args.name, args.address.as_deref(), &args.reason)?;
            context.did(&service, &invited, render::invited)
        }
    }
}

/// A home opened for an act on operators.
fn managing(context: &Context, dry: &DryRun) -> Result<Service, Failure> {
    let mut service = context.open_to(dry)?;
    context.prove_for(&mut service, Permission::OperatorManage)?;
    Ok(service)
}

fn login(context: &Context, args: LoginArgs) -> Result<(), Failure> {
    let mut service = context.open()?;
    let (name, print_token) = (args.name.clone(), args.print_token);
    let session = match &args.activation {
        Some(given) => first_login(context, &mut service, &args, given)?,
        None => {
            let password = context.current_password(args.password_stdin)?;
            Some(service.log_in(&name, &password, &code(context, args.code)?)?)
        }
    };
    let Some(mut session) = session else { return Ok(()) };
    if !print_token && let Some(token) = session.token.take() {
        let file: PathBuf = service.keep_token(&token)?;
        context.ui.note(&format!("The session is kept in {}.", file.display()));
    }
    context.ui.document(&session, render::logged_in)
}

/// The first login; `None` where a script has yet to give the first code.
fn first_login(
    context: &Context,
    service: &mut Service,
    args: &LoginArgs,
    given: &str,
) -> Result<Option<LoggedIn>, Failure> {
    let (activation, password) = if given == "@-" && args.password_stdin {
        two_secrets("the secret of the invitation", "the new password")?
    } else {
        let activation = secret(given, "--activation")?;
        (activation, context.password(args.password_stdin, "New password")?)
    };
    if let Some(code) = &args.code {
        let code = SecretString::from(code.as_str());
        return Ok(Some(service.finish_activation(&args.name, &activation, &password, &code)?));
    }
    let enrolment = service.begin_activation(&args.name, &activation, &password)?;
    if !context.ui.can_ask() || args.password_stdin {
        context.ui.document(&enrolment, render::enrolment)?;
        context.ui.note("Set the app up with this, then run the command again with --code CODE.");
        return Ok(None);
    }
    context.ui.warn(&render::enrolment(&enrolment));
    let code = code(context, None)?;
    Ok(Some(service.finish_activation(&args.name, &activation, &password, &code)?))
}

fn code(context: &Context, given: Option<String>) -> Result<SecretString, Failure> {
    match given {
        Some(code) => Ok(code.into()),
        None if context.ui.can_ask() => dialoguer::Input::<String>::new()
            .with_prompt("Code of your app")
            .interact_text()
            .map(SecretString::from)
            .map_err(|error| prompt_failed(&error)),
        None => Err(Failure::usage("A code of your app is needed.", "Give it with --code CODE.")),
    }
}
