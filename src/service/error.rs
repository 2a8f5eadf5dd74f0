//! What a capability answers when it cannot do what was asked.

use jiff::Timestamp;

use crate::credentials::keyring::KeyringError;
use crate::credentials::password::PasswordError;
use crate::credentials::rules::Rule;
use crate::credentials::seal::SealError;
use crate::mail::MailError;
use crate::mail::address::AddressError;
use crate::ports::EntropyError;
use crate::store::StoreError;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The generator.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The keys.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// A sealed value.
    #[error("a sealed value cannot be opened: {0}")]
    Seal(#[from] SealError),
    /// A password hash.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A mail that cannot be made, or a transport that cannot be opened.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// No home is there.
    #[error("there is no vestibule home at {0}")]
    NoHome(String),
    /// A home is there already.
    #[error("the folder {0} already holds a vestibule home")]
    HomeExists(String),
    /// The folder for a new home holds something else.
    #[error("the folder {0} is not empty")]
    FolderNotEmpty(String),
    /// A file of the home that others can read or write.
    #[error("others can read or write {path} (mode {mode:04o})")]
    LooseMode {
        /// The file.
        path: String,
        /// Its mode.
        mode: u32,
        /// The mode it should have.
        wanted: u32,
    },
    /// A file of the home that cannot be used.
    #[error("cannot use {path}: {problem}")]
    File {
        /// The file.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// The configuration.
    #[error("in {path}{}: {problem}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Config {
        /// The file.
        path: String,
        /// The line, where it is known.
        line: Option<usize>,
        /// What is wrong and what to write instead.
        problem: String,
    },
    /// The key is not the one that the home was made with.
    #[error("the key in keys/ is not the one this home was made with")]
    WrongKey,
    /// The clock is behind the latest time seen.
    #[error("the clock shows {now}, but this home has already seen {latest}")]
    ClockUntrusted {
        /// What the clock shows.
        now: Timestamp,
        /// The latest time seen.
        latest: Timestamp,
    },
    /// A mail address.
    #[error("{:?} cannot be used: {}", short(given), problem.what())]
    Address {
        /// What was given.
        given: String,
        /// What is wrong.
        problem: AddressError,
    },
    /// A value given by the caller.
    #[error("{what} {problem}")]
    Invalid {
        /// Which.
        what: String,
        /// What is wrong.
        problem: String,
    },
    /// A password that breaks rules.
    #[error("the password cannot be used: {}", sentences.join(" "))]
    PasswordRules {
        /// Every rule broken.
        rules: Vec<Rule>,
        /// The same as sentences, with the policy's numbers.
        sentences: Vec<String>,
    },
    /// The new password is the one before.
    #[error("the new password is the same as the one before")]
    PasswordReused,
    /// An activation code that works for no account.
    #[error("the activation code is wrong, used already, or too old")]
    ActivationInvalid,
    /// The password is one that support set or made.
    #[error("the password was not chosen by the person")]
    PasswordNotOwn,
    /// No other authenticator of the account works.
    #[error("it is the last authenticator that works")]
    LastAuthenticator,
    /// An address that nobody was shown to read.
    #[error("the address {0:?} is not verified")]
    AddressNotVerified(String),
    /// Nothing of that name.
    #[error("there is no {what} {given:?}")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
        /// What was asked for.
        given: String,
    },
    /// Something of that name is there already.
    #[error("{what} {given:?} exists already")]
    Exists {
        /// The kind of thing.
        what: &'static str,
        /// Its name.
        given: String,
    },
    /// Another process changed the same thing meanwhile.
    #[error("it was changed by somebody else meanwhile")]
    Conflict,
    /// A mail that another process is handing over.
    #[error("the mail {0} is just being handed over")]
    BeingSent(String),
    /// The home's key file.
    #[error("the key file {path} cannot be used: {problem}")]
    Key {
        /// The file.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// Something only a simulation home does.
    #[error("only a simulation home can {0}")]
    SimulationOnly(&'static str),
    /// A whole import.
    #[error(transparent)]
    Import(#[from] super::import::ImportError),
    /// The audit trail is not what was written.
    #[error("{problem}")]
    AuditBroken {
        /// The first bad row.
        row: i64,
        /// What is wrong with it.
        problem: String,
    },
    /// A signature is not by the key, or not of the text, that it should be.
    #[error("{0}")]
    Signature(String),
    /// An export that cannot be written or read.
    #[error("the export cannot be written or read: {0}")]
    Export(#[source] std::io::Error),
    /// The mail server.
    #[error("the mail was not sent: {0}")]
    Undelivered(String),
    /// The home has operators, and no session of one holds.
    #[error("this home has operators, and this needs one ({permission})")]
    OperatorNeeded {
        /// The permission.
        permission: &'static str,
    },
    /// The operator's role does not permit it.
    #[error("the operator {name}, as {role}, may not do this: it needs the permission {permission}")]
    NotPermitted {
        /// The permission.
        permission: &'static str,
        /// The operator's name.
        name: String,
        /// Their role.
        role: &'static str,
    },
    /// The last code of the operator's app is too old for a sensitive act.
    #[error("this asks for a new code of your own app ({permission})")]
    ProofNeeded {
        /// The permission.
        permission: &'static str,
    },
    /// An operator's login.
    #[error("the name, the password or the code is wrong")]
    LoginWrong,
    /// Too many wrong logins.
    #[error("too many wrong passwords or codes were given for this operator")]
    LoginThrottled {
        /// How long nothing is tried.
        retry_after: jiff::SignedDuration,
    },
    /// No admin would be left.
    #[error("the operator {0} is the last admin")]
    LastAdmin(String),
    /// Somebody who does not own the home's files.
    #[error("the file {0} belongs to another user, and only the owner of the home's files may do this")]
    NotOwner(String),
    /// An act on the operator's own account.
    #[error("the account {0} is your own")]
    OwnAccount(String),
    /// An act on the account of an operator with more rights.
    #[error("the account {0} is that of an admin, which support may not open")]
    AdminAccount(String),
    /// A request's own requester.
    #[error("the request {0} is your own, and another operator must approve it")]
    OwnRequest(String),
    /// A request that was decided, or is over.
    #[error("the request {id} is {state} already")]
    RequestOver {
        /// Its id.
        id: String,
        /// Where it stands.
        state: &'static str,
    },
    /// A request whose account is no longer what it was.
    #[error("the account changed after the request {0} was made")]
    RequestStale(String),
    /// An act that waits for a second operator, or for time.
    #[error("{what}: the request {id} {}", match due {
        Some(due) => format!("can be used from {due} on"),
        None => "waits for a second operator".to_owned(),
    })]
    ApprovalNeeded {
        /// Why it waits.
        what: String,
        /// The request's id.
        id: String,
        /// From when on it can be used, where it is time that it waits for.
        due: Option<Timestamp>,
    },
    /// An address whose account was removed a short time ago.
    #[error("the account of {address} was removed a short time ago{}", match by_another {
        true => ", by you, so another operator makes one for it",
        false => "",
    })]
    AddressRests {
        /// The address.
        address: String,
        /// From when on whoever asks may do it.
        until: Timestamp,
        /// How long that is from now.
        wait: jiff::SignedDuration,
        /// Whether another operator may do it sooner.
        by_another: bool,
    },
    /// A second act in a week, without what proves who the person is.
    #[error("this account had {0} within 7 days, so this needs evidence of who the person is")]
    EvidenceNeeded(String),
}

/// So much of a value as an error repeats.
fn short(given: &str) -> String {
    const MOST: usize = 60;
    match given.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &given[..end]),
        None => given.to_owned(),
    }
}
