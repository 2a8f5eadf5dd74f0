//! The files of a home and beside it: private, whole, and on the disk before anything relies on them.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;

use super::ServiceError;
use crate::credentials::keyring::Keyring;
use crate::credentials::signing::SigningKey;
use crate::ports::Entropy;

/// The folder of the keys.
pub(super) const KEYS: &str = "keys";

/// The file of the key that signs checkpoints and exports.
pub(super) const SIGNING_KEY: &str = "keys/signing.key";

/// The largest configuration or key file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Writes the signing key of a home that has none; one left by a command that came to nothing is replaced.
pub(super) fn write_signing_key(
    folder: &Path,
    key: &SigningKey,
    keyring: &Keyring,
    entropy: &dyn Entropy,
) -> Result<(), ServiceError> {
    let path = folder.join(SIGNING_KEY);
    let text = key.to_text(keyring, entropy)?;
    let write = || {
        let mut draft = tempfile::NamedTempFile::new_in(folder.join(KEYS))?;
        writeln!(draft, "{}", text.expose_secret())?;
        draft.as_file().sync_all()?;
        draft.persist(&path).map_err(|error| error.error).map(drop)
    };
    write().map_err(|error| file(&path, &error))?;
    sync_folder(&folder.join(KEYS))
}

/// Refuses a file or folder that others can reach, or that is no plain file or folder.
pub(super) fn check_mode(path: &Path, wanted: u32) -> Result<fs::Metadata, ServiceError> {
    let found = fs::symlink_metadata(path).map_err(|error| file(path, &error))?;
    let is_right_kind = if wanted == 0o700 { found.is_dir() } else { found.is_file() };
    if !is_right_kind {
        let kind = if wanted == 0o700 { "a folder" } else { "a plain file" };
        return Err(ServiceError::File { path: path.display().to_string(), problem: format!("is not {kind}") });
    }
    if found.mode() & 0o077 != 0 {
        return Err(ServiceError::LooseMode { path: path.display().to_string(), mode: found.mode() & 0o7777, wanted });
    }
    Ok(found)
}

/// Reads a file that only its owner may reach.
pub(super) fn read_private(path: &Path) -> Result<String, ServiceError> {
    let size = check_mode(path, 0o600)?.len().min(MAX_FILE_BYTES);
    // In memory of the right size the content, which may be a key, leaves no copies behind by growing.
    let mut text = String::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    let opened = fs::File::open(path).map_err(|error| file(path, &error))?;
    opened.take(MAX_FILE_BYTES + 1).read_to_string(&mut text).map_err(|error| file(path, &error))?;
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(ServiceError::File {
            path: path.display().to_string(),
            problem: "is larger than 1 MiB".to_owned(),
        });
    }
    Ok(text)
}

/// Writes a file that was not there, on the disk.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ServiceError> {
    let write = || {
        let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        new.write_all(bytes)?;
        new.sync_all()
    };
    write().map_err(|error| file(path, &error))
}

/// A new file that has its name only once it is whole and on the disk.
pub struct NewFile {
    draft: std::io::BufWriter<tempfile::NamedTempFile>,
    path: PathBuf,
}

impl NewFile {
    /// Begins a file that only its owner may reach.
    ///
    /// # Errors
    /// [`ServiceError::Exists`] where something has its name, [`ServiceError::File`] where its folder cannot be written.
    pub fn create(path: &Path) -> Result<Self, ServiceError> {
        if path.symlink_metadata().is_ok() {
            return Err(exists(path));
        }
        let draft = tempfile::Builder::new().prefix(".vestibule-").tempfile_in(folder_of(path));
        let draft = draft.map_err(|error| file(path, &error))?;
        Ok(Self { draft: std::io::BufWriter::with_capacity(1 << 16, draft), path: path.to_owned() })
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// As [`NewFile::create`].
    pub fn keep(self) -> Result<(), ServiceError> {
        let Self { draft, path } = self;
        let draft = draft.into_inner().map_err(|error| file(&path, error.error()))?;
        draft.as_file().sync_all().map_err(|error| file(&path, &error))?;
        draft.persist_noclobber(&path).map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => exists(&path),
            _ => file(&path, &error.error),
        })?;
        sync_folder(folder_of(&path))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.draft.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.draft.flush()
    }
}

fn exists(path: &Path) -> ServiceError {
    ServiceError::Exists { what: "the file", given: path.display().to_string() }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts the names in a folder on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), ServiceError> {
    fs::File::open(folder).and_then(|opened| opened.sync_all()).map_err(|error| file(folder, &error))
}

/// The error of a file.
pub(super) fn file(path: &Path, error: &std::io::Error) -> ServiceError {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return crate::store::StoreError::DiskFull.into();
    }
    ServiceError::File { path: path.display().to_string(), problem: error.to_string() }
}
