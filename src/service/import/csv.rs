//! Rows of a CSV file (RFC 4180): a header by name in any order, quoted fields, CRLF or LF, a byte order mark.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::error::ImportError;
use super::field::{Fault, Field, Raw, RawConsent};
use super::input::{MAX_RECORD, Metered};

/// Bytes that the parser reads ahead of a record.
const AHEAD: usize = 64 * 1024;

/// What a spreadsheet takes for a formula where a cell begins with it (ASVS 1.2.10).
pub const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// How the cells of a row are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// By this byte; a comma unless told otherwise.
    Byte(u8),
    /// By whichever of comma, semicolon and tab the header has most of.
    Detect,
}

impl Default for Delimiter {
    fn default() -> Self {
        Self::Byte(b',')
    }
}

impl std::str::FromStr for Delimiter {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match (word, word.as_bytes()) {
            ("auto", _) => Ok(Self::Detect),
            ("tab" | "\\t", _) => Ok(Self::Byte(b'\t')),
            (_, [byte]) if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(Self::Byte(*byte)),
            _ => Err("give one character, tab, or auto".to_owned()),
        }
    }
}

impl std::fmt::Display for Delimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Detect => f.write_str("auto"),
            Self::Byte(b'\t') => f.write_str("tab"),
            Self::Byte(byte) => write!(f, "{}", char::from(*byte)),
        }
    }
}

/// A cell as a spreadsheet can open it safely: one that begins like a formula, or like what is made of one, gets an
/// apostrophe before it.
pub fn neutralised(cell: &str) -> std::borrow::Cow<'_, str> {
    if cell.trim_start_matches('\'').starts_with(FORMULA) { format!("'{cell}").into() } else { cell.into() }
}

/// The cell that [`neutralised`] was given.
fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => cell,
    }
}

/// The rows of a file.
pub(super) struct CsvRows {
    reader: csv::Reader<Guarded>,
    since: Rc<Cell<usize>>,
    columns: Vec<Field>,
    record: csv::ByteRecord,
    file: String,
}

impl CsvRows {
    pub(super) fn new(mut input: Metered, delimiter: Delimiter, file: &str) -> Result<Self, ImportError> {
        let delimiter = match delimiter {
            Delimiter::Byte(byte) => byte,
            Delimiter::Detect => detect(&mut input),
        };
        let since = Rc::new(Cell::new(0));
        let guarded = Guarded { inner: input, since: Rc::clone(&since), held: false, ended: false };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(AHEAD)
            .from_reader(guarded);
        let mut record = csv::ByteRecord::new();
        let damaged = |problem: String| ImportError::File { file: file.to_owned(), line: Some(1), problem };
        if !reader.read_byte_record(&mut record).map_err(|error| damaged(error.to_string()))? {
            return Err(damaged("is empty; its first line must name the columns".to_owned()));
        }
        let columns = columns(&record).map_err(damaged)?;
        since.set(0);
        Ok(Self { reader, since, columns, record, file: file.to_owned() })
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.columns.contains(&field)
    }

    pub(super) fn next(&mut self) -> Result<Option<Raw>, ImportError> {
        let read = self.reader.read_byte_record(&mut self.record);
        let begun = self.reader.position().line();
        let more = read.map_err(|error| ImportError::File {
            file: self.file.clone(),
            line: Some(begun),
            problem: match error.into_kind() {
                csv::ErrorKind::Io(error) => error.to_string(),
                other => format!("is damaged: {other:?}"),
            },
        })?;
        if !more {
            return Ok(None);
        }
        self.since.set(0);
        let mut raw = Raw::at(self.line());
        if self.record.len() != self.columns.len() {
            let (found, wanted) = (self.record.len(), self.columns.len());
            let message = format!("The row has {found} cells, the header {wanted}.");
            raw.faults.push(Fault { field: "row".to_owned(), code: "cells", message });
            return Ok(Some(raw));
        }
        for (field, cell) in self.columns.iter().zip(self.record.iter()) {
            match std::str::from_utf8(cell) {
                Err(_) => raw.wrong(*field, "utf8", "The cell is not UTF-8."),
                Ok(cell) if *field == Field::Consents => match consents(restored(cell)) {
                    Ok(consents) => raw.consents = consents,
                    Err(problem) => raw.wrong(Field::Consents, "consents", problem),
                },
                Ok(cell) => raw.set(*field, restored(cell)),
            }
        }
        Ok(Some(raw))
    }

    /// The line that the record begins on, counted back from its end: the parser's own count of its beginning is that
    /// of the blank lines before it.
    fn line(&self) -> u64 {
        let feeds = |cell: &[u8]| cell.iter().filter(|byte| **byte == b'\n').count();
        let inside: usize = self.record.iter().map(feeds).sum();
        self.reader.position().line().saturating_sub(inside as u64 + 1).max(1)
    }
}

