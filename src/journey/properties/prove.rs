//! Everything that is proved of a policy: the rules that always hold, the rules that its file adds, and what it
//! means in plain words.

use super::super::Event;
use super::super::policy::{Policy, ProjectType};
use super::super::rules::{Rule, is_document_id};
use super::added::{breach, possible_facts};
use super::{Met, PROPERTIES, check, replay};
use crate::journey::step;

/// What was proved of a policy.
#[derive(Debug)]
pub struct Proved {
    /// Each rule, in order: those that always hold, that everybody can sign in, those of the file.
    pub verdicts: Vec<Verdict>,
    /// What the policy means in plain words, where that may surprise.
    pub remarks: Vec<String>,
    /// Open journeys that were reached.
    pub states: usize,
    /// Steps that were taken.
    pub transitions: u64,
    /// Events that were refused.
    pub refusals: u64,
}

/// Whether one rule holds.
#[derive(Debug)]
pub struct Verdict {
    /// Its name; for a rule of the file, the rule itself.
    pub id: String,
    /// The rule as a sentence; `None` for a rule of the file.
    pub rule: Option<&'static str>,
    /// A shortest way to see that it does not hold.
    pub broken: Option<Counterexample>,
}

/// A shortest way on which a rule does not hold.
#[derive(Debug)]
pub struct Counterexample {
    /// The type of the account whose journey it is; `None` where any will do.
    pub project_type: Option<ProjectType>,
    /// Each event with how the machine answers it; empty where the first screen breaks the rule.
    pub way: Vec<Met>,
}

/// That accounts of every project type can sign in.
const WAY_IN_FOR_ALL: (&str, &str) =
    ("way_in_for_all", "Accounts of every project type can sign in, once their documents are published.");

/// The names of everything that is proved of the policy.
pub fn names(policy: &Policy) -> Vec<String> {
    let built_in = PROPERTIES.iter().map(|property| property.id).chain([WAY_IN_FOR_ALL.0]).map(str::to_owned);
    built_in.chain(policy.rules.iter().map(|rule| rule.text().to_owned())).collect()
}

/// Proves every rule of a policy, or `only` the one of that name; an unknown name proves nothing.
pub fn prove(policy: &Policy, only: Option<&str>) -> Proved {
    let wanted = |id: &str| only.is_none_or(|only| only == id);
    let is_built_in = PROPERTIES.iter().any(|property| wanted(property.id));
    let mut proved = Proved { verdicts: Vec::new(), remarks: remarks(policy), states: 0, transitions: 0, refusals: 0 };
    if is_built_in {
        let report = check(policy, step, only);
        (proved.states, proved.transitions, proved.refusals) = (report.states, report.transitions, report.refusals);
        let mut broken = report.broken;
        proved.verdicts.extend(PROPERTIES.iter().filter(|property| wanted(property.id)).map(|property| {
            let found = broken.iter().position(|broken| broken.id == property.id);
            let way = found.map(|index| broken.swap_remove(index).way);
            let broken = way.map(|way| Counterexample { project_type: None, way });
            Verdict { id: property.id.to_owned(), rule: Some(property.rule), broken }
        }));
    }
    if wanted(WAY_IN_FOR_ALL.0) {
        let broken = ProjectType::ALL.into_iter().find_map(|project_type| shut_out(policy, project_type));
        proved.verdicts.push(Verdict { id: WAY_IN_FOR_ALL.0.to_owned(), rule: Some(WAY_IN_FOR_ALL.1), broken });
    }
    for rule in policy.rules.iter().filter(|rule| wanted(rule.text())) {
        let broken = breach(policy, rule).map(|found| Counterexample {
            project_type: Some(found.project_type),
            way: replay(policy, &step, &found.events),
        });
        proved.verdicts.push(Verdict { id: rule.text().to_owned(), rule: None, broken });
    }
    proved
}

/// How accounts of a type are kept out whatever is published: no document can have the id of one that they
/// must accept.
fn shut_out(policy: &Policy, project_type: ProjectType) -> Option<Counterexample> {
    impossible_document(policy, project_type)?;
    let facts = possible_facts(policy, project_type).into_iter().next()?;
    let way = replay(policy, &step, &[Event::PasswordOk(facts)]);
    Some(Counterexample { project_type: Some(project_type), way })
}

fn impossible_document(policy: &Policy, project_type: ProjectType) -> Option<&str> {
    let required = policy.required_documents(project_type).iter();
    required.map(String::as_str).find(|id| !is_document_id(id))
}

fn remarks(policy: &Policy) -> Vec<String> {
    let mut remarks = Vec::new();
    let breaks = |rule: &str| rule.parse().is_ok_and(|rule: Rule| breach(policy, &rule).is_some());
    if breaks("never signed_in without mfa or trusted_device") {
        remarks.push(
            "Under this policy an account without an authenticator signs in with password and mailed code alone."
                .to_owned(),
        );
    }
    if breaks("never signed_in without mfa or otp") {
        remarks.push(
            "Under this policy an account without an authenticator signs in on a trusted device with the password alone."
                .to_owned(),
        );
    }
    for project_type in ProjectType::ALL {
        let (who, required) = (project_type.as_str(), policy.required_documents(project_type));
        if let Some(id) = impossible_document(policy, project_type) {
            remarks.push(format!(
                "Under this policy no {who} account can sign in: it must accept {id:?}, and no document can have that id."
            ));
        } else if !required.is_empty() {
            remarks.push(format!(
                "No {who} account can sign in before each of these documents is published: {}.",
                required.join(", ")
            ));
        }
    }
    remarks.extend(app_remark(policy));
    remarks.extend(mail_remark(policy));
    remarks.extend(policy.rules.iter().filter_map(|rule| scope_remark(policy, rule)));
    remarks
}

