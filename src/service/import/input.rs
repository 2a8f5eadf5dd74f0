//! The file of an import: opened without following where it should not, and read within limits, so that no file costs
//! more memory than a record (ASVS 5.2.1, 5.3.2).

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use sha2::{Digest, Sha256};

use super::error::ImportError;

/// The largest file, packed or unpacked: 4 GiB.
pub(super) const MAX_BYTES: u64 = 4 << 30;

/// The longest record, in bytes: 1 MiB.
pub(super) const MAX_RECORD: usize = 1 << 20;

/// How many times its size a packed file may unpack to, once it is past [`SMALL`].
const MAX_RATIO: u64 = 100;

/// What a packed file may unpack to whatever its size: 16 MiB.
const SMALL: u64 = 16 << 20;

/// The largest window of a `.zst` file, which is kept in memory: 8 MiB, what `zstd -19` uses.
const MAX_WINDOW: u64 = 8 << 20;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// A file to import, which can be read more than once.
pub(super) struct Source {
    file: File,
    /// Its name, for messages.
    pub name: String,
    /// Its size as it lies there, in bytes.
    pub size: u64,
}

/// How far a reading is, and the digest of what it was given, shared with whoever watches.
#[derive(Clone, Default)]
pub(super) struct Position(Arc<Met>);

#[derive(Default)]
struct Met {
    bytes: AtomicU64,
    hash: Mutex<Sha256>,
}

impl Position {
    /// Bytes read of the file, packed as it is.
    pub(super) fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    fn begin(&self) {
        self.0.bytes.store(0, Ordering::Relaxed);
        *self.0.hash.lock().unwrap_or_else(PoisonError::into_inner) = Sha256::new();
    }

    fn note(&self, chunk: &[u8]) {
        self.0.bytes.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        self.0.hash.lock().unwrap_or_else(PoisonError::into_inner).update(chunk);
    }
}

impl Source {
    /// Opens a plain file, no link, pipe or device.
    pub(super) fn open(path: &Path) -> Result<Self, ImportError> {
        let name = path.display().to_string();
        // A pipe without a writer would block the opening itself.
        let flags = nix::libc::O_NOFOLLOW | nix::libc::O_NONBLOCK;
        let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
        let file = opened.map_err(|error| {
            let is_link = error.raw_os_error() == Some(nix::libc::ELOOP);
            let problem = if is_link { "is a link; name the file itself".to_owned() } else { unreadable(&error) };
            ImportError::File { file: name.clone(), line: None, problem }
        })?;
        let found = file.metadata().map_err(|error| refused(&name, &unreadable(&error)))?;
        if !found.is_file() {
            return Err(refused(&name, "is no plain file; a pipe can be read as - (stdin)"));
        }
        Self::checked(file, name, found.len())
    }

    /// Keeps what comes in by a stream in an unnamed file in `folder`, so that it can be read again.
    pub(super) fn spool(mut from: impl Read, folder: &Path) -> Result<Self, ImportError> {
        let name = "stdin".to_owned();
        let mut spool = || -> io::Result<(File, u64)> {
            let mut file = tempfile::tempfile_in(folder)?;
            let size = io::copy(&mut from.by_ref().take(MAX_BYTES + 1), &mut file)?;
            file.flush()?;
            Ok((file, size))
        };
        let (file, size) = spool().map_err(|error| refused(&name, &unreadable(&error)))?;
        Self::checked(file, name, size)
    }

    fn checked(file: File, name: String, size: u64) -> Result<Self, ImportError> {
        if size > MAX_BYTES {
            return Err(refused(&name, "is larger than 4 GiB; split it"));
        }
        Ok(Self { file, name, size })
    }

    /// SHA-256 of the file as it lies there.
    pub(super) fn digest(&self) -> Result<[u8; 32], ImportError> {
        let position = Position::default();
        self.rewound()?;
        self.finish(&position)
    }

