//! Sign-in journeys: starting one, acting on it, looking at it.

pub mod answer;
mod checks;
pub mod fields;
pub mod list;
mod passwords;
pub(super) mod pending;
pub mod replay;
mod steps;
pub mod story;
mod view;

use std::cell::Cell;
use std::net::IpAddr;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use self::answer::{Answer, Trouble};
use self::fields::Fields;
use self::steps::{Opened, Supplies};
use super::audit::Act as AuditAct;
use super::permission::Permission;
use super::{Service, ServiceError, Work};
use crate::credentials::token::{self, TokenKind};
use crate::journey::State;
use crate::journey::action::{Action, Check};
use crate::store::{JourneyKey, JourneyRow, NewJourney};

/// The longest user agent that is kept, in characters.
const MAX_USER_AGENT_CHARS: usize = 256;

/// Where a journey is started from.
#[derive(Default)]
pub struct Origin {
    /// The token of a trusted device. Any other text is no error: the device is then not trusted.
    pub device: Option<SecretString>,
    /// The address that the person comes from.
    pub source: Option<IpAddr>,
    /// The user agent, as it names itself.
    pub user_agent: Option<String>,
}

/// One act on a journey, on the version that the caller saw.
struct Act<'a> {
    id: &'a str,
    key: JourneyKey,
    /// The version seen; a first transaction that brought the journey up to date moves it on for the second.
    version: Cell<i64>,
    action: Action,
}

/// How a transaction of an act ended: with something for the next transaction, or with the answer.
enum Acted<T = ()> {
    Ready(T),
    Answered(Box<Answer>),
}

impl<T> Acted<T> {
    fn ready(self) -> Result<Result<T, Acted>, ServiceError> {
        Ok(match self {
            Self::Ready(found) => Ok(found),
            Self::Answered(answer) => Err(Acted::Answered(answer)),
        })
    }
}

/// Whether an answer says that the account's authenticators are disabled, so that only a recovery code passes.
pub(super) fn says_disabled(answer: &Answer) -> bool {
    let hint = checks::USE_RECOVERY_CODE;
    answer.error == Some(Trouble::Throttled { retry_after: None, hint })
}

impl Service {
    /// Starts a journey and answers its first screen, with the id that acts on it.
    ///
    /// # Errors
    /// [`ServiceError`] of the database or the generator.
    pub fn start_journey(&mut self, origin: &Origin) -> Result<Answer, ServiceError> {
        self.open_to_anyone();
        let answer = self.write(|work| {
            work.expire_overdue()?;
            work.settle_requests()?;
            let id = token::journey_id(work.world)?;
            let handle = token::handle(&id);
            let device = work.recognise(origin.device.as_ref(), &handle)?;
            let source = origin.source.map(|ip| ip.to_canonical().to_string());
            let user_agent = origin.user_agent.as_deref().map(clean_user_agent);
            let ttl = work.world.policy.journey.ttl.duration();
            let key = work.db.insert_journey(&NewJourney {
                handle: &handle,
                digest: &token::digest(&id),
                started_at: work.now,
                expires_at: work.now.saturating_add(ttl).unwrap_or(Timestamp::MAX),
                device: device.as_deref(),
                source: source.as_deref(),
                user_agent: user_agent.as_deref(),
            })?;
            work.audit(&AuditAct {
                source: source.as_deref(),
                ..AuditAct::done("unknown", "journey.started", &handle)
            })?;
            let row = work.db.journey(key)?.ok_or(ServiceError::Conflict)?;
            let opened = work.open_journey(row)?;
            work.answer(id.expose_secret(), &opened, None)
        })?;
        self.deliver_queued();
        Ok(answer)
    }

    /// Shows a journey, brought up to date.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where no journey has that id.
    pub fn show_journey(&mut self, id: &str) -> Result<Answer, ServiceError> {
        self.open_to_anyone();
        let row = self.find_journey(id)?;
        let answer = self.write(|work| {
            let row = work.db.journey(row.key)?.ok_or(ServiceError::Conflict)?;
            let opened = work.open_journey(row)?;
            work.answer(id, &opened, None)
        })?;
        self.deliver_queued();
        Ok(answer)
    }

    /// Submits an action with its fields.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where no journey has that id, [`ServiceError::Invalid`] where a field cannot be,
    /// and those of the database. A refusal by the journey itself is no error: it is in the answer.
    pub fn submit(&mut self, id: &str, action: &str, fields: &Fields) -> Result<Answer, ServiceError> {
        self.open_to_anyone();
        let seen = self.find_journey(id)?;
        self.submit_seen(id, &seen, action, fields)
    }

