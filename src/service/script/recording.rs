//! Writing down a sign-in while a person goes through it, as the steps of a script that comes to the same.

use secrecy::{ExposeSecret, SecretString};

use super::placeholder::{Part, Template};
use super::play::Player;
use super::record::{Name, SentMail};
use super::{Script, ScriptError, Submission};
use crate::credentials::recovery;
use crate::journey::action::Action;
use crate::journey::policy::Period;
use crate::service::ServiceError;
use crate::service::journey::Origin;
use crate::service::journey::answer::Answer;
use crate::service::journey::fields::Fields;

/// What a person may have typed that differs from run to run, by its placeholder.
const CANDIDATES: [&str; 8] =
    ["{password}", "{otp}", "{otp:2}", "{otp:3}", "{totp}", "{totp:-1}", "{totp:+1}", "{recovery:1}"];

/// The most recovery codes that a typed one is compared with.
const MOST_CODES: usize = 20;

/// A person in the home of a script, and what they did there so far.
pub struct Recording<'a> {
    player: Player<'a>,
    journey: String,
    steps: String,
    count: usize,
    news: Vec<(SentMail, Option<SecretString>)>,
}

impl<'a> Recording<'a> {
    /// Begins in the home of a script, whose steps are passed over.
    ///
    /// # Errors
    /// [`ScriptError`] where the home does not take what the script gives it.
    pub fn of(script: &'a Script, name: Name) -> Result<Self, ScriptError> {
        let player = Player::new(script, name, false)?;
        Ok(Self { player, journey: String::new(), steps: String::new(), count: 0, news: Vec::new() })
    }

    /// Starts a sign-in, on a device that may keep its token.
    ///
    /// # Errors
    /// Those of the service.
    pub fn start(&mut self, name: &str, device: Option<&str>) -> Result<Answer, ServiceError> {
        name.clone_into(&mut self.journey);
        let token = device.and_then(|device| self.player.stage.device(device)).cloned();
        self.player.cast.enter(name, device.map(str::to_owned));
        let answer = self.player.stage.service.start_journey(&Origin { device: token, ..Origin::default() })?;
        let device = device.map(|device| format!("device = {}\n", quoted(device))).unwrap_or_default();
        self.step(&format!("start = {}\n{device}", quoted(name)));
        self.player.hear(name, Ok(answer.clone()), None);
        Ok(answer)
    }

    /// Submits what the person typed. A field may hold a placeholder, as in a script.
    ///
    /// # Errors
    /// Those of the service; what was submitted is then not written down.
    pub fn submit(&mut self, action: Action, fields: &Fields) -> Result<Answer, ServiceError> {
        let mut submission =
            Submission { journey: self.journey.clone(), action: action.id().to_owned(), fields: Vec::new() };
        for (name, value) in fields.iter() {
            let template = self.written(&submission, value.expose_secret());
            submission.fields.push((name.clone(), template));
        }
        let (fields, _) = self.player.fill(0, &submission).map_err(|error| ServiceError::Invalid {
            what: "this".to_owned(),
            problem: error.problem.trim_start_matches("step.with.").to_owned(),
        })?;
        let id = self.player.id(&self.journey);
        let answer = self.player.stage.service.submit(&id, &submission.action, &fields)?;
        let refusal = self.player.hear(&self.journey, Ok(answer.clone()), Some((&submission, &fields)));
        let mails = self.player.mails(Some(&self.journey))?;
        let mut expect = vec![format!("screen = {}", quoted(answer.screen.id))];
        expect.extend(refusal.map(|refusal| format!("error = {}", quoted(&refusal.code))));
        if !mails.is_empty() {
            let parts: Vec<String> = mails.iter().map(|mail| quoted(without_reference(&mail.subject))).collect();
            expect.push(match parts.as_slice() {
                [one] => format!("mail = {one}"),
                several => format!("mail = [{}]", several.join(", ")),
            });
        }
        if answer.status == "signed_in" {
            expect.push("session = true".to_owned());
        }
        let with = with(&submission);
        self.step(&format!("do = {}\n{with}expect = {{ {} }}\n", quoted(&submission.action), expect.join(", ")));
        let code = |mail: &SentMail| {
            let code = self.player.cast.newest_code(&self.journey);
            code.filter(|_| mail.kind == crate::mail::template::Template::DeviceCode.id()).cloned()
        };
        self.news = mails.into_iter().map(|mail| (code(&mail), mail)).map(|(code, mail)| (mail, code)).collect();
        Ok(answer)
    }

