//! Mail that waits, was sent, or was given up.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::Serialize;

use super::{Db, StoreError, UserKey, maybe_time, ms, time, word};

/// A mail's row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailKey(pub i64);

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// It waits for its (next) attempt.
    Queued,
    /// The receiving side took it.
    Sent,
    /// The receiving side refused it for good.
    GivenUp,
    /// Its code expired before it could be sent.
    Dropped,
}

impl MailState {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::GivenUp => "given_up",
            Self::Dropped => "dropped",
        }
    }
}

impl FromStr for MailState {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Queued, Self::Sent, Self::GivenUp, Self::Dropped]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of a mail"))
    }
}

/// A mail in the outbox.
#[derive(Clone)]
pub struct MailRow {
    /// Its key.
    pub key: MailKey,
    /// Its id, `msg_…`, and the left side of its `Message-ID`.
    pub id: String,
    /// What it is about.
    pub kind: String,
    /// Whom it concerns.
    pub user: Option<UserKey>,
    /// The address it goes to.
    pub recipient: String,
    /// The subject line.
    pub subject: String,
    /// The body, sealed; erased once the mail is settled.
    pub sealed: Option<Vec<u8>>,
    /// Where it stands.
    pub state: MailState,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// When it stops being worth sending.
    pub expires_at: Option<Timestamp>,
    /// Attempts made.
    pub attempts: u32,
    /// Its number in the order of sending.
    pub sequence: Option<u64>,
    /// What the receiving side last said.
    pub answer: Option<String>,
    /// When it was sent, given up or dropped.
    pub settled_at: Option<Timestamp>,
    /// Until when one process keeps it to itself, to hand it over.
    pub leased_until: Option<Timestamp>,
}

/// A mail to be queued.
pub struct NewMail<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is about.
    pub kind: &'a str,
    /// Whom it concerns.
    pub user: Option<UserKey>,
    /// The address it goes to.
    pub recipient: &'a str,
    /// The subject line.
    pub subject: &'a str,
    /// The body, sealed.
    pub sealed: &'a [u8],
    /// Now.
    pub queued_at: Timestamp,
    /// When it stops being worth sending.
    pub expires_at: Option<Timestamp>,
}

fn mail(row: &Row<'_>) -> rusqlite::Result<MailRow> {
    Ok(MailRow {
        key: MailKey(row.get("n")?),
        id: row.get("id")?,
        kind: row.get("kind")?,
        user: row.get::<_, Option<i64>>("user")?.map(UserKey),
        recipient: row.get("recipient")?,
        subject: row.get("subject")?,
        sealed: row.get("sealed")?,
        state: word(row, "state")?,
        queued_at: time(row, "queued_at")?,
        next_at: time(row, "next_at")?,
        expires_at: maybe_time(row, "expires_at")?,
        attempts: row.get("attempts")?,
        sequence: row.get::<_, Option<i64>>("sequence")?.and_then(|n| u64::try_from(n).ok()),
        answer: row.get("answer")?,
        settled_at: maybe_time(row, "settled_at")?,
        leased_until: maybe_time(row, "leased_until")?,
    })
}

impl Db<'_> {
    /// Queues a mail.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn queue_mail(self, new: &NewMail<'_>) -> Result<MailKey, StoreError> {
        self.insert(
            "INSERT INTO outbox (id, kind, user, recipient, subject, sealed, state, queued_at, next_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'queued', ?7, ?7, ?8)",
            params![
                new.id,
                new.kind,
                new.user.map(|key| key.0),
                new.recipient,
                new.subject,
                new.sealed,
                ms(new.queued_at),
                new.expires_at.map(ms)
            ],
        )
        .map(MailKey)
    }

    /// The mail of an id.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn mail_by_id(self, id: &str) -> Result<Option<MailRow>, StoreError> {
        self.one("SELECT * FROM outbox WHERE id = ?1", [id], mail)
    }

    /// The mail of a key.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn mail(self, key: MailKey) -> Result<Option<MailRow>, StoreError> {
        self.one("SELECT * FROM outbox WHERE n = ?1", [key.0], mail)
    }

    /// Mail in the order of queueing; all of it or in one state.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn mails(self, state: Option<MailState>, limit: u32) -> Result<Vec<MailRow>, StoreError> {
        let mut newest = self.all(
            "SELECT * FROM outbox WHERE (?1 IS NULL OR state = ?1) ORDER BY n DESC LIMIT ?2",
            params![state.map(MailState::as_str), limit],
            mail,
        )?;
        newest.reverse();
        Ok(newest)
    }

    /// The mails queued for a person at one moment.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn mails_at(self, user: UserKey, at: Timestamp) -> Result<Vec<MailRow>, StoreError> {
        self.all("SELECT * FROM outbox WHERE user = ?1 AND queued_at = ?2 ORDER BY n", params![user.0, ms(at)], mail)
    }

    /// The mails of one kind queued for a person since `since`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_mails(self, user: UserKey, kind: &str, since: Timestamp) -> Result<u64, StoreError> {
        self.count(
            "SELECT count(*) FROM outbox WHERE user = ?1 AND kind = ?2 AND queued_at > ?3",
            params![user.0, kind, ms(since)],
        )
    }

    /// Leases the next mail that is due, or this one if it is, so that no other sender takes it until `until`. Only a
    /// write transaction keeps others from choosing the same one.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn lease_mail(
        self,
        only: Option<MailKey>,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<MailRow>, StoreError> {
        let due = self.one(
            "SELECT n FROM outbox WHERE state = 'queued' AND next_at <= ?1 AND coalesce(leased_until, 0) <= ?1
                AND (?2 IS NULL OR n = ?2)
             ORDER BY next_at, n LIMIT 1",
            params![ms(now), only.map(|key| key.0)],
            |row| row.get::<_, i64>(0),
        )?;
        let Some(due) = due else { return Ok(None) };
        self.execute(
            "UPDATE outbox SET leased_until = ?2, attempts = attempts + 1 WHERE n = ?1",
            params![due, ms(until)],
        )?;
        self.one("SELECT * FROM outbox WHERE n = ?1", [due], mail)
    }

    /// When the next queued mail is due, whoever leases it.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn next_mail_at(self) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT max(next_at, coalesce(leased_until, 0)) AS due FROM outbox WHERE state = 'queued' ORDER BY 1 LIMIT 1",
            [],
            |row| time(row, "due"),
        )
    }

    /// Gives a mail its number in the order of sending.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn number_mail(self, key: MailKey, sequence: u64) -> Result<(), StoreError> {
        let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
        self.execute("UPDATE outbox SET sequence = ?2 WHERE n = ?1", params![key.0, sequence])?;
        Ok(())
    }

    /// Settles a mail and erases its body.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn settle_mail(self, key: MailKey, state: MailState, answer: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE outbox SET state = ?2, answer = ?3, settled_at = ?4, sealed = CASE WHEN ?2 = 'given_up' THEN sealed END,
                               leased_until = NULL WHERE n = ?1",
            params![key.0, state.as_str(), answer, ms(at)],
        )?;
        Ok(())
    }

    /// Puts a mail back into the queue after a failed attempt, or after it was given up.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn requeue_mail(self, key: MailKey, answer: &str, next_at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE outbox SET state = 'queued', answer = ?2, next_at = ?3, settled_at = NULL, leased_until = NULL
             WHERE n = ?1 AND sealed IS NOT NULL",
            params![key.0, answer, ms(next_at)],
        )?;
        Ok(())
    }

    /// How many mails are in a state.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_mail_in(self, state: MailState) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM outbox WHERE state = ?1", [state.as_str()])
    }
}
