//! Who may do what: the one table from role to permission, and which permission each command needs.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// What an operator is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, operators included.
    Admin,
    /// People and their accounts.
    Support,
    /// Looking, and the audit trail.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Support, Self::Auditor];

    /// The word used in commands, JSON and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Support => "support",
            Self::Auditor => "auditor",
        }
    }

    /// Whether the table gives this role a permission.
    pub fn may(self, permission: Permission) -> bool {
        permission.roles().contains(&self)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == word);
        found.ok_or_else(|| format!("{word:?} is no role; use admin, support or auditor"))
    }
}

use Role::{Admin, Auditor, Support};

/// Writes each permission once: its word, who has it, whether it asks for a fresh proof, what it is for.
macro_rules! permissions {
    ($($Name:ident = $id:literal, [$($role:ident),*], $proof:literal, $about:literal;)*) => {
        /// Something that an operator may be permitted to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Permission { $(#[doc = $about] $Name,)* }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$Name,)*];

            /// The word that errors, the audit trail and `help permissions` use.
            pub fn id(self) -> &'static str {
                match self { $(Self::$Name => $id,)* }
            }

            /// The roles that have it.
            pub fn roles(self) -> &'static [Role] {
                match self { $(Self::$Name => &[$($role,)*],)* }
            }

            /// Whether it asks for a code of the operator's own app when the last one is older than five minutes
            /// (ASVS 7.5.3).
            pub fn asks_for_proof(self) -> bool {
                match self { $(Self::$Name => $proof,)* }
            }

            /// What it is for.
            pub fn about(self) -> &'static str {
                match self { $(Self::$Name => $about,)* }
            }
        }
    };
}

permissions! {
    UserRead = "user.read", [Admin, Support, Auditor], false, "see accounts and what their next sign-in asks";
    UserCreate = "user.create", [Admin, Support], false, "make accounts";
    UserEdit = "user.edit", [Admin, Support], false, "change a name or a kind of project";
    UserState = "user.state", [Admin, Support], false, "disable and enable accounts";
    UserUnlock = "user.unlock", [Admin, Support], false, "lift counts of failures";
    UserPassword = "user.password", [Admin, Support], true, "set a password that must be changed, or mail a code to choose one";
    UserAddress = "user.address", [Admin, Support], true, "change an account's address";
    UserDelete = "user.delete", [Admin], true, "remove accounts";
    MfaVerify = "mfa.verify", [Admin, Support], false, "try a code of a person's app";
    MfaCodes = "mfa.codes", [Admin, Support], false, "make recovery codes or enrol, with the person's own proof; revoke one of several apps";
    MfaReset = "mfa.reset", [Admin, Support], true, "take authenticators away";
    OtpIssue = "otp.issue", [Admin, Support], false, "mail a code for an open sign-in or an address, and try one";
    DeviceRevoke = "device.revoke", [Admin, Support], false, "end trust in devices";
    SessionRevoke = "session.revoke", [Admin, Support], false, "end sessions";
    ConsentRecord = "consent.record", [Admin, Support], false, "record and withdraw a person's consent";
    ConsentPublish = "consent.publish", [Admin], false, "publish documents";
    JourneyRead = "journey.read", [Admin, Support, Auditor], false, "see sign-ins by their handles";
    JourneyEnd = "journey.end", [Admin, Support], false, "give up a sign-in by its handle";
    MailRead = "mail.read", [Admin, Support, Auditor], false, "see mails, without codes";
    MailSend = "mail.send", [Admin, Support], false, "send a mail again, or a trial";
    RequestRead = "request.read", [Admin, Support, Auditor], false, "see what waits for a second operator";
    RequestDecide = "request.decide", [Admin, Support], true, "approve and reject what another operator asked for";
    PolicyRead = "policy.read", [Admin, Support, Auditor], false, "see the policy in force";
    HomeRead = "home.read", [Admin, Support, Auditor], false, "see the state of the home";
    ClockSet = "clock.set", [Admin], false, "move a simulation's clock";
    ClockAccept = "clock.accept", [Admin], true, "accept a clock that went back";
    OperatorSelf = "operator.self", [Admin, Support, Auditor], false, "see and prove oneself";
    OperatorRead = "operator.read", [Admin, Auditor], false, "see operators";
    OperatorManage = "operator.manage", [Admin], true, "add operators, change roles, disable";
    AuditRead = "audit.read", [Admin, Auditor], false, "read the audit trail";
    AuditExport = "audit.export", [Admin, Auditor], true, "export the audit trail and sign checkpoints";
    AuditArchive = "audit.archive", [Admin], true, "archive old rows of the audit trail";
    UserImport = "user.import", [Admin], true, "make and change accounts in bulk";
    UserExport = "user.export", [Admin], true, "export accounts in bulk";
}

