//! `vestibule help [TOPIC|COMMAND…]`

use super::Context;
use crate::error::{Exit, Failure};
use crate::journey::policy::{Policy, Profile};
use crate::render::fold::{fold, fold_to};
use crate::render::table::width;
use crate::service::permission::{ACTS, COMMANDS, Need, Permission, Role};

/// Show the help of a command, or explain a topic: errors, exit-codes, permissions, policy, scripts, support.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule help errors
  vestibule help user add

Exit codes: 0 done · 2 there is no such command or topic

Next: vestibule help COMMAND")]
pub struct HelpArgs {
    /// A topic, or the words of a command
    #[arg(value_name = "TOPIC|COMMAND")]
    words: Vec<String>,
}

/// The codes of errors, with what they mean.
const ERRORS: &[(&str, &str)] = &[
    ("credentials_wrong", "The address or the password is wrong; both unknown and disabled accounts answer so."),
    ("throttled", "Too many failures; retry_after says for how long, or support lifts it with `user unlock`."),
    ("otp_wrong", "The mailed code is wrong; it cost a try."),
    ("otp_expired", "The mailed code is too old; it cost nothing. Ask for another mail."),
    ("otp_superseded", "A newer mail replaced the code; it cost a try."),
    ("resend_too_soon", "Another mail was asked for too soon; retry_after says when."),
    ("no_sends_left", "Every mail of this sign-in was sent; start again."),
    ("consent_incomplete", "A required document was not accepted."),
    ("consent_unavailable", "A required document has no published version; the operator publishes it."),
    ("document_changed", "A document changed since it was shown; read it again."),
    ("password_wrong", "The password at the confirmation is wrong."),
    ("password_rule", "The new password breaks the rules listed under rules."),
    ("password_reused", "The new password is the one before."),
    ("passwords_differ", "The two entries of the new password differ."),
    ("totp_wrong", "The code of the app, or the recovery code, is wrong."),
    ("totp_replayed", "The code of the app was used already; wait for the next."),
    ("action_not_allowed", "The screen does not offer this action."),
    ("journey_ended", "The sign-in has ended."),
    ("conflict", "Somebody else changed the same thing at the same moment."),
    ("activation_invalid", "The activation code is wrong, used already, or too old."),
    ("password_not_own", "The password is one that support set; the person must choose an own one first."),
    ("last_authenticator", "The last authenticator that works is only taken by `mfa reset`."),
    (
        "address_not_verified",
        "An account moves only to an address that `otp verify --purpose verify-address` verified.",
    ),
    ("session_invalid", "No session of that token holds."),
    ("usage", "The command line or a field is wrong."),
    ("address_invalid", "The text is no mail address that can be used."),
    ("not_found", "There is no such account, journey, mail, …"),
    ("exists", "Something of that name is there already."),
    ("no_home", "There is no home in that folder; `vestibule init` makes one."),
    ("home_exists", "The folder holds a home already."),
    ("folder_not_empty", "The folder for a new home holds something else."),
    ("loose_mode", "A file of the home can be reached by others; the hint has the chmod."),
    ("rule_broken", "`journey prove` found a rule that does not hold under the policy."),
    ("replay_differs", "A sign-in is not stored as its events say; the database was changed otherwise."),
    ("audit_broken", "The audit trail was changed; row is the first bad one."),
    ("signature_invalid", "A checkpoint or an export is not signed by the key given, or was changed."),
    ("export", "An export of the audit trail cannot be written or read."),
    ("config", "vestibule.toml is wrong; the message names the line."),
    ("mail_settings", "The [mail] table or a template is wrong."),
    ("undelivered", "The mail server did not take a mail; it waits, or is given up."),
    ("clock_untrusted", "The clock is behind a time that the home has already seen."),
    ("operator_needed", "The home has operators, and no operator's session holds; log in."),
    ("not_permitted", "The operator's role does not have the permission that the message names."),
    ("proof_needed", "A sensitive act asks for a new code of the operator's own app; `operator prove`."),
    ("login_wrong", "An operator's name, password, code or activation secret is wrong or over."),
    ("last_admin", "The last admin cannot be removed."),
    ("not_owner", "Only the owner of the home's files may do this."),
    ("own_account", "An operator may not do this to their own account."),
    ("admin_account", "Support may not do this to the account of an admin."),
    ("own_request", "A request is approved by another operator than its requester."),
    ("request_over", "The request was decided, carried out or has lapsed already."),
    ("request_stale", "The account changed after the request was made."),
    ("approval_needed", "The act waits for a second operator, or for time; the message names its request."),
    ("address_rests", "An account of the address was removed a short time ago; another operator, or time, lifts it."),
    ("evidence_needed", "A second such act within 7 days needs --evidence."),
    ("simulation_only", "Only a simulation home does that."),
    ("needs_attention", "`doctor` found something that an operator must do."),
    ("import_file", "A file to import cannot be read as what it should be; the message names the line."),
    ("rows_rejected", "An import left rows out; its document lists them."),
    ("deprovision_limit", "More accounts are missing from the list than --max-deprovision allows."),
    ("plan_invalid", "A plan was edited, or another home signed it."),
    ("plan_stale", "The file, or an account, was changed since the plan was made."),
    ("script", "A script is wrong; the message names its line and key."),
    ("expectation_missed", "A step of a script did not answer what it must."),
    ("coverage_low", "The scripts of a run visit less of the machine than --fail-under asks."),
    ("snapshot_differs", "A script's transcript is not the one of its snapshot."),
    ("report", "A report cannot be written."),
    ("database_busy", "Another process held the database for too long."),
    ("disk_full", "No space is left."),
    ("read_only", "The home cannot be written."),
    ("database_unopenable", "The database cannot be opened."),
    ("database_io", "The medium failed."),
    ("database_damaged", "The database is damaged."),
    ("foreign_database", "The file is no vestibule database."),
    ("newer_schema", "The home was written by a newer vestibule."),
    ("wrong_key", "The key is not the one that the home was made with."),
    ("sealed_value_damaged", "A sealed value was changed."),
    ("password_hash_damaged", "A stored password hash cannot be read."),
    ("hash_unknown", "A password hash is of no scheme that its dialect has."),
    ("hash_malformed", "A password hash is not written as its scheme has it."),
    ("hash_cost", "A password hash asks for more work than a sign-in may take."),
    ("hash_weak", "A password hash is unsalted or MD5-based, and --accept-weak was not given."),
    ("hash_unusable", "In place of a password hash there is a marker that no password matches."),
    ("hash_mismatch", "`user verify-hash`: it is not the password of that hash."),
    ("hash_not_computed", "`user verify-hash`: there is no memory for the hash."),
    ("file", "A file of the home cannot be used."),
    ("no_entropy", "The random generator does not answer."),
    ("stdout", "Stdout cannot be written."),
    ("declined", "`signin`: the documents were declined."),
    ("abandoned", "`signin`: the person left the sign-in."),
    ("expired", "`signin`: the sign-in took too long."),
    ("too_many_attempts", "`signin`: too many wrong codes or passwords ended the sign-in."),
    ("superseded", "`signin`: the account was changed meanwhile; start again."),
    ("disabled", "`signin`: the account cannot sign in."),
    ("interrupted", "Ctrl-C, or a signal that ends the program."),
    ("internal", "A fault of vestibule."),
];

