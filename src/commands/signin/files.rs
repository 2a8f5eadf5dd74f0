//! The two files that a sign-in may leave: the device's token, and the recovery codes.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::libc::{O_NOFOLLOW, O_NONBLOCK};
use nix::unistd::{AccessFlags, access};
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::service::ServiceError;

/// The longest device file that is read, in bytes; a token is far shorter.
const MAX_TOKEN_BYTES: u64 = 4096;

/// Where the device's token is kept between sign-ins.
pub(super) struct DeviceFile {
    path: PathBuf,
    folder: PathBuf,
}

impl DeviceFile {
    /// Reads the token of a former sign-in, if there is one, and makes sure that a new one can be kept.
    ///
    /// # Errors
    /// A [`Failure`] where others can reach the file, it is no plain file, or its folder cannot be written.
    pub(super) fn open(path: PathBuf) -> Result<(Self, Option<SecretString>), Failure> {
        let token = read(&path)?;
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        access(&folder, AccessFlags::W_OK | AccessFlags::X_OK)
            .map_err(|error| unusable(&folder, &error.into(), "Name a file in a folder that you can write."))?;
        Ok((Self { path, folder }, token))
    }

    /// Keeps a token instead of what is there. A reader sees the old file or the new, also after a power cut.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn save(&self, token: &str) -> io::Result<()> {
        // Made with mode 0600, by the crate's promise.
        let mut draft = tempfile::Builder::new().prefix(".device-").tempfile_in(&self.folder)?;
        draft.write_all(format!("{token}\n").as_bytes())?;
        draft.as_file().sync_all()?;
        draft.persist(&self.path).map_err(|error| error.error)?;
        File::open(&self.folder)?.sync_all()
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn read(path: &Path) -> Result<Option<SecretString>, Failure> {
    let remedy = "Name a file that only you can read and write, or one that does not exist.";
    // Neither a link nor a pipe of somebody else's is followed or waited for.
    let opened = OpenOptions::new().read(true).custom_flags(O_NOFOLLOW | O_NONBLOCK).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(path, &error, remedy)),
    };
    let about = file.metadata().map_err(|error| unusable(path, &error, remedy))?;
    if !about.is_file() {
        return Err(unusable(path, &io::Error::other("it is no plain file"), remedy));
    }
    if about.mode() & 0o077 != 0 {
        let path = path.display().to_string();
        return Err(ServiceError::LooseMode { path, mode: about.mode() & 0o7777, wanted: 0o600 }.into());
    }
    let mut text = Zeroizing::new(String::new());
    file.take(MAX_TOKEN_BYTES).read_to_string(&mut text).map_err(|error| unusable(path, &error, remedy))?;
    let token = text.trim_end_matches(['\r', '\n']);
    Ok(Some(token).filter(|token| !token.is_empty()).map(SecretString::from))
}

fn unusable(path: &Path, error: &io::Error, remedy: &str) -> Failure {
    Failure::usage(format!("{} cannot be used: {error}.", path.display()), remedy)
}

/// Writes the codes to a new file that only its owner can read, a line each. A file that is there is left alone.
///
/// # Errors
/// Those of the file system, `AlreadyExists` among them.
pub(super) fn save_codes(path: &Path, codes: &[String]) -> io::Result<()> {
    let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let text = Zeroizing::new(codes.join("\n") + "\n");
    let written = new.write_all(text.as_bytes()).and_then(|()| new.sync_all());
    if written.is_err() {
        // Half of the codes in a file would look like all of them.
        let _ = std::fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use secrecy::ExposeSecret;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_token_comes_back_from_a_file_that_only_its_owner_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        let (file, token) = DeviceFile::open(path.clone()).unwrap();
        assert!(token.is_none());
        file.save("first").unwrap();
        file.save("second").unwrap();
        assert_eq!(mode(&path), 0o600);
        let (_, token) = DeviceFile::open(path).unwrap();
        assert_eq!(token.unwrap().expose_secret(), "second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn a_device_file_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        fs::write(&path, "token\n").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        let Err(failure) = DeviceFile::open(path.clone()) else { panic!("a loose file is taken") };
        assert_eq!((failure.code, failure.hint.contains("chmod 600")), ("loose_mode", true));
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        for other in [link, folder.path().to_owned(), folder.path().join("none/device")] {
            assert!(DeviceFile::open(other.clone()).is_err(), "{other:?}");
        }
    }

    #[test]
    fn codes_go_into_a_new_private_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes");
        let codes = ["AAAA-BBBB".to_owned(), "CCCC-DDDD".to_owned()];
        save_codes(&path, &codes).unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("AAAA-BBBB\nCCCC-DDDD\n", 0o600));
        assert_eq!(save_codes(&path, &codes).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }
}
