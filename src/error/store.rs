//! The database's errors.

use super::{Exit, Failure, fault, sentence};
use crate::store::StoreError;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let message = sentence(&error);
        match error {
            StoreError::Busy => Self::new(Exit::Unavailable, "database_busy", message, "Run the command again."),
            StoreError::DiskFull => Self::new(
                Exit::Unavailable,
                "disk_full",
                message,
                "Nothing was changed. Free some space and run the command again.",
            ),
            StoreError::ReadOnly => Self::new(
                Exit::Unavailable,
                "read_only",
                message,
                "Nothing was changed. Make the home and its files writable for their owner.",
            ),
            StoreError::Unopenable(_) => Self::new(
                Exit::Unavailable,
                "database_unopenable",
                message,
                "See that the home is on a medium that works and belongs to you.",
            ),
            StoreError::Foreign(_) => Self::new(
                Exit::Integrity,
                "foreign_database",
                message,
                "Nothing was changed. Put the home's own database back, from a backup if need be.",
            ),
            StoreError::Damaged(_) => Self::new(
                Exit::Integrity,
                "database_damaged",
                message,
                "Nothing was changed. Restore the home from a backup.",
            ),
            StoreError::NewerSchema { .. } => Self::new(
                Exit::Integrity,
                "newer_schema",
                message,
                "Nothing was changed. Use the newer vestibule that wrote this home.",
            ),
            StoreError::Io(_) => Self::new(
                Exit::Unavailable,
                "database_io",
                message,
                "Nothing was changed. Check the disk, its space and its limits, and run the command again.",
            ),
            StoreError::Sql(_) => fault(message),
        }
    }
}
