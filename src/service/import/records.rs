//! Cuts a JSON document into the records it lists, one at a time, so that neither its size nor a damaged record matters
//! to the others.

use std::io::{self, BufRead};

use super::input::MAX_RECORD;

/// Where the records of a document stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// One record a line; a damaged line does not reach into the next.
    pub lines: bool,
    /// The key of the array of records where the document is an object.
    pub key: Option<&'static str>,
}

/// A record as it stands in the file.
pub(super) enum Record {
    /// All of it.
    Whole(Vec<u8>),
    /// More than [`MAX_RECORD`] bytes, passed over.
    TooLong,
}

enum Place {
    Start,
    Array,
    /// Objects one after the other.
    Sequence,
    End,
}

/// Why a document cannot be cut into records.
#[derive(Debug)]
pub(super) struct Damaged {
    pub line: u64,
    pub problem: String,
}

/// The records of a document.
pub(super) struct Records<R> {
    reader: R,
    line: u64,
    shape: Shape,
    place: Place,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R, shape: Shape) -> Self {
        Self { reader, line: 1, shape, place: Place::Start }
    }

    /// Whether the document is an object with an array under the shape's key. What is damaged before it is no such thing,
    /// and is met again in reading.
    pub(super) fn find_wrapper(mut self) -> bool {
        let starts = self.skip_space().and_then(|()| self.peek());
        let Some(key) = self.shape.key else { return false };
        matches!(starts, Ok(Some(b'{'))) && matches!(self.find(key), Ok((_, true)))
    }

    /// The next record and the line that it begins on.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Record)>, Damaged> {
        if self.shape.lines {
            return self.next_line();
        }
        if matches!(self.place, Place::Start) {
            self.skip_space()?;
            self.place = match self.peek()? {
                None => Place::End,
                Some(b'[') => {
                    self.take()?;
                    self.array_begins()?
                }
                Some(b'{') => match self.shape.key {
                    Some(key) => self.find(key)?.0,
                    None => Place::Sequence,
                },
                Some(_) => return Err(self.damaged("is neither a list nor an object")),
            };
        }
        match self.place {
            Place::Array => self.next_of_array(),
            Place::Sequence => self.next_of_sequence(),
            Place::Start | Place::End => Ok(None),
        }
    }

    fn next_of_array(&mut self) -> Result<Option<(u64, Record)>, Damaged> {
        self.skip_space()?;
        let line = self.line;
        let record = self.value()?;
        self.skip_space()?;
        match self.take()? {
            Some(b',') => {}
            Some(b']') => self.place = Place::End,
            _ => return Err(self.damaged("ends, or has something else, where a comma or ] must stand")),
        }
        if matches!(self.place, Place::End) && self.shape.key.is_none() {
            self.skip_space()?;
            if self.peek()?.is_some() {
                return Err(self.damaged("goes on after its list"));
            }
        }
        Ok(Some((line, record)))
    }

    fn next_of_sequence(&mut self) -> Result<Option<(u64, Record)>, Damaged> {
        self.skip_space()?;
        match self.peek()? {
            None => Ok(None),
            Some(b'{') => {
                let line = self.line;
                Ok(Some((line, self.value()?)))
            }
            Some(_) => Err(self.damaged("has something else than an object")),
        }
    }

    fn next_line(&mut self) -> Result<Option<(u64, Record)>, Damaged> {
        loop {
            let line = self.line;
            let (mut bytes, mut fits, mut any) = (Vec::new(), true, false);
            loop {
                let chunk = self.reader.fill_buf().map_err(|error| failed(line, &error))?;
                if chunk.is_empty() {
                    break;
                }
                any = true;
                let end = chunk.iter().position(|b| *b == b'\n');
                let part = &chunk[..end.unwrap_or(chunk.len())];
                if bytes.len() + part.len() > MAX_RECORD {
                    (fits, bytes) = (false, Vec::new());
                } else if fits {
                    bytes.extend_from_slice(part);
                }
                let used = part.len() + usize::from(end.is_some());
                self.reader.consume(used);
                if end.is_some() {
                    self.line += 1;
                    break;
                }
            }
            match (any, fits) {
                (false, _) => return Ok(None),
                (true, false) => return Ok(Some((line, Record::TooLong))),
                (true, true) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                (true, true) => return Ok(Some((line, Record::Whole(bytes)))),
            }
        }
    }

    /// Walks an object to the array under a key, and says whether there is one.
    fn find(&mut self, key: &str) -> Result<(Place, bool), Damaged> {
        self.take()?;
        let wanted = format!("\"{key}\"");
        loop {
            self.skip_space()?;
            match self.peek()? {
                Some(b'"') => {}
                Some(b'}') => return Ok((Place::End, false)),
                _ => return Err(self.damaged("is no object where one must be")),
            }
            let name = self.value()?;
            self.skip_space()?;
            if self.take()? != Some(b':') {
                return Err(self.damaged("has a key without a value"));
            }
            self.skip_space()?;
            let is_wanted = matches!(&name, Record::Whole(bytes) if bytes == wanted.as_bytes());
            if is_wanted && self.peek()? == Some(b'[') {
                self.take()?;
                return Ok((self.array_begins()?, true));
            }
            self.value()?;
            self.skip_space()?;
            match self.take()? {
                Some(b',') => {}
                Some(b'}') => return Ok((Place::End, false)),
                _ => return Err(self.damaged("ends, or has something else, where a comma or } must stand")),
            }
        }
    }

    fn array_begins(&mut self) -> Result<Place, Damaged> {
        self.skip_space()?;
        if self.peek()? == Some(b']') {
            self.take()?;
            return Ok(Place::End);
        }
        Ok(Place::Array)
    }

    /// The value of a key of the document's own object, where it is short.
    pub(super) fn top_level(mut self, key: &str) -> Result<Option<Vec<u8>>, Damaged> {
        self.skip_space()?;
        if self.take()? != Some(b'{') {
            return Ok(None);
        }
        let wanted = format!("\"{key}\"");
        loop {
            self.skip_space()?;
            if self.peek()? != Some(b'"') {
                return Ok(None);
            }
            let name = self.value()?;
            self.skip_space()?;
            self.take()?;
            self.skip_space()?;
            let value = self.value()?;
            if let (Record::Whole(name), Record::Whole(value)) = (name, value)
                && name == wanted.as_bytes()
            {
                return Ok(Some(value));
            }
            self.skip_space()?;
            if self.take()? != Some(b',') {
                return Ok(None);
            }
        }
    }

    /// Takes one value, however deep, by its brackets and quotes alone; whether it is JSON is seen later.
    fn value(&mut self) -> Result<Record, Damaged> {
        let (mut bytes, mut fits) = (Vec::new(), true);
        let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
        let begun = self.line;
        loop {
            let chunk = self.reader.fill_buf().map_err(|error| failed(begun, &error))?;
            if chunk.is_empty() {
                if in_string || depth > 0 || (bytes.is_empty() && fits) {
                    return Err(Damaged { line: begun, problem: "begins something that never ends".to_owned() });
                }
                return Ok(if fits { Record::Whole(bytes) } else { Record::TooLong });
            }
            let (mut used, mut ended) = (0, false);
            for &byte in chunk {
                if in_string {
                    in_string = escaped || byte != b'"';
                    escaped = byte == b'\\' && !escaped;
                    ended = !in_string && depth == 0;
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'[' | b'{' => depth += 1,
                        b']' | b'}' if depth > 0 => {
                            depth -= 1;
                            ended = depth == 0;
                        }
                        b',' | b']' | b'}' | b':' if depth == 0 => break,
                        _ if byte.is_ascii_whitespace() && depth == 0 => break,
                        _ => {}
                    }
                }
                used += 1;
                self.line += u64::from(byte == b'\n');
                if ended {
                    break;
                }
            }
            if bytes.len() + used > MAX_RECORD {
                (fits, bytes) = (false, Vec::new());
            } else if fits {
                bytes.extend_from_slice(&chunk[..used]);
            }
            let stopped = ended || used < chunk.len();
            self.reader.consume(used);
            if stopped {
                if bytes.is_empty() && fits {
                    return Err(self.damaged("has a comma or bracket where a value must stand"));
                }
                return Ok(if fits { Record::Whole(bytes) } else { Record::TooLong });
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Damaged> {
        let line = self.line;
        Ok(self.reader.fill_buf().map_err(|error| failed(line, &error))?.first().copied())
    }

    fn take(&mut self) -> Result<Option<u8>, Damaged> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.reader.consume(1);
            self.line += u64::from(byte == Some(b'\n'));
        }
        Ok(byte)
    }

    fn skip_space(&mut self) -> Result<(), Damaged> {
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.take()?;
        }
        Ok(())
    }

    fn damaged(&self, problem: &str) -> Damaged {
        Damaged { line: self.line, problem: problem.to_owned() }
    }
}