    /// As [`Service::submit`], on the journey as the caller saw it: if somebody acted on it since, that is a conflict.
    pub(super) fn submit_seen(
        &mut self,
        id: &str,
        row: &JourneyRow,
        action: &str,
        fields: &Fields,
    ) -> Result<Answer, ServiceError> {
        let Some(action) = Action::from_id(action) else {
            return self.refuse(id, row, action, Trouble::ActionNotAllowed);
        };
        let act = Act { id, key: row.key, version: Cell::new(row.version), action };
        let acted = match action.check(row.journey.state) {
            None => return self.refuse(id, row, action.id(), Trouble::ActionNotAllowed),
            Some(check) => {
                fields.check(action, &self.world.policy, row.journey.state)?;
                self.check(check, &act, fields)
            }
        };
        let answer = match acted {
            Ok(Acted::Answered(answer)) => *answer,
            Ok(Acted::Ready(())) | Err(ServiceError::Conflict) => {
                self.refuse(id, row, action.id(), Trouble::Conflict)?
            }
            Err(error) => return Err(error),
        };
        self.deliver_queued();
        Ok(answer)
    }

    /// Gives a journey up, by its id or by its handle.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn abandon_journey(&mut self, id_or_handle: &str) -> Result<Answer, ServiceError> {
        if !id_or_handle.starts_with("jrh_") {
            return self.submit(id_or_handle, Action::Abandon.id(), &Fields::none());
        }
        // A handle is no secret, so it takes more than to know it.
        self.permit(Permission::JourneyEnd)?;
        let row = self.read(|work| Ok(work.db.journey_by_handle(id_or_handle)?))?;
        let row = row.ok_or_else(|| not_found(id_or_handle))?;
        let act = Act { id: id_or_handle, key: row.key, version: Cell::new(row.version), action: Action::Abandon };
        let acted = self.check(Check::Nothing(crate::journey::Event::Abandoned), &act, &Fields::none())?;
        self.deliver_queued();
        match acted {
            Acted::Answered(answer) => Ok(*answer),
            Acted::Ready(()) => Err(ServiceError::Conflict),
        }
    }

    /// Acts on a person's journey for support, by the same checks; the answer tells the trouble alone, because the
    /// screen is the person's.
    pub(crate) fn support_act(
        &mut self,
        row: &JourneyRow,
        action: Action,
        code: Option<SecretString>,
    ) -> Result<Option<Trouble>, ServiceError> {
        let fields = code.map_or_else(Fields::none, |code| Fields::none().with("code", code));
        fields.check(action, &self.world.policy, row.journey.state)?;
        let check = action.check(row.journey.state).ok_or(ServiceError::Conflict)?;
        let act = Act { id: &row.handle, key: row.key, version: Cell::new(row.version), action };
        let acted = self.check(check, &act, &fields)?;
        self.deliver_queued();
        match acted {
            Acted::Answered(answer) => Ok(answer.error),
            Acted::Ready(()) => Err(ServiceError::Conflict),
        }
    }

    pub(super) fn find_journey(&self, id: &str) -> Result<JourneyRow, ServiceError> {
        let digest = token::parse(TokenKind::Journey, id).map(|id| token::digest(&id)).ok_or_else(|| not_found(id))?;
        self.read(|work| Ok(work.db.journey_by_digest(&digest)?))?.ok_or_else(|| not_found(id))
    }

    fn check(&mut self, check: Check, act: &Act<'_>, fields: &Fields) -> Result<Acted, ServiceError> {
        let simple = |check: &dyn Fn(&Work<'_>, &mut Opened) -> checks::Checked, service: &mut Self| {
            service.act(act, |work, opened| {
                if work.is_blocked(opened) && !matches!(act.action, Action::Abandon | Action::Decline) {
                    return Ok::<Result<(), _>, ServiceError>(Err(Some(Trouble::ConsentUnavailable)));
                }
                Ok(Err(check(work, opened)?))
            })
        };
        match check {
            Check::Password => self.check_sign_in(act, fields),
            Check::PasswordAgain => self.check_confirmation(act, fields),
            Check::NewPassword => self.check_new_password(act, fields),
            Check::Nothing(event) => simple(&|work, opened| work.take(opened, event, &Supplies::default()), self),
            Check::Mail => simple(&|work, opened| work.check_mail(opened), self),
            Check::MailedCode => simple(&|work, opened| work.check_mailed_code(opened, fields), self),
            Check::ChallengeCode => simple(&|work, opened| work.check_challenge(opened, fields), self),
            Check::SetupCode => simple(&|work, opened| work.check_setup_code(opened, fields), self),
            Check::Documents => simple(&|work, opened| work.check_documents(opened, fields), self),
        }
    }

    /// Runs one transaction of an act: the journey must still be the one that the caller saw, is brought up to
    /// date, and must still offer the action. `work` answers what the next transaction needs, or how it ended.
    fn act<T>(
        &mut self,
        act: &Act<'_>,
        work: impl FnOnce(&Work<'_>, &mut Opened) -> Result<Result<T, Option<Trouble>>, ServiceError>,
    ) -> Result<Acted<T>, ServiceError> {
        self.write(|w| {
            let row = w.db.journey(act.key)?.ok_or(ServiceError::Conflict)?;
            if row.version != act.version.get() {
                return Err(ServiceError::Conflict);
            }
            let mut opened = w.open_journey(row)?;
            let trouble = if opened.row.journey.state.is_end() {
                Some(Trouble::JourneyEnded)
            } else if act.action.check(opened.row.journey.state).is_none() {
                Some(Trouble::ActionNotAllowed)
            } else {
                match work(w, &mut opened)? {
                    Ok(found) => {
                        act.version.set(opened.row.version);
                        return Ok(Acted::Ready(found));
                    }
                    Err(trouble) => trouble,
                }
            };
            if let Some(trouble) = &trouble {
                w.audit_refusal(&opened, act.action.id(), trouble)?;
            }
            Ok(Acted::Answered(Box::new(w.answer(act.id, &opened, trouble)?)))
        })
    }

    /// Answers a refusal that needed no check; the journey is brought up to date, and the refusal audited.
    fn refuse(&mut self, id: &str, row: &JourneyRow, action: &str, trouble: Trouble) -> Result<Answer, ServiceError> {
        self.write(|work| {
            let row = work.db.journey(row.key)?.ok_or(ServiceError::Conflict)?;
            let opened = work.open_journey(row)?;
            let ended = opened.row.journey.state.is_end() && trouble != Trouble::Conflict;
            let trouble = if ended { Trouble::JourneyEnded } else { trouble };
            work.audit_refusal(&opened, action, &trouble)?;
            work.answer(id, &opened, Some(trouble))
        })
    }
}

