//! The policy: every number and list that the sign-in journey obeys, with its two profiles.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use super::period::{Limit, Period};
use super::rules::Rule;

/// A built-in set of defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The rules of the product that the guide describes.
    Portal,
    /// NIST SP 800-63B-4.
    Nist,
}

/// The kind of project an account belongs to; it decides which documents must be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectType {
    /// An Enterprise project: Terms and Privacy Policy apply (the guide).
    Enterprise,
    /// A small or medium-sized project.
    Sme,
}

impl ProjectType {
    /// Every type.
    pub const ALL: [Self; 2] = [Self::Enterprise, Self::Sme];

    /// The word used in commands, JSON and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise",
            Self::Sme => "sme",
        }
    }
}

impl FromStr for ProjectType {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "enterprise" => Ok(Self::Enterprise),
            "sme" => Ok(Self::Sme),
            other => Err(format!("{other:?} is no project type; use enterprise or sme")),
        }
    }
}

/// A class of characters that the portal profile asks for in a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// An upper-case letter.
    Upper,
    /// A lower-case letter.
    Lower,
    /// A decimal digit.
    Digit,
    /// Anything printable that is no letter, digit or space.
    Symbol,
}

/// The cost of an Argon2id hash (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argon2Cost {
    /// Memory in KiB.
    pub m: u32,
    /// Passes.
    pub t: u32,
    /// Lanes.
    pub p: u32,
}

impl Argon2Cost {
    /// Whether the cost reaches the floor of ASVS 5.0 appendix C.
    pub fn reaches_floor(self) -> bool {
        self.p >= 1
            && match self.t {
                0 => false,
                1 => self.m >= 47_104,
                2 => self.m >= 19_456,
                _ => self.m >= 12_288,
            }
    }
}

/// The hash function of a TOTP authenticator (RFC 6238 §1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TotpAlgorithm {
    /// HMAC-SHA-1, the only one that every authenticator app honours.
    SHA1,
    /// HMAC-SHA-256.
    SHA256,
    /// HMAC-SHA-512.
    SHA512,
}

impl TotpAlgorithm {
    /// The name as a Key URI writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SHA1 => "SHA1",
            Self::SHA256 => "SHA256",
            Self::SHA512 => "SHA512",
        }
    }
}

/// What a support act waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportRule {
    /// Second operators who must approve. 0 or 1.
    pub approvals: u32,
    /// How long the person, told at once by mail, can stop it. At most 7 days.
    #[serde(default = "no_limit")]
    pub delay: Limit,
}

fn no_limit() -> Limit {
    Limit(None)
}

/// Documents by project type.
pub type ByProjectType = BTreeMap<ProjectType, Vec<String>>;

