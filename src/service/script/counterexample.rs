//! A way through the machine, written as a script that plays it.

use std::fmt::Write;

use super::recording::quoted;
use super::{Name, Script, play};
use crate::journey::action::Action;
use crate::journey::map::EventKind;
use crate::journey::policy::{Limit, Policy, ProjectType};
use crate::journey::properties::{Counterexample, Met};
use crate::journey::{Authenticator, Consent, Event, Facts, PasswordDue, Reason, Refused, State};

const ADDRESS: &str = "ada@example.org";
const DEVICE: &str = "Ada's laptop";
const PASSWORD: &str = "Analytical-Engine-1843";
const NEW_PASSWORD: &str = "Difference-Engine-1822";

/// Why a way cannot be told as a script.
type Inexpressible = &'static str;

/// Writes the script of a counterexample, and plays it: what is answered shows what it claims.
///
/// # Errors
/// Why there is no script: it needs something that scripts cannot do, or playing it came out otherwise.
pub fn counterexample(policy: &Policy, rule: &str, found: &Counterexample, name: Name) -> Result<String, String> {
    let text = write(policy, rule, found).map_err(str::to_owned)?;
    let script =
        Script::parse(&text, std::path::Path::new("counterexample.toml")).map_err(|error| error.to_string())?;
    let played = play(&script, name).map_err(|error| error.to_string())?;
    match played.passed {
        true => Ok(text),
        false => Err(format!("a home in memory answered otherwise:\n{}", played.transcript)),
    }
}

/// Writes the script of a counterexample.
///
/// # Errors
/// What in it scripts cannot do.
pub(crate) fn write(policy: &Policy, rule: &str, found: &Counterexample) -> Result<String, Inexpressible> {
    let mut writer = Writer::new(policy, found)?;
    writer.head(rule);
    writer.step("start = \"Ada\"", Some(&format!("device = {DEVICE:?}")), "screen = \"sign_in\"");
    for met in &found.way {
        writer.met(met)?;
    }
    Ok(writer.text)
}

struct Writer<'a> {
    policy: &'a Policy,
    project_type: ProjectType,
    /// The facts of the account before the first step.
    facts: Facts,
    password: String,
    /// Versions published of each required document.
    version: u32,
    recovery_codes_used: u32,
    text: String,
}

