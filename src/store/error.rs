//! What can go wrong between the program and its database.

use rusqlite::ffi::ErrorCode;

/// A failure of the database, in the terms of whoever runs the home.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process held the write lock for longer than the wait.
    #[error("the database is busy")]
    Busy,
    /// No space is left, or a quota or file-size limit was hit.
    #[error("the disk is full")]
    DiskFull,
    /// The database or its folder cannot be written.
    #[error("the database cannot be written")]
    ReadOnly,
    /// The file cannot be opened.
    #[error("the database cannot be opened: {0}")]
    Unopenable(String),
    /// The file is no vestibule database.
    #[error("the file {0} is not a vestibule database")]
    Foreign(String),
    /// The file is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The file was written by a newer vestibule.
    #[error("the database has schema {found}, newer than {known}, which this vestibule knows")]
    NewerSchema {
        /// The file's schema.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The medium failed while reading or writing.
    #[error("the database could not be read or written: {0}")]
    Io(String),
    /// Anything else that SQLite says; a fault of this program.
    #[error("a statement failed: {0}")]
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match &error {
            E::FromSqlConversionFailure(_, _, problem) => return Self::Damaged(problem.to_string()),
            // Every statement is a constant that fits the schema, so one that does not found another schema.
            E::SqlInputError { msg, .. } => return Self::Damaged(msg.clone()),
            E::InvalidColumnName(_) | E::InvalidColumnType(..) | E::Utf8Error(..) | E::IntegralValueOutOfRange(..) => {
                return Self::Damaged(error.to_string());
            }
            E::SqliteFailure(failure, Some(problem)) if failure.extended_code == rusqlite::ffi::SQLITE_ERROR => {
                return Self::Damaged(problem.clone());
            }
            _ => {}
        }
        let Some(code) = error.sqlite_error_code() else { return Self::Sql(error) };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::CannotOpen => Self::Unopenable(error.to_string()),
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::Damaged(error.to_string()),
            ErrorCode::SystemIoFailure if lacks_space(&error) => Self::DiskFull,
            ErrorCode::SystemIoFailure => Self::Io(error.to_string()),
            _ => Self::Sql(error),
        }
    }
}

/// Whether a failed write means that there is no room: SQLite itself tells only a full disk, and calls a quota, a limit
/// on a file's size and a full disk under its shared memory plain failures.
fn lacks_space(error: &rusqlite::Error) -> bool {
    use std::io::ErrorKind;
    let rusqlite::Error::SqliteFailure(failure, _) = error else { return false };
    match failure.extended_code {
        rusqlite::ffi::SQLITE_IOERR_SHMSIZE => true,
        rusqlite::ffi::SQLITE_IOERR_WRITE
        | rusqlite::ffi::SQLITE_IOERR_FSYNC
        | rusqlite::ffi::SQLITE_IOERR_TRUNCATE => {
            // The system's reason is still there: what SQLite did since to undo the write succeeded.
            let reason = std::io::Error::last_os_error().kind();
            matches!(reason, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
        }
        _ => false,
    }
}
