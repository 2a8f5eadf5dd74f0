//! A way through the machine, written as a script that plays it.

use std::fmt::Write;

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

    /// A change of facts, as far as scripts can bring it about: by publishing documents.
    fn change(&mut self, met: &Met, new: Facts) -> Result<(), Inexpressible> {
        let Some(old) = met.from.facts else { return Err("facts change before they are known") };
        if (Facts { consent: old.consent, ..new }) != old {
            return Err("it changes the account meanwhile in a way that scripts cannot");
        }
        let ids = match (old.consent, new.consent) {
            (same, other) if same == other => Vec::new(),
            (Consent::Unavailable, Consent::Due) => self.required(),
            (Consent::Settled, Consent::Due) => self.required().into_iter().take(1).collect(),
            _ => return Err("it changes what was accepted meanwhile, which scripts cannot"),
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

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
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
mod tests {
    use super::super::{Cause, Refusal};
    use super::*;
    use crate::journey::policy::{PolicyFile, Profile};
    use crate::journey::properties::{check, mutations::MUTATIONS, prove};

    fn name(cause: Cause<'_>) -> Refusal {
        let code = match cause {
            Cause::Journey(trouble) => trouble.code().to_owned(),
            Cause::Service(error) => error.to_string(),
        };
        Refusal { code, message: String::new(), hint: String::new(), exit: 3, retry_after: None }
    }

    fn broken(settings: &str, rule: &str) -> Result<String, String> {
        let text = format!("rules = [{rule:?}]\n{settings}");
        let policy = Policy::from_file(toml::from_str::<PolicyFile>(&text).unwrap()).unwrap();
        let proved = prove(&policy, Some(rule));
        let found = proved.verdicts[0].broken.as_ref().unwrap_or_else(|| panic!("{rule} holds"));
        counterexample(&policy, rule, found, name)
    }

    #[test]
    fn every_kind_of_broken_rule_comes_as_a_script_that_plays() {
        for (settings, rule) in [
            ("", "never signed_in without otp"),
            ("", "never signed_in without totp"),
            ("", "never sign_in without password"),
            ("", "never signed_in without consent(terms) for sme"),
            ("", "always consent before signed_in"),
            ("", "never signed_in after password_change"),
            ("", "never signed_in after consent"),
            ("", "never signed_in after mfa_setup"),
            ("", "never ended after recovery_codes"),
            ("", "at_most 2 mails"),
            ("", "at_most 4 wrong_codes"),
            ("", "at_most 4 wrong_totps"),
            ("", "at_most 4 wrong_passwords"),
            ("", "at_most 4 wrong_setup_codes"),
            ("profile = \"nist\"", "never signed_in after password_change"),
            ("[password]\nmin_length = 60\n", "never signed_in after password_change"),
            ("[mfa]\nrequired = false\n", "never signed_in without mfa"),
            ("[otp]\ntries = 10\n", "at_most 9 wrong_codes"),
            ("[otp]\nsends = 10\nhourly_sends = 100\n", "at_most 9 mails"),
            ("[consent.required]\nenterprise = [\"a\"]\nsme = [\"b\"]\n", "never consent after mfa_required"),
        ] {
            let script = broken(settings, rule).unwrap_or_else(|problem| panic!("{rule}: {problem}"));
            assert!(script.contains("[policy]\nprofile = "), "{script}");
        }
    }

    #[test]
    fn a_script_reads_like_one_that_a_person_wrote() {
        let script = broken("[otp]\ntries = 3\n", "never signed_in without otp").unwrap();
        assert_eq!(
            script,
            "# Found by `vestibule journey prove`: it breaks the rule \"never signed_in without otp\".\n\
             # `vestibule run` confirms each step.\n\n\
             title = \"Breaks: never signed_in without otp\"\n\n\
             [policy]\nprofile = \"portal\"\n\n[policy.otp]\ntries = 3\n\n\
             [[document]]\nid = \"terms\"\nversion = \"1\"\ntext = \"Version 1.\"\n\n\
             [[document]]\nid = \"privacy\"\nversion = \"1\"\ntext = \"Version 1.\"\n\n\
             [[user]]\naddress = \"ada@example.org\"\nproject_type = \"enterprise\"\n\
             password = \"Analytical-Engine-1843\"\naccepted = [\"terms\", \"privacy\"]\nenrolled = true\n\
             devices = [\"Ada's laptop\"]\n\n\
             [[step]]\nstart = \"Ada\"\ndevice = \"Ada's laptop\"\nexpect = { screen = \"sign_in\" }\n\n\
             [[step]]\ndo = \"sign_in\"\nwith = { email = \"ada@example.org\", password = \"{password}\" }\n\
             expect = { screen = \"mfa_challenge\" }\n\n\
             [[step]]\ndo = \"verify\"\nwith = { code = \"{totp}\" }\n\
             expect = { screen = \"signed_in\", session = true }\n"
        );
    }

    #[test]
    fn what_scripts_cannot_do_is_said() {
        let problem = broken("", "never device_unrecognized after mfa_challenge").unwrap_err();
        assert!(problem.contains("meanwhile"), "{problem}");
    }

    /// The scripts of a machine that is broken on purpose: the sound one plays them up to the fault, which may show a
    /// step before the rule is broken.
    #[test]
    fn the_script_of_a_fault_is_missed_by_the_sound_machine_where_the_fault_shows() {
        let mut policy = Policy::of(Profile::Portal);
        (policy.otp.tries, policy.otp.sends, policy.mfa.tries) = (2, 2, 2);
        let mut shown = 0;
        for (fault, rule, machine) in MUTATIONS {
            let report = check(&policy, machine, Some(rule));
            let way = report.broken.into_iter().next().expect("the fault is caught").way;
            let Ok(text) = write(&policy, rule, &Counterexample { project_type: None, way }) else { continue };
            let script = Script::parse(&text, std::path::Path::new("fault.toml"));
            let script = script.unwrap_or_else(|error| panic!("{fault}: {error}\n{text}"));
            let Ok(played) = play(&script, name) else { continue };
            assert!(played.passed || played.not_taken <= 1, "{fault}: {}", played.transcript);
            assert!(played.passed || played.transcript.contains("MISSED"), "{fault}: {}", played.transcript);
            shown += usize::from(!played.passed);
        }
        assert!(shown >= 15, "{shown} faults show in what a person sees");
    }
}
