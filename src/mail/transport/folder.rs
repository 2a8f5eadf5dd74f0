//! Mail as files in the home, for a fresh home and for simulations.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;

use super::envelope::seal;
use super::{too_open, unusable};
use crate::ports::{Accepted, Delivery, DeliveryError, Outgoing};

/// Writes `outbox/NNNNNNNN-ID.eml`.
pub(super) struct Folder {
    outbox: PathBuf,
    sender: Mailbox,
}

impl Folder {
    pub(super) fn new(home: &Path, sender: Mailbox) -> Self {
        Self { outbox: home.join("outbox"), sender }
    }

    fn prepare(&self) -> Result<(), DeliveryError> {
        let remedy = "make it a folder that only this user can read";
        match DirBuilder::new().mode(0o700).create(&self.outbox) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unusable(&self.outbox, &error, "check the home's mode and free space")),
        }
        let about = fs::symlink_metadata(&self.outbox).map_err(|error| unusable(&self.outbox, &error, remedy))?;
        if !about.is_dir() {
            return Err(unusable(&self.outbox, &io::Error::other("it is no folder"), remedy));
        }
        let mode = about.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(too_open(&self.outbox, mode, 0o700));
        }
        Ok(())
    }

    /// A reader of the folder sees the whole file or none, also after a power cut.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".mail-").tempfile_in(&self.outbox)?;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        File::open(&self.outbox)?.sync_all()
    }
}

impl Delivery for Folder {
    fn deliver(&self, mail: &Outgoing, _within: Duration) -> Result<Accepted, DeliveryError> {
        let sealed = seal(mail, &self.sender)?;
        self.prepare()?;
        let path = self.outbox.join(file_name(mail));
        self.write(&path, &sealed.bytes)
            .map_err(|error| unusable(&path, &error, "check the mode and the free space"))?;
        Ok(Accepted { answer: path.display().to_string() })
    }
}

/// A name that sorts by the sequence and says which mail it is, but not whose.
fn file_name(mail: &Outgoing) -> String {
    let id = mail.message_id.split('@').next().unwrap_or_default();
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).take(64).collect();
    format!("{:08}-{id}.eml", mail.sequence)
}
