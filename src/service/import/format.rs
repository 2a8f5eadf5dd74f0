//! The formats of an import, and what `import formats` says of each.

use serde::Serialize;

use super::records::Shape;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values with our own column names.
    Csv,
    /// One JSON object a line with our own keys.
    Jsonl,
    /// A JSON list of objects with our own keys.
    Json,
    /// A realm of Keycloak.
    Keycloak,
    /// Identities of Ory Kratos.
    Kratos,
    /// `auth:export` of Firebase.
    Firebase,
    /// Users of Auth0.
    Auth0,
}

/// What is said of a format.
#[derive(Debug, Serialize)]
pub struct Described {
    /// Its word for `--format`.
    pub format: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The endings it is known by without `--format`; each also with `.gz` and `.zst`.
    pub endings: &'static [&'static str],
    /// Where each field comes from.
    pub fields: &'static [(&'static str, &'static str)],
    /// What it carries that has no home here: counted and reported, not imported.
    pub not_imported: &'static str,
    /// An example of one record.
    pub example: &'static str,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 7] =
        [Self::Csv, Self::Jsonl, Self::Json, Self::Keycloak, Self::Kratos, Self::Firebase, Self::Auth0];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        self.described().format
    }

    /// The format that a file's name ends in.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        let known = |format: &Self| format.described().endings.iter().any(|ending| bare.ends_with(ending));
        Self::ALL.into_iter().find(known)
    }

    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Jsonl => Shape { lines: true, key: None },
            Self::Keycloak | Self::Firebase => Shape { lines: false, key: Some("users") },
            Self::Csv | Self::Json | Self::Kratos | Self::Auth0 => Shape { lines: false, key: None },
        }
    }

    /// The key of the array of records in a document that may have one and may be without.
    pub(super) fn wrapper(self) -> Option<&'static str> {
        match self {
            Self::Kratos => Some("identities"),
            Self::Auth0 => Some("users"),
            _ => None,
        }
    }

    /// What is said of it.
    pub fn described(self) -> &'static Described {
        match self {
            Self::Csv => &CSV,
            Self::Jsonl => &JSONL,
            Self::Json => &JSON,
            Self::Keycloak => &KEYCLOAK,
            Self::Kratos => &KRATOS,
            Self::Firebase => &FIREBASE,
            Self::Auth0 => &AUTH0,
        }
    }
}

impl std::str::FromStr for Format {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let known: Vec<&str> = Self::ALL.iter().map(|format| format.as_str()).collect();
        let found = Self::ALL.into_iter().find(|format| format.as_str() == word);
        found.ok_or_else(|| format!("the formats are {}", known.join(", ")))
    }
}

const OWN: &[(&str, &str)] = &[
    ("address", "the mail address; required"),
    ("name", "the person's name"),
    ("project_type", "enterprise or sme; else that of --project-type"),
    ("password_hash", "the hash as --hash-dialect writes it, or none"),
    ("password", "the password itself, hashed on arrival; for new accounts"),
    ("state", "enabled (the default) or disabled"),
    ("temporary", "true: the password must be changed at the next sign-in, and ends after password.temporary_ttl"),
    ("external_id", "the id in the list"),
    (
        "totp_secret",
        "an authenticator's secret in base32, or otpauth:// URIs with digits, period, algorithm, divided by spaces",
    ),
    ("consents", "document@version=time, several divided by ; (JSON: objects with document, version, accepted_at)"),
    ("created_at", "when the account was made, in RFC 3339"),
];

const CSV: Described = Described {
    format: "csv",
    about: "Comma-separated values; the first line names the columns, in any order.",
    endings: &[".csv"],
    fields: OWN,
    not_imported: "nothing: an unknown column is an error",
    example: "address,name,project_type\nada@example.org,Ada,enterprise",
};

const JSONL: Described = Described {
    format: "jsonl",
    about: "JSON lines: one object a line.",
    endings: &[".jsonl", ".ndjson"],
    fields: OWN,
    not_imported: "nothing: an unknown key rejects its row",
    example: r#"{"address":"ada@example.org","consents":[{"document":"terms","version":"1.0"}]}"#,
};