impl Work<'_> {
    /// The device of a token, if it is trusted by anybody; whose it is shows once the account is known.
    fn recognise(&self, device: Option<&SecretString>, handle: &str) -> Result<Option<String>, ServiceError> {
        let Some(given) = device else { return Ok(None) };
        let found = match token::parse(TokenKind::Device, given.expose_secret()) {
            Some(token) => self.db.device_by_token(&token::digest(&token))?,
            None => None,
        };
        match found {
            Some(device) if self.is_trusted(&self.world.policy, &device) => Ok(Some(device.id)),
            _ => {
                self.audit_stranger(handle)?;
                Ok(None)
            }
        }
    }

    /// Notes a device token that no trust of this sign-in's account stands behind.
    fn audit_stranger(&self, handle: &str) -> Result<(), ServiceError> {
        let act = AuditAct::done("unknown", "device.not_recognised", handle);
        self.audit(&AuditAct { outcome: "untrusted", ..act })
    }

    fn audit_refusal(&self, opened: &Opened, action: &str, trouble: &Trouble) -> Result<(), ServiceError> {
        let told_by_its_event = matches!(
            trouble,
            Trouble::CredentialsWrong
                | Trouble::OtpWrong
                | Trouble::OtpSuperseded
                | Trouble::TotpWrong
                | Trouble::PasswordWrong
                | Trouble::TotpReplayed
        );
        if told_by_its_event {
            return Ok(());
        }
        let actor = opened.user.as_ref().map_or("unknown", |user| user.id.as_str());
        let known = Action::from_id(action).map_or("unknown", Action::id);
        self.audit(&AuditAct {
            actor,
            action: "journey.refused",
            subject: &opened.row.handle,
            outcome: trouble.code(),
            source: opened.row.source.as_deref(),
            detail: Some(serde_json::json!({ "state": opened.row.journey.state.id(), "action": known })),
        })
    }
}

fn not_found(id: &str) -> ServiceError {
    ServiceError::NotFound { what: "journey", given: shorten(id) }
}

/// A journey's id is a bearer value, so an error repeats only its beginning.
fn shorten(id: &str) -> String {
    let start: String = id.chars().filter(|c| !c.is_control()).take(8).collect();
    if start.len() < id.len() { format!("{start}…") } else { start }
}

/// A user agent without control characters and within bounds.
fn clean_user_agent(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_USER_AGENT_CHARS).collect()
}

/// Whether a state's screen shows something that only its own journey's holder may see.
pub fn shows_a_secret(state: State) -> bool {
    matches!(state, State::MfaSetup | State::RecoveryCodes | State::SignedIn)
}