    /// Reads what a reading left of the file, packed as it is; answers SHA-256 of all the bytes that the reading was
    /// given. The file may be written to meanwhile, so that only this says what was read.
    pub(super) fn finish(&self, position: &Position) -> Result<[u8; 32], ImportError> {
        // A clone shares the place in the file with the reading, which read in whole chunks from it.
        let rest = || -> io::Result<()> {
            let mut file = self.file.try_clone()?;
            let mut chunk = vec![0; CHUNK];
            loop {
                match file.read(&mut chunk) {
                    Ok(0) => return Ok(()),
                    Ok(_) if position.bytes() > MAX_BYTES => return Err(io::Error::other("it grew beyond 4 GiB")),
                    Ok(length) => position.note(&chunk[..length]),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        };
        rest().map_err(|error| refused(&self.name, &unreadable(&error)))?;
        let hash = position.0.hash.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(hash.finalize().into())
    }

    /// Reads it from the start, unpacked where it is packed, with a byte order mark at its beginning left out.
    pub(super) fn read(&self, position: &Position) -> Result<Metered, ImportError> {
        let unreadable = |error: io::Error| refused(&self.name, &unreadable(&error));
        let packed = Counting { inner: self.rewound()?, position: position.clone() };
        position.begin();
        let mut packed = BufReader::with_capacity(CHUNK, packed);
        let head = packed.fill_buf().map_err(unreadable)?;
        let is_packed = head.starts_with(&GZIP) || head.starts_with(&ZSTD);
        let plain: Box<dyn BufRead> = if head.starts_with(&GZIP) {
            Box::new(BufReader::with_capacity(CHUNK, MultiGzDecoder::new(packed)))
        } else if head.starts_with(&ZSTD) {
            let mut decoder = FrameDecoder::new();
            decoder.set_max_window_size(MAX_WINDOW);
            let stream = StreamingDecoder::new_with_decoder(packed, decoder)
                .map_err(|error| refused(&self.name, &format!("cannot be unpacked: {error}")))?;
            Box::new(BufReader::with_capacity(CHUNK, stream))
        } else {
            Box::new(packed)
        };
        let most = if is_packed { self.size.saturating_mul(MAX_RATIO).clamp(SMALL, MAX_BYTES) } else { MAX_BYTES };
        let mut read = Metered { inner: plain, left: most };
        if read.fill_buf().map_err(|error| refused(&self.name, &error.to_string()))?.starts_with(&BOM) {
            read.consume(BOM.len());
        }
        Ok(read)
    }

    fn rewound(&self) -> Result<File, ImportError> {
        let rewind = || -> io::Result<File> {
            let mut file = self.file.try_clone()?;
            file.rewind()?;
            Ok(file)
        };
        rewind().map_err(|error| refused(&self.name, &unreadable(&error)))
    }
}

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const BOM: [u8; 3] = [0xef, 0xbb, 0xbf];

fn refused(name: &str, problem: &str) -> ImportError {
    ImportError::File { file: name.to_owned(), line: None, problem: problem.to_owned() }
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read: {error}")
}

struct Counting<R> {
    inner: R,
    position: Position,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        self.position.note(&out[..length]);
        Ok(length)
    }
}

/// A file's content that ends in an error where it is more than it may be.
pub(super) struct Metered {
    inner: Box<dyn BufRead>,
    left: u64,
}

impl BufRead for Metered {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = self.left;
        let chunk = self.inner.fill_buf()?;
        if left == 0 && !chunk.is_empty() {
            return Err(io::Error::other("unpacks to far more than a list of accounts does"));
        }
        Ok(&chunk[..chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX))])
    }

    fn consume(&mut self, length: usize) {
        self.left = self.left.saturating_sub(length as u64);
        self.inner.consume(length);
    }
}

impl Read for Metered {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let length = chunk.len().min(out.len());
        out[..length].copy_from_slice(&chunk[..length]);
        self.consume(length);
        Ok(length)
    }
}
