//! Documents in the person's pager: a program with arguments, never a shell.

use std::io::{self, Seek, Write};
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};

use signal_hook::consts::SIGINT;

use super::terminal::{Interrupted, Terminal};
use crate::render::wizard;
use crate::system;

/// The pager where the person names none.
const DEFAULT: [&str; 2] = ["less", "-R"];

/// Shows a text, already made harmless, in the pager; prints it where there is none that can be run.
pub(super) fn show(terminal: &mut Terminal, text: &str) -> Result<(), Interrupted> {
    let Some(mut child) = words(system::pager(), terminal.is_plain()).and_then(|words| start(&words, text).ok()) else {
        return print(terminal, text);
    };
    let mut ended = None;
    let lent = terminal.lend(|| {
        ended = child.try_wait()?;
        Ok(ended.is_some())
    });
    if lent.is_err() {
        end(child);
        return lent;
    }
    match ended {
        Some(status) if status.signal() == Some(SIGINT) => Err(Interrupted),
        // Such is the answer of `env` and the like for a program that is not there.
        Some(status) if matches!(status.code(), Some(126 | 127)) => print(terminal, text),
        _ => Ok(()),
    }
}

/// The words of the pager; `None` where the text is to be printed.
fn words(named: Option<String>, is_plain: bool) -> Option<Vec<String>> {
    match named {
        Some(named) => shell_words::split(&named).ok().filter(|words| !words.is_empty()),
        None if is_plain => None,
        None => Some(DEFAULT.map(str::to_owned).to_vec()),
    }
}

fn start(words: &[String], text: &str) -> io::Result<Child> {
    let mut file = tempfile::tempfile()?;
    file.write_all(text.as_bytes())?;
    file.rewind()?;
    // stdout may lead elsewhere; the person reads where the prompts are.
    let screen = io::stderr().as_fd().try_clone_to_owned()?;
    Command::new(&words[0])
        .args(&words[1..])
        .env("LESSSECURE", "1")
        .stdin(Stdio::from(file))
        .stdout(Stdio::from(screen))
        .spawn()
}

fn end(mut child: Child) {
    // Where it has ended by itself there is nothing to do.
    let _ = child.kill();
    let _ = child.wait();
}

fn print(terminal: &Terminal, text: &str) -> Result<(), Interrupted> {
    let columns = terminal.columns();
    terminal.write("\n")?;
    for line in text.lines() {
        terminal.write(&wizard::paragraph(line, columns))?;
    }
    terminal.write("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v1_2_5_the_pager_is_words_and_never_a_shell() {
        let words = |text: &str| words(Some(text.to_owned()), false);
        assert_eq!(words("less -R; rm -rf ~"), Some(["less", "-R;", "rm", "-rf", "~"].map(str::to_owned).to_vec()));
        assert_eq!(words("'/opt/my pager' $(id)"), Some(vec!["/opt/my pager".into(), "$(id)".into()]));
        assert_eq!(words("'never closed"), None);
    }

    #[test]
    fn without_a_pager_a_terminal_that_only_prints_gets_the_text() {
        assert_eq!(words(None, true), None);
        assert_eq!(words(None, false), Some(vec!["less".into(), "-R".into()]));
    }
}
