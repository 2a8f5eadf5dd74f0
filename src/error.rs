//! What a failed command says and with which code it exits: the one place that maps kinds of error.

mod store;

use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use serde::Serialize;

use crate::service::ServiceError;
use crate::service::import::ImportError;
use crate::service::journey::answer::{Trouble, whole_seconds};

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// A fault of this program.
    Fault = 1,
    /// The command line, a field or the configuration is wrong.
    Usage = 2,
    /// Refused: wrong password or code, broken rule, declined.
    Refused = 3,
    /// Not found.
    NotFound = 4,
    /// It exists already, or was changed meanwhile.
    Conflict = 5,
    /// Try later.
    Later = 6,
    /// The database, the disk or the mail server is not available.
    Unavailable = 7,
    /// Something stored is damaged or does not belong together.
    Integrity = 8,
    /// Not permitted.
    NotPermitted = 9,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// Every way to end, with what `vestibule help exit-codes` says of it.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Done, "done"),
        (Self::Fault, "internal fault; please report it"),
        (Self::Usage, "usage: the command line, a field or vestibule.toml is wrong"),
        (Self::Refused, "refused: wrong password or code, broken rule, declined"),
        (Self::NotFound, "not found"),
        (Self::Conflict, "conflict: it exists already, or was changed meanwhile"),
        (Self::Later, "try later: locked, throttled, cool-down"),
        (Self::Unavailable, "unavailable: database busy, mail server down, disk full"),
        (Self::Integrity, "integrity: audit trail broken, database damaged, wrong key"),
        (Self::NotPermitted, "not permitted: an operator's role, no session, or an approval is missing"),
        (Self::Interrupted, "interrupted"),
    ];
}

/// A failed command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The code of the JSON error.
    pub code: &'static str,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// How long to wait, where waiting helps.
    pub retry_after: Option<SignedDuration>,
    /// What only some failures say.
    pub more: More,
    /// The exit code.
    pub exit: Exit,
}

/// What only some failures say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum More {
    /// No more.
    Nothing,
    /// Every password rule broken, by its id.
    Rules(Vec<&'static str>),
    /// The first bad row of the audit trail.
    Row(i64),
    /// What was not found, by kind and name.
    Missing(Box<(&'static str, String)>),
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    error: FailureJson<'a>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    code: &'a str,
    message: &'a str,
    hint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    rules: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<i64>,
}

impl Failure {
    /// A failure with its exit, code, what happened and what to do.
    pub fn new(exit: Exit, code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into(), retry_after: None, more: More::Nothing, exit }
    }

    /// A wrong command line.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message, hint)
    }

    /// The person pressed Ctrl-C.
    pub fn interrupted() -> Self {
        Self::new(Exit::Interrupted, "interrupted", "Interrupted.", "Nothing was left half done; start again.")
    }

    /// Every password rule broken, by its id.
    pub fn rules(&self) -> &[&'static str] {
        match &self.more {
            More::Rules(rules) => rules,
            _ => &[],
        }
    }

    /// The first bad row of the audit trail.
    pub fn row(&self) -> Option<i64> {
        match self.more {
            More::Row(row) => Some(row),
            _ => None,
        }
    }

    /// The JSON of an error, as stderr carries it with `--output json`.
    pub fn to_json(&self) -> String {
        let error = FailureJson {
            code: self.code,
            message: &self.message,
            hint: &self.hint,
            retry_after: self.retry_after.map(|wait| whole_seconds(wait).to_string()),
            rules: self.rules(),
            row: self.row(),
        };
        serde_json::to_string(&ErrorJson { error }).expect("strings under fixed names are always JSON")
    }
}

