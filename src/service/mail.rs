//! Mail: queued in the transaction that caused it, handed over after the commit, retried until it is settled.

mod hidden;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::audit::Act;
use super::permission::Permission;
use super::{Service, ServiceError, Work};
use crate::credentials::{seal, token};
use crate::mail::address::Address;
use crate::mail::config::MailConfig;
use crate::mail::message::{Context, Kind, render};
use crate::ports::{Accepted, Delivery, DeliveryError, Entropy, Outgoing};
use crate::store::{MailKey, MailRow, MailState, Mode, NewMail, UserKey, UserRow};

/// How long a sender keeps a mail to itself; longer than any attempt takes.
const LEASE: SignedDuration = SignedDuration::from_mins(6);

/// How long one attempt may take when nobody waits for it.
const ATTEMPT: Duration = Duration::from_secs(60);

/// The first wait after a failed attempt; each next one is twice as long.
const FIRST_WAIT_SECONDS: i64 = 30;

/// The longest wait between two attempts.
const LONGEST_WAIT_SECONDS: i64 = 3600;

/// How long a mail without an end of its own is tried.
const KEPT_TRYING: SignedDuration = SignedDuration::from_hours(72);

/// Whom a mail goes to and concerns.
pub(crate) struct Envelope<'a> {
    pub user: Option<UserKey>,
    pub address: &'a str,
    pub name: Option<&'a str>,
    /// When the mail stops being worth sending.
    pub expires_at: Option<Timestamp>,
}

impl<'a> Envelope<'a> {
    /// To an account's own address.
    pub(crate) fn to(user: &'a UserRow) -> Self {
        Self { user: Some(user.key), address: &user.address, name: user.name.as_deref(), expires_at: None }
    }
}

/// The body of a queued mail, sealed in the database.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Body {
    text: String,
    html: String,
}

/// A mail as an operator sees it.
#[derive(Debug, Serialize)]
pub struct MailSummary {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: String,
    /// Whom it goes to.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// Attempts made.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// When it stops being worth sending.
    pub expires_at: Option<Timestamp>,
    /// When it was sent, given up or dropped.
    pub settled_at: Option<Timestamp>,
    /// What the receiving side last said.
    pub answer: Option<String>,
}

/// A mail with its text, as far as that may be shown.
#[derive(Debug, Serialize)]
pub struct MailDetail {
    /// The mail.
    #[serde(flatten)]
    pub mail: MailSummary,
    /// The plain text; in a real home codes are hidden, and once sent it is erased.
    pub text: Option<String>,
}

/// What a round of sending did.
#[derive(Debug, Default, Serialize)]
pub struct Sent {
    /// Mails that the receiving side took.
    pub sent: u32,
    /// Mails that were not taken and wait for another attempt.
    pub waiting: u32,
    /// Mails given up.
    pub given_up: u32,
    /// Mails dropped because their code had expired.
    pub dropped: u32,
    /// What the receiving side last said where it did not take a mail.
    pub last_problem: Option<String>,
}

