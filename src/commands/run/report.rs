//! Reports of a run for other programs.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{Covered, Document, Outcome, Summary, missed};
use crate::error::{Exit, Failure};

/// A kind of report, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Report {
    /// The document of `--output json`, on stdout where no file is named.
    Json(Option<PathBuf>),
    /// JUnit's XML, as build servers read it.
    Junit(PathBuf),
}

impl FromStr for Report {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            None if text == "json" => Ok(Self::Json(None)),
            Some(("json", file)) if !file.is_empty() => Ok(Self::Json(Some(file.into()))),
            Some(("junit", file)) if !file.is_empty() => Ok(Self::Junit(file.into())),
            _ => Err("use json, json=FILE or junit=FILE".to_owned()),
        }
    }
}

impl Report {
    /// Writes a report that goes into a file.
    ///
    /// # Errors
    /// A [`Failure`] where the file cannot be written.
    pub fn write(&self, outcomes: &[Outcome], summary: &Summary, covered: Option<&Covered>) -> Result<(), Failure> {
        let (file, text) = match self {
            Self::Json(None) => return Ok(()),
            Self::Json(Some(file)) => {
                let document = Document { scripts: outcomes, summary, coverage: covered };
                let text = serde_json::to_string(&document)
                    .map_err(|error| Failure::new(Exit::Fault, "internal", error.to_string(), "Please report it."))?;
                (file, format!("{text}\n"))
            }
            Self::Junit(file) => (file, junit(outcomes, summary)),
        };
        write(file, &text)
    }
}

/// Writes a file that somebody asked for.
pub(super) fn write(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| {
        let problem = format!("The report {} cannot be written: {error}.", file.display());
        Failure::new(Exit::Unavailable, "report", problem, "Name a file in a folder that you can write.")
    })
}

/// One test suite with a test case a script. It has no times, so that the same run gives the same bytes.
fn junit(outcomes: &[Outcome], summary: &Summary) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"vestibule run\" tests=\"{}\" \
         failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
        summary.scripts, summary.failed, summary.malformed, summary.not_played
    );
    for outcome in outcomes {
        let (script, title) = match (&outcome.played, &outcome.error) {
            (Some(played), _) => (played.script.as_str(), played.title.as_str()),
            (None, Some(error)) => (error.path.as_str(), error.path.as_str()),
            (None, None) => continue,
        };
        xml.push_str(&format!("    <testcase classname=\"{}\" name=\"{}\"", escape(script), escape(title)));
        let problem = problem(outcome);
        if problem.is_empty() {
            xml.push_str("/>\n");
            continue;
        }
        let kind = if outcome.error.is_some() { "error" } else { "failure" };
        let first = problem.first().map(|sentence| escape(sentence)).unwrap_or_default();
        let transcript = outcome.played.as_ref().map(|played| played.transcript.as_str()).unwrap_or_default();
        let body = escape(&format!("{}\n\n{transcript}", problem.join("\n")));
        xml.push_str(&format!(">\n      <{kind} message=\"{first}\">{body}</{kind}>\n    </testcase>\n"));
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

fn problem(outcome: &Outcome) -> Vec<String> {
    let mut problems: Vec<String> = outcome.error.iter().map(|error| error.message.clone()).collect();
    problems.extend(outcome.played.iter().flat_map(missed));
    problems.extend(outcome.snapshot.iter().filter_map(super::Snapshot::problem));
    problems
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            // XML 1.0 has no way to write other control characters.
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_its_kind_and_its_file() {
        assert_eq!("json".parse(), Ok(Report::Json(None)));
        assert_eq!("json=a=b".parse(), Ok(Report::Json(Some("a=b".into()))));
        assert_eq!("junit=r.xml".parse(), Ok(Report::Junit("r.xml".into())));
        for wrong in ["junit", "junit=", "html=x", ""] {
            assert!(wrong.parse::<Report>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_in_a_text_ends_its_element() {
        assert_eq!(escape("<a href=\"x\">&\u{1b}</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;\u{FFFD}&lt;/a&gt;");
    }
}