/// Which command answers which call.
const SUPPORT: &str = "\
Who calls, and what to do. ADDRESS is the caller's; the audit trail keeps the reason and the ticket.
First see how things stand: `vestibule explain ADDRESS` says what the next sign-in asks and why.

\"I have a new phone\", \"I lost my phone\"
  With a recovery code they sign in and set up the new phone by themselves. Without one, make sure who calls, then
    vestibule mfa reset ADDRESS --reason TEXT --ticket ID
  The next sign-in asks for the password, a mailed code, and a new authenticator app. They are told by mail.

\"It says that I tried too often\", \"I am locked out\"
    vestibule user show ADDRESS            until when it lasts; it ends by itself
    vestibule user unlock ADDRESS --reason TEXT

\"No code comes\", \"The code is not taken\"
    vestibule otp status ADDRESS           when codes were mailed, and what became of each
    vestibule mail list                    what waits or was given up; `mail retry MAIL`, `mail send`
    vestibule otp issue ADDRESS            mails another code to the sign-in that waits for one

\"The code of my app is not taken\"
    vestibule mfa status ADDRESS           wrong codes in a row, and until when it is throttled
    vestibule mfa verify ADDRESS CODE      tries a code of the app, and tells how far off the phone's clock is

\"I forgot my password\"
    vestibule user set-password ADDRESS --temporary
  It works for a short time and must be changed at the next sign-in, behind the mailed code and the app.