const JSON: Described = Described {
    format: "json",
    about: "A JSON list of objects with the keys of jsonl.",
    endings: &[".json"],
    fields: OWN,
    not_imported: "nothing: an unknown key rejects its row",
    example: r#"[{"address":"ada@example.org","name":"Ada"}]"#,
};

const KEYCLOAK: Described = Described {
    format: "keycloak",
    about: "A realm exported by Keycloak with its users: {\"users\":[…]}.",
    endings: &[],
    fields: &[
        ("address", "email, else username where it is an address"),
        ("name", "firstName and lastName"),
        ("project_type", "attributes.project_type, else that of --project-type"),
        ("password_hash", "the first of credentials with type password: pbkdf2, pbkdf2-sha256, pbkdf2-sha512, argon2"),
        ("state", "enabled"),
        ("temporary", "requiredActions has UPDATE_PASSWORD, or the credential is temporary"),
        ("external_id", "id"),
        ("totp_secret", "those of credentials with type otp and subType totp"),
        ("(recovery codes)", "the hashes of the credential recovery-authn-codes, beside a totp_secret"),
        ("created_at", "createdTimestamp"),
    ],
    not_imported: "groups, roles, attributes, federation links, other credentials",
    example: r#"{"users":[{"username":"ada","email":"ada@example.org","enabled":true,"credentials":[…]}]}"#,
};

const KRATOS: Described = Described {
    format: "kratos",
    about: "Identities of Ory Kratos: a list, {\"identities\":[…]}, or one object after the other.",
    endings: &[],
    fields: &[
        ("address", "traits.email"),
        ("name", "traits.name, a text or first and last"),
        ("project_type", "metadata_admin.project_type, else that of --project-type"),
        ("password_hash", "credentials.password.config.hashed_password; in scrypt, ln is N as Kratos writes it"),
        ("state", "state: active or inactive"),
        ("temporary", "metadata_admin.temporary"),
        ("external_id", "external_id, else id"),
        ("totp_secret", "credentials.totp.config.totp_url"),
        ("consents", "metadata_admin.consents"),
        ("created_at", "created_at"),
    ],
    not_imported: "other traits and metadata, lookup secrets, WebAuthn, OIDC, recovery and verifiable addresses",
    example: r#"[{"id":"…","traits":{"email":"ada@example.org"},"state":"active"}]"#,
};

const FIREBASE: Described = Described {
    format: "firebase",
    about: "auth:export of Firebase in JSON. Its hash parameters are in the project's console: give them as the key \
            hash_config of the same document, or with --hash-config FILE.",
    endings: &[],
    fields: &[
        ("address", "email"),
        ("name", "displayName"),
        (
            "password_hash",
            "passwordHash and salt with hash_config {algorithm, base64_signer_key, base64_salt_separator, \
                           rounds, mem_cost}",
        ),
        ("state", "disabled"),
        ("external_id", "localId"),
        ("created_at", "createdAt, in milliseconds since 1970"),
    ],
    not_imported: "phone numbers, photos, providers, custom attributes, second factors, the last sign-in",
    example: r#"{"users":[{"localId":"…","email":"ada@example.org","passwordHash":"…","salt":"…"}]}"#,
};

const AUTH0: Described = Described {
    format: "auth0",
    about: "Users of Auth0: a list, {\"users\":[…]}, or one object a line.",
    endings: &[],
    fields: &[
        ("address", "email"),
        ("name", "name, else given_name and family_name"),
        ("project_type", "app_metadata.project_type, else that of --project-type"),
        (
            "password_hash",
            "password_hash or passwordHash (bcrypt), or custom_password_hash with algorithm argon2, \
                           bcrypt, pbkdf2, ldap, md5, sha1, sha256, sha512 or hmac",
        ),
        ("state", "blocked"),
        ("external_id", "user_id"),
        ("totp_secret", "those of mfa_factors with totp"),
        ("created_at", "created_at"),
    ],
    not_imported: "other metadata, identities, phone numbers, pictures, log-in counts, other factors",
    example: r#"[{"user_id":"auth0|1","email":"ada@example.org","password_hash":"$2b$10$…"}]"#,
};
