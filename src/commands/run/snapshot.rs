//! Snapshots: the transcript that a script had when somebody last said that it was right.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use similar::TextDiff;

/// The largest snapshot, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// How a transcript stands to its snapshot.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum Snapshot {
    /// Byte for byte the same.
    Same { path: String },
    /// It was written, or was right already.
    Written { path: String },
    /// There is none.
    Missing { path: String },
    /// They differ.
    Differs {
        path: String,
        /// The first line that does.
        line: usize,
        /// The lines that differ, `-` as the snapshot has them and `+` as they are now.
        difference: String,
    },
    /// The snapshot has the line ends of Windows.
    WrongLineEnds { path: String },
    /// It cannot be read or written.
    Unusable { path: String, problem: String },
}

impl Snapshot {
    /// Whether all is well.
    pub fn holds(&self) -> bool {
        matches!(self, Self::Same { .. } | Self::Written { .. })
    }

    /// What is wrong, as a sentence.
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::Same { .. } | Self::Written { .. } => None,
            Self::Missing { path } => {
                Some(format!("{path} is not there: the script is new, and nobody said that its transcript is right."))
            }
            Self::Differs { path, line, .. } => {
                Some(format!("{path}, line {line}: the transcript is another one now."))
            }
            Self::WrongLineEnds { path } => Some(format!(
                "{path} has CRLF line ends, a transcript has LF; keep them with `*.transcript text eol=lf` in .gitattributes."
            )),
            Self::Unusable { path, problem } => Some(format!("{path} cannot be used: {problem}.")),
        }
    }

    /// The difference, where there is one.
    pub fn difference(&self) -> Option<String> {
        match self {
            Self::Differs { difference, .. } => Some(difference.clone()),
            _ => None,
        }
    }
}

/// Compares a script's transcript with its snapshot.
pub(super) fn compare(script: &Path, transcript: &str) -> Snapshot {
    let file = beside(script);
    let path = file.display().to_string();
    let kept = match read(&file) {
        Ok(kept) => kept,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Snapshot::Missing { path },
        Err(error) => return Snapshot::Unusable { path, problem: error.to_string() },
    };
    if kept == transcript {
        return Snapshot::Same { path };
    }
    if kept.replace("\r\n", "\n") == transcript {
        return Snapshot::WrongLineEnds { path };
    }
    let line = kept.lines().zip(transcript.lines()).take_while(|(was, is)| was == is).count() + 1;
    let difference = TextDiff::from_lines(kept.as_str(), transcript)
        .unified_diff()
        .context_radius(3)
        .header(&path, &format!("{} as it plays now", script.display()))
        .to_string();
    Snapshot::Differs { path, line, difference }
}

/// Makes a transcript the script's snapshot; it is there whole or not at all.
pub(super) fn update(script: &Path, transcript: &str) -> Snapshot {
    let file = beside(script);
    let path = file.display().to_string();
    if read(&file).is_ok_and(|kept| kept == transcript) {
        return Snapshot::Written { path };
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut draft = tempfile::Builder::new().permissions(readable()).tempfile_in(folder)?;
        draft.write_all(transcript.as_bytes())?;
        draft.persist(&file).map_err(|error| error.error)?;
        Ok(())
    };
    match write() {
        Ok(()) => Snapshot::Written { path },
        Err(error) => Snapshot::Unusable { path, problem: std::io::Error::to_string(&error) },
    }
}

/// A snapshot is no secret.
fn readable() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o644)
}

fn beside(script: &Path) -> PathBuf {
    script.with_extension("transcript")
}

fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(MAX_BYTES).read_to_string(&mut text)?;
    Ok(text)
}
