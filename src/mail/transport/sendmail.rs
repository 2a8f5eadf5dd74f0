//! Mail through the system's `sendmail` program.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use lettre::message::Mailbox;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::super::text::excerpt;
use super::envelope::{Sealed, seal};
use super::{bounded, run, unusable};
use crate::ports::{Accepted, Delivery, DeliveryError, Outgoing};

/// Exit codes of `sysexits.h` that concern the message or its recipient: EX_DATAERR, EX_NOUSER, EX_NOHOST.
const NEVER: [i32; 3] = [65, 67, 68];

/// Runs `PROGRAM -i -f SENDER -- RECIPIENT` with the message as its input. No shell is involved, and `--`
/// keeps a recipient that starts with `-` from being an option.
pub(super) struct Sendmail {
    program: PathBuf,
    sender: Mailbox,
}

impl Sendmail {
    pub(super) fn new(program: PathBuf, sender: Mailbox) -> Self {
        Self { program, sender }
    }

    async fn hand_over(&self, sealed: Sealed) -> Result<Accepted, DeliveryError> {
        let remedy = "check that mail.sendmail names the program";
        let mut child = Command::new(&self.program)
            .arg("-i")
            .arg("-f")
            .arg(AsRef::<str>::as_ref(&sealed.from))
            .arg("--")
            .arg(AsRef::<str>::as_ref(&sealed.to))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| unusable(&self.program, &error, remedy))?;
        let stdin = child.stdin.take();
        // At once with reading: a program that complains at length must not wait for us while we wait for it.
        let feed = tokio::spawn(async move {
            if let Some(mut stdin) = stdin {
                stdin.write_all(&sealed.bytes).await?;
                stdin.shutdown().await?;
            }
            Ok::<(), io::Error>(())
        });
        let output = child.wait_with_output().await;
        let fed = feed.await.map_err(io::Error::other).flatten();
        let output = output.map_err(|error| unusable(&self.program, &error, remedy))?;
        let said = excerpt(&String::from_utf8_lossy(&output.stderr), 200);
        match (output.status.code(), fed) {
            (Some(0), Ok(())) => Ok(Accepted { answer: format!("{} took the mail", self.program.display()) }),
            (Some(0), Err(error)) => Err(unusable(&self.program, &error, "it ended before it had read the mail")),
            (Some(code), _) if NEVER.contains(&code) => {
                Err(DeliveryError::Never(format!("{} refused the mail (exit {code}): {said}", self.program.display())))
            }
            _ => Err(DeliveryError::Later(format!("{} failed ({}): {said}", self.program.display(), output.status))),
        }
    }
}

impl Delivery for Sendmail {
    fn deliver(&self, mail: &Outgoing, within: Duration) -> Result<Accepted, DeliveryError> {
        let sealed = seal(mail, &self.sender)?;
        run(bounded(within, &self.program.display().to_string(), self.hand_over(sealed)))
    }
}