impl Work<'_> {
    /// Queues a mail in this transaction.
    pub(crate) fn queue_mail(&self, to: &Envelope<'_>, kind: Kind<'_>) -> Result<(), ServiceError> {
        let context = Context { product: &self.world.mail.product, address: to.address, name: to.name, at: self.now };
        let content = render(&kind, &context, &self.world.templates);
        let id = token::record_id("msg_", self.now, self.world)?;
        let recipient = Address::parse(to.address)
            .map_err(|problem| ServiceError::Address { given: to.address.to_owned(), problem })?;
        let body = Body { text: content.text, html: content.html };
        let plain = Zeroizing::new(serde_json::to_vec(&body).expect("two strings are always JSON"));
        let sealed = seal::seal(&self.world.keyring, self.world, &row(&id), &plain)?;
        let key = self.db.queue_mail(&NewMail {
            id: &id,
            kind: kind.template().id(),
            user: to.user,
            recipient: recipient.mailbox().as_ref(),
            subject: &content.subject,
            sealed: &sealed,
            queued_at: self.now,
            expires_at: to.expires_at,
        })?;
        self.queued.borrow_mut().push(key);
        Ok(())
    }

    /// Queues a notice of what support did to an account.
    pub(crate) fn notice_of(&self, user: UserKey, what: &str) -> Result<(), ServiceError> {
        let user = self.db.user(user)?.ok_or(ServiceError::Conflict)?;
        self.queue_mail(&Envelope::to(&user), Kind::SupportActed { what })
    }

    /// The mail that this transaction queued last.
    pub(super) fn last_queued(&self) -> Result<MailRow, ServiceError> {
        let key = self.queued.borrow().last().copied().ok_or(ServiceError::Conflict)?;
        self.db.mail(key)?.ok_or(ServiceError::Conflict)
    }

    /// The mail that carried the code of a reference.
    pub(crate) fn mail_of_reference(
        &self,
        user: &UserRow,
        reference: &str,
        queued_at: Timestamp,
    ) -> Result<Option<MailSummary>, ServiceError> {
        let mails = self.db.mails_at(user.key, queued_at)?;
        let needle = format!("(ref {reference})");
        Ok(mails.into_iter().find(|mail| mail.subject.contains(&needle)).map(summary))
    }

    fn body(&self, mail: &MailRow) -> Result<Body, ServiceError> {
        let sealed = mail.sealed.as_deref().ok_or(ServiceError::Seal(seal::SealError::Malformed))?;
        let plain = seal::open(&self.world.keyring, &row(&mail.id), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| ServiceError::Seal(seal::SealError::Malformed))
    }
}

fn row(id: &str) -> String {
    format!("outbox.sealed:{id}")
}

impl Service {
    /// Hands over the mails that this process queued, within `mail.send_within` in all. What is not taken waits for
    /// `mail send`; the journey goes on. Whatever fails here is told by [`Service::last_sent`] and never takes the place
    /// of the answer, because what was committed stands, and its tokens are shown this once.
    pub(crate) fn deliver_queued(&mut self) {
        self.access.hand_over();
        let queued = std::mem::take(&mut *self.queued.borrow_mut());
        let mut sent = Sent::default();
        let mails = u32::try_from(queued.len()).unwrap_or(u32::MAX).max(1);
        let each = Duration::from_secs(self.world.mail.send_within.as_secs().into()) / mails;
        for key in queued {
            // Once the receiving side failed, the rest of the time would only be spent on failing again.
            if sent.waiting > 0 {
                break;
            }
            if let Err(error) = self.send_one(Some(key), each, &mut sent) {
                sent.waiting += 1;
                sent.last_problem = Some(error.to_string());
            }
        }
        self.last_sent = sent;
    }

    /// Hands over every mail that is due.
    ///
    /// # Errors
    /// [`ServiceError`] of the database, or of a transport that cannot be opened.
    pub fn send_due(&mut self) -> Result<Sent, ServiceError> {
        self.open_to_anyone();
        self.write(|work| {
            work.expire_overdue()?;
            work.settle_requests()
        })?;
        let mut sent = Sent::default();
        while self.send_one(None, ATTEMPT, &mut sent)? {}
        Ok(sent)
    }

    /// Queues a trial mail and hands it over at once.
    ///
    /// # Errors
    /// [`ServiceError::Undelivered`] with what the receiving side said; the mail is then given up.
    pub fn send_test(&mut self, address: &str) -> Result<MailSummary, ServiceError> {
        self.permit(Permission::MailSend)?;
        let key = self.write(|work| {
            let to = Envelope { user: None, address, name: None, expires_at: None };
            work.queue_mail(&to, Kind::Test)?;
            work.audit_operator("mail.tested", address, None)?;
            work.queued.borrow_mut().pop().ok_or(ServiceError::Conflict)
        })?;
        let mut sent = Sent::default();
        self.send_one(Some(key), ATTEMPT, &mut sent)?;
        self.write(|work| {
            let mail = work.db.mail(key)?.ok_or(ServiceError::Conflict)?;
            match sent.last_problem {
                None => Ok(Ok(summary(mail))),
                Some(problem) => {
                    work.db.settle_mail(key, MailState::GivenUp, &problem, work.now)?;
                    Ok(Err(ServiceError::Undelivered(problem)))
                }
            }
        })?
    }

