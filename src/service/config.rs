//! The home's configuration file: read, checked, and blamed by line where it is wrong.

use std::path::Path;

use serde::Deserialize;

use super::ServiceError;
use crate::journey::policy::{Argon2Cost, Policy, PolicyFile};
use crate::mail::config::MailConfig;
use crate::store::Mode;

/// The cost of a password hash in a simulation, where speed is wanted and no secret is kept.
pub(super) const SIMULATION_COST: Argon2Cost = Argon2Cost { m: 8, t: 1, p: 1 };

/// What the configuration file says.
pub struct Config {
    /// The policy in force.
    pub policy: Policy,
    /// How mail is sent.
    pub mail: MailConfig,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MailTable {
    mail: MailConfig,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ProfileKey {
    profile: Option<serde::de::IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordTable {
    password: Option<CostTable>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CostTable {
    argon2: Option<Argon2Cost>,
}

impl PasswordTable {
    /// What a password hash costs, where the text itself says so.
    pub(super) fn cost(self) -> Option<Argon2Cost> {
        self.password.and_then(|password| password.argon2)
    }
}

impl Config {
    /// Reads a home's own configuration, which must name its profile: without, a file that was cut short or emptied
    /// would quietly mean other rules.
    ///
    /// # Errors
    /// [`ServiceError::Config`] names the key, its line and the remedy.
    pub fn of_home(text: &str, path: &Path, mode: Mode) -> Result<Self, ServiceError> {
        let config = Self::parse(text, path, mode)?;
        let path = path.display().to_string();
        let named: ProfileKey = toml::from_str(text).map_err(|error| blame(&path, text, &error))?;
        if named.profile.is_none() {
            let problem = "profile is missing; write profile = \"portal\" or profile = \"nist\", as it was";
            return Err(ServiceError::Config { path, line: Some(1), problem: problem.to_owned() });
        }
        Ok(config)
    }

    /// Reads the text of a configuration file. `path` is for the error alone.
    ///
    /// # Errors
    /// [`ServiceError::Config`] names the key, its line and the remedy.
    pub fn parse(text: &str, path: &Path, mode: Mode) -> Result<Self, ServiceError> {
        let path = path.display().to_string();
        let file: PolicyFile = toml::from_str(text).map_err(|error| blame(&path, text, &error))?;
        let mail: MailTable = toml::from_str(text).map_err(|error| blame(&path, text, &error))?;
        let cost: PasswordTable = toml::from_str(text).map_err(|error| blame(&path, text, &error))?;
        let mut policy =
            Policy::from_file(file).map_err(|error| blame_key(&path, text, error.key, &error.to_string()))?;
        match (mode, cost.cost()) {
            (Mode::Simulation, None) => policy.password.argon2 = SIMULATION_COST,
            (Mode::Real, Some(cost)) if !cost.reaches_floor() => {
                let problem = "password.argon2 is below the floor; use at least m = 19456, t = 2, p = 1 \
                               (or t = 1 with m = 47104, t = 3 with m = 12288)";
                return Err(blame_key(&path, text, "password.argon2", problem));
            }
            _ => {}
        }
        mail.mail
            .validate()
            .map_err(|error| blame_key(&path, text, &format!("mail.{}", error.key), &error.to_string()))?;
        Ok(Self { policy, mail: mail.mail })
    }
}

fn blame(path: &str, text: &str, error: &toml::de::Error) -> ServiceError {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let mut problem = plain(error.message().trim_end());
    if problem.starts_with("the rule ") {
        // The parser blames the whole list; the rule that it quotes has a line of its own.
        let line = line_of_rule(text, &problem).or(line);
        return ServiceError::Config { path: path.to_owned(), line, problem };
    }
    // Where the value is at fault, the parser's words leave out whose it is.
    let set = line.and_then(|line| text.lines().nth(line - 1)).and_then(|line| line.split_once('='));
    if let Some((key, _)) = set.filter(|(key, _)| !problem.contains(key.trim())) {
        let gap = if problem.starts_with("is ") { " " } else { ": " };
        problem = format!("{}{gap}{problem}", key.trim());
    }
    ServiceError::Config { path: path.to_owned(), line, problem }
}

/// The parser's words as a person who writes a file would put them.
fn plain(message: &str) -> String {
    if message.starts_with("duplicate key") {
        return "is set twice; keep one of them".to_owned();
    }
    let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    else {
        return message.to_owned();
    };
    let wanted = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number",
        "a boolean" => "true or false",
        "a string" => "a text in quotes",
        "a sequence" => "a list in brackets",
        other => other,
    };
    format!("is the {found}; write {wanted}")
}

/// Blames the line that sets a key.
fn blame_key(path: &str, text: &str, key: &str, problem: &str) -> ServiceError {
    let line = if key == "rules" { line_of_rule(text, problem) } else { line_of(text, key) };
    ServiceError::Config { path: path.to_owned(), line, problem: problem.to_owned() }
}

/// The line of the rule that a problem quotes; else that of the list of rules.
fn line_of_rule(text: &str, problem: &str) -> Option<usize> {
    let list = line_of(text, "rules")?;
    let rule = problem.split('"').nth(1).filter(|rule| !rule.is_empty());
    let single_spaces = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let holds = |line: &str| rule.is_some_and(|rule| single_spaces(line).contains(rule));
    text.lines().skip(list - 1).position(holds).map(|further| list + further).or(Some(list))
}

/// The line that sets a key, found by its table and its last part.
pub(super) fn line_of(text: &str, key: &str) -> Option<usize> {
    let (table, last) = key.rsplit_once('.').unwrap_or(("", key));
    let mut current = "";
    let line = text.lines().position(|line| {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            current = name.trim();
        }
        let name = line.split('=').next().unwrap_or("").trim();
        let is_whole = key.strip_prefix(current).and_then(|rest| rest.strip_prefix('.')) == Some(name);
        (current == table && name == last) || is_whole || name == key || (table.ends_with(name) && !name.is_empty())
    });
    line.map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, mode: Mode) -> Result<Config, String> {
        Config::parse(text, Path::new("vestibule.toml"), mode).map_err(|error| error.to_string())
    }

    fn refused(text: &str) -> String {
        parse(text, Mode::Real).err().expect("the text is wrong")
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = refused("profile = \"portal\"\n\n[password]\nmin_lenght = 3\n");
        assert!(error.starts_with("in vestibule.toml, line 4:"), "{error}");
        assert!(error.contains("min_lenght") && error.contains("min_length"), "{error}");
    }

    #[test]
    fn a_value_out_of_range_is_named_with_its_line_and_the_range() {
        let error = refused("[otp]\n\ntries = 99\n");
        assert_eq!(error, "in vestibule.toml, line 3: otp.tries is 99; use 1 to 10");
    }

    #[test]
    fn an_unknown_table_and_a_doubled_key_are_errors() {
        assert!(refused("[pasword]\n").contains("pasword"));
        assert!(refused("[otp]\ntries = 3\ntries = 4\n").contains("line 3"));
    }

    #[test]
    fn a_rule_is_blamed_in_its_own_line() {
        let unread = refused("rules = [\n  \"at_most 3 mails\",\n  \"never signed_in without luck\",\n]\n");
        assert!(unread.starts_with("in vestibule.toml, line 3: the rule \"never signed_in without luck\""), "{unread}");
        let unknown =
            refused("rules = [\n  \"at_most 3 mails\",\n  \"never  signed_in without consent(imprint)\",\n]\n");
        assert!(unknown.starts_with("in vestibule.toml, line 3: rules has"), "{unknown}");
        assert!(unknown.ends_with("use eula, privacy, terms"), "{unknown}");
        assert!(parse("rules = [\"never signed_in without consent(terms)\"]\n", Mode::Real).is_ok());
    }

    #[test]
    fn hashing_below_the_floor_is_for_simulations_alone() {
        let cheap = "[password]\nargon2 = { m = 8, t = 1, p = 1 }\n";
        assert!(refused(cheap).contains("below the floor"), "{}", refused(cheap));
        assert!(parse(cheap, Mode::Simulation).is_ok());
    }

    #[test]
    fn a_simulation_hashes_cheaply_unless_told_otherwise() {
        let told = "[password]\nargon2 = { m = 19456, t = 2, p = 1 }\n";
        assert_eq!(parse("", Mode::Simulation).expect("valid").policy.password.argon2, SIMULATION_COST);
        assert_eq!(parse(told, Mode::Simulation).expect("valid").policy.password.argon2.m, 19_456);
    }
}
