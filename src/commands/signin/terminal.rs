//! The person's terminal while the wizard runs: keys from stdin, words to stderr, its modes put back at the end.
//!
//! Typed characters are echoed by the wizard or not at all, so that a secret typed before its prompt does not show.

use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use console::{Key, Term, measure_text_width};
use nix::sys::select::{FdSet, select};
use nix::sys::termios::{InputFlags, LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
use secrecy::SecretString;
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::{pipe, unregister};
use signal_hook::{SigId, flag};
use zeroize::Zeroizing;

use super::line::{Line, Pressed};
use crate::render::{safe, wizard};
use crate::system;

/// The person, or the machine, ended the wizard: Ctrl-C, a signal, or a terminal that went away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interrupted;

impl From<io::Error> for Interrupted {
    fn from(_: io::Error) -> Self {
        Self
    }
}

impl From<nix::Error> for Interrupted {
    fn from(_: nix::Error) -> Self {
        Self
    }
}

impl From<dialoguer::Error> for Interrupted {
    fn from(_: dialoguer::Error) -> Self {
        Self
    }
}

/// The terminal.
pub(super) struct Terminal {
    term: Term,
    found: Termios,
    signals: UnixStream,
    /// Set by a signal that means the wizard whoever else is in the foreground.
    told_to_end: Arc<AtomicBool>,
    registered: Vec<SigId>,
    /// Whether the terminal only prints: no cursor to move.
    plain: bool,
}

impl Terminal {
    /// Takes the terminal over.
    pub(super) fn open() -> Result<Self, Interrupted> {
        let found = tcgetattr(io::stdin())?;
        let (signals, noticed) = UnixStream::pair()?;
        signals.set_nonblocking(true)?;
        let told_to_end = Arc::new(AtomicBool::new(false));
        let mut terminal = Self {
            term: Term::stderr(),
            found,
            signals,
            told_to_end,
            registered: Vec::new(),
            plain: system::is_dumb(),
        };
        // The flag first: whoever wakes up must find it set.
        for signal in [SIGTERM, SIGHUP] {
            terminal.registered.push(flag::register(signal, Arc::clone(&terminal.told_to_end))?);
        }
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            terminal.registered.push(pipe::register(signal, noticed.try_clone()?)?);
        }
        terminal.take()?;
        Ok(terminal)
    }

    /// The number of columns.
    pub(super) fn columns(&self) -> usize {
        let asked = || self.term.size_checked().map(|(_, columns)| usize::from(columns));
        system::columns().or_else(asked).unwrap_or(80).max(1)
    }

    /// Whether the terminal only prints.
    pub(super) fn is_plain(&self) -> bool {
        self.plain
    }

    /// Writes text as it is.
    pub(super) fn write(&self, text: &str) -> Result<(), Interrupted> {
        Ok(self.term.write_str(text)?)
    }

    /// Writes a paragraph, made harmless and broken to the width.
    pub(super) fn say(&self, paragraph: &str) -> Result<(), Interrupted> {
        self.write(&wizard::paragraph(&safe::line(paragraph), self.columns()))
    }

    /// Asks for text that may be seen; the person can change `initial`. An empty answer is one.
    pub(super) fn ask(&mut self, prompt: &str, initial: &str) -> Result<String, Interrupted> {
        Ok(self.read_line(prompt, Some(initial))?.trim().to_owned())
    }

    /// Asks for a secret; nothing that is typed shows. An empty answer is one.
    pub(super) fn ask_secret(&mut self, prompt: &str) -> Result<SecretString, Interrupted> {
        Ok(SecretString::from(self.read_line(prompt, None)?.as_str()))
    }

    /// Lets the person choose one of several; answers its index.
    pub(super) fn choose(&mut self, prompt: &str, items: &[String], default: usize) -> Result<usize, Interrupted> {
        if self.has_room_for(prompt, items, 2) {
            self.check()?;
            return Ok(dialoguer::Select::new().with_prompt(prompt).items(items).default(default).interact()?);
        }
        self.say(&format!("{prompt}:"))?;
        self.list(items)?;
        loop {
            let given = self.ask("Number", &(default + 1).to_string())?;
            match given.parse::<usize>() {
                Ok(number) if (1..=items.len()).contains(&number) => return Ok(number - 1),
                _ => self.say(&format!("Enter a number from 1 to {}.", items.len()))?,
            }
        }
    }

    /// Lets the person tick any of several; answers their indices.
    pub(super) fn tick(&mut self, prompt: &str, items: &[String]) -> Result<Vec<usize>, Interrupted> {
        if self.has_room_for(prompt, items, 6) {
            self.check()?;
            self.say("The space bar ticks, Enter goes on.")?;
            return Ok(dialoguer::MultiSelect::new().with_prompt(prompt).items(items).report(false).interact()?);
        }
        self.say(&format!("{prompt}:"))?;
        self.list(items)?;
        loop {
            let given = self.ask("Numbers, with spaces between", "")?;
            let numbers: Result<Vec<usize>, _> = given.split_whitespace().map(str::parse).collect();
            match numbers {
                Ok(numbers) if numbers.iter().all(|number| (1..=items.len()).contains(number)) => {
                    return Ok(numbers.into_iter().map(|number| number - 1).collect());
                }
                _ => self.say(&format!("Enter numbers from 1 to {}, or nothing.", items.len()))?,
            }
        }
    }

    /// Gives the terminal to another program as it was found, and takes it back when `is_done` says so, which is
    /// asked again after every signal. An interrupt meanwhile is that program's affair, an order to end is not.
    pub(super) fn lend(&mut self, mut is_done: impl FnMut() -> io::Result<bool>) -> Result<(), Interrupted> {
        let (children, noticed) = UnixStream::pair()?;
        children.set_nonblocking(true)?;
        let registered = pipe::register(SIGCHLD, noticed)?;
        self.give_back()?;
        let waited = loop {
            if self.told_to_end.load(Ordering::SeqCst) {
                break Err(Interrupted);
            }
            match is_done() {
                Ok(true) => break Ok(()),
                Ok(false) => {}
                Err(_) => break Err(Interrupted),
            }
            if let Err(error) = self.wait(children.as_fd()) {
                break Err(error);
            }
            drain(&children);
            drain(&self.signals);
        };
        unregister(registered);
        drain(&self.signals);
        self.take()?;
        waited
    }

    fn has_room_for(&self, prompt: &str, items: &[String], lead: usize) -> bool {
        let columns = self.columns();
        let lines = self.term.size().0.into();
        let widest = items.iter().map(|item| measure_text_width(item) + lead).max().unwrap_or(0);
        !self.plain && widest.max(measure_text_width(prompt) + 1) < columns && items.len() + 3 <= lines
    }

    fn list(&self, items: &[String]) -> Result<(), Interrupted> {
        for (index, item) in items.iter().enumerate() {
            self.write(&wizard::item(&format!("{}. ", index + 1), &safe::line(item), self.columns()))?;
        }
        Ok(())
    }

    fn read_line(&mut self, prompt: &str, shown: Option<&str>) -> Result<Zeroizing<String>, Interrupted> {
        let lead = self.lead(prompt)?;
        let mut line = Line::new(shown.unwrap_or_default(), shown.is_none());
        let mut drawn = String::new();
        self.write(&lead)?;
        loop {
            if shown.is_some() {
                self.draw(&lead, &mut drawn, line.shown())?;
            }
            let key = self.key()?;
            if line.press(&key) == Pressed::Done {
                self.write("\n")?;
                return Ok(line.finish());
            }
        }
    }

    /// The prompt as it stands before what is typed: on a line of its own where little room would be left.
    fn lead(&self, prompt: &str) -> Result<String, Interrupted> {
        let columns = self.columns();
        if measure_text_width(prompt) + 12 <= columns {
            return Ok(format!("{prompt}: "));
        }
        self.say(&format!("{prompt}:"))?;
        Ok("> ".to_owned())
    }

    /// Brings the line on the screen from what was drawn to the text, of which the end shows where it is too long.
    /// Only carriage returns and spaces are used, which every terminal has.
    fn draw(&self, lead: &str, drawn: &mut String, text: &str) -> Result<(), Interrupted> {
        let room = self.columns().saturating_sub(measure_text_width(lead) + 1).max(1);
        let mut from = text.len();
        for (at, _) in text.char_indices().rev() {
            if measure_text_width(&text[at..]) > room {
                break;
            }
            from = at;
        }
        let visible = &text[from..];
        match visible.strip_prefix(drawn.as_str()) {
            Some(more) => self.write(more)?,
            None => {
                let gone = measure_text_width(drawn).saturating_sub(measure_text_width(visible));
                let blank = " ".repeat(gone);
                self.write(&format!("\r{lead}{visible}{blank}{}", "\x08".repeat(gone)))?;
            }
        }
        visible.clone_into(drawn);
        Ok(())
    }

    fn key(&mut self) -> Result<Key, Interrupted> {
        self.wait(io::stdin().as_fd())?;
        self.check()?;
        match self.term.read_key_raw()? {
            Key::CtrlC => Err(Interrupted),
            key => Ok(key),
        }
    }

    /// Waits for a signal, or until something can be read.
    fn wait(&self, other: BorrowedFd<'_>) -> Result<(), Interrupted> {
        loop {
            let mut ready = FdSet::new();
            ready.insert(self.signals.as_fd());
            ready.insert(other);
            match select(None, &mut ready, None, None, None) {
                Err(nix::Error::EINTR) => {}
                Err(error) => return Err(error.into()),
                Ok(_) => return Ok(()),
            }
        }
    }

    /// Whether no signal came.
    fn check(&self) -> Result<(), Interrupted> {
        if self.told_to_end.load(Ordering::SeqCst) || drain(&self.signals) { Err(Interrupted) } else { Ok(()) }
    }

    /// Nothing is echoed, and Ctrl-C is a key, so that it is not lost between two prompts.
    fn take(&self) -> Result<(), Interrupted> {
        let mut modes = self.found.clone();
        modes.local_flags.remove(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::ISIG | LocalFlags::IEXTEN);
        modes.input_flags.remove(InputFlags::IXON);
        Ok(tcsetattr(io::stdin(), SetArg::TCSADRAIN, &modes)?)
    }

    fn give_back(&self) -> Result<(), Interrupted> {
        Ok(tcsetattr(io::stdin(), SetArg::TCSADRAIN, &self.found)?)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // What is left to do where the terminal is gone is nothing.
        if !self.plain {
            let _ = self.term.show_cursor();
        }
        let _ = self.give_back();
        for id in self.registered.drain(..) {
            unregister(id);
        }
    }
}

/// Forgets the signals that were noticed; whether there were any.
fn drain(mut noticed: &UnixStream) -> bool {
    let mut bytes = [0; 64];
    let mut any = false;
    while matches!(noticed.read(&mut bytes), Ok(read) if read > 0) {
        any = true;
    }
    any
}
