//! The key of a home that signs checkpoints and exports: `keys/signing.key`, made with the home or when first needed.

use crate::credentials::signing::{PublicKey, SigningKey};
use crate::service::files::{SIGNING_KEY, read_private, write_signing_key};
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError};

impl Service {
    /// The home's signing key. A home made before there were any gets one, which the trail tells of.
    ///
    /// # Errors
    /// [`ServiceError::File`] where it cannot be read or written, [`ServiceError::WrongKey`] where it is another's.
    pub(super) fn signing_key(&mut self) -> Result<SigningKey, ServiceError> {
        let recorded = self.read(|work| Ok(work.db.audit_trail()?.signing_key))?;
        if recorded.is_none() && self.world.folder.as_ref().is_some_and(|folder| !folder.join(SIGNING_KEY).exists()) {
            self.make_signing_key()?;
        }
        self.load_signing_key()
    }

    /// The key by which others check what this home signs.
    ///
    /// # Errors
    /// As [`Service::make_public_key`], and [`ServiceError::File`] where the home has no signing key yet.
    pub fn public_key(&self) -> Result<PublicKey, ServiceError> {
        self.permit(Permission::AuditRead)?;
        Ok(self.load_signing_key()?.public())
    }

    /// As [`Service::public_key`]; makes the key where the home has none yet.
    ///
    /// # Errors
    /// [`ServiceError::File`] where it cannot be read or written, [`ServiceError::WrongKey`] where it is another's.
    pub fn make_public_key(&mut self) -> Result<PublicKey, ServiceError> {
        self.permit(Permission::AuditExport)?;
        Ok(self.signing_key()?.public())
    }

    fn load_signing_key(&self) -> Result<SigningKey, ServiceError> {
        let folder = self.world.folder.as_deref().ok_or(ServiceError::WrongKey)?;
        let path = folder.join(SIGNING_KEY);
        let text = read_private(&path)?;
        let key = SigningKey::from_text(&self.world.keyring, &text)
            .map_err(|error| ServiceError::File { path: path.display().to_string(), problem: error.to_string() })?;
        let recorded = self.read(|work| Ok(work.db.audit_trail()?.signing_key))?;
        if recorded.is_none_or(|recorded| recorded == key.public().id()) {
            Ok(key)
        } else {
            Err(ServiceError::WrongKey)
        }
    }

    fn make_signing_key(&mut self) -> Result<(), ServiceError> {
        let Some(folder) = self.world.folder.clone() else { return Ok(()) };
        self.write(|work| {
            if work.db.audit_trail()?.signing_key.is_some() {
                // Another command was faster.
                return Ok(());
            }
            let key = SigningKey::draw(work.world)?;
            write_signing_key(&folder, &key, &work.world.keyring, work.world)?;
            work.db.set_signing_key(&key.public().id())?;
            work.audit_operator("audit.key_made", &key.public().id(), None)
        })
    }
}