/// Writes each table of settings once: the struct, what a file may change of it, and both profiles.
macro_rules! settings {
    ($($(#[$table_doc:meta])* $table:ident: $Table:ident, $Patch:ident {
        $($(#[$doc:meta])* $key:ident: $type:ty = $portal:expr, $nist:expr;)*
    })*) => {
        $(
            $(#[$table_doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
            pub struct $Table { $($(#[$doc])* pub $key: $type,)* }

            #[derive(Debug, Default, Deserialize)]
            #[serde(deny_unknown_fields, default)]
            struct $Patch { $($key: Option<$type>,)* }

            impl $Table {
                fn of(profile: Profile) -> Self {
                    match profile {
                        Profile::Portal => Self { $($key: $portal,)* },
                        Profile::Nist => Self { $($key: $nist,)* },
                    }
                }
                fn apply(&mut self, patch: $Patch) {
                    $(if let Some(value) = patch.$key { self.$key = value; })*
                }
            }
        )*

        /// Every setting of a home; see the table in the README.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        pub struct Policy {
            /// The profile that the settings started from.
            pub profile: Profile,
            /// Rules to be proved beside those that always hold.
            pub rules: Vec<Rule>,
            $($(#[$table_doc])* pub $table: $Table,)*
        }

        /// What a configuration file says of the policy: a profile and differences to it.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct PolicyFile {
            profile: Option<Profile>,
            rules: Vec<Rule>,
            /// A home's file also has a table for its mail, which another reader checks.
            #[serde(rename = "mail")]
            _mail: serde::de::IgnoredAny,
            $($table: $Patch,)*
        }

        impl Policy {
            /// The policy of a profile, unchanged.
            pub fn of(profile: Profile) -> Self {
                Self { profile, rules: Vec::new(), $($table: $Table::of(profile),)* }
            }

            /// The policy that a file describes.
            ///
            /// # Errors
            /// [`PolicyError`] where a value is out of range or two values contradict each other.
            pub fn from_file(file: PolicyFile) -> Result<Self, PolicyError> {
                let mut policy = Self::of(file.profile.unwrap_or(Profile::Portal));
                policy.rules = file.rules;
                $(policy.$table.apply(file.$table);)*
                policy.validate()?;
                Ok(policy)
            }
        }
    };
}

settings! {
    /// Rules for passwords.
    password: PasswordPolicy, PasswordPatch {
        /// Fewest characters, counted after NFC. 8 to 256.
        min_length: u32 = 14, 15;
        /// Classes of characters that must each occur.
        classes: BTreeSet<Class> =
            BTreeSet::from([Class::Upper, Class::Lower, Class::Digit, Class::Symbol]), BTreeSet::new();
        /// After this a password must be changed at the next sign-in.
        max_age: Limit = Limit(Some(Period::days(90))), Limit(None);
        /// How many former passwords may not come back; 0 or 1 (the one before).
        history: u32 = 1, 0;
        /// A file of more refused passwords, one a line, beside the built-in list.
        blocklist: Option<String> = None, None;
        /// The cost of new hashes.
        argon2: Argon2Cost = Argon2Cost { m: 19_456, t: 2, p: 1 }, Argon2Cost { m: 19_456, t: 2, p: 1 };
        /// How long a temporary password works.
        temporary_ttl: Period = Period::hours(24), Period::hours(24);
    }
    /// Trust in devices.
    device: DevicePolicy, DevicePatch {
        /// How long a verified device skips the mailed code.
        trust_for: Period = Period::days(30), Period::days(30);
        /// Trusted devices an account may have; the oldest goes. 1 to 100.
        max_per_user: u32 = 10, 10;
    }
    /// The mailed one-time password.
    otp: OtpPolicy, OtpPatch {
        /// Digits of a code. 6 to 8.
        digits: u32 = 6, 6;
        /// How long a code works. 1 to 10 minutes (ASVS 6.5.5).
        ttl: Period = Period::minutes(10), Period::minutes(10);
        /// Wrong codes a journey may see before it ends. 1 to 10.
        tries: u8 = 5, 5;
        /// Mails a journey may send. 1 to 10.
        sends: u8 = 3, 3;
        /// How long to wait before another mail.
        resend_after: Period = Period::seconds(60), Period::seconds(60);
        /// Wrong codes in a row, across journeys, after which the mailed code is disabled. 5 to 100.
        failures_until_disabled: u32 = 50, 50;
        /// Mails an account may be sent in an hour. 1 to 100.
        hourly_sends: u32 = 9, 9;
    }
    /// Multi-factor authentication.
    mfa: MfaPolicy, MfaPatch {
        /// Whether an account without an authenticator must enrol one.
        required: bool = true, true;
        /// Wrong codes in one challenge, confirmation or set-up that end the journey. 1 to 10.
        tries: u8 = 5, 5;
        /// Wrong codes in a row after which each next one waits, 30 s growing to 1 h. 1 to 100.
        failures_until_delay: u32 = 10, 10;
        /// Wrong codes in a row after which the authenticator is disabled. 5 to 100 (SP 800-63B-4 §3.2.2).
        failures_until_disabled: u32 = 50, 50;
    }
    /// Consent to documents.
    consent: ConsentPolicy, ConsentPatch {
        /// Documents that an account must have accepted in their current version, by project type.
        required: ByProjectType =
            BTreeMap::from([(ProjectType::Enterprise, vec!["terms".into(), "privacy".into()])]),
            BTreeMap::from([(ProjectType::Enterprise, vec!["terms".into(), "privacy".into()])]);
        /// Documents shown beside the required ones, only to read.
        shown: Vec<String> = vec!["eula".into()], vec!["eula".into()];
    }
    /// Codes of an authenticator app (RFC 6238).
    totp: TotpPolicy, TotpPatch {
        /// The hash function; both guided apps honour SHA1 alone.
        algorithm: TotpAlgorithm = TotpAlgorithm::SHA1, TotpAlgorithm::SHA1;
        /// Digits of a code. 6 or 8.
        digits: u32 = 6, 6;
        /// Seconds of a time step. 15 to 120 (SP 800-63B-4 §3.1.4.1).
        period: u32 = 30, 30;
        /// Steps accepted before and after the current one. 0 or 1.
        skew: u32 = 1, 1;
    }
    /// Recovery codes.
    recovery_codes: RecoveryCodesPolicy, RecoveryCodesPatch {
        /// How many an account gets. 5 to 20.
        count: u32 = 10, 10;
    }
    /// What repeated wrong passwords lead to.
    lockout: LockoutPolicy, LockoutPatch {
        /// Wrong passwords within `window` that lock. 3 to 100.
        failures: u32 = 5, 5;
        /// The span of time in which failures add up.
        window: Period = Period::minutes(15), Period::minutes(15);
        /// The first lock; each next one is twice as long.
        base: Period = Period::minutes(15), Period::minutes(15);
        /// The longest lock.
        max: Period = Period::hours(24), Period::hours(24);
        /// Wrong passwords from one source within `window` that lock that source. 10 to 10000.
        source_failures: u32 = 100, 100;
    }
    /// The sign-in journey as a whole.
    journey: JourneyPolicy, JourneyPatch {
        /// How long a journey may take. 5 minutes to 24 hours.
        ttl: Period = Period::minutes(30), Period::minutes(30);
    }
    /// Sessions.
    session: SessionPolicy, SessionPatch {
        /// The longest a session lasts. At most 24 hours (SP 800-63B-4 §2.2.3).
        ttl: Period = Period::hours(12), Period::hours(12);
        /// How long a session lasts unused.
        idle: Period = Period::hours(1), Period::hours(1);
    }
    /// Acts of the help desk.
    support: SupportPolicy, SupportPatch {
        /// Taking a person's authenticators away: approvals by a second operator, and a delay.
        mfa_reset: SupportRule = SupportRule { approvals: 0, delay: Limit(None) },
            SupportRule { approvals: 1, delay: Limit(None) };
    }
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key} {problem}")]
pub struct PolicyError {
    /// The setting, as `table.key`.
    pub key: &'static str,
    /// What is wrong and which values are allowed.
    pub problem: String,
}

impl Policy {
    /// Documents that must be accepted by accounts of this project type.
    pub fn required_documents(&self, project_type: ProjectType) -> &[String] {
        self.consent.required.get(&project_type).map_or(&[], Vec::as_slice)
    }

    fn validate(&self) -> Result<(), PolicyError> {
        super::rules::check(self)?;
        let range = |key, value: u64, low: u64, high: u64| {
            if (low..=high).contains(&value) {
                Ok(())
            } else {
                Err(PolicyError { key, problem: format!("is {value}; use {low} to {high}") })
            }
        };
        let period = |key, value: Period, low: Period, high: Period| {
            if (low..=high).contains(&value) {
                Ok(())
            } else {
                Err(PolicyError { key, problem: format!("is {value}; use {low} to {high}") })
            }
        };
        let second = Period::seconds(1);
        range("password.min_length", self.password.min_length.into(), 8, 256)?;
        range("password.history", self.password.history.into(), 0, 1)?;
        if let Limit(Some(age)) = self.password.max_age {
            period("password.max_age", age, Period::days(1), Period::days(3650))?;
        }
        period("password.temporary_ttl", self.password.temporary_ttl, Period::minutes(5), Period::days(7))?;
        range("password.argon2.m", self.password.argon2.m.into(), 8, 4 * 1024 * 1024)?;
        range("password.argon2.t", self.password.argon2.t.into(), 1, 100)?;
        range("password.argon2.p", self.password.argon2.p.into(), 1, 16)?;
        if self.password.argon2.m < 8 * self.password.argon2.p {
            return Err(PolicyError {
                key: "password.argon2.m",
                problem: "is below 8 KiB a lane; raise it or lower p".into(),
            });
        }
        period("device.trust_for", self.device.trust_for, Period::minutes(1), Period::days(365))?;
        range("device.max_per_user", self.device.max_per_user.into(), 1, 100)?;
        range("otp.digits", self.otp.digits.into(), 6, 8)?;
        period("otp.ttl", self.otp.ttl, Period::minutes(1), Period::minutes(10))?;
        range("otp.tries", self.otp.tries.into(), 1, 10)?;
        range("otp.sends", self.otp.sends.into(), 1, 10)?;
        period("otp.resend_after", self.otp.resend_after, second, Period::minutes(10))?;
        range("otp.failures_until_disabled", self.otp.failures_until_disabled.into(), 5, 100)?;
        range("otp.hourly_sends", self.otp.hourly_sends.into(), 1, 100)?;
        range("mfa.tries", self.mfa.tries.into(), 1, 10)?;
        range("mfa.failures_until_delay", self.mfa.failures_until_delay.into(), 1, 100)?;
        range("mfa.failures_until_disabled", self.mfa.failures_until_disabled.into(), 5, 100)?;
        range("totp.period", self.totp.period.into(), 15, 120)?;
        range("totp.skew", self.totp.skew.into(), 0, 1)?;
        if !matches!(self.totp.digits, 6 | 8) {
            return Err(PolicyError { key: "totp.digits", problem: format!("is {}; use 6 or 8", self.totp.digits) });
        }
        range("recovery_codes.count", self.recovery_codes.count.into(), 5, 20)?;
        range("lockout.failures", self.lockout.failures.into(), 3, 100)?;
        range("lockout.source_failures", self.lockout.source_failures.into(), 10, 10_000)?;
        period("lockout.window", self.lockout.window, Period::minutes(1), Period::hours(24))?;
        period("lockout.base", self.lockout.base, Period::minutes(1), Period::hours(24))?;
        period("lockout.max", self.lockout.max, self.lockout.base, Period::days(7))?;
        period("journey.ttl", self.journey.ttl, Period::minutes(5), Period::hours(24))?;
        period("session.ttl", self.session.ttl, Period::minutes(5), Period::hours(24))?;
        period("session.idle", self.session.idle, Period::minutes(1), self.session.ttl)?;
        range("support.mfa_reset.approvals", self.support.mfa_reset.approvals.into(), 0, 1)?;
        match self.support.mfa_reset.delay {
            Limit(Some(delay)) => period("support.mfa_reset.delay", delay, Period::minutes(1), Period::days(7)),
            Limit(None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