fn columns(header: &csv::ByteRecord) -> Result<Vec<Field>, String> {
    let mut columns = Vec::new();
    for cell in header {
        let name = std::str::from_utf8(cell).map_err(|_| "has a column name that is not UTF-8".to_owned())?.trim();
        let field: Field = name.parse().map_err(|problem| format!("has an unknown column: {problem}"))?;
        if columns.contains(&field) {
            return Err(format!("names the column {name} twice"));
        }
        columns.push(field);
    }
    if !columns.contains(&Field::Address) {
        return Err("has no column address".to_owned());
    }
    Ok(columns)
}

fn detect(input: &mut Metered) -> u8 {
    use std::io::BufRead as _;
    let head = input.fill_buf().unwrap_or_default();
    let header = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |byte: &u8| header.iter().filter(|other| *other == byte).count();
    // Of equals the last wins, which is the comma.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Reads `document@version=time`, several divided by `;`. A semicolon in a version is written `%3B`, a percent sign
/// `%25`; without `=time` the acceptance is dated to the import.
fn consents(cell: &str) -> Result<Option<Vec<RawConsent>>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let form = || "Write document@version=time, several divided by semicolons.".to_owned();
    let mut all = Vec::new();
    for part in cell.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (document, rest) = part.split_once('@').ok_or_else(form)?;
        let (version, at) = match rest.rsplit_once('=') {
            Some((version, at)) => (version, Some(at.trim().to_owned())),
            None => (rest, None),
        };
        let version = version.replace("%3B", ";").replace("%25", "%");
        all.push(RawConsent { document: document.trim().to_owned(), version, accepted_at: at });
    }
    Ok(Some(all))
}

/// The cell that an import reads a person's consents from.
pub fn consents_cell<'a>(all: impl Iterator<Item = (&'a str, &'a str, String)>) -> String {
    let parts: Vec<String> = all
        .map(|(document, version, at)| format!("{document}@{}={at}", version.replace('%', "%25").replace(';', "%3B")))
        .collect();
    parts.join(";")
}

/// Stops a record that is longer than a record may be, and ends every line with a line feed alone, the last one too, so
/// that lines can be counted.
struct Guarded {
    inner: Metered,
    since: Rc<Cell<usize>>,
    /// Whether a carriage return was read of which it is not known yet what follows it.
    held: bool,
    ended: bool,
}

impl Read for Guarded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > MAX_RECORD + AHEAD {
            return Err(io::Error::other("has a record of more than 1 MiB; a quote may be missing"));
        }
        let length = self.folded(out)?;
        self.since.set(self.since.get() + length);
        Ok(length)
    }
}

impl Guarded {
    /// Reads with line feeds in the place of carriage returns before line feeds.
    fn folded(&mut self, out: &mut [u8]) -> io::Result<usize> {
        use std::io::BufRead as _;
        let chunk = self.inner.fill_buf()?;
        let (mut read, mut written) = (0, 0);
        if chunk.is_empty() && !self.ended && !out.is_empty() {
            self.ended = !std::mem::take(&mut self.held);
            out[0] = if self.ended { b'\n' } else { b'\r' };
            return Ok(1);
        }
        while read < chunk.len() && written < out.len() {
            if std::mem::take(&mut self.held) && chunk[read] != b'\n' {
                out[written] = b'\r';
                written += 1;
                continue;
            }
            let rest = &chunk[read..chunk.len().min(read + out.len() - written)];
            let run = rest.iter().position(|byte| *byte == b'\r').unwrap_or(rest.len());
            out[written..written + run].copy_from_slice(&rest[..run]);
            written += run;
            self.held = run < rest.len();
            read += run + usize::from(self.held);
        }
        self.inner.consume(read);
        if written == 0 && read > 0 { self.folded(out) } else { Ok(written) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v1_2_10_a_formula_is_neutralised_and_comes_back() {
        for cell in ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "\rx", "\0", "'=x", "''", "'", "x=", "", "''+"] {
            let safe = neutralised(cell);
            assert!(!safe.starts_with(FORMULA), "{safe:?}");
            assert_eq!(restored(&safe), cell);
        }
    }

    #[test]
    fn consents_survive_their_cell() {
        let all = [("terms", "1;2%3B=x@", "2026-01-01T00:00:00Z"), ("privacy", "2", "2026-01-02T00:00:00Z")];
        let cell = consents_cell(all.iter().map(|(d, v, at)| (*d, *v, (*at).to_owned())));
        let read = consents(&cell).unwrap().unwrap();
        for (read, (document, version, at)) in read.iter().zip(all) {
            assert_eq!((read.document.as_str(), read.version.as_str()), (document, version));
            assert_eq!(read.accepted_at.as_deref(), Some(at));
        }
        assert!(consents("terms").is_err());
        assert_eq!(consents("terms@1").unwrap().unwrap()[0].accepted_at, None);
    }
}