fn failed(line: u64, error: &io::Error) -> Damaged {
    Damaged { line, problem: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, shape: Shape) -> Result<Vec<(u64, String)>, Damaged> {
        // A small buffer, so that every value spans several.
        let mut records = Records::new(io::BufReader::with_capacity(3, text.as_bytes()), shape);
        let mut found = Vec::new();
        while let Some((line, record)) = records.next()? {
            let Record::Whole(bytes) = record else { panic!("too long") };
            found.push((line, String::from_utf8(bytes).unwrap()));
        }
        Ok(found)
    }

    const LIST: Shape = Shape { lines: false, key: None };
    const USERS: Shape = Shape { lines: false, key: Some("users") };

    fn pairs(found: &[(u64, String)]) -> Vec<(u64, &str)> {
        found.iter().map(|(line, text)| (*line, text.as_str())).collect()
    }

    #[test]
    fn records_are_cut_with_their_lines() {
        let list = cut("[\n {\"a\":\"]}\\\"\"},\n\n {\"b\":[1,{}]} , 7\n]\n", LIST).unwrap();
        assert_eq!(pairs(&list), [(2, "{\"a\":\"]}\\\"\"}"), (4, "{\"b\":[1,{}]}"), (4, "7")]);
        let sequence = cut("{\"a\":1}\n{\"b\":\n2}", LIST).unwrap();
        assert_eq!(pairs(&sequence), [(1, "{\"a\":1}"), (2, "{\"b\":\n2}")]);
        let users =
            cut("{\"realm\":\"users\", \"users\":7, \"x\":{\"users\":[1]},\n\"users\":[{},\n2],\"y\":3}", USERS);
        assert_eq!(pairs(&users.unwrap()), [(2, "{}"), (3, "2")]);
        let lines = cut("{\"a\":\"\n\n  \n}\r\n3", Shape { lines: true, key: None }).unwrap();
        assert_eq!(pairs(&lines), [(1, "{\"a\":\""), (4, "}\r"), (5, "3")]);
        for empty in ["", " \n", "[]", " [ ] "] {
            assert!(cut(empty, LIST).unwrap().is_empty(), "{empty:?}");
        }
    }

    #[test]
    fn f20_a_document_that_cannot_be_cut_names_its_line() {
        for (text, line) in [("[1,\n2", 2), ("[{\"a\":\n\"x", 1), ("[,]", 1), ("[1]\n\n2", 3), ("\n7", 2), ("[1 2]", 1)]
        {
            assert_eq!(cut(text, LIST).expect_err(text).line, line, "{text:?}");
        }
        assert!(cut("{\"users\" [1]}", USERS).is_err());
    }
}
