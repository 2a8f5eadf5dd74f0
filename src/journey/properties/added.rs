//! The search for a journey that breaks a rule of the policy file.

use std::collections::HashSet;

use super::super::map::{PLAIN, every_facts, plain_facts};
use super::super::policy::{Limit, Policy, ProjectType};
use super::super::rules::{Pattern, Rule, is_document_id};
use super::super::{Consent, Event, Facts, Journey, PasswordDue, step};

/// A shortest list of events after which a rule does not hold, in a journey of an account of some type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The account's project type.
    pub project_type: ProjectType,
    /// The events from the start.
    pub events: Vec<Event>,
}

/// Searches for a journey that breaks the rule.
///
/// Facts change at any time, as far as the account's type and the policy let them; where a way without any
/// change is as short, that one is taken.
pub fn breach(policy: &Policy, rule: &Rule) -> Option<Breach> {
    let found = rule.subjects(policy).into_iter().filter_map(|project_type| {
        let search = |changes| Search::new(policy, rule, project_type, changes).run();
        let shortest = search(true)?;
        let quiet = search(false).filter(|events| events.len() <= shortest.len());
        Some(Breach { project_type, events: quiet.unwrap_or(shortest) })
    });
    found.min_by_key(|breach| breach.events.len())
}

/// The facts that an account of this type can have under the policy, one reason for a password change
/// standing for all.
pub fn possible_facts(policy: &Policy, project_type: ProjectType) -> Vec<Facts> {
    let required = policy.required_documents(project_type);
    let consents: &[Consent] = if required.is_empty() {
        &[Consent::Settled]
    } else if required.iter().all(|id| is_document_id(id)) {
        &[Consent::Settled, Consent::Due, Consent::Unavailable]
    } else {
        &[Consent::Unavailable]
    };
    let due = if policy.password.max_age == Limit(None) { PasswordDue::Temporary } else { PasswordDue::Expired };
    let all = every_facts().into_iter().filter(|facts| plain_facts(*facts) == *facts);
    all.filter(|facts| consents.contains(&facts.consent))
        .map(|facts| Facts { password_due: facts.password_due.map(|_| due), ..facts })
        .collect()
}

/// A journey on its way, and whether it was at the screen that the rule remembers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    journey: Journey,
    was_there: bool,
}

struct Search<'a> {
    policy: &'a Policy,
    rule: &'a Rule,
    project_type: ProjectType,
    plain: Vec<Event>,
    facts: Vec<Facts>,
    changes: bool,
}

impl<'a> Search<'a> {
    /// A wrong code or password stays on its screen or ends the journey (the rule `wrong_opens_nothing`), so
    /// that no screen needs one to be reached; a rule that counts them needs only those that it counts.
    fn new(policy: &'a Policy, rule: &'a Rule, project_type: ProjectType, changes: bool) -> Self {
        let counted = match rule.pattern {
            Pattern::AtMost { count, .. } => Some(count.event()),
            _ => None,
        };
        let is_wrong = |event: &Event| {
            matches!(
                event,
                Event::PasswordBad | Event::OtpBad | Event::ChallengeBad | Event::ConfirmBad | Event::SetupBad
            )
        };
        let plain = PLAIN.into_iter().filter(|event| !is_wrong(event) || counted == Some(*event)).collect();
        Self { policy, rule, project_type, plain, facts: possible_facts(policy, project_type), changes }
    }

    fn run(&self) -> Option<Vec<Event>> {
        let start = self.node(Journey::default(), false);
        if self.is_breach(&start) {
            return Some(Vec::new());
        }
        let mut known = HashSet::from([start]);
        let mut nodes = vec![(start, 0, Event::PasswordBad)];
        let mut number = 0;
        while let Some(&(at, ..)) = nodes.get(number) {
            for event in self.events(&at.journey) {
                let Ok(step) = step(self.policy, &at.journey, event) else { continue };
                let next = self.node(step.journey, at.was_there);
                if self.is_breach(&next) {
                    return Some(way(&nodes, number, event));
                }
                if !next.journey.state.is_end() && !self.is_settled(&next) && known.insert(next) {
                    nodes.push((next, number, event));
                }
            }
            number += 1;
        }
        None
    }

    fn events(&self, journey: &Journey) -> impl Iterator<Item = Event> {
        let make: fn(Facts) -> Event = if journey.facts.is_none() { Event::PasswordOk } else { Event::FactsChanged };
        let carrying = self.facts.iter().filter(|_| journey.facts.is_none() || self.changes);
        self.plain.iter().copied().chain(carrying.map(move |facts| make(*facts)))
    }

    fn node(&self, journey: Journey, was_there: bool) -> Node {
        let here = match self.rule.pattern {
            Pattern::After { before, .. } => before.is_at(journey.state),
            Pattern::Before { first, .. } => first.is_at(journey.state),
            _ => false,
        };
        Node { journey, was_there: was_there || here }
    }

