//! Checking the steps of a script, one after the other: what each does, in which journey, and what it must answer.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::check::{Reader, unknown};
use super::expect::Expect;
use super::format::{ScriptError, StepFile, SubmissionFile, Values};
use super::placeholder::Template;
use super::{Act, Password, Step, Submission, Support, SupportAct};
use crate::journey::action::Action;

/// How often one step may be taken.
const MAX_REPEAT: u32 = 1000;

/// Submissions that may race.
const MAX_RACERS: usize = 8;

type With = BTreeMap<String, Spanned<Values>>;

/// What the steps so far say.
#[derive(Default)]
pub(super) struct SoFar {
    started: BTreeSet<String>,
    current: Option<String>,
    /// Where a journey has ended for sure.
    ended: BTreeMap<String, String>,
}

/// Reads the steps of one file, after those of others.
pub(super) struct StepReader<'a> {
    reader: &'a Reader<'a>,
    so_far: &'a mut SoFar,
}

/// The kinds of steps, and what may stand beside each.
const KINDS: [(&str, &[&str]); 10] = [
    ("start", &["device", "source", "user_agent"]),
    ("do", &["journey", "with", "repeat"]),
    ("race", &["journey"]),
    ("show", &["journey"]),
    ("advance", &["journey", "repeat"]),
    ("support", &["journey", "account", "reason", "password", "temporary", "document", "project_type"]),
    ("policy", &["journey"]),
    ("publish", &["journey"]),
    ("clock", &["journey"]),
    ("crash", &["journey"]),
];

impl<'a> StepReader<'a> {
    pub fn new(reader: &'a Reader<'a>, so_far: &'a mut SoFar) -> Self {
        Self { reader, so_far }
    }

    /// Checks the next step.
    pub fn step(&mut self, spanned: Spanned<StepFile>) -> Result<Step, ScriptError> {
        let span = spanned.span();
        let line = self.reader.line(span.start);
        let mut file = spanned.into_inner();
        let kind = self.kind(&file, &span)?;
        let expected = file.expect.take();
        let expect = match &expected {
            Some(expected) => Expect::read(self.reader, expected)?,
            None => Expect::default(),
        };
        let times = match &file.repeat {
            Some(repeat) if !(1..=MAX_REPEAT).contains(repeat.get_ref()) => {
                let problem = format!("is {}; use 1 to {MAX_REPEAT}", repeat.get_ref());
                return Err(self.reader.fail(repeat.span(), "step.repeat", &problem));
            }
            repeat => repeat.as_ref().map_or(1, |repeat| *repeat.get_ref()),
        };
        let note = file.note.take();
        let (act, journey) = self.act(kind, file, &span, &expect)?;
        let shows_a_screen = matches!(act, Act::Start { .. } | Act::Submit(_) | Act::Race(_) | Act::Show);
        if let Some(expected) = expected.as_ref().filter(|_| expect.is_about_a_screen() && !shows_a_screen) {
            let problem =
                format!("asks for a screen, which {kind} does not show; take a step with show = true after it");
            return Err(self.reader.fail(expected.span(), "step.expect", &problem));
        }
        if expect.is_the_end()
            && let Some(journey) = &journey
        {
            let place = format!("line {line} of {}", self.reader.path);
            self.so_far.ended.entry(journey.clone()).or_insert(place);
        }
        let path = std::sync::Arc::clone(&self.reader.path);
        Ok(Step { path, line, act, times, note, expect, journey })
    }