\"My recovery codes are used up\", \"I lost them\"
  New ones take the person's own password and a code of the app, so have them at the keyboard:
    vestibule mfa recovery-codes ADDRESS

\"My laptop was stolen\", \"That was not me\"
    vestibule device revoke --all ADDRESS --reason TEXT
    vestibule session revoke --all ADDRESS --reason TEXT
    vestibule user disable ADDRESS --reason TEXT
  The last where it is not clear whose hands the account is in; `vestibule user enable ADDRESS` undoes it.

\"I lost my mailbox\", \"My address is wrong\"
  With the authenticator app they sign in on a trusted device without any mail. To move the account,
  once you are sure who calls, verify the new address by a code that the person reads out, then:
    vestibule otp issue NEW-ADDRESS --purpose verify-address
    vestibule otp verify NEW-ADDRESS --purpose verify-address
    vestibule user edit ADDRESS --address NEW-ADDRESS --reason TEXT

\"I take back my consent\"
    vestibule consent status ADDRESS
    vestibule consent withdraw ADDRESS DOCUMENT --reason TEXT

\"Where am I stuck?\", \"What happened yesterday?\"
    vestibule journey list --address ADDRESS
    vestibule journey show HANDLE --history
    vestibule audit list --subject ADDRESS --since 2026-03-01
";

/// Runs the command.
///
/// # Errors
/// A usage [`Failure`] where no topic or command has that name.
pub fn run(context: &Context, mut root: clap::Command, args: &HelpArgs) -> Result<(), Failure> {
    let words: Vec<&str> = args.words.iter().map(String::as_str).collect();
    let text = match words.as_slice() {
        ["errors"] => fold(&list("Error codes, as JSON and `help errors` name them.", ERRORS)),
        ["exit-codes"] => fold(&exit_codes()),
        ["permissions"] => permissions(),
        ["policy"] => fold(&policy()),
        ["scripts"] => fold(super::run::SCRIPTS),
        ["support"] => fold(SUPPORT),
        words => {
            root.build();
            let mut command = &mut root;
            for word in words {
                command = command.find_subcommand_mut(word).ok_or_else(|| {
                    Failure::usage(
                        format!("There is no command or topic {:?}.", args.words.join(" ")),
                        "`vestibule help` lists the commands; the topics are errors, exit-codes, permissions, policy, scripts and support.",
                    )
                })?;
            }
            command.render_long_help().to_string()
        }
    };
    context.ui.print(text.trim_end_matches('\n'))
}

fn list(title: &str, rows: &[(&str, &str)]) -> String {
    let wide = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines: String = rows.iter().map(|(name, meaning)| format!("  {name:wide$}  {meaning}\n")).collect();
    format!("{title}\n\n{lines}")
}

fn exit_codes() -> String {
    let lines: String = Exit::ALL.iter().map(|(exit, meaning)| format!("  {:>3}  {meaning}\n", *exit as u8)).collect();
    format!("Exit codes of every command.\n\n{lines}")
}

