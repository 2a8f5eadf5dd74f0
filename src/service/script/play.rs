//! Playing a script: each step calls what the command of the same name calls, and is held against what it must
//! answer.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::cast::{Cast, Person};
use super::expect::Seen;
use super::format::ScriptError;
use super::record::{Cause, Did, Name, Played, PlayedStep, Raced, Refusal, SentMail, ShownField, Submitted};
use super::stage::{Stage, first_password};
use super::transcript::{self, shown};
use super::visited;
use super::{Act, Document, Password, Script, Step, Submission, Support, SupportAct};
use crate::journey::action;
use crate::journey::map::Visited;
use crate::journey::policy::Policy;
use crate::mail::template::Template as MailTemplate;
use crate::service::ServiceError;
use crate::service::accounts::AccountEdit;
use crate::service::impact::setting_changes;
use crate::service::journey::Origin;
use crate::service::journey::answer::Answer;
use crate::service::journey::fields::Fields;
use crate::service::reason::Reason;
use crate::service::reset::Order;
use crate::store::JourneyRow;

/// What is written down where an act needs a reason and the script gives none.
const NO_REASON: &str = "asked by the script";

/// The most rows of the audit trail that a step is shown with.
const MAX_AUDIT_ROWS: u32 = 1000;

/// Plays a script in a home in memory. The same script comes to the same bytes every time and everywhere.
///
/// A script with a race is played once in each order, because either may win.
///
/// # Errors
/// [`ScriptError`] where the script asks for something that cannot be.
pub fn play(script: &Script, name: Name) -> Result<Played, ScriptError> {
    let mut played = Player::new(script, name, false)?.run()?;
    let has_race = script.steps.iter().any(|step| matches!(step.act, Act::Race(_)));
    if played.passed && has_race {
        let reversed = Player::new(script, name, true)?.run()?;
        played.visited.add(&reversed.visited);
        if !reversed.passed {
            played = Played { visited: played.visited, ..reversed };
        }
    }
    Ok(played)
}

pub(super) struct Player<'a> {
    pub script: &'a Script,
    name: Name,
    pub stage: Stage,
    pub cast: Cast,
    /// The last row of the audit trail that was looked at.
    audited: i64,
    /// Whether the later submissions of a race come first.
    is_reversed: bool,
    /// What was refused so far.
    refused: Visited,
    /// The file of the step that is taken.
    file: Arc<str>,
}

/// What a step came to.
struct Done {
    did: Did,
    refusal: Option<Refusal>,
}

impl<'a> Player<'a> {
    pub fn new(script: &'a Script, name: Name, is_reversed: bool) -> Result<Self, ScriptError> {
        let stage = Stage::of(script)?;
        let (cast, refused, file) = (Cast::default(), Visited::default(), script.path.as_str().into());
        let mut player = Self { script, name, stage, cast, audited: 0, is_reversed, refused, file };
        player.audit().map_err(|error| script.error(None, &error.to_string()))?;
        Ok(player)
    }

    fn run(mut self) -> Result<Played, ScriptError> {
        let mut steps: Vec<PlayedStep> = Vec::new();
        let mut not_taken = 0;
        for (index, step) in self.script.steps.iter().enumerate() {
            if steps.last().is_some_and(|last| !last.missed.is_empty()) {
                not_taken += 1;
                continue;
            }
            for _ in 0..step.times {
                let taken = self.take(index + 1, step)?;
                let is_missed = !taken.missed.is_empty();
                steps.push(taken);
                if is_missed {
                    break;
                }
            }
        }
        let passed = steps.iter().all(|step| step.missed.is_empty());
        let transcript = transcript::tell(self.script, &steps, not_taken);
        let mut visited = self.stage.service.visited().map_err(|error| self.script.error(None, &error.to_string()))?;
        visited.add(&self.refused);
        self.stage.end();
        let (script, title) = (self.script.path.clone(), self.script.title.clone());
        Ok(Played { script, title, passed, steps, not_taken, transcript, profile: self.script.policy.profile, visited })
    }