    /// Mails, in the order of queueing.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn list_mail(&self, state: Option<MailState>, limit: u32) -> Result<Vec<MailSummary>, ServiceError> {
        self.permit(Permission::MailRead)?;
        self.read(|work| Ok(work.db.mails(state, limit)?.into_iter().map(summary).collect()))
    }

    /// One mail with its text. In a real home the codes in it are hidden.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn show_mail(&self, id: &str) -> Result<MailDetail, ServiceError> {
        self.permit(Permission::MailRead)?;
        self.read(|work| {
            let mail = work.db.mail_by_id(id)?.ok_or_else(|| no_mail(id))?;
            let text = match &mail.sealed {
                None => None,
                Some(_) => Some(work.body(&mail)?.text.clone()),
            };
            let text = match work.world.mode() {
                Mode::Real => text.map(|text| hidden::secrets(&text)),
                Mode::Simulation => text,
            };
            Ok(MailDetail { mail: summary(mail), text })
        })
    }

    /// Puts a mail that was given up, or that waits, in front of the queue.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none, [`ServiceError::Invalid`] where it was sent or dropped,
    /// [`ServiceError::BeingSent`] where another process is handing it over.
    pub fn retry_mail(&mut self, id: &str) -> Result<MailSummary, ServiceError> {
        self.permit(Permission::MailSend)?;
        self.write(|work| {
            let mail = work.db.mail_by_id(id)?.ok_or_else(|| no_mail(id))?;
            if mail.sealed.is_none() {
                let problem = format!("is {} and cannot be sent again", mail.state.as_str());
                return Err(ServiceError::Invalid { what: format!("mail {id}"), problem });
            }
            if mail.leased_until.is_some_and(|until| until > work.now) {
                return Err(ServiceError::BeingSent(id.to_owned()));
            }
            work.db.requeue_mail(mail.key, mail.answer.as_deref().unwrap_or(""), work.now)?;
            work.audit_operator("mail.retried", id, None)?;
            Ok(summary(work.db.mail(mail.key)?.ok_or(ServiceError::Conflict)?))
        })
    }

    /// What became of the mails that the last command queued.
    pub fn last_sent(&self) -> &Sent {
        &self.last_sent
    }

    fn transport(&mut self) -> Result<Arc<dyn Delivery>, ServiceError> {
        if let Some(delivery) = &self.world.delivery {
            return Ok(Arc::clone(delivery));
        }
        let folder = self.world.folder.as_deref().unwrap_or(std::path::Path::new("."));
        let opened: Arc<dyn Delivery> = Arc::from(crate::mail::open(&self.world.mail, folder)?);
        self.world.delivery = Some(Arc::clone(&opened));
        Ok(opened)
    }

    /// Leases one mail, hands it over, and notes what became of it; `false` where none was due.
    fn send_one(&mut self, only: Option<MailKey>, within: Duration, sent: &mut Sent) -> Result<bool, ServiceError> {
        let delivery = self.transport()?;
        let leased = self.write(|work| {
            let until = work.now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
            let Some(mail) = work.db.lease_mail(only, work.now, until)? else { return Ok(None) };
            if mail.expires_at.is_some_and(|expires| expires <= work.now) {
                work.db.settle_mail(mail.key, MailState::Dropped, "its code had expired", work.now)?;
                work.audit_mail("mail.dropped", &mail, "expired")?;
                return Ok(Some((mail, None)));
            }
            let body = work.body(&mail)?;
            let outgoing = Outgoing {
                sequence: work.db.take_mail_sequence()?,
                message_id: format!("{}@{}", mail.id, sender_domain(&work.world.mail)),
                date: mail.queued_at,
                to: mail.recipient.clone(),
                subject: mail.subject.clone(),
                text: body.text.clone(),
                html: body.html.clone(),
            };
            Ok(Some((mail, Some(outgoing))))
        })?;
        let Some((mail, outgoing)) = leased else { return Ok(false) };
        let Some(outgoing) = outgoing else {
            sent.dropped += 1;
            return Ok(true);
        };
        tracing::debug!(mail = mail.id, to = mail.recipient, within = ?within, "handing over");
        let outcome = delivery.deliver(&outgoing, within);
        match &outcome {
            Ok(accepted) => tracing::debug!(mail = mail.id, answer = accepted.answer, "taken"),
            Err(error) => tracing::debug!(mail = mail.id, %error, "not taken"),
        }
        self.write(|work| work.settle(&mail, &outcome, sent))?;
        Ok(true)
    }
}

