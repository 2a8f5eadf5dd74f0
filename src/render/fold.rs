//! Long lines of prose and of lists, broken to the terminal's width.

use console::measure_text_width;

use super::table;

/// The narrowest that lines are broken to: below it words would stand alone.
const NARROWEST: usize = 20;

/// Every line that is too wide is broken between words; what follows stands under the line's text: under its
/// indentation, or under what a list says of an entry.
pub fn fold(text: &str) -> String {
    fold_to(text, table::width())
}

/// As [`fold`], to so many columns.
pub fn fold_to(text: &str, width: usize) -> String {
    let mut folded = String::with_capacity(text.len());
    for line in text.lines() {
        if measure_text_width(line) <= width {
            folded.push_str(line);
        } else {
            folded.push_str(&broken(line, width));
        }
        folded.push('\n');
    }
    folded
}

fn broken(line: &str, width: usize) -> String {
    let indent = line.len() - line.trim_start().len();
    let under = entry_ends(&line[indent..]).map_or(indent, |end| indent + end);
    let under = if 2 * under > width { indent + 2 } else { under };
    let hanging = " ".repeat(under.min(width / 2));
    let options = textwrap::Options::new(width.max(NARROWEST))
        .subsequent_indent(&hanging)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(line, options)
}

/// Where what a list says of an entry begins: after the first gap of two spaces or more.
fn entry_ends(line: &str) -> Option<usize> {
    let gap = line.find("  ")?;
    let rest = &line[gap..];
    Some(gap + rest.len() - rest.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_an_entry_stands_under_what_is_said_of_it() {
        let list = "  busy      somebody else writes to the database\n  ok        done";
        assert_eq!(
            fold_to(list, 30),
            "  busy      somebody else\n            writes to the\n            database\n  ok        done\n"
        );
    }

    #[test]
    fn prose_keeps_its_indentation() {
        assert_eq!(fold_to("  a few longer words that go on", 20), "  a few longer words\n  that go on\n");
    }
}