impl From<&Trouble> for Failure {
    fn from(trouble: &Trouble) -> Self {
        let exit = match trouble {
            Trouble::Throttled { .. } | Trouble::ResendTooSoon { .. } => Exit::Later,
            Trouble::Conflict => Exit::Conflict,
            Trouble::ConsentUnavailable => Exit::Unavailable,
            _ => Exit::Refused,
        };
        let more = match trouble {
            Trouble::PasswordRule { rules, .. } => More::Rules(rules.iter().map(|rule| rule.id()).collect()),
            _ => More::Nothing,
        };
        let retry_after = trouble.retry_after();
        Self { retry_after, more, ..Self::new(exit, trouble.code(), trouble.message(), trouble.hint()) }
    }
}

fn fault(message: String) -> Failure {
    Failure::new(Exit::Fault, "internal", message, "This is a fault of vestibule; please report it.")
}

/// A time to the second, rounded up.
fn whole(at: Timestamp) -> Timestamp {
    let rounding = TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Ceil);
    at.round(rounding).unwrap_or(at)
}

/// An error's text as a sentence.
fn sentence(error: impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let capital = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let rest = chars.as_str();
    let stop = if rest.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{capital}{rest}{stop}")
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        let message = sentence(&error);
        let new = |exit, code, hint: &str| Self::new(exit, code, message.clone(), hint);
        match error {
            ServiceError::Store(error) => error.into(),
            ServiceError::Entropy(_) => new(Exit::Unavailable, "no_entropy", "Nothing was changed. Run it again."),
            ServiceError::Keyring(_) | ServiceError::WrongKey => {
                new(Exit::Integrity, "wrong_key", "Nothing was changed. Put the key that belongs to this home back.")
            }
            ServiceError::Seal(_) => {
                new(Exit::Integrity, "sealed_value_damaged", "Nothing was changed. Restore the home from a backup.")
            }
            ServiceError::Password(_) => {
                new(Exit::Integrity, "password_hash_damaged", "Set a new password for the account.")
            }
            ServiceError::Mail(_) => new(Exit::Usage, "mail_settings", "Mend the [mail] table of vestibule.toml."),
            ServiceError::NoHome(folder) => {
                let hint = format!("Make one with `vestibule --home {folder} init`, or name another with --home.");
                new(Exit::NotFound, "no_home", &hint)
            }
            ServiceError::HomeExists(_) => {
                new(Exit::Conflict, "home_exists", "Use it as it is, or name another folder.")
            }
            ServiceError::FolderNotEmpty(_) => {
                new(Exit::Conflict, "folder_not_empty", "Name a folder that is empty or does not exist.")
            }
            ServiceError::LooseMode { path, wanted, .. } => {
                new(Exit::Refused, "loose_mode", &format!("Run `chmod {wanted:o} {path}`, then the command again."))
            }
            ServiceError::File { .. } => new(
                Exit::Unavailable,
                "file",
                "Mend the file, or restore it from a backup, then run the command again.",
            ),
            ServiceError::Config { .. } => {
                new(Exit::Usage, "config", "Mend that line; `vestibule help policy` lists the keys.")
            }
            ServiceError::ClockUntrusted { .. } => new(
                Exit::Unavailable,
                "clock_untrusted",
                "Set the machine's clock. If it is right now, run `vestibule doctor --accept-clock`.",
            ),
            ServiceError::Address { problem, .. } => {
                let remedy = sentence(problem.remedy());
                new(Exit::Usage, "address_invalid", &remedy)
            }
            ServiceError::Key { .. } => new(
                Exit::Integrity,
                "wrong_key",
                "Nothing was changed. Put the key that belongs to this home back, from a backup if need be.",
            ),
            ServiceError::BeingSent(_) => new(
                Exit::Conflict,
                "conflict",
                "Nothing was changed. See what became of it with `vestibule mail show`.",
            ),
            ServiceError::Invalid { .. } => new(Exit::Usage, "usage", "Correct it and run the command again."),
            ServiceError::PasswordRules { ref rules, .. } => {
                let more = More::Rules(rules.iter().map(|rule| rule.id()).collect());
                Self { more, ..new(Exit::Refused, "password_rule", "Choose another password.") }
            }
            ServiceError::PasswordReused => new(Exit::Refused, "password_reused", "Choose another password."),
            ServiceError::ActivationInvalid => new(
                Exit::Refused,
                "activation_invalid",
                "Use the code of the newest mail, or ask support for another (`vestibule user invite`).",
            ),
            ServiceError::PasswordNotOwn => new(
                Exit::Refused,
                "password_not_own",
                "Nothing was changed. The person signs in first, and chooses a password that support does not know.",
            ),
            ServiceError::LastAuthenticator => new(
                Exit::Refused,
                "last_authenticator",
                "Nothing was changed. Enrol another first; `vestibule mfa reset` takes the last one away.",
            ),
            ServiceError::AddressNotVerified(ref address) => {
                let hint = format!(
                    "Nothing was changed. Run `vestibule otp issue {address} --purpose verify-address`, then `vestibule otp \
                     verify` with the code that was mailed."
                );
                new(Exit::Refused, "address_not_verified", &hint)
            }
            ServiceError::NotFound { what, ref given } => {
                let more = More::Missing(Box::new((what, given.clone())));
                Self { more, ..not_found(what, given, message) }
            }
            ServiceError::Exists { .. } => {
                new(Exit::Conflict, "exists", "Nothing was changed. Use the one that is there, or another name.")
            }
            ServiceError::Conflict => {
                new(Exit::Conflict, "conflict", "Nothing was changed. Look at it again, then repeat the command.")
            }
            ServiceError::SimulationOnly(_) => {
                new(Exit::Refused, "simulation_only", "Make a simulation with `vestibule init --simulation`.")
            }
            ServiceError::Import(error) => import(&error, message),
            ServiceError::AuditBroken { row, .. } => {
                let hint = "Nothing was repaired. Keep the files as they are, find out who changed them, and compare \
                            with an export or a backup.";
                Self { more: More::Row(row), ..new(Exit::Integrity, "audit_broken", hint) }
            }
            ServiceError::Signature(_) => new(
                Exit::Integrity,
                "signature_invalid",
                "Get the file and the key again from where they were first kept.",
            ),
            ServiceError::Export(_) => {
                new(Exit::Unavailable, "export", "See that the file can be reached, and that its disk has space.")
            }
            ServiceError::OperatorNeeded { .. } => {
                new(Exit::NotPermitted, "operator_needed", "Log in with `vestibule operator login NAME`.")
            }
            ServiceError::NotPermitted { .. } => new(
                Exit::NotPermitted,
                "not_permitted",
                "Ask an operator who may; `vestibule help permissions` lists the roles.",
            ),
            ServiceError::ProofNeeded { .. } => new(
                Exit::NotPermitted,
                "proof_needed",
                "Run `vestibule operator prove --code CODE`, then the command again within 5 minutes.",
            ),
            ServiceError::LoginWrong => new(
                Exit::Refused,
                "login_wrong",
                "Try again; a code works once. An admin sees the operators with `vestibule operator list`.",
            ),
            ServiceError::LoginThrottled { retry_after } => Self {
                retry_after: Some(retry_after),
                ..new(Exit::Later, "throttled", "Wait until the time is over, then try again.")
            },
            ServiceError::LastAdmin(_) => {
                new(Exit::Refused, "last_admin", "Nothing was changed. Make somebody else an admin first.")
            }
            ServiceError::NotOwner(_) => {
                new(Exit::NotPermitted, "not_owner", "Run it as the user that the home's files belong to.")
            }
            ServiceError::OwnAccount(_) => {
                new(Exit::NotPermitted, "own_account", "Nothing was changed. Ask another operator.")
            }
            ServiceError::AdminAccount(_) => {
                new(Exit::NotPermitted, "admin_account", "Nothing was changed. Ask an admin.")
            }
            ServiceError::OwnRequest(_) => {
                new(Exit::NotPermitted, "own_request", "Ask another operator to run `vestibule request approve`.")
            }
            ServiceError::RequestOver { .. } => {
                new(Exit::Conflict, "request_over", "Nothing was changed. `vestibule request show` tells more.")
            }
            ServiceError::RequestStale(_) => new(
                Exit::Conflict,
                "request_stale",
                "The request was ended and nothing was done. See `vestibule explain ADDRESS`, then ask anew.",
            ),
            ServiceError::ApprovalNeeded { due: None, .. } => {
                new(Exit::NotPermitted, "approval_needed", "Another operator runs `vestibule request approve ID`.")
            }
            ServiceError::ApprovalNeeded { due: Some(_), .. } => {
                new(Exit::NotPermitted, "approval_needed", "Run the command again then; the person was told by mail.")
            }
            ServiceError::AddressRests { until, by_another: true, .. } => {
                let hint = format!("Ask another operator to do it; you may from {} on.", whole(until));
                new(Exit::NotPermitted, "address_rests", &hint)
            }
            ServiceError::AddressRests { until, wait, by_another: false, .. } => {
                let hint = format!("Run the command again from {} on.", whole(until));
                Self { retry_after: Some(wait), ..new(Exit::Later, "address_rests", &hint) }
            }
            ServiceError::EvidenceNeeded(_) => new(
                Exit::Usage,
                "evidence_needed",
                "Say with --evidence how you know the person; the act then waits 24 hours.",
            ),
            ServiceError::Undelivered(_) => new(
                Exit::Unavailable,
                "undelivered",
                "Mend the [mail] table of vestibule.toml or the server, then try again.",
            ),
        }
    }
}