    fn is_breach(&self, node: &Node) -> bool {
        let state = node.journey.state;
        match &self.rule.pattern {
            Pattern::Without { screen, needs } => {
                let is_met = || needs.iter().any(|need| need.is_met(self.policy, self.project_type, &node.journey));
                screen.is_at(state) && !is_met()
            }
            Pattern::After { screen, .. } => screen.is_at(state) && node.was_there,
            Pattern::Before { screen, .. } => screen.is_at(state) && !node.was_there,
            Pattern::AtMost { most, count } => count.of(&node.journey.history) > *most,
        }
    }

    /// Whether nothing that comes after can break the rule.
    fn is_settled(&self, node: &Node) -> bool {
        matches!(self.rule.pattern, Pattern::Before { .. }) && node.was_there
    }
}

fn way(nodes: &[(Node, usize, Event)], last: usize, event: Event) -> Vec<Event> {
    let mut events = vec![event];
    let mut at = last;
    while at != 0 {
        let (_, before, event) = nodes[at];
        events.push(event);
        at = before;
    }
    events.reverse();
    events
}

#[cfg(test)]
mod tests {
    use super::super::super::map::EventKind as K;
    use super::super::super::policy::Profile;
    use super::*;

    fn under(policy: &Policy, rule: &str) -> Option<(ProjectType, Vec<K>)> {
        let rule: Rule = rule.parse().unwrap();
        breach(policy, &rule).map(|found| (found.project_type, found.events.into_iter().map(K::from).collect()))
    }

    fn portal() -> Policy {
        Policy::of(Profile::Portal)
    }

    #[test]
    fn rules_that_the_portal_keeps() {
        for rule in [
            "never signed_in without password",
            "never signed_in without consent",
            "never signed_in without consent(terms)",
            "never signed_in without mfa",
            "never signed_in without otp or trusted_device",
            "never recovery_codes without otp",
            "never mfa_setup without consent",
            "at_most 3 mails",
            "at_most 5 wrong_codes",
            "at_most 5 wrong_totps",
            "at_most 5 wrong_passwords",
            "at_most 5 wrong_setup_codes",
            "never sign_in after ended",
            "never sign_in after consent",
            "always device_unrecognized before recovery_codes",
            "always confirm_password before mfa_setup",
            "always sign_in before signed_in",
        ] {
            assert_eq!(under(&portal(), rule), None, "{rule}");
        }
    }

    #[test]
    fn rules_that_the_portal_breaks_come_with_a_shortest_way() {
        let trusted = vec![K::PasswordOk, K::TotpOk];
        for (rule, way) in [
            ("never sign_in without otp", vec![]),
            ("never signed_in without otp", trusted.clone()),
            ("never signed_in without recovery_code", trusted.clone()),
            ("always consent before signed_in", trusted.clone()),
            ("never signed_in without totp", vec![K::PasswordOk, K::RecoveryCodeOk]),
            ("never signed_in after otp_verification", vec![K::PasswordOk, K::CodeRequested, K::OtpOk, K::TotpOk]),
            ("at_most 2 mails", vec![K::PasswordOk, K::CodeRequested, K::CodeRequested, K::CodeRequested]),
            ("at_most 1 wrong_codes", vec![K::PasswordOk, K::CodeRequested, K::OtpBad, K::OtpBad]),
            ("at_most 0 wrong_totps", vec![K::PasswordOk, K::ChallengeBad]),
        ] {
            assert_eq!(under(&portal(), rule).map(|(_, way)| way), Some(way), "{rule}");
        }
    }

    #[test]
    fn a_change_of_facts_is_tried_as_well() {
        let way = vec![K::PasswordOk, K::FactsChanged];
        assert_eq!(under(&portal(), "never device_unrecognized after mfa_challenge").map(|(_, way)| way), Some(way));
    }

    #[test]
    fn a_document_binds_those_who_must_accept_it() {
        let rule = "never signed_in without consent(terms)";
        assert_eq!(under(&portal(), &format!("{rule} for enterprise")), None);
        assert_eq!(under(&portal(), &format!("{rule} for sme")).unwrap().0, ProjectType::Sme);
        let mut nobody = portal();
        nobody.consent.required.clear();
        assert!(under(&nobody, rule).is_some());
        assert_eq!(under(&nobody, "never consent without password"), None, "nobody is ever asked");
        assert_eq!(under(&nobody, "always mfa_setup before consent"), None, "nobody is ever asked");
    }

    #[test]
    fn a_setting_that_loosens_the_policy_breaks_the_rule() {
        let mut loose = portal();
        loose.mfa.required = false;
        let way = vec![K::PasswordOk];
        assert_eq!(under(&loose, "never signed_in without mfa or otp").map(|(_, way)| way), Some(way));
        loose.otp.sends = 4;
        assert!(under(&loose, "at_most 3 mails").is_some());
    }
}
