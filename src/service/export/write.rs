//! The forms of an export.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Record, exposed};
use crate::service::import::{Field, consents_cell, metadata, neutralised};
use crate::store::UserState;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values, safe to open in a spreadsheet.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// Identities as Ory Kratos imports them.
    Kratos,
}

impl ExportFormat {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Kratos => "kratos",
        }
    }

    /// Authenticators of an account that it has room for.
    pub(super) fn authenticators(self) -> usize {
        match self {
            Self::Csv | Self::Jsonl => usize::MAX,
            Self::Kratos => 1,
        }
    }

    pub(super) fn begin(self, with_credentials: bool, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Csv => {
                let columns: Vec<&str> = columns(with_credentials).map(Field::as_str).collect();
                writeln!(out, "{}", columns.join(","))
            }
            Self::Jsonl => Ok(()),
            Self::Kratos => write!(out, "["),
        }
    }

    pub(super) fn record(self, record: &Record<'_>, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Csv => csv(record, out),
            Self::Jsonl => {
                serde_json::to_writer(&mut *out, &own(record))?;
                out.write_all(b"\n")
            }
            Self::Kratos => {
                out.write_all(if is_first { b"\n" } else { b",\n" })?;
                Ok(serde_json::to_writer(out, &kratos(record))?)
            }
        }
    }

    pub(super) fn end(self, _accounts: u64, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Csv | Self::Jsonl => Ok(()),
            Self::Kratos => out.write_all(b"\n]\n"),
        }
    }
}

/// The columns of an export. A password in the clear is none: nobody has it.
fn columns(with_credentials: bool) -> impl Iterator<Item = Field> {
    let is_secret = |field: &Field| matches!(field, Field::PasswordHash | Field::TotpSecret);
    let all = Field::ALL.iter().copied().filter(|field| *field != Field::Password);
    all.filter(move |field| with_credentials || !is_secret(field))
}

fn csv(record: &Record<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (index, field) in columns(record.with_credentials).enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        match field {
            Field::Consents if record.receipts.is_empty() => {}
            Field::Consents => {
                let all = record.receipts.iter();
                let all = all.map(|one| (one.document.as_str(), one.version.as_str(), one.accepted_at.to_string()));
                cell(&consents_cell(all), out)?;
            }
            Field::CreatedAt => write!(out, "{}", record.user.created_at)?,
            Field::TotpSecret => cell(&exposed(&record.totp).unwrap_or_default(), out)?,
            field => cell(text(record, field).unwrap_or_default(), out)?,
        }
    }
    out.write_all(b"\n")
}

/// Writes a cell as RFC 4180 has it, and as a spreadsheet can open it.
fn cell(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let safe = neutralised(text);
    let is_plain = safe.len() == text.len() && !text.bytes().any(|b| matches!(b, b',' | b'"' | b'\r' | b'\n'));
    if is_plain { out.write_all(text.as_bytes()) } else { write!(out, "\"{}\"", safe.replace('"', "\"\"")) }
}

/// A field that is a text.
fn text<'a>(record: &'a Record<'_>, field: Field) -> Option<&'a str> {
    let user = record.user;
    match field {
        Field::Address => Some(&user.address),
        Field::Name => user.name.as_deref(),
        Field::ProjectType => Some(user.project_type.as_str()),
        Field::PasswordHash => record.hash(),
        Field::State => Some(user.state.as_str()),
        Field::Temporary => record.temporary().then_some("true"),
        Field::ExternalId => user.external_id.as_deref(),
        Field::TotpSecret | Field::Password | Field::Consents | Field::CreatedAt => None,
    }
}

fn own(record: &Record<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    for field in columns(record.with_credentials) {
        let value = match field {
            Field::Temporary => record.temporary().then(|| true.into()),
            Field::Consents if record.receipts.is_empty() => None,
            Field::Consents => {
                let all = record.receipts.iter();
                Some(
                    all.map(|one| {
                        json!({ "document": one.document, "version": one.version, "accepted_at": one.accepted_at })
                    })
                    .collect(),
                )
            }
            Field::CreatedAt => Some(json!(record.user.created_at)),
            Field::TotpSecret => exposed(&record.totp).map(|all| all.as_str().into()),
            field => text(record, field).map(Value::from),
        };
        if let Some(value) = value {
            map.insert(field.as_str().to_owned(), value);
        }
    }
    map
}

fn kratos(record: &Record<'_>) -> Value {
    let user = record.user;
    let consents: Vec<_> = record
        .receipts
        .iter()
        .map(|one| (one.document.clone(), one.version.clone(), one.accepted_at.to_string()))
        .collect();
    let mut traits = json!({ "email": user.address });
    if let Some(name) = &user.name {
        traits["name"] = name.as_str().into();
    }
    let mut identity = json!({
        "schema_id": "default",
        "traits": traits,
        "state": if user.state == UserState::Enabled { "active" } else { "inactive" },
        "created_at": user.created_at,
        "metadata_admin": metadata(user.project_type.as_str(), record.temporary(), &consents),
    });
    if let Some(id) = &user.external_id {
        identity["external_id"] = id.as_str().into();
    }
    let mut credentials = Map::new();
    if let Some(hash) = record.hash() {
        credentials.insert("password".to_owned(), json!({ "config": { "hashed_password": hash } }));
    }
    if let Some(uri) = exposed(&record.totp) {
        credentials.insert("totp".to_owned(), json!({ "config": { "totp_url": uri.as_str() } }));
    }
    if !credentials.is_empty() {
        identity["credentials"] = credentials.into();
    }
    identity
}