fn import(error: &ImportError, message: String) -> Failure {
    let (exit, code, hint) = match error {
        ImportError::File { .. } | ImportError::TooManyRejects { .. } => {
            (Exit::Refused, "import_file", "Nothing was imported. Mend the file, or name its --format.")
        }
        ImportError::Conflict { .. } => {
            (Exit::Conflict, "exists", "Nothing was imported. Use --on-conflict skip or update, or leave the row out.")
        }
        ImportError::Deprovision { .. } => (
            Exit::Refused,
            "deprovision_limit",
            "Nothing was imported. See that the list is whole, or allow more with --max-deprovision.",
        ),
        ImportError::PlanInvalid(_) => {
            (Exit::Conflict, "plan_invalid", "Nothing was imported. Make a new plan with `vestibule import plan`.")
        }
        ImportError::PlanStale(_) => {
            (Exit::Conflict, "plan_stale", "Nothing was imported. Make a new plan with `vestibule import plan`.")
        }
        ImportError::Counts { .. } => return fault(message),
    };
    Failure::new(exit, code, message, hint)
}

fn not_found(what: &str, given: &str, message: String) -> Failure {
    let hint = match what {
        "account" => "`vestibule user list` shows the addresses there are.",
        "journey" if given.starts_with("jrh_") => {
            "This is a handle: `vestibule journey show HANDLE --history` and `journey abandon HANDLE` take one."
        }
        "journey" => "`vestibule journey list` shows the handles; start a new one with `vestibule journey start`.",
        "mail" => "`vestibule mail list` shows the ids there are.",
        _ => "Look at the list of what there is, and try again.",
    };
    Failure::new(Exit::NotFound, "not_found", message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_two_sentences_and_a_code() {
        let failure = Failure::from(ServiceError::NoHome("/srv/portal".to_owned()));
        assert_eq!(failure.message, "There is no vestibule home at /srv/portal.");
        assert_eq!(failure.exit, Exit::NotFound);
        assert!(
            failure.to_json().starts_with(r#"{"error":{"code":"no_home","message":"There is"#),
            "{}",
            failure.to_json()
        );
    }

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        let trouble = Trouble::ResendTooSoon { retry_after: SignedDuration::from_millis(44_001) };
        assert!(Failure::from(&trouble).to_json().contains(r#""retry_after":"PT45S""#));
    }
}
