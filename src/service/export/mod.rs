//! Accounts written out, one after the other, in a form that an import takes back.

mod write;

use std::io::{self, Write};

use secrecy::ExposeSecret;
use serde::Serialize;
use zeroize::Zeroizing;

pub use write::ExportFormat;

use super::permission::Permission;
use super::{Service, ServiceError, Work};
use crate::credentials::totp;
use crate::journey::PasswordDue;
use crate::store::{ReceiptRow, UserRow, Whole};

/// What an export is told to do.
pub struct ExportOptions<'a> {
    /// The form.
    pub format: ExportFormat,
    /// With password hashes and the secrets of authenticators, and for what reason.
    pub credentials: Option<&'a str>,
    /// Who alone can read them.
    pub recipient: Option<&'a Recipient>,
}

/// Whom an export is encrypted to: an age recipient, `age1…`.
pub struct Recipient(age::x25519::Recipient);

impl std::str::FromStr for Recipient {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "it is no age recipient; `age-keygen` prints one, age1…".to_owned())
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}

impl Clone for Recipient {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// What an export came to.
#[derive(Debug, Default, Serialize)]
pub struct Exported {
    /// Accounts written.
    pub accounts: u64,
    /// Authenticators that were not, because they are disabled or the form has no room for more than one.
    pub authenticators_left_out: u64,
}

/// An account as it is written out.
pub(super) struct Record<'a> {
    pub user: &'a UserRow,
    pub receipts: &'a [ReceiptRow],
    /// The Key URIs of the authenticators that work.
    pub totp: Vec<secrecy::SecretString>,
    pub with_credentials: bool,
}

impl Record<'_> {
    fn temporary(&self) -> bool {
        matches!(self.user.password_due, Some(PasswordDue::Temporary | PasswordDue::Reset))
    }

    fn hash(&self) -> Option<&str> {
        self.user.password_hash.as_deref().filter(|_| self.with_credentials)
    }
}

/// Why an export broke off.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The home.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Where it was written to.
    #[error("the export could not be written: {0}")]
    Write(#[from] io::Error),
}

impl From<crate::store::StoreError> for ExportError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

impl Service {
    /// Writes every account to `out`, in the order in which they were made. Without a reason no credential leaves the
    /// home; with one they leave it encrypted.
    ///
    /// # Errors
    /// [`ExportError`]; what was written until then is not whole.
    pub fn export_users(&mut self, options: &ExportOptions<'_>, out: &mut dyn Write) -> Result<Exported, ExportError> {
        self.permit(Permission::UserExport)?;
        let detail = serde_json::json!({
            "format": options.format.as_str(), "credentials": options.credentials.is_some(),
            "reason": options.credentials, "recipient": options.recipient.map(|one| one.0.to_string()),
        });
        self.write(|work| work.audit_operator("users.exported", "users", Some(detail)))?;
        match options.recipient {
            None if options.credentials.is_some() => {
                let problem = "leave the home encrypted or not at all; name a --recipient".to_owned();
                Err(ServiceError::Invalid { what: "the credentials".to_owned(), problem }.into())
            }
            None => self.export(options, out),
            Some(recipient) => {
                let recipient: &dyn age::Recipient = &recipient.0;
                let encryptor =
                    age::Encryptor::with_recipients(std::iter::once(recipient)).map_err(io::Error::other)?;
                let mut sealed = encryptor.wrap_output(out)?;
                let exported = self.export(options, &mut sealed)?;
                sealed.finish()?;
                Ok(exported)
            }
        }
    }

    fn export(&self, options: &ExportOptions<'_>, out: &mut dyn Write) -> Result<Exported, ExportError> {
        let mut out = io::BufWriter::with_capacity(64 * 1024, out);
        let exported = self.store.read::<_, ExportError>(|db| {
            let now = self.now();
            let work = Work { db, world: &self.world, now, queued: &self.queued };
            write_all(&work, options, &mut out)
        })?;
        out.flush()?;
        Ok(exported)
    }
}

fn write_all(work: &Work<'_>, options: &ExportOptions<'_>, out: &mut dyn Write) -> Result<Exported, ExportError> {
    let with_credentials = options.credentials.is_some();
    let mut exported = Exported::default();
    options.format.begin(with_credentials, out)?;
    work.db.each_whole::<ExportError>(with_credentials, |Whole { user, receipts, authenticators }| {
        let mut totp = Vec::new();
        for one in authenticators.iter().filter(|one| one.disabled_at.is_none()) {
            let (secret, policy) = work.unseal(one)?;
            totp.push(totp::uri("", &user.address, &secret, &policy));
        }
        totp.truncate(options.format.authenticators());
        exported.authenticators_left_out += authenticators.len().saturating_sub(totp.len()) as u64;
        let record = Record { user: &user, receipts: &receipts, totp, with_credentials };
        options.format.record(&record, exported.accounts == 0, out)?;
        exported.accounts += 1;
        Ok(())
    })?;
    options.format.end(exported.accounts, out)?;
    Ok(exported)
}

/// The secrets in the clear, for writing them out; nothing where there are none.
fn exposed(secrets: &[secrecy::SecretString]) -> Option<Zeroizing<String>> {
    let all: Vec<&str> = secrets.iter().map(ExposeSecret::expose_secret).collect();
    (!all.is_empty()).then(|| Zeroizing::new(all.join(" ")))
}
