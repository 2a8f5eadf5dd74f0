//! Why a whole import is refused. What is wrong with one row is a [`super::Reject`] instead.

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read as what it should be.
    #[error("the file {file}{} {problem}", line.map(|line| format!(", line {line},")).unwrap_or_default())]
    File {
        /// Its name.
        file: String,
        /// The line, where it is known.
        line: Option<u64>,
        /// What is wrong.
        problem: String,
    },
    /// More wrong rows than can be listed.
    #[error("more rows are wrong than can be listed, by line {line}")]
    TooManyRejects {
        /// Where reading stopped.
        line: u64,
    },
    /// An account that is there already, with `--on-conflict fail`.
    #[error("line {line} would change the account {address:?}, which is there already")]
    Conflict {
        /// The line.
        line: u64,
        /// The account's address.
        address: String,
    },
    /// More accounts would be disabled than allowed.
    #[error("{would} of {of} accounts are not in the list, more than the {most} that --max-deprovision allows")]
    Deprovision {
        /// How many are missing from the list.
        would: u64,
        /// Of how many.
        of: u64,
        /// How many may be.
        most: u64,
    },
    /// The plan was not signed by this home, or changed since.
    #[error("the plan {0}")]
    PlanInvalid(String),
    /// The plan no longer says what would be done.
    #[error("the plan no longer holds: {0}")]
    PlanStale(&'static str),
    /// The file is not what it was when it was read before; nothing was kept.
    #[error("the file was changed while it was being imported")]
    Changed,
    /// The counts of an import do not add up; nothing was kept.
    #[error("the counts do not add up: {read} rows read, {accounted} accounted for")]
    Counts {
        /// Rows read.
        read: u64,
        /// Rows created, updated, unchanged and rejected.
        accounted: u64,
    },
}