/// What a command needs of whoever runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// No home, so no operator.
    NoHome,
    /// A home and nobody in particular: the act itself asks for what it needs.
    Anyone,
    /// The operating system's owner of the home's files.
    Owner,
    /// An operator whose role has it; without operators, whoever can open the home.
    Of(Permission),
}

/// Each command, and what it needs. A command that is not listed is refused where there are operators.
pub const COMMANDS: &[(&str, Need)] = &[
    ("init", Need::NoHome),
    ("signin", Need::Anyone),
    ("user add", Need::Of(Permission::UserCreate)),
    ("user list", Need::Of(Permission::UserRead)),
    ("user show", Need::Of(Permission::UserRead)),
    ("user disable", Need::Of(Permission::UserState)),
    ("user enable", Need::Of(Permission::UserState)),
    ("user unlock", Need::Of(Permission::UserUnlock)),
    ("user set-password", Need::Of(Permission::UserPassword)),
    ("user verify-hash", Need::NoHome),
    ("user edit", Need::Of(Permission::UserEdit)),
    ("user delete", Need::Of(Permission::UserDelete)),
    ("user invite", Need::Of(Permission::UserPassword)),
    ("user activate", Need::Anyone),
    ("journey start", Need::Anyone),
    ("journey show", Need::Anyone),
    ("journey submit", Need::Anyone),
    ("journey abandon", Need::Anyone),
    ("journey list", Need::Of(Permission::JourneyRead)),
    ("journey map", Need::NoHome),
    ("journey prove", Need::NoHome),
    ("journey replay", Need::Of(Permission::JourneyRead)),
    ("otp issue", Need::Of(Permission::OtpIssue)),
    ("otp verify", Need::Of(Permission::OtpIssue)),
    ("otp status", Need::Of(Permission::UserRead)),
    ("mfa status", Need::Of(Permission::UserRead)),
    ("mfa enroll", Need::Of(Permission::MfaCodes)),
    ("mfa confirm", Need::Of(Permission::MfaCodes)),
    ("mfa revoke", Need::Of(Permission::MfaCodes)),
    ("mfa verify", Need::Of(Permission::MfaVerify)),
    ("mfa recovery-codes", Need::Of(Permission::MfaCodes)),
    ("mfa reset", Need::Of(Permission::MfaReset)),
    ("consent publish", Need::Of(Permission::ConsentPublish)),
    ("consent documents", Need::Of(Permission::UserRead)),
    ("consent status", Need::Of(Permission::UserRead)),
    ("consent record", Need::Of(Permission::ConsentRecord)),
    ("consent withdraw", Need::Of(Permission::ConsentRecord)),
    ("device list", Need::Of(Permission::UserRead)),
    ("device revoke", Need::Of(Permission::DeviceRevoke)),
    ("session list", Need::Of(Permission::UserRead)),
    ("session check", Need::Anyone),
    ("session revoke", Need::Of(Permission::SessionRevoke)),
    ("import", Need::Of(Permission::UserImport)),
    ("import plan", Need::Of(Permission::UserImport)),
    ("import apply", Need::Of(Permission::UserImport)),
    ("import formats", Need::NoHome),
    ("export users", Need::Of(Permission::UserExport)),
    ("audit list", Need::Of(Permission::AuditRead)),
    ("audit tail", Need::Of(Permission::AuditRead)),
    ("audit verify", Need::Of(Permission::HomeRead)),
    ("audit public-key", Need::Of(Permission::AuditExport)),
    ("audit export", Need::Of(Permission::AuditExport)),
    ("audit checkpoint", Need::Of(Permission::AuditExport)),
    ("audit archive", Need::Of(Permission::AuditArchive)),
    ("mail list", Need::Of(Permission::MailRead)),
    ("mail show", Need::Of(Permission::MailRead)),
    ("mail send", Need::Anyone),
    ("mail retry", Need::Of(Permission::MailSend)),
    ("mail test", Need::Of(Permission::MailSend)),
    ("policy show", Need::Of(Permission::PolicyRead)),
    ("policy check", Need::NoHome),
    ("policy diff", Need::NoHome),
    ("policy assess", Need::NoHome),
    ("clock show", Need::Of(Permission::ClockSet)),
    ("clock advance", Need::Of(Permission::ClockSet)),
    ("clock set", Need::Of(Permission::ClockSet)),
    ("explain", Need::Of(Permission::UserRead)),
    ("status", Need::Of(Permission::HomeRead)),
    ("run", Need::NoHome),
    ("doctor", Need::Of(Permission::HomeRead)),
    ("operator add", Need::Of(Permission::OperatorManage)),
    ("operator list", Need::Of(Permission::OperatorRead)),
    ("operator edit", Need::Of(Permission::OperatorManage)),
    ("operator disable", Need::Of(Permission::OperatorManage)),
    ("operator login", Need::Anyone),
    ("operator prove", Need::Of(Permission::OperatorSelf)),
    ("operator whoami", Need::Of(Permission::OperatorSelf)),
    ("operator logout", Need::Anyone),
    ("operator recover", Need::Owner),
    ("request list", Need::Of(Permission::RequestRead)),
    ("request show", Need::Of(Permission::RequestRead)),
    ("request approve", Need::Of(Permission::RequestDecide)),
    ("request reject", Need::Of(Permission::RequestDecide)),
    ("completions", Need::NoHome),
    ("man", Need::NoHome),
    ("help", Need::NoHome),
];