fn app_remark(policy: &Policy) -> Option<String> {
    let usual = super::super::policy::Policy::of(super::super::policy::Profile::Portal).totp;
    let totp = &policy.totp;
    let differs = (totp.algorithm, totp.digits, totp.period) != (usual.algorithm, usual.digits, usual.period);
    differs.then(|| {
        format!(
            "The apps that the set-up screen names may show codes that are never right: not all of them take {}, \
             {} digits and {} s; they all take {}, {} digits and {} s.",
            totp.algorithm.as_str(),
            totp.digits,
            totp.period,
            usual.algorithm.as_str(),
            usual.digits,
            usual.period
        )
    })
}

fn mail_remark(policy: &Policy) -> Option<String> {
    let (wait, lasts) = (policy.otp.resend_after, policy.journey.ttl);
    (policy.otp.sends > 1 && wait >= lasts).then(|| {
        format!("No second code is ever mailed: that may be asked for after {wait}, and a journey lasts {lasts}.")
    })
}

/// Says whom a rule is not about, so that nobody takes it for more than it is.
fn scope_remark(policy: &Policy, rule: &Rule) -> Option<String> {
    let subjects = rule.subjects(policy);
    let others: Vec<_> = ProjectType::ALL.into_iter().filter(|kind| !subjects.contains(kind)).collect();
    if rule.project_type.is_some() || others.is_empty() {
        return None;
    }
    let names = |kinds: &[ProjectType]| kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" and ");
    Some(format!(
        "The rule {:?} is about {} accounts, who must accept that; {} accounts need not, and sign in without.",
        rule.text(),
        names(&subjects),
        names(&others)
    ))
}

#[cfg(test)]
mod tests {
    use super::super::super::policy::{PolicyFile, Profile};
    use super::*;

    fn policy(text: &str) -> Policy {
        let mut policy = Policy::from_file(toml::from_str::<PolicyFile>(text).unwrap()).unwrap();
        (policy.otp.tries, policy.mfa.tries) = (2, 2);
        policy
    }

    fn broken(proved: &Proved) -> Vec<&str> {
        proved.verdicts.iter().filter(|one| one.broken.is_some()).map(|one| one.id.as_str()).collect()
    }

    #[test]
    fn the_profiles_break_nothing_and_let_nobody_in_unproved() {
        for profile in [Profile::Portal, Profile::Nist] {
            let mut small = Policy::of(profile);
            (small.otp.tries, small.mfa.tries) = (2, 2);
            let proved = prove(&small, None);
            assert_eq!(broken(&proved), [""; 0]);
            assert_eq!(proved.verdicts.len(), PROPERTIES.len() + 1);
            assert_eq!(
                proved.remarks,
                ["No enterprise account can sign in before each of these documents is published: terms, privacy."]
            );
        }
    }

    #[test]
    fn a_policy_without_mfa_says_who_gets_in_by_what_alone() {
        let proved = prove(&policy("[mfa]\nrequired = false\n"), Some("order"));
        assert!(proved.remarks[0].ends_with("signs in with password and mailed code alone."), "{:?}", proved.remarks);
        assert!(proved.remarks[1].ends_with("on a trusted device with the password alone."), "{:?}", proved.remarks);
        assert_eq!(broken(&proved), [""; 0]);
    }

    #[test]
    fn a_document_that_cannot_be_published_locks_everybody_of_its_type_out() {
        let proved = prove(&policy("[consent.required]\nsme = [\"Terms of Use\"]\n"), Some(WAY_IN_FOR_ALL.0));
        assert_eq!(broken(&proved), [WAY_IN_FOR_ALL.0]);
        let found = proved.verdicts[0].broken.as_ref().unwrap();
        assert_eq!(found.project_type, Some(ProjectType::Sme));
        assert!(found.way[0].outcome.is_err());
        assert!(proved.remarks.iter().any(|one| one.starts_with("Under this policy no sme account can sign in")));
    }

    #[test]
    fn rules_of_the_file_stand_after_the_others_and_can_be_asked_for_by_their_text() {
        let policy = policy("rules = [\"at_most 3 mails\", \"never signed_in without otp\"]\n");
        assert_eq!(
            names(&policy)[PROPERTIES.len()..],
            [WAY_IN_FOR_ALL.0, "at_most 3 mails", "never signed_in without otp"]
        );
        assert_eq!(broken(&prove(&policy, Some("at_most 3 mails"))), [""; 0]);
        assert_eq!(broken(&prove(&policy, Some("never signed_in without otp"))), ["never signed_in without otp"]);
    }

    #[test]
    fn a_rule_says_whom_it_is_not_about() {
        let remarks = |text| prove(&policy(text), Some("sends")).remarks;
        let scoped = remarks("rules = [\"never signed_in without consent(terms)\"]\n");
        assert!(scoped.last().unwrap().contains("sme accounts need not"), "{scoped:?}");
        assert_eq!(remarks("rules = [\"never signed_in without consent(terms) for enterprise\"]\n").len(), 1);
    }

    #[test]
    fn settings_that_work_against_each_other_are_named() {
        let text = "[totp]\nalgorithm = \"SHA256\"\n[otp]\nresend_after = \"10 min\"\n[journey]\nttl = \"5 min\"\n";
        let remarks = prove(&policy(text), Some("sends")).remarks;
        assert!(remarks.iter().any(|one| one.contains("never right")), "{remarks:?}");
        assert!(remarks.iter().any(|one| one.starts_with("No second code is ever mailed")), "{remarks:?}");
    }
}