    fn take(&mut self, number: usize, step: &Step) -> Result<PlayedStep, ScriptError> {
        let at = self.stage.service.now();
        self.file = Arc::clone(&step.path);
        let done = self.act(step)?;
        let (script, file) = (self.script, Arc::clone(&self.file));
        let blame = |error: ServiceError| script.error_in(&file, step.line, &error.to_string());
        let mails = self.mails(step.journey.as_deref()).map_err(blame)?;
        let audit = self.audit().map_err(blame)?;
        let session = self.session(step).map_err(blame)?;
        let has_screen = matches!(step.act, Act::Start { .. } | Act::Submit(_) | Act::Race(_) | Act::Show);
        let person = step.journey.as_ref().filter(|_| has_screen).and_then(|name| self.cast.person(name));
        let refusals: Vec<&Refusal> = match &done.did {
            Did::Race { submissions } => submissions.iter().filter_map(|one| one.error.as_ref()).collect(),
            _ => done.refusal.iter().collect(),
        };
        let missed = step.expect.missed(&Seen {
            line: step.line,
            screen: person.and_then(|person| person.screen.as_ref()),
            status: person.map_or("none", |person| person.status),
            refusal: done.refusal.as_ref(),
            refusals: &refusals,
            mails: &mails,
            session,
        });
        Ok(PlayedStep {
            number,
            file: Some(step.path.to_string()).filter(|file| *file != self.script.path),
            line: step.line,
            at,
            note: step.note.clone(),
            screen: person.and_then(|person| person.screen.as_ref()).map(|screen| shown(screen, at)),
            did: done.did,
            journey: step.journey.clone().filter(|_| has_screen),
            error: done.refusal,
            mails,
            audit,
            missed,
        })
    }

    fn act(&mut self, step: &Step) -> Result<Done, ScriptError> {
        let name = step.journey.as_deref().unwrap_or_default();
        match &step.act {
            Act::Start { device, source, user_agent } => {
                let token = device.as_ref().and_then(|device| self.stage.device(device)).cloned();
                let known = token.is_some();
                let origin = Origin { device: token, source: *source, user_agent: user_agent.clone() };
                self.cast.enter(name, device.clone());
                let answer = self.stage.service.start_journey(&origin);
                let did = Did::Start { device: device.clone(), known };
                Ok(Done { did, refusal: self.hear(name, answer, None) })
            }
            Act::Submit(submission) => {
                self.is_open(step, submission)?;
                let (fields, submitted) = self.fill(step.line, submission)?;
                let id = self.id(&submission.journey);
                let answer = self.stage.service.submit(&id, &submission.action, &fields);
                let refusal = self.hear(&submission.journey, answer, Some((submission, &fields)));
                Ok(Done { did: Did::Submit(submitted), refusal })
            }
            Act::Race(submissions) => self.race(submissions),
            Act::Show => {
                let id = self.id(name);
                let answer = self.stage.service.show_journey(&id);
                Ok(Done { did: Did::Show, refusal: self.hear(name, answer, None) })
            }
            Act::Advance(by) => {
                let moved = self.stage.service.advance_clock(by.duration());
                Ok(Done { did: Did::Advance { seconds: by.as_secs() }, refusal: self.refusal(moved) })
            }
            Act::Clock(to) => {
                let set = self.stage.service.set_clock(*to);
                Ok(Done { did: Did::Clock { to: *to }, refusal: self.refusal(set) })
            }
            Act::Support(support) => Ok(self.support(support)),
            Act::Policy(policy) => Ok(self.change_policy(policy)),
            Act::Publish(document) => Ok(self.publish(document)),
            Act::Crash => {
                let restarted = self.stage.service.restart();
                Ok(Done { did: Did::Crash, refusal: self.refusal(restarted) })
            }
        }
    }

    /// A step in a journey that has ended is a mistake of the script, unless it says that it knows.
    fn is_open(&self, step: &Step, submission: &Submission) -> Result<(), ScriptError> {
        let person = self.cast.person(&submission.journey);
        if step.expect.allows_the_end() || person.is_none_or(|person| person.status == "open") {
            return Ok(());
        }
        let problem = format!(
            "step.do acts in {:?}, which has ended; start another journey before it, or expect the error \
             \"journey_ended\"",
            submission.journey
        );
        Err(self.script.error_in(&self.file, step.line, &problem))
    }