    /// Which kind of step it is, and that nothing stands in it that belongs to another.
    fn kind(&self, file: &StepFile, span: &std::ops::Range<usize>) -> Result<&'static str, ScriptError> {
        let at = |key, span: Option<std::ops::Range<usize>>| span.map(|span| (key, span));
        let given: Vec<(&str, std::ops::Range<usize>)> = [
            at("start", file.start.as_ref().map(Spanned::span)),
            at("do", file.action.as_ref().map(Spanned::span)),
            at("race", file.race.as_ref().map(Spanned::span)),
            at("show", file.show.as_ref().map(Spanned::span)),
            at("advance", file.advance.as_ref().map(Spanned::span)),
            at("support", file.support.as_ref().map(Spanned::span)),
            at("policy", file.policy.as_ref().map(Spanned::span)),
            at("publish", file.publish.as_ref().map(Spanned::span)),
            at("clock", file.clock.as_ref().map(Spanned::span)),
            at("crash", file.crash.as_ref().map(Spanned::span)),
            at("device", file.device.as_ref().map(Spanned::span)),
            at("source", file.source.as_ref().map(Spanned::span)),
            at("user_agent", file.user_agent.as_ref().map(Spanned::span)),
            at("journey", file.journey.as_ref().map(Spanned::span)),
            at("with", file.with.as_ref().map(Spanned::span)),
            at("repeat", file.repeat.as_ref().map(Spanned::span)),
            at("account", file.account.as_ref().map(Spanned::span)),
            at("reason", file.reason.as_ref().map(Spanned::span)),
            at("password", file.password.as_ref().map(Spanned::span)),
            at("temporary", file.temporary.as_ref().map(Spanned::span)),
            at("document", file.document.as_ref().map(Spanned::span)),
            at("project_type", file.project_type.as_ref().map(Spanned::span)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let is_kind = |key: &str| KINDS.iter().find(|(kind, _)| *kind == key);
        let Some((kind, beside)) = given.iter().find_map(|(key, _)| is_kind(key)) else {
            let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
            let problem = format!("does nothing; give it one of {}", kinds.join(", "));
            return Err(self.reader.fail(span.clone(), "step", &problem));
        };
        match given.into_iter().find(|(key, _)| key != kind && !beside.contains(key)) {
            None => Ok(kind),
            Some((key, span)) => {
                let problem = format!("does not go with {kind}; leave one of them out, or make two steps");
                Err(self.reader.fail(span, &format!("step.{key}"), &problem))
            }
        }
    }

    fn act(
        &mut self,
        kind: &str,
        file: StepFile,
        span: &std::ops::Range<usize>,
        expect: &Expect,
    ) -> Result<(Act, Option<String>), ScriptError> {
        if let Some(start) = file.start {
            let name = start.into_inner();
            self.so_far.ended.remove(&name);
            self.so_far.started.insert(name.clone());
            self.so_far.current = Some(name.clone());
            let act = Act::Start {
                device: file.device.map(Spanned::into_inner),
                source: file.source.map(Spanned::into_inner),
                user_agent: file.user_agent.map(Spanned::into_inner),
            };
            return Ok((act, Some(name)));
        }
        let needs_journey = matches!(kind, "do" | "show");
        let journey = self.journey(file.journey.as_ref(), span, needs_journey)?;
        let is_false = [("show", &file.show), ("crash", &file.crash)]
            .into_iter()
            .find_map(|(key, flag)| flag.as_ref().filter(|flag| !flag.get_ref()).map(|flag| (key, flag.span())));
        if let Some((key, span)) = is_false {
            return Err(self.reader.fail(span, &format!("step.{key}"), "is false; write true, or leave the step out"));
        }
        let act = if let Some(action) = &file.action {
            let name = journey.clone().unwrap_or_default();
            Act::Submit(self.submission(action, name, file.with.as_ref(), expect.allows_the_end())?)
        } else if let Some(race) = file.race {
            self.race(race, journey.as_deref())?
        } else if let Some(by) = file.advance {
            Act::Advance(by.into_inner())
        } else if let Some(word) = &file.support {
            self.support(word, &file, span)?
        } else if let Some(policy) = file.policy {
            Act::Policy(Box::new(self.reader.policy_of(Some(policy))?))
        } else if let Some(document) = &file.publish {
            Act::Publish(self.reader.document(document)?)
        } else if let Some(to) = &file.clock {
            Act::Clock(to.get_ref().0)
        } else if file.crash.is_some() {
            Act::Crash
        } else {
            Act::Show
        };
        Ok((act, journey))
    }

    /// The journey that a step is about: the one it names, else the last one.
    fn journey(
        &mut self,
        named: Option<&Spanned<String>>,
        span: &std::ops::Range<usize>,
        is_needed: bool,
    ) -> Result<Option<String>, ScriptError> {
        match (named, &self.so_far.current) {
            (Some(name), _) if self.so_far.started.contains(name.get_ref()) => {
                self.so_far.current = Some(name.get_ref().clone())
            }
            (Some(name), _) => {
                let problem = format!("names {:?}, which no step before it starts", name.get_ref());
                return Err(self.reader.fail(name.span(), "step.journey", &problem));
            }
            (None, None) if is_needed => {
                let problem = "acts in a journey, but none is started; take a step with start = \"NAME\" before it";
                return Err(self.reader.fail(span.clone(), "step", problem));
            }
            (None, _) => {}
        }
        Ok(self.so_far.current.clone())
    }

    fn submission(
        &mut self,
        action: &Spanned<String>,
        journey: String,
        with: Option<&Spanned<With>>,
        may_have_ended: bool,
    ) -> Result<Submission, ScriptError> {
        let word = action.get_ref();
        if Action::from_id(word).is_none() {
            let known: Vec<&str> = Action::ALL.iter().map(|action| action.id()).collect();
            return Err(self.reader.fail(action.span(), "step.do", &unknown(word, &known)));
        }
        if let Some(place) = self.so_far.ended.get(&journey).filter(|_| !may_have_ended) {
            let problem = format!(
                "acts in {journey:?}, which ends in {place}; start another journey before it, \
                 or expect the error \"journey_ended\""
            );
            return Err(self.reader.fail(action.span(), "step.do", &problem));
        }
        let mut fields = Vec::new();
        for (name, values) in with.into_iter().flat_map(|with| with.get_ref()) {
            for value in &values.get_ref().0 {
                let template = Template::parse(value)
                    .map_err(|problem| self.reader.fail(values.span(), &format!("step.with.{name}"), &problem))?;
                fields.push((name.clone(), template));
            }
        }
        Ok(Submission { journey, action: word.clone(), fields })
    }

    fn race(&mut self, race: Spanned<Vec<Spanned<SubmissionFile>>>, journey: Option<&str>) -> Result<Act, ScriptError> {
        let span = race.span();
        let racers = race.into_inner();
        if !(2..=MAX_RACERS).contains(&racers.len()) {
            let problem = format!("has {} submissions; give it 2 to {MAX_RACERS}", racers.len());
            return Err(self.reader.fail(span, "step.race", &problem));
        }
        let mut submissions = Vec::new();
        for racer in &racers {
            let file = racer.get_ref();
            let name = match (&file.journey, journey) {
                (Some(name), _) if self.so_far.started.contains(name.get_ref()) => name.get_ref().clone(),
                (None, Some(journey)) => journey.to_owned(),
                _ => return Err(self.reader.fail(racer.span(), "step.race.journey", "is none that a step starts")),
            };
            let submission = self.submission(&file.action, name, file.with.as_ref(), false)?;
            submissions.push((self.reader.line(racer.span().start), submission));
        }
        Ok(Act::Race(submissions))
    }

    fn support(
        &self,
        word: &Spanned<String>,
        file: &StepFile,
        span: &std::ops::Range<usize>,
    ) -> Result<Act, ScriptError> {
        let Some((_, act)) = Support::ALL.into_iter().find(|(id, _)| id == word.get_ref()) else {
            let known: Vec<&str> = Support::ALL.iter().map(|(id, _)| *id).collect();
            return Err(self.reader.fail(word.span(), "step.support", &unknown(word.get_ref(), &known)));
        };
        let account = match (&file.account, act) {
            (None, Support::AcceptClock) => String::new(),
            (Some(account), Support::AcceptClock) => {
                let problem = "does not go with accept_clock, which is about the whole home";
                return Err(self.reader.fail(account.span(), "step.account", problem));
            }
            (Some(account), _) => account.get_ref().clone(),
            (None, _) => {
                return Err(self.reader.fail(span.clone(), "step.account", "is missing; name the account's address"));
            }
        };
        let password = self.reader.password(file.password.as_ref(), file.temporary.as_ref(), "step")?;
        let needs_document = matches!(act, Support::RecordConsent | Support::WithdrawConsent);
        let needed = [
            (
                "password",
                !matches!(password, Password::None),
                act == Support::SetPassword,
                "set_password, which needs it or temporary = true",
            ),
            ("document", file.document.is_some(), needs_document, "record_consent and withdraw_consent, which need it"),
            (
                "project_type",
                file.project_type.is_some(),
                act == Support::ChangeProject,
                "change_project, which needs it",
            ),
        ];
        if let Some((key, _, _, whose)) = needed.into_iter().find(|(_, is_there, is_needed, _)| is_there != is_needed) {
            return Err(self.reader.fail(span.clone(), &format!("step.{key}"), &format!("belongs to {whose}")));
        }
        let text = |given: &Option<Spanned<String>>| given.as_ref().map(|given| given.get_ref().clone());
        Ok(Act::Support(Box::new(SupportAct {
            act,
            account,
            reason: text(&file.reason),
            password,
            document: text(&file.document),
            project_type: file.project_type.as_ref().map(|kind| *kind.get_ref()),
        })))
    }
}