/// What commands do beside, and which permission that needs.
pub const ACTS: &[(&str, Permission)] = &[
    ("user edit --address", Permission::UserAddress),
    ("journey show HANDLE", Permission::JourneyRead),
    ("journey abandon HANDLE", Permission::JourneyEnd),
    ("run --home-copy", Permission::UserRead),
    ("policy diff --home", Permission::UserRead),
    ("doctor --accept-clock", Permission::ClockAccept),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn v8_1_1_every_permission_has_its_own_word_and_the_admin() {
        let words: BTreeSet<&str> = Permission::ALL.iter().map(|one| one.id()).collect();
        assert_eq!(words.len(), Permission::ALL.len());
        assert!(Permission::ALL.iter().all(|one| Admin.may(*one)));
        let commands: BTreeSet<&str> = COMMANDS.iter().map(|(command, _)| *command).collect();
        assert_eq!(commands.len(), COMMANDS.len(), "a command stands twice");
    }

    #[test]
    fn v8_1_1_every_permission_is_needed_by_something() {
        for permission in Permission::ALL {
            let by_command = COMMANDS.iter().any(|(_, need)| *need == Need::Of(*permission));
            assert!(by_command || ACTS.iter().any(|(_, other)| other == permission), "{}", permission.id());
        }
    }

    #[test]
    fn v8_2_1_an_auditor_changes_nothing_and_support_manages_nobody() {
        let changes: Vec<&str> = Permission::ALL.iter().filter(|one| Auditor.may(**one)).map(|one| one.id()).collect();
        let looking = |id: &&str| id.ends_with(".read") || ["operator.self", "audit.export"].contains(id);
        assert!(changes.iter().all(looking), "{changes:?}");
        for denied in
            [Permission::OperatorManage, Permission::UserDelete, Permission::AuditRead, Permission::UserExport]
        {
            assert!(!Support.may(denied), "{}", denied.id());
        }
    }
}