    /// Submissions at once: each acts on its journey as it was before any of them.
    fn race(&mut self, submissions: &[(usize, Submission)]) -> Result<Done, ScriptError> {
        let mut ready = Vec::new();
        for (line, submission) in submissions {
            let id = self.id(&submission.journey);
            let seen = self.stage.service.find_journey(&id);
            let seen: JourneyRow = seen.map_err(|error| self.script.error_in(&self.file, *line, &error.to_string()))?;
            let (fields, submitted) = self.fill(*line, submission)?;
            ready.push((submission, id, seen, fields, submitted));
        }
        if self.is_reversed {
            ready.reverse();
        }
        let mut raced = Vec::new();
        for (submission, id, seen, fields, submitted) in ready {
            let answer = self.stage.service.submit_seen(&id, &seen, &submission.action, &fields);
            let error = self.hear(&submission.journey, answer, Some((submission, &fields)));
            raced.push(Raced { journey: submission.journey.clone(), submitted, error });
        }
        Ok(Done { did: Did::Race { submissions: raced }, refusal: None })
    }

    fn support(&mut self, support: &SupportAct) -> Done {
        let service = &mut self.stage.service;
        let account = support.account.as_str();
        let why = Reason { reason: support.reason.as_deref(), ticket: None };
        let document = support.document.as_deref().unwrap_or_default();
        let done = match support.act {
            Support::Disable => service.disable_account(account, why.reason).map(|_| None),
            Support::Enable => service.enable_account(account).map(|_| None),
            Support::AcceptClock => service.accept_clock().map(|_| None),
            Support::Unlock => service
                .unlock_account(account, &Reason { reason: why.reason.or(Some(NO_REASON)), ticket: None })
                .map(|_| None),
            Support::ResetMfa => {
                service.reset_mfa(account, &Order { why, evidence: Some(NO_REASON), ..Order::default() }).map(|_| None)
            }
            Support::RevokeDevices => service.revoke_devices(account, &why).map(|_| None),
            Support::RecordConsent => {
                service.record_consent(account, document, why.reason.unwrap_or(NO_REASON)).map(|_| None)
            }
            Support::WithdrawConsent => service.withdraw_consent(account, document, &why).map(|_| None),
            Support::ChangeProject => {
                let edit = AccountEdit { project_type: support.project_type, ..AccountEdit::default() };
                service.edit_account(account, &edit).map(|_| None)
            }
            Support::SetPassword => {
                service.set_password(account, first_password(&support.password), &Order::default()).map(|made| {
                    let chosen = match &support.password {
                        Password::Chosen(chosen) => Some(SecretString::from(chosen.as_str())),
                        _ => None,
                    };
                    made.temporary_password.or(chosen)
                })
            }
        };
        if let Ok(Some(new)) = &done {
            self.stage.known_mut(account).password = Some(new.clone());
        }
        let did = Did::Support {
            act: support.act.id(),
            account: account.to_owned(),
            reason: support.reason.clone(),
            document: support.document.clone(),
            project_type: support.project_type,
        };
        Done { did, refusal: self.refusal(done) }
    }

    fn change_policy(&mut self, policy: &Policy) -> Done {
        let former = std::mem::replace(&mut self.stage.service.world.policy, policy.clone());
        Done { did: Did::Policy { changes: setting_changes(&former, policy) }, refusal: None }
    }

    fn publish(&mut self, document: &Document) -> Done {
        let published = self.stage.publish(document);
        let did =
            Did::Publish { document: document.id.clone(), version: document.version.clone(), minor: document.minor };
        Done { did, refusal: self.refusal(published) }
    }

