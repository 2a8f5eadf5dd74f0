//! What comes into the machine and what goes out of it.

use serde::{Deserialize, Serialize};

use super::facts::Facts;

/// Something that happened, judged by the driver. It never holds a secret or a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The password matched, and these are the facts.
    PasswordOk(Facts),
    /// The address is unknown, the password wrong, or the account disabled: all the same here.
    PasswordBad,
    /// The database's facts are no longer those that the journey derived from.
    FactsChanged(Facts),
    /// The person asked for the code to be mailed.
    CodeRequested,
    /// The mailed code was right.
    OtpOk,
    /// The mailed code was wrong, or one that a newer one replaced.
    OtpBad,
    /// A code of an enrolled authenticator was right and new.
    TotpOk,
    /// A recovery code was right and unused.
    RecoveryCodeOk,
    /// Neither.
    ChallengeBad,
    /// The new password obeys every rule.
    PasswordChanged,
    /// Every required document was accepted.
    Accepted,
    /// The documents were declined.
    Declined,
    /// The person starts the enrolment.
    Activated,
    /// The password was confirmed.
    Confirmed,
    /// It was not.
    ConfirmBad,
    /// The first code of the new authenticator was right.
    SetupOk,
    /// It was not.
    SetupBad,
    /// The recovery codes were acknowledged.
    Acknowledged,
    /// The person gave up.
    Abandoned,
    /// The journey's time ran out.
    Expired,
    /// A support act or another journey overtook this one.
    Superseded,
    /// The account was disabled.
    Disabled,
}

/// What the driver must do in the transaction that stores the new journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Draw a code, supersede the former one, and queue the mail.
    MailOtp,
    /// Take back the recovery code that proved.
    UseRecoveryCode,
    /// Store the new password; end the person's other sessions, journeys and device trust.
    StorePassword,
    /// Write a receipt for every document accepted.
    RecordConsent,
    /// Draw the authenticator's secret, unless this journey already has one.
    DrawSecret,
    /// Draw the recovery codes, unless this journey already has them.
    DrawRecoveryCodes,
    /// Make the proved authenticator and the acknowledged codes the account's.
    Enrol,
    /// Trust the device that verified a mailed code.
    TrustDevice,
    /// Open the one session of this journey.
    OpenSession,
    /// Tell the person that a right password led nowhere.
    NoticeUnfinished,
}
