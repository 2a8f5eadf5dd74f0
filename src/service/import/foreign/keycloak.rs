//! Users of a Keycloak realm.

use data_encoding::{BASE32_NOPAD, BASE64};
use serde_json::Value;

use super::super::field::Field;
use super::super::strict;
use super::{Record, is_empty, joined, shown};
use crate::credentials::foreign::Dialect;
use crate::service::enrolment::MAX_NAME_CHARS;

/// Recovery codes of an account that a record may bring.
const MOST_RECOVERY_CODES: usize = 50;

/// What Keycloak calls a set of recovery codes.
pub(super) const RECOVERY_CODES: &str = "recovery-authn-codes";

/// Takes a record apart.
pub(super) fn read(record: &mut Record) {
    let (email, username) = (record.text("email"), record.text("username"));
    let address = email.or_else(|| username.clone().filter(|name| name.contains('@')));
    if username.is_some() && username != address {
        record.left("username");
    }
    record.set(Field::Address, address);
    let name = joined([record.text("firstName"), record.text("lastName")]);
    record.set(Field::Name, name);
    let enabled = record.flag("enabled");
    record.enabled(enabled);
    let id = record.text("id");
    record.set(Field::ExternalId, id);
    record.milliseconds("createdTimestamp");
    if let Some(mut attributes) = record.object("attributes") {
        let project_type = match attributes.remove("project_type") {
            Some(Value::Array(all)) if all.len() == 1 => all[0].as_str().map(str::to_owned),
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        record.set(Field::ProjectType, project_type);
        record.left_of("attributes", &attributes);
    }
    for action in record.list("requiredActions").unwrap_or_default() {
        match action.as_str() {
            Some("UPDATE_PASSWORD") => record.raw.set(Field::Temporary, "true"),
            Some(other) => record.left(format!("requiredActions.{}", shown(other))),
            None => record.left("requiredActions"),
        }
    }
    for credential in record.list("credentials").unwrap_or_default() {
        keycloak_credential(record, &credential);
    }
}

/// `credentialData` and `secretData` are JSON in a text; realm exports of old had them as objects.
fn nested(credential: &Value, key: &str) -> Option<Value> {
    match credential.get(key)? {
        Value::String(text) => strict::parse(text.as_bytes()).ok(),
        other => Some(other.clone()),
    }
}

fn keycloak_credential(record: &mut Record, credential: &Value) {
    let kind = credential.get("type").and_then(Value::as_str).unwrap_or("?");
    let (data, secret) = (nested(credential, "credentialData"), nested(credential, "secretData"));
    let (Some(data), Some(secret)) = (data, secret) else {
        if kind == "password" {
            record.raw.wrong(Field::PasswordHash, "hash_invalid", "The credential's data cannot be read.");
        } else {
            record.left(format!("credentials.{}", shown(kind)));
        }
        return;
    };
    match kind {
        "password" if record.raw.get(Field::PasswordHash).is_none() => {
            if credential.get("temporary").and_then(Value::as_bool) == Some(true) {
                record.raw.set(Field::Temporary, "true");
            }
            let both = serde_json::json!({ "credentialData": data.to_string(), "secretData": secret.to_string() });
            record.raw.set(Field::PasswordHash, both.to_string());
            record.raw.dialect = Some(Dialect::Keycloak);
        }
        "otp" | "totp" if data.get("subType").and_then(Value::as_str) == Some("totp") => {
            match keycloak_totp(&data, &secret) {
                Some(uri) => {
                    record.add_authenticator(&uri);
                    let name = authenticator_name(record, credential);
                    record.raw.authenticator_names.push(name);
                }
                None => record.raw.wrong(Field::TotpSecret, "totp", "The credential's data cannot be read."),
            }
        }
        RECOVERY_CODES => match keycloak_recovery_codes(&data, &secret) {
            Some(hashes) => record.raw.recovery = hashes,
            None => record.left(format!("credentials.{RECOVERY_CODES}")),
        },
        other => record.left(format!("credentials.{}", shown(other))),
    }
}

/// What the person calls an authenticator; one that cannot be shown here is counted.
fn authenticator_name(record: &mut Record, credential: &Value) -> Option<String> {
    let label = credential.get("userLabel").filter(|label| !is_empty(label))?;
    let name = label.as_str().map(str::trim).filter(|name| {
        !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.chars().any(char::is_control)
    });
    if name.is_none() {
        record.left("credentials.userLabel");
    }
    name.map(str::to_owned)
}

/// The SHA-512 of each code that was not used; the releases before 26 call the algorithm RS512.
fn keycloak_recovery_codes(data: &Value, secret: &Value) -> Option<Vec<[u8; 64]>> {
    let once = data.get("hashIterations").is_none_or(|times| times == 1);
    let known = matches!(data.get("algorithm").and_then(Value::as_str), Some("RS512" | "SHA-512"));
    let codes = secret.get("codes")?.as_array().filter(|codes| once && known && codes.len() <= MOST_RECOVERY_CODES)?;
    let hash = |code: &Value| {
        let text = code.get("encodedHashedValue")?.as_str()?;
        BASE64.decode(text.as_bytes()).ok()?.try_into().ok()
    };
    let mut hashes: Vec<[u8; 64]> = codes.iter().map(hash).collect::<Option<_>>()?;
    hashes.sort_unstable();
    hashes.dedup();
    Some(hashes)
}

fn keycloak_totp(data: &Value, secret: &Value) -> Option<String> {
    let value = secret.get("value")?.as_str()?;
    // Keycloak uses the text itself as the key, unless it says that the text is base32.
    let is_base32 = data.get("secretEncoding").and_then(Value::as_str) == Some("BASE32");
    let secret = if is_base32 { value.trim_end_matches('=').to_owned() } else { BASE32_NOPAD.encode(value.as_bytes()) };
    let digits = data.get("digits").and_then(Value::as_u64).unwrap_or(6);
    let period = data.get("period").and_then(Value::as_u64).unwrap_or(30);
    let algorithm = match data.get("algorithm").and_then(Value::as_str) {
        None | Some("HmacSHA1") => "SHA1",
        Some("HmacSHA256") => "SHA256",
        Some("HmacSHA512") => "SHA512",
        Some(_) => return None,
    };
    Some(format!("otpauth://totp/?secret={secret}&algorithm={algorithm}&digits={digits}&period={period}"))
}