impl<'a> Writer<'a> {
    fn new(policy: &'a Policy, found: &Counterexample) -> Result<Self, Inexpressible> {
        let facts = found.way.iter().find_map(|met| match met.event {
            Event::PasswordOk(facts) => Some(facts),
            _ => None,
        });
        let usual = Facts {
            device_trusted: false,
            authenticator: Authenticator::None,
            password_due: None,
            consent: Consent::Settled,
        };
        let facts = facts.unwrap_or(usual);
        if facts.authenticator == Authenticator::Disabled {
            return Err("an account of a script cannot begin with a disabled authenticator");
        }
        let asked = |kind: &ProjectType| !policy.required_documents(*kind).is_empty();
        let fits = |kind: &ProjectType| facts.consent == Consent::Settled || asked(kind);
        let project_type = found.project_type.into_iter().chain(ProjectType::ALL).find(fits);
        Ok(Self {
            policy,
            project_type: project_type.ok_or("no account must accept any document under this policy")?,
            facts,
            password: padded(PASSWORD, policy),
            version: u32::from(facts.consent != Consent::Unavailable),
            recovery_codes_used: 0,
            text: String::new(),
        })
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn head(&mut self, rule: &str) {
        let rule = rule.trim_end_matches('.');
        self.line(&format!("# Found by `vestibule journey prove`: it breaks the rule \"{rule}\"."));
        self.line("# `vestibule run` confirms each step.\n");
        self.line(&format!("title = {}", quoted(&format!("Breaks: {rule}"))));
        self.line(&differences(self.policy));
        if self.version > 0 {
            for id in self.required() {
                self.line(&format!("\n[[document]]\n{}", document(&id, 1)));
            }
        }
        let accepted = if self.facts.consent == Consent::Settled { self.required() } else { Vec::new() };
        self.line("\n[[user]]");
        self.line(&format!("address = {ADDRESS:?}\nproject_type = {:?}", self.project_type.as_str()));
        self.line(&match (self.facts.password_due, self.policy.password.max_age) {
            (None, _) => format!("password = {:?}", self.password),
            (Some(PasswordDue::Expired), Limit(Some(age))) => {
                format!("password = {:?}\npassword_age = \"{} s\"", self.password, u64::from(age.as_secs()) + 86_400)
            }
            _ => "temporary = true".to_owned(),
        });
        if !accepted.is_empty() {
            self.line(&format!("accepted = {}", list(&accepted)));
        }
        if self.facts.authenticator == Authenticator::Active {
            self.line("enrolled = true");
        }
        if self.facts.device_trusted {
            self.line(&format!("devices = [{DEVICE:?}]"));
        }
    }

    fn required(&self) -> Vec<String> {
        self.policy.required_documents(self.project_type).to_vec()
    }

    fn step(&mut self, act: &str, more: Option<&str>, expect: &str) {
        let more = more.map(|more| format!("{more}\n")).unwrap_or_default();
        self.line(&format!("\n[[step]]\n{act}\n{more}expect = {{ {expect} }}"));
    }

    /// One event, with the screen that the machine answers.
    fn met(&mut self, met: &Met) -> Result<(), Inexpressible> {
        let expect = expected(met);
        match met.event {
            Event::FactsChanged(facts) => self.change(met, facts)?,
            Event::Expired => self.bare(&format!("advance = \"{} s\"", self.policy.journey.ttl.as_secs())),
            Event::Disabled => self.bare(&format!("support = \"disable\"\naccount = {ADDRESS:?}")),
            Event::Superseded => {
                let password = padded(NEW_PASSWORD, self.policy);
                self.bare(&format!("support = \"set_password\"\naccount = {ADDRESS:?}\npassword = {password:?}"));
            }
            event => {
                let action = Action::behind(met.from.state, event).ok_or("no screen offers one of its steps")?;
                if action == Action::Resend {
                    self.bare(&format!("advance = \"{} s\"", self.policy.otp.resend_after.as_secs()));
                }
                let with = self.fields(event).map(|fields| format!("with = {{ {fields} }}"));
                self.step(&format!("do = {:?}", action.id()), with.as_deref(), &expect);
                return Ok(());
            }
        }
        self.step("show = true", None, &expect);
        Ok(())
    }

    fn bare(&mut self, act: &str) {
        self.line(&format!("\n[[step]]\n{act}"));
    }

    /// A change of facts, as far as scripts can bring it about: by publishing documents, by an acceptance on paper, and
    /// by revoking the device.
    fn change(&mut self, met: &Met, new: Facts) -> Result<(), Inexpressible> {
        let Some(old) = met.from.facts else { return Err("facts change before they are known") };
        let rest = Facts { consent: old.consent, device_trusted: old.device_trusted, ..new };
        if rest != old || new.device_trusted && !old.device_trusted {
            return Err("it changes the account meanwhile in a way that scripts cannot");
        }
        if new.device_trusted != old.device_trusted {
            self.bare(&format!("support = \"revoke_devices\"\naccount = {ADDRESS:?}"));
        }
        let ids = match (old.consent, new.consent) {
            (same, other) if same == other => Vec::new(),
            (Consent::Unavailable, Consent::Due) => self.required(),
            (Consent::Settled, Consent::Due) => self.required().into_iter().take(1).collect(),
            (Consent::Due, Consent::Settled) => {
                for id in self.required() {
                    let act = "support = \"record_consent\"";
                    self.bare(&format!("{act}\naccount = {ADDRESS:?}\ndocument = {}", quoted(&id)));
                }
                Vec::new()
            }
            _ => return Err("it changes what is published meanwhile in a way that scripts cannot"),
        };
        self.version += u32::from(!ids.is_empty());
        for id in ids {
            let document = document(&id, self.version).replace('\n', ", ");
            self.bare(&format!("publish = {{ {document} }}"));
        }
        Ok(())
    }

    fn fields(&mut self, event: Event) -> Option<String> {
        Some(match event {
            Event::PasswordOk(_) => format!("email = {ADDRESS:?}, password = \"{{password}}\""),
            Event::PasswordBad => format!("email = {ADDRESS:?}, password = \"not the password\""),
            Event::OtpOk => "code = \"{otp}\"".to_owned(),
            Event::OtpBad => "code = \"{otp:wrong}\"".to_owned(),
            Event::TotpOk | Event::SetupOk => "code = \"{totp}\"".to_owned(),
            Event::ChallengeBad | Event::SetupBad => "code = \"{totp:wrong}\"".to_owned(),
            Event::RecoveryCodeOk => {
                self.recovery_codes_used += 1;
                format!("code = \"{{recovery:{}}}\"", self.recovery_codes_used)
            }
            Event::PasswordChanged => {
                let new = padded(NEW_PASSWORD, self.policy);
                format!("new_password = {new:?}, confirm_password = {new:?}")
            }
            Event::Accepted => format!("accept = {}", list(&self.required())),
            Event::Confirmed => "password = \"{password}\"".to_owned(),
            Event::ConfirmBad => "password = \"not the password\"".to_owned(),
            _ => return None,
        })
    }
}

/// What a step must answer.
fn expected(met: &Met) -> String {
    let mut expect = match &met.outcome {
        Ok(step) => format!("screen = {:?}", step.journey.state.id()),
        Err(_) => format!("screen = {:?}", met.from.state.id()),
    };
    let error = match (&met.outcome, EventKind::from(met.event)) {
        (Err(Refused::NotAllowed), _) => "action_not_allowed",
        (Err(Refused::Ended), _) => "journey_ended",
        (Err(Refused::NoSendsLeft), _) => "no_sends_left",
        (Err(Refused::ConsentUnavailable), _) => "consent_unavailable",
        (Ok(_), EventKind::PasswordBad) => "credentials_wrong",
        (Ok(_), EventKind::OtpBad) => "otp_wrong",
        (Ok(_), EventKind::ChallengeBad | EventKind::SetupBad) => "totp_wrong",
        (Ok(_), EventKind::ConfirmBad) => "password_wrong",
        (Ok(_), _) => "",
    };
    if !error.is_empty() {
        let _ = write!(expect, ", error = {error:?}");
    }
    if let Ok(step) = &met.outcome {
        match step.journey.state {
            State::Ended(reason) => {
                let _ = write!(expect, ", reason = {:?}", Reason::id(reason));
            }
            State::SignedIn => expect.push_str(", session = true"),
            _ => {}
        }
    }
    expect
}

/// A password that is long enough.
fn padded(password: &str, policy: &Policy) -> String {
    let mut padded = password.to_owned();
    while padded.chars().count() < policy.password.min_length as usize {
        padded.push('-');
        padded.push_str(password);
    }
    padded
}

fn document(id: &str, version: u32) -> String {
    format!("id = {}\nversion = \"{version}\"\ntext = \"Version {version}.\"", quoted(id))
}

fn list(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

/// The policy as its profile and what differs from it; what a password hash costs, its blocklist and the rules
/// change nothing in a script.
fn differences(policy: &Policy) -> String {
    let table = |policy: &Policy| toml::Value::try_from(policy).ok();
    let (own, usual) = (table(policy), table(&Policy::of(policy.profile)));
    let profile = own.as_ref().and_then(|own| own.get("profile")).map(ToString::to_string).unwrap_or_default();
    let mut text = format!("\n[policy]\nprofile = {profile}");
    for (name, settings) in own.as_ref().and_then(toml::Value::as_table).into_iter().flatten() {
        let former = usual.as_ref().and_then(|usual| usual.get(name));
        let settings = settings.as_table().into_iter().flatten();
        let changed: Vec<_> = settings
            .filter(|(key, value)| former.and_then(|former| former.get(key)) != Some(value))
            .filter(|(key, _)| !matches!(key.as_str(), "argon2" | "blocklist"))
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        if !changed.is_empty() {
            let _ = write!(text, "\n\n[policy.{name}]\n{}", changed.join("\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests;