    /// Fills in what a submission leaves to the moment, and says how it may be shown.
    pub fn fill(&self, line: usize, submission: &Submission) -> Result<(Fields, Submitted), ScriptError> {
        let mut fields = Fields::none();
        let mut shown = Vec::new();
        let now = self.stage.service.now();
        for (name, template) in &submission.fields {
            let value = self.cast.fill(&self.stage, submission, template, now);
            let value = value.map_err(|problem| {
                self.script.error_in(&self.file, line, &format!("step.with.{name} cannot be filled in: {problem}"))
            })?;
            fields = fields.with(name.clone(), value);
            shown.push(ShownField { name: name.clone(), value: template.shown(action::is_secret(name)) });
        }
        let person = self.cast.person(&submission.journey);
        let on_screen: Vec<&str> = person
            .and_then(|person| person.screen.as_ref())
            .map(|screen| screen.fields.iter().map(|field| field.name).collect())
            .unwrap_or_default();
        shown.sort_by_key(|shown| on_screen.iter().position(|field| *field == shown.name).unwrap_or(usize::MAX));
        Ok((fields, Submitted { action: submission.action.clone(), fields: shown }))
    }

    /// Takes in an answer: what the person sees and learns; answers why it was refused.
    pub fn hear(
        &mut self,
        journey: &str,
        answer: Result<Answer, ServiceError>,
        submitted: Option<(&Submission, &Fields)>,
    ) -> Option<Refusal> {
        match answer {
            Ok(answer) => {
                let refusal = answer.error.as_ref().map(|trouble| (self.name)(Cause::Journey(trouble)));
                if let Some((submission, _)) = submitted {
                    visited::note_refusals(&mut self.refused, &answer, &submission.action);
                }
                self.cast.hear(&mut self.stage, journey, answer, submitted);
                refusal
            }
            Err(error) => Some((self.name)(Cause::Service(error))),
        }
    }

    fn refusal<T>(&self, done: Result<T, ServiceError>) -> Option<Refusal> {
        done.err().map(|error| (self.name)(Cause::Service(error)))
    }

    pub fn id(&self, journey: &str) -> String {
        self.cast.person(journey).map(|person| person.id.expose_secret().to_owned()).unwrap_or_default()
    }

    /// The mails that arrived; the codes in them are for the journey that asked.
    pub fn mails(&mut self, journey: Option<&str>) -> Result<Vec<SentMail>, ServiceError> {
        let mut sent = Vec::new();
        for mail in self.stage.mailbox.take() {
            let id = mail.message_id.split('@').next().unwrap_or_default();
            let kind = self.stage.service.show_mail(id)?.mail.kind;
            if kind == MailTemplate::DeviceCode.id() {
                self.cast.keep_code(journey, &mail.text, self.stage.service.world.policy.otp.digits);
            }
            sent.push(SentMail { kind, to: mail.to, subject: mail.subject });
        }
        Ok(sent)
    }

    /// The rows that the audit trail grew by.
    fn audit(&mut self) -> Result<Vec<String>, ServiceError> {
        let rows = self.stage.service.read(|work| Ok(work.db.audit_after(self.audited, MAX_AUDIT_ROWS)?))?;
        self.audited = rows.last().map_or(self.audited, |row| row.seq);
        let told = |outcome: &str| if outcome == "done" { String::new() } else { format!(" {outcome}") };
        Ok(rows.iter().map(|row| format!("{}{}", row.action, told(&row.outcome))).collect())
    }

    fn session(&mut self, step: &Step) -> Result<bool, ServiceError> {
        let person: Option<&Person> = step.journey.as_ref().and_then(|name| self.cast.person(name));
        match person.and_then(|person| person.session.as_ref()) {
            Some(token) if step.expect.asks_for_session() => {
                Ok(self.stage.service.check_session(token.expose_secret())?.is_some())
            }
            _ => Ok(false),
        }
    }
}

impl Script {
    /// An error in a line of one of the script's files.
    pub(super) fn error_in(&self, file: &str, line: usize, problem: &str) -> ScriptError {
        ScriptError { path: file.to_owned(), line: Some(line), key: None, problem: problem.to_owned() }
    }

    /// An error of the script at one of its lines.
    pub(super) fn error(&self, line: Option<usize>, problem: &str) -> ScriptError {
        ScriptError { path: self.path.clone(), line, key: None, problem: problem.to_owned() }
    }
}