/// The table from role to permission to command, from the code that enforces it (ASVS 8.1.1).
fn permissions() -> String {
    let mut text = String::from(
        "Who may do what, in a home with operators. Without operators whoever can open\n\
         the home may do everything.\n\
         * asks for a code of the operator's own app that is at most 5 minutes old.\n\n",
    );
    let cells = |id: &str, roles: [&str; 3]| {
        format!("{id:<18} {:<6} {:<8} {}", roles[0], roles[1], roles[2]).trim_end().to_owned() + "\n"
    };
    text.push_str(&cells("PERMISSION", ["ADMIN", "SUPPORT", "AUDITOR"]));
    for one in Permission::ALL {
        let star = if one.asks_for_proof() { " *" } else { "" };
        let roles = Role::ALL.map(|role| if role.may(*one) { "yes" } else { "-" });
        text.push_str(&cells(&format!("{}{star}", one.id()), roles));
        let commands = COMMANDS.iter().filter(|(_, need)| *need == Need::Of(*one)).map(|(command, _)| *command);
        let acts = ACTS.iter().filter(|(_, other)| other == one).map(|(act, _)| *act);
        text.push_str(&prose(&format!("    to {}\n    by {}\n", one.about(), together(commands.chain(acts)))));
    }
    for (need, words) in [
        (Need::Anyone, "No operator is needed for"),
        (Need::NoHome, "No home, so no operator, is needed for"),
        (Need::Owner, "Only the owner of the home's files runs"),
    ] {
        let commands = COMMANDS.iter().filter(|(_, other)| *other == need).map(|(command, _)| *command);
        text.push_str(&prose(&format!("\n{words}: {}.\n", together(commands))));
    }
    text + &prose(
        "\nA journey's handle, unlike its id, is no secret: `journey show HANDLE --history` needs journey.read and \
         `journey abandon HANDLE` journey.end. `request reject --token` needs nothing but the token. `policy show`, and \
         `policy diff`, `policy assess`, `journey map` and `journey prove` with the home's own policy, need policy.read; `run \
         --home-copy` and `policy diff --home` need user.read.\n",
    )
}

/// Commands in a list that is broken between them alone, never within one.
fn together<'a>(commands: impl Iterator<Item = &'a str>) -> String {
    commands.map(|command| command.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(", ")
}

/// Text to be read: at most 80 columns, also where there is no terminal.
fn prose(text: &str) -> String {
    fold_to(text, width().min(80)).replace('\u{a0}', " ")
}

/// Every setting with the value of both profiles, from the policy itself.
fn policy() -> String {
    let table = |profile| toml::Value::try_from(Policy::of(profile)).ok();
    let mut text = String::from(
        "Settings of vestibule.toml, with the values of the profiles portal and nist. A home's file names its\n\
         profile and what differs from it.\n",
    );
    let (Some(portal), Some(nist)) = (table(Profile::Portal), table(Profile::Nist)) else { return text };
    for (name, settings) in portal.as_table().into_iter().flatten() {
        let Some(settings) = settings.as_table() else { continue };
        text.push_str(&format!("\n[{name}]\n"));
        for (key, value) in settings {
            let other = nist.get(name).and_then(|table| table.get(key));
            let other = other.filter(|other| *other != value).map(|other| format!("   (nist: {other})"));
            text.push_str(&format!("{key} = {value}{}\n", other.unwrap_or_default()));
        }
    }
    text + &rules()
}

/// The language of a policy's own rules.
fn rules() -> String {
    let mut text = String::from(
        "\nRules of your own, ahead of the tables; `vestibule journey prove --policy FILE` proves them beside those\n\
         that always hold:\n\n\
         rules = [\n  \
           \"never signed_in without consent(terms)\",\n  \
           \"never signed_in without otp or trusted_device\",\n  \
           \"never mfa_setup without otp for enterprise\",\n  \
           \"never password_change after consent\",\n  \
           \"always confirm_password before mfa_setup\",\n  \
           \"at_most 3 mails\",\n\
         ]\n\n\
         never SCREEN without NEED [or NEED …]   who stands at SCREEN has one of the needs met\n\
         never SCREEN after SCREEN               nobody comes to the first once they were at the second\n\
         always SCREEN before SCREEN             nobody comes to the second without having been at the first\n\
         at_most N COUNT                         no journey counts more\n\n\
         Each may end in `for enterprise` or `for sme`. A rule with consent(DOCUMENT) and without `for` is about\n\
         those accounts that must accept the document; prove says so. A need counts in the journey itself, but for\n\
         trusted_device and consent, which may be older. mfa is totp or recovery_code.\n\n",
    );
    for (place, words) in crate::journey::rules::words() {
        text.push_str(&format!("{place}: {}\n", words.join(", ")));
    }
    text
}