impl Work<'_> {
    fn settle(
        &self,
        mail: &MailRow,
        outcome: &Result<Accepted, DeliveryError>,
        sent: &mut Sent,
    ) -> Result<(), ServiceError> {
        match outcome {
            Ok(accepted) => {
                sent.sent += 1;
                self.db.settle_mail(mail.key, MailState::Sent, &accepted.answer, self.now)?;
                self.audit_mail("mail.sent", mail, "done")
            }
            Err(DeliveryError::Later(answer)) if self.is_worth_trying(mail) => {
                sent.waiting += 1;
                sent.last_problem = Some(answer.clone());
                self.db.requeue_mail(mail.key, answer, self.next_attempt(mail.attempts)?)?;
                self.audit_mail("mail.postponed", mail, "mail_postponed")
            }
            Err(DeliveryError::Later(answer) | DeliveryError::Never(answer)) => {
                sent.given_up += 1;
                sent.last_problem = Some(answer.clone());
                self.db.settle_mail(mail.key, MailState::GivenUp, answer, self.now)?;
                self.audit_mail("mail.given_up", mail, "mail_given_up")
            }
        }
    }

    fn is_worth_trying(&self, mail: &MailRow) -> bool {
        mail.queued_at.saturating_add(KEPT_TRYING).is_ok_and(|end| end > self.now)
    }

    /// The next attempt: twice as long after each failure, up to an hour, and up to a fifth more by chance, so that
    /// mails which failed together do not come back together.
    fn next_attempt(&self, attempts: u32) -> Result<Timestamp, ServiceError> {
        let wait = (FIRST_WAIT_SECONDS << attempts.saturating_sub(1).min(10)).min(LONGEST_WAIT_SECONDS);
        let mut chance = [0; 2];
        self.world.fill(&mut chance)?;
        let jitter = wait * 1000 * i64::from(u16::from_be_bytes(chance)) / (5 * i64::from(u16::MAX));
        let wait = SignedDuration::from_millis(wait * 1000 + jitter);
        Ok(self.now.saturating_add(wait).unwrap_or(Timestamp::MAX))
    }

    fn audit_mail(&self, action: &str, mail: &MailRow, outcome: &str) -> Result<(), ServiceError> {
        let detail = Some(serde_json::json!({ "kind": mail.kind, "attempts": mail.attempts }));
        self.audit(&Act { outcome, detail, ..Act::done(&self.world.actor, action, &mail.id) })
    }
}

pub(super) fn summary(mail: MailRow) -> MailSummary {
    let waits = mail.state == MailState::Queued;
    MailSummary {
        id: mail.id,
        kind: mail.kind,
        to: mail.recipient,
        subject: mail.subject,
        state: mail.state,
        queued_at: mail.queued_at,
        attempts: mail.attempts,
        next_at: waits.then_some(mail.next_at),
        expires_at: mail.expires_at,
        settled_at: mail.settled_at,
        answer: mail.answer,
    }
}

fn no_mail(id: &str) -> ServiceError {
    ServiceError::NotFound { what: "mail", given: id.to_owned() }
}

fn sender_domain(config: &MailConfig) -> String {
    config.sender().map_or_else(|_| "localhost".to_owned(), |sender| sender.email.domain().to_owned())
}
