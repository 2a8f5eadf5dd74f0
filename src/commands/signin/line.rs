//! One line as it is typed or pasted: from keys to text, without a terminal.

use console::Key;
use zeroize::Zeroizing;

/// What a terminal puts around a paste (xterm's bracketed paste mode).
const PASTE_BEGINS: &str = "\x1b[200~";
const PASTE_ENDS: &str = "\x1b[201~";

/// The most that a line holds, in bytes; every field is far shorter, so that more is refused as too long.
const MAX_BYTES: usize = 1 << 16;

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// The line goes on, and may look different.
    Edited,
    /// The line is complete.
    Done,
}

/// A line that is being written. The text is erased from memory with it.
pub(super) struct Line {
    text: Zeroizing<String>,
    pasting: bool,
    keeps_tabs: bool,
}

impl Line {
    /// A line that begins with some text. A secret keeps its tabs, any other line has none.
    pub(super) fn new(initial: &str, is_secret: bool) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(MAX_BYTES));
        text.push_str(initial);
        Self { text, pasting: false, keeps_tabs: is_secret }
    }

    /// Takes a key. A line break inside a paste is passed over: it is not the person's Enter.
    pub(super) fn press(&mut self, key: &Key) -> Pressed {
        match key {
            Key::Enter if !self.pasting => return Pressed::Done,
            Key::Char('\x04') if self.text.is_empty() => return Pressed::Done,
            Key::Backspace => {
                self.text.pop();
            }
            Key::Char('\x15') => self.text.clear(),
            Key::Char('\x17') => {
                let kept = self.text.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
                self.text.truncate(kept);
            }
            Key::Tab if self.keeps_tabs => self.push('\t'),
            Key::Char(c) if !c.is_control() => self.push(*c),
            Key::Escape => self.push('\x1b'),
            // The beginning of a paste mark reaches a reader of single keys as an unknown sequence and the rest of it.
            Key::UnknownEscSeq(rest) if "[20".starts_with(&rest.iter().collect::<String>()) => {
                self.push('\x1b');
                rest.iter().for_each(|&c| self.push(c));
            }
            _ => {}
        }
        Pressed::Edited
    }

    /// What can be shown of it.
    pub(super) fn shown(&self) -> &str {
        self.text.split('\x1b').next().unwrap_or_default()
    }

    /// The text, without what is left of a key that writes nothing.
    pub(super) fn finish(self) -> Zeroizing<String> {
        let mut text = self.text;
        text.retain(|c| c != '\x1b');
        text
    }

    fn push(&mut self, c: char) {
        if self.text.len() + c.len_utf8() > MAX_BYTES {
            return;
        }
        self.text.push(c);
        for (mark, begins) in [(PASTE_BEGINS, true), (PASTE_ENDS, false)] {
            if self.text.ends_with(mark) {
                let kept = self.text.len() - mark.len();
                self.text.truncate(kept);
                self.pasting = begins;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> (String, Pressed) {
        let mut line = Line::new("", true);
        let mut pressed = Pressed::Edited;
        for key in keys {
            pressed = line.press(key);
        }
        (line.finish().to_string(), pressed)
    }

    fn chars(text: &str) -> Vec<Key> {
        text.chars().map(Key::Char).collect()
    }

    fn mark(last: char) -> Vec<Key> {
        vec![Key::UnknownEscSeq(vec!['[', '2', '0']), Key::Char(last), Key::Char('~')]
    }

    #[test]
    fn v6_2_7_the_marks_around_a_paste_are_no_part_of_it() {
        let password = "correct horse battery staple ".repeat(4);
        let keys = [mark('0'), chars(&password), mark('1'), vec![Key::Enter]].concat();
        assert_eq!(typed(&keys), (password, Pressed::Done));
    }

    #[test]
    fn v6_2_7_marks_that_arrive_in_pieces_are_none_either() {
        let pieces = |last| [vec![Key::Escape], chars("[20"), vec![Key::Char(last), Key::Char('~')]].concat();
        let split = vec![Key::UnknownEscSeq(vec!['[']), Key::Char('2'), Key::Char('0'), Key::Char('0'), Key::Char('~')];
        assert_eq!(typed(&[pieces('0'), chars("secret"), pieces('1')].concat()).0, "secret");
        assert_eq!(typed(&[split, chars("secret"), mark('1')].concat()).0, "secret");
    }

    #[test]
    fn a_line_break_inside_a_paste_does_not_submit() {
        let keys = [mark('0'), chars("123456"), vec![Key::Enter], mark('1')].concat();
        assert_eq!(typed(&keys), ("123456".to_owned(), Pressed::Edited));
    }

    #[test]
    fn v6_2_8_spaces_and_tabs_of_a_secret_stay() {
        let keys = [chars(" a~[0 "), vec![Key::Tab, Key::Char('愛')], chars(" ")].concat();
        assert_eq!(typed(&keys).0, " a~[0 \t愛 ");
    }

    #[test]
    fn keys_edit() {
        let keys = [chars("ab c"), vec![Key::Backspace, Key::Char('d'), Key::ArrowLeft, Key::Escape]].concat();
        assert_eq!(typed(&keys).0, "ab d");
        assert_eq!(typed(&[chars("ab cd"), vec![Key::Char('\x17')]].concat()).0, "ab ");
        assert_eq!(typed(&[chars("ab cd"), vec![Key::Char('\x15'), Key::Char('\x04')]].concat()).1, Pressed::Done);
    }
}
