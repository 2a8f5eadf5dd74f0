//! Rows of our own JSON: the keys are the fields' words, and anything else rejects the row (ASVS 1.5.2, 15.3.3).

use serde_json::Value;

use super::field::{Fault, Field, Raw, RawConsent};

/// Reads an object's fields into a row.
pub(super) fn read(value: Value, line: u64) -> Raw {
    let mut raw = Raw::at(line);
    let Value::Object(map) = value else {
        raw.faults.push(Fault { field: "row".into(), code: "json", message: "The row is no JSON object.".into() });
        return raw;
    };
    for (key, value) in map {
        let Ok(field) = key.parse::<Field>() else {
            let shown: String = key.chars().filter(|c| !c.is_control()).take(64).collect();
            let message = "There is no such field; `vestibule import formats` lists them.".to_owned();
            raw.faults.push(Fault { field: shown, code: "unknown_field", message });
            continue;
        };
        match (field, value) {
            (_, Value::Null) => {}
            (Field::Consents, Value::Array(all)) => match consents(&all) {
                Ok(all) => raw.consents = Some(all),
                Err(message) => raw.wrong(Field::Consents, "consents", message),
            },
            (Field::Temporary, Value::Bool(temporary)) => raw.set(field, temporary.to_string()),
            (Field::TotpSecret, Value::Array(all)) => match all.iter().map(Value::as_str).collect::<Option<Vec<_>>>() {
                Some(all) => raw.set(field, all.join(" ")),
                None => raw.wrong(field, "type", "It must be a text, or a list of otpauth:// URIs."),
            },
            (Field::Consents, _) => raw.wrong(field, "type", "It must be a list of objects."),
            (_, Value::String(text)) => raw.set(field, text),
            (Field::Temporary, _) => raw.wrong(field, "type", "It must be true or false."),
            _ => raw.wrong(field, "type", "It must be a text."),
        }
    }
    raw
}

/// Reads a list of `{document, version, accepted_at}`.
pub(super) fn consents(all: &[Value]) -> Result<Vec<RawConsent>, &'static str> {
    let form = "Each must be an object with the texts document and version, and accepted_at if known.";
    let consent = |value: &Value| {
        let map = value.as_object().ok_or(form)?;
        if map.keys().any(|key| !matches!(key.as_str(), "document" | "version" | "accepted_at")) {
            return Err(form);
        }
        let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
        let accepted_at = match map.get("accepted_at") {
            None | Some(Value::Null) => None,
            Some(at) => Some(at.as_str().ok_or(form)?.to_owned()),
        };
        Ok(RawConsent { document: text("document").ok_or(form)?, version: text("version").ok_or(form)?, accepted_at })
    };
    all.iter().map(consent).collect()
}