    /// Lets time pass; answers the screen as it is then.
    ///
    /// # Errors
    /// Those of the service.
    pub fn wait(&mut self, by: Period) -> Result<Answer, ServiceError> {
        self.player.stage.service.advance_clock(by.duration())?;
        self.step(&format!("advance = {}\n", quoted(&by.to_string())));
        let answer = self.player.stage.service.show_journey(&self.player.id(&self.journey))?;
        self.step(&format!("show = true\nexpect = {{ screen = {} }}\n", quoted(answer.screen.id)));
        self.player.hear(&self.journey, Ok(answer.clone()), None);
        Ok(answer)
    }

    /// The mails of the last submission, each with the code in it.
    pub fn mails(&mut self) -> Vec<(SentMail, Option<SecretString>)> {
        std::mem::take(&mut self.news)
    }

    /// The steps so far, as a script has them.
    pub fn steps(&self) -> &str {
        &self.steps
    }

    /// How many steps there are.
    pub fn count(&self) -> usize {
        self.count
    }

    fn step(&mut self, lines: &str) {
        self.count += 1;
        self.steps.push_str(&format!("\n[[step]]\n{lines}"));
    }

    /// What stands in the script for what was typed: a placeholder as it is, the placeholder of a code or a password
    /// that the person knows, that of a wrong code, or the text itself.
    fn written(&self, submission: &Submission, typed: &str) -> Template {
        let is_placeholder = |part: &Part| matches!(part, Part::Placeholder { .. });
        if let Ok(template) = Template::parse(typed)
            && template.0.iter().any(is_placeholder)
        {
            return template;
        }
        let candidates = CANDIDATES.iter().map(|candidate| (*candidate).to_owned());
        let codes = (2..=MOST_CODES).map(|number| format!("{{recovery:{number}}}"));
        for candidate in candidates.chain(codes) {
            let Ok(template) = Template::parse(&candidate) else { continue };
            let now = self.player.stage.service.now();
            let value = self.player.cast.fill(&self.player.stage, submission, &template, now);
            if value.is_ok_and(|value| is_same(value.expose_secret(), typed)) {
                return template;
            }
        }
        let wrong = match self.player.cast.person(&self.journey).and_then(|person| person.screen.as_ref()) {
            Some(screen) if screen.id == "otp_verification" => "{otp:wrong}",
            _ => "{totp:wrong}",
        };
        let is_code = submission.action == Action::Verify.id()
            && typed.len() == 6
            && typed.bytes().all(|byte| byte.is_ascii_digit());
        let text = if is_code { wrong.to_owned() } else { typed.replace('{', "{{").replace('}', "}}") };
        Template::parse(&text).unwrap_or_else(|_| Template(vec![Part::Text(typed.to_owned())]))
    }
}

/// Whether two typed values are one: recovery codes in any way that they may be typed.
fn is_same(one: &str, other: &str) -> bool {
    let code = |text: &str| recovery::canonical(text).map(|code| code.expose_secret().to_owned());
    one == other || code(one).is_some_and(|one| code(other).as_ref() == Some(&one))
}

/// The fields of a submission as a line of a script; several values of one field are a list.
fn with(submission: &Submission) -> String {
    let mut fields: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, template) in &submission.fields {
        let text = quoted(&template.source());
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(text),
            None => fields.push((name, vec![text])),
        }
    }
    let told = fields.iter().map(|(name, values)| match values.as_slice() {
        [one] => format!("{name} = {one}"),
        several => format!("{name} = [{}]", several.join(", ")),
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("with = {{ {} }}\n", told.join(", ")) }
}

/// A mail's subject up to its reference, which is another one in the next recording.
fn without_reference(subject: &str) -> &str {
    subject.split(" (ref ").next().unwrap_or(subject)
}

/// A text as TOML has it, in one line.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_comes_back_from_a_script() {
        for text in ["plain", "\"quoted\" \\ {{x}}", "tab\tline\nend", "\u{7f}愛"] {
            let table: toml::Table = toml::from_str(&format!("a = {}", quoted(text))).unwrap();
            assert_eq!(table["a"].as_str(), Some(text));
        }
    }
}
