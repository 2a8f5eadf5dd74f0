//! Rows of a file, whatever its format.

use super::csv::{CsvRows, Delimiter};
use super::error::ImportError;
use super::field::{Fault, Field, Raw};
use super::foreign;
use super::format::Format;
use super::input::{Metered, Position, Source};
use super::own;
use super::records::{Damaged, Record, Records, Shape};
use super::strict;
use crate::credentials::foreign::FirebaseScrypt;

/// How a file is read.
#[derive(Clone, Default)]
pub struct Reading {
    /// How the cells of a CSV row are divided.
    pub delimiter: Delimiter,
    /// The hash parameters of a Firebase project, where the file does not carry them.
    pub firebase: Option<FirebaseScrypt>,
}

/// The rows of a file, read one at a time.
pub(super) enum Rows {
    Csv(CsvRows),
    Json {
        records: Records<Metered>,
        format: Format,
        file: String,
        firebase: Option<FirebaseScrypt>,
        /// The digests of the readings before this one, which looked for what decides how the rows are read.
        before: Vec<[u8; 32]>,
    },
}

impl Rows {
    /// Begins a file.
    pub(super) fn open(
        source: &Source,
        format: Format,
        reading: &Reading,
        position: &Position,
    ) -> Result<Self, ImportError> {
        if format == Format::Csv {
            return Ok(Self::Csv(CsvRows::new(source.read(position)?, reading.delimiter, &source.name)?));
        }
        let (mut firebase, mut before) = (reading.firebase.clone(), Vec::new());
        if format == Format::Firebase && firebase.is_none() {
            firebase = hash_config(source, position, &mut before)?;
        }
        let mut shape = format.shape();
        if let Some(key) = format.wrapper() {
            let probe = Records::new(source.read(position)?, Shape { key: Some(key), ..shape });
            if probe.find_wrapper() {
                shape.key = Some(key);
            }
            before.push(source.finish(position)?);
        }
        let records = Records::new(source.read(position)?, shape);
        Ok(Self::Json { records, format, file: source.name.clone(), firebase, before })
    }

    /// SHA-256 of the file as these rows were read from it, once all of them were.
    ///
    /// # Errors
    /// [`ImportError::Changed`] where the file was another when it was looked into before.
    pub(super) fn digest(&self, source: &Source, position: &Position) -> Result<[u8; 32], ImportError> {
        let digest = source.finish(position)?;
        match self {
            Self::Json { before, .. } if before.iter().any(|other| *other != digest) => Err(ImportError::Changed),
            _ => Ok(digest),
        }
    }

    /// Whether the file says from its first line on that it holds passwords.
    pub(super) fn announce_passwords(&self) -> bool {
        matches!(self, Self::Csv(rows) if rows.has(Field::Password))
    }

    pub(super) fn next(&mut self) -> Result<Option<Raw>, ImportError> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::Json { records, format, file, firebase, .. } => {
                let Some((line, record)) = records.next().map_err(|damaged| refused(file, damaged))? else {
                    return Ok(None);
                };
                Ok(Some(read(record, line, *format, firebase.as_ref())))
            }
        }
    }
}

fn read(record: Record, line: u64, format: Format, firebase: Option<&FirebaseScrypt>) -> Raw {
    let whole = |code, message: String| {
        let mut raw = Raw::at(line);
        raw.faults.push(Fault { field: "row".to_owned(), code, message });
        raw
    };
    let bytes = match record {
        Record::Whole(bytes) => zeroize::Zeroizing::new(bytes),
        Record::TooLong => return whole("too_long", "The row is longer than 1 MiB.".to_owned()),
    };
    match strict::parse(&bytes) {
        Err(problem) => whole("json", format!("The row is not JSON: {problem}.")),
        Ok(value) if matches!(format, Format::Jsonl | Format::Json) => own::read(value, line),
        Ok(value) => foreign::read(format, value, line, firebase),
    }
}

fn hash_config(
    source: &Source,
    position: &Position,
    before: &mut Vec<[u8; 32]>,
) -> Result<Option<FirebaseScrypt>, ImportError> {
    for key in ["hash_config", "hashConfig"] {
        let records = Records::new(source.read(position)?, Format::Firebase.shape());
        let found = records.top_level(key).map_err(|damaged| refused(&source.name, damaged))?;
        before.push(source.finish(position)?);
        if let Some(text) = found {
            let problem = |problem| ImportError::File { file: source.name.clone(), line: None, problem };
            let parsed = FirebaseScrypt::parse(&String::from_utf8_lossy(&text));
            return parsed
                .map(Some)
                .map_err(|error| problem(format!("has a hash_config that cannot be used: {error}")));
        }
    }
    Ok(None)
}

fn refused(file: &str, damaged: Damaged) -> ImportError {
    ImportError::File { file: file.to_owned(), line: Some(damaged.line), problem: damaged.problem }
}
