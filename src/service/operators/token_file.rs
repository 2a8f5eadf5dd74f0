//! Where an operator's session token lies between two commands: a file of the operating system's user, beside no home.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

use crate::service::{Service, ServiceError};

/// More than a token and a line feed take, in bytes.
const MAX_BYTES: u64 = 256;

impl Service {
    /// The token of the operator who runs the program: of `VESTIBULE_OPERATOR_TOKEN`, else of the file.
    ///
    /// # Errors
    /// [`ServiceError::LooseMode`] where others can read the file, [`ServiceError::File`] where it cannot be read.
    pub fn kept_token(&self) -> Result<Option<SecretString>, ServiceError> {
        if let Some(token) = crate::system::operator_token() {
            return Ok(Some(token.trim().into()));
        }
        let Some(path) = self.token_file() else { return Ok(None) };
        let found = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unusable(&path, &error)),
            Ok(found) => found,
        };
        let name = || path.display().to_string();
        if !found.is_file() || found.len() > MAX_BYTES || found.uid() != crate::system::user_number() {
            let problem = "it is no token file of yours; remove it".to_owned();
            return Err(ServiceError::File { path: name(), problem });
        }
        if found.mode() & 0o077 != 0 {
            return Err(ServiceError::LooseMode { path: name(), mode: found.mode() & 0o7777, wanted: 0o600 });
        }
        let text = fs::read_to_string(&path).map_err(|error| unusable(&path, &error))?;
        Ok(Some(text.trim_end().into()))
    }

    /// Keeps a token in the file, which its user alone can read; answers where.
    ///
    /// # Errors
    /// [`ServiceError::File`] where it cannot be written, or the user has no folder for it.
    pub fn keep_token(&self, token: &SecretString) -> Result<PathBuf, ServiceError> {
        let nowhere = || ServiceError::File {
            path: "the state folder".to_owned(),
            problem: "neither XDG_STATE_HOME nor HOME is set; use --print-token".to_owned(),
        };
        let path = self.token_file().ok_or_else(nowhere)?;
        let folder = path.parent().ok_or_else(nowhere)?;
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| unusable(&path, &error))?;
        let draft = path.with_extension("new");
        let write = || {
            let _ = fs::remove_file(&draft);
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
            file.write_all(token.expose_secret().as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            fs::rename(&draft, &path)
        };
        write().map_err(|error| unusable(&path, &error))?;
        Ok(path)
    }

    /// Removes the file, if there is one, and it is what gave the token: that of `VESTIBULE_OPERATOR_TOKEN` lies elsewhere,
    /// and the file is another session's.
    ///
    /// # Errors
    /// [`ServiceError::File`] where it cannot be removed.
    pub fn forget_token(&self) -> Result<(), ServiceError> {
        let path = self.token_file().filter(|_| crate::system::operator_token().is_none());
        let Some(path) = path else { return Ok(()) };
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(unusable(&path, &error)),
            _ => Ok(()),
        }
    }

    /// One file a home, told apart by the id of its key.
    fn token_file(&self) -> Option<PathBuf> {
        let folder = crate::system::state_folder()?;
        Some(folder.join(format!("operator-{}.token", self.world.keyring.id())))
    }
}

fn unusable(path: &std::path::Path, error: &std::io::Error) -> ServiceError {
    ServiceError::File { path: path.display().to_string(), problem: error.to_string() }
}
