//! Records of other systems, each field taken where that system keeps it. What is not taken, and is not empty, is
//! named, so that it can be counted.

mod keycloak;

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::field::{Fault, Field, Raw, RawConsent};
use super::format::Format;
use super::own;
use crate::credentials::foreign::{Dialect, FirebaseScrypt};
use keycloak::RECOVERY_CODES;

/// Reads a record of a system.
pub(super) fn read(format: Format, value: Value, line: u64, firebase: Option<&FirebaseScrypt>) -> Raw {
    let mut raw = Raw::at(line);
    let Value::Object(map) = value else {
        raw.faults.push(Fault { field: "row".into(), code: "json", message: "The row is no JSON object.".into() });
        return raw;
    };
    let mut record = Record { map, raw };
    match format {
        Format::Keycloak => keycloak::read(&mut record),
        Format::Kratos => kratos(&mut record),
        Format::Firebase => self::firebase(&mut record, firebase),
        _ => auth0(&mut record),
    }
    record.done()
}

struct Record {
    map: Map<String, Value>,
    raw: Raw,
}

impl Record {
    fn text(&mut self, key: &str) -> Option<String> {
        match self.map.get(key) {
            Some(Value::String(_)) => match self.map.remove(key) {
                Some(Value::String(text)) if !text.is_empty() => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    fn flag(&mut self, key: &str) -> Option<bool> {
        let flag = self.map.get(key)?.as_bool()?;
        self.map.remove(key);
        Some(flag)
    }

    fn object(&mut self, key: &str) -> Option<Map<String, Value>> {
        self.map.get(key)?.as_object()?;
        match self.map.remove(key) {
            Some(Value::Object(map)) => Some(map),
            _ => None,
        }
    }

    fn list(&mut self, key: &str) -> Option<Vec<Value>> {
        self.map.get(key)?.as_array()?;
        match self.map.remove(key) {
            Some(Value::Array(list)) => Some(list),
            _ => None,
        }
    }

    fn set(&mut self, field: Field, value: Option<String>) {
        if let Some(value) = value {
            self.raw.set(field, value);
        }
    }

    fn left(&mut self, name: impl Into<String>) {
        self.raw.not_imported.push(name.into());
    }

    /// Names what is left of a part of the record.
    fn left_of(&mut self, part: &str, map: &Map<String, Value>) {
        for (key, _) in map.iter().filter(|(_, value)| !is_empty(value)) {
            self.raw.not_imported.push(format!("{part}.{}", shown(key)));
        }
    }

    fn done(mut self) -> Raw {
        if !self.raw.recovery.is_empty() && self.raw.get(Field::TotpSecret).is_none() {
            // They stand in for an authenticator, which it does not bring.
            self.raw.recovery.clear();
            self.left(format!("credentials.{RECOVERY_CODES}"));
        }
        for (key, _) in self.map.iter().filter(|(_, value)| !is_empty(value)) {
            self.raw.not_imported.push(shown(key));
        }
        self.raw
    }

    fn enabled(&mut self, enabled: Option<bool>) {
        let word = |enabled| if enabled { "enabled" } else { "disabled" };
        self.set(Field::State, enabled.map(|enabled| word(enabled).to_owned()));
    }

    fn add_authenticator(&mut self, uri: &str) {
        let all = match self.raw.get(Field::TotpSecret) {
            Some(before) => format!("{before} {uri}"),
            None => uri.to_owned(),
        };
        self.raw.set(Field::TotpSecret, all);
    }

    fn milliseconds(&mut self, key: &str) {
        let number = match self.map.remove(key) {
            Some(Value::Number(number)) => number.as_i64(),
            Some(Value::String(text)) => text.parse().ok(),
            None => return,
            Some(_) => None,
        };
        match number.and_then(|ms| Timestamp::from_millisecond(ms).ok()) {
            Some(at) => self.raw.set(Field::CreatedAt, at.to_string()),
            None => self.raw.wrong(Field::CreatedAt, "time", format!("{key} is no time in milliseconds.")),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A key as it can be shown: short, on one line.
fn shown(key: &str) -> String {
    key.chars().filter(|c| !c.is_control()).take(64).collect()
}

fn joined(parts: [Option<String>; 2]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn kratos(record: &mut Record) {
    if let Some(mut traits) = record.object("traits") {
        let text = |value: Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
        let address = text(traits.remove("email"));
        record.set(Field::Address, address);
        let name = match traits.remove("name") {
            Some(Value::Object(mut name)) => joined([text(name.remove("first")), text(name.remove("last"))]),
            other => text(other),
        };
        record.set(Field::Name, name);
        record.left_of("traits", &traits);
    }
    match record.text("state").as_deref() {
        Some("active") => record.enabled(Some(true)),
        Some("inactive") => record.enabled(Some(false)),
        Some(_) => record.raw.wrong(Field::State, "state", "It must be active or inactive."),
        None => {}
    }
    let (external, id) = (record.text("external_id"), record.text("id"));
    record.set(Field::ExternalId, external.or(id));
    let created = record.text("created_at");
    record.set(Field::CreatedAt, created);
    for of_the_system in ["schema_id", "schema_url", "updated_at", "state_changed_at"] {
        record.map.remove(of_the_system);
    }
    if let Some(mut admin) = record.object("metadata_admin") {
        kratos_metadata(record, &mut admin);
        record.left_of("metadata_admin", &admin);
    }
    for (kind, credential) in record.object("credentials").unwrap_or_default() {
        let config = credential.get("config");
        let of = |key: &str| config.and_then(|config| config.get(key)).and_then(Value::as_str).map(str::to_owned);
        match kind.as_str() {
            "password" => {
                let hash = of("hashed_password");
                record.set(Field::PasswordHash, hash);
                record.raw.dialect = Some(Dialect::Kratos);
            }
            "totp" => {
                let uri = of("totp_url");
                record.set(Field::TotpSecret, uri);
            }
            other if is_empty(&credential) => _ = other,
            other => record.left(format!("credentials.{}", shown(other))),
        }
    }
}

fn kratos_metadata(record: &mut Record, admin: &mut Map<String, Value>) {
    let project_type = admin.remove("project_type");
    record.set(Field::ProjectType, project_type.as_ref().and_then(Value::as_str).map(str::to_owned));
    if let Some(Value::Bool(temporary)) = admin.remove("temporary") {
        record.raw.set(Field::Temporary, temporary.to_string());
    }
    if let Some(Value::Array(all)) = admin.remove("consents") {
        match own::consents(&all) {
            Ok(all) => record.raw.consents = Some(all),
            Err(message) => record.raw.wrong(Field::Consents, "consents", message),
        }
    }
}

/// Base64 in either alphabet, with or without padding, as the standard one with padding.
fn standard_base64(text: &str) -> Option<String> {
    let bare = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    BASE64URL_NOPAD.decode(bare.as_bytes()).ok().map(|bytes| BASE64.encode(&bytes))
}

fn firebase(record: &mut Record, parameters: Option<&FirebaseScrypt>) {
    for (key, field) in [("email", Field::Address), ("displayName", Field::Name), ("localId", Field::ExternalId)] {
        let value = record.text(key);
        record.set(field, value);
    }
    let disabled = record.flag("disabled");
    record.enabled(disabled.map(|disabled| !disabled));
    record.milliseconds("createdAt");
    let (hash, salt) = (record.text("passwordHash"), record.text("salt"));
    let Some(hash) = hash else { return };
    let Some(parameters) = parameters else {
        let message = "The file has no hash_config; take it from the console of Firebase and give --hash-config FILE.";
        return record.raw.wrong(Field::PasswordHash, "hash_config", message);
    };
    let both = serde_json::json!({ "passwordHash": hash, "salt": salt.unwrap_or_default() });
    record.raw.set(Field::PasswordHash, both.to_string());
    record.raw.dialect = Some(Dialect::Firebase(parameters.clone()));
}

fn auth0(record: &mut Record) {
    let address = record.text("email");
    record.set(Field::Address, address);
    let name = record.text("name");
    let parts = [record.text("given_name"), record.text("family_name")];
    record.set(Field::Name, name.or_else(|| joined(parts)));
    let id = record.text("user_id");
    record.set(Field::ExternalId, id);
    let created = record.text("created_at");
    record.set(Field::CreatedAt, created);
    let blocked = record.flag("blocked");
    record.enabled(blocked.map(|blocked| !blocked));
    if let Some(mut metadata) = record.object("app_metadata") {
        let project_type = metadata.remove("project_type");
        record.set(Field::ProjectType, project_type.as_ref().and_then(Value::as_str).map(str::to_owned));
        record.left_of("app_metadata", &metadata);
    }
    let plain = record.text("password_hash").or_else(|| record.text("passwordHash"));
    if let Some(plain) = plain {
        record.raw.set(Field::PasswordHash, plain);
        record.raw.dialect = Some(Dialect::Standard);
    }
    if let Some(custom) = record.object("custom_password_hash") {
        match auth0_hash(&custom) {
            Ok((hash, dialect)) => {
                record.raw.set(Field::PasswordHash, hash);
                record.raw.dialect = Some(dialect);
            }
            Err(message) => record.raw.wrong(Field::PasswordHash, "hash_unsupported", message),
        }
    }
    for factor in record.list("mfa_factors").unwrap_or_default() {
        let secret = factor.get("totp").and_then(|totp| totp.get("secret")).and_then(Value::as_str);
        match secret {
            Some(secret) => {
                let bare: String = secret.split_whitespace().collect();
                record.add_authenticator(&format!("otpauth://totp/?secret={}", bare.trim_end_matches('=')));
            }
            None => {
                let kind = factor.as_object().and_then(|factor| factor.keys().next().cloned());
                record.left(format!("mfa_factors.{}", shown(&kind.unwrap_or_default())));
            }
        }
    }
}

/// A custom hash as the standard has it, or as Kratos writes the same thing.
fn auth0_hash(custom: &Map<String, Value>) -> Result<(String, Dialect), String> {
    let unreadable = || "custom_password_hash cannot be read.".to_owned();
    let of = |part: &Value, key: &str| part.get(key)?.as_str().map(str::to_owned);
    let bytes = |part: &Value| decode(&of(part, "value")?, of(part, "encoding").as_deref());
    let algorithm = custom.get("algorithm").and_then(Value::as_str).ok_or_else(unreadable)?;
    let hash = custom.get("hash").ok_or_else(unreadable)?;
    match algorithm {
        "argon2" | "bcrypt" | "pbkdf2" | "ldap" => Ok((of(hash, "value").ok_or_else(unreadable)?, Dialect::Standard)),
        "md5" | "sha1" | "sha256" | "sha512" => {
            let salt = custom.get("salt");
            if let Some(salt) =
                salt.filter(|salt| algorithm != "md5" && of(salt, "position").as_deref() != Some("prefix"))
            {
                // A salt after the password may be any bytes in LDAP's form.
                let both = bytes(hash).zip(bytes(salt)).map(|(hash, salt)| [hash, salt].concat());
                let name =
                    if algorithm == "sha1" { "SSHA".to_owned() } else { format!("S{}", algorithm.to_uppercase()) };
                let text = BASE64.encode(&both.ok_or_else(unreadable)?);
                return Ok((format!("{{{name}}}{text}"), Dialect::Standard));
            }
            let template = match salt.and_then(|salt| of(salt, "position")).as_deref() {
                None if salt.is_none() => "{PASSWORD}",
                Some("prefix") => "{SALT}{PASSWORD}",
                _ => "{PASSWORD}{SALT}",
            };
            let salt = salt.map_or(Some(Vec::new()), bytes).ok_or_else(unreadable)?;
            let [template, salt, hash] =
                [template.as_bytes(), &salt, &bytes(hash).ok_or_else(unreadable)?].map(|part| BASE64.encode(part));
            Ok((format!("${algorithm}$pf={template}${salt}${hash}"), Dialect::Kratos))
        }
        "hmac" => {
            let key = hash.get("key").and_then(bytes).ok_or_else(unreadable)?;
            let digest = of(hash, "digest").ok_or_else(unreadable)?;
            let result = HEXLOWER.encode(&bytes(hash).ok_or_else(unreadable)?);
            let (result, key) = (BASE64.encode(result.as_bytes()), BASE64.encode(&key));
            Ok((format!("$hmac-{}${result}${key}", shown(&digest)), Dialect::Kratos))
        }
        other => Err(format!("The algorithm {:?} is none that is taken over.", shown(other))),
    }
}

fn decode(text: &str, encoding: Option<&str>) -> Option<Vec<u8>> {
    match encoding {
        None | Some("utf8") => Some(text.as_bytes().to_vec()),
        Some("hex") => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok(),
        Some("base64") => BASE64.decode(standard_base64(text)?.as_bytes()).ok(),
        Some(_) => None,
    }
}

/// What our own export of identities writes beside what Kratos knows.
pub fn metadata(project_type: &str, temporary: bool, consents: &[(String, String, String)]) -> Value {
    let consents: Vec<Value> = consents
        .iter()
        .map(|(document, version, at)| {
            let RawConsent { document, version, accepted_at } =
                RawConsent { document: document.clone(), version: version.clone(), accepted_at: Some(at.clone()) };
            serde_json::json!({ "document": document, "version": version, "accepted_at": accepted_at })
        })
        .collect();
    serde_json::json!({ "project_type": project_type, "temporary": temporary, "consents": consents })
}
