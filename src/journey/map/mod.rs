//! The machine as a picture: its states and edges under a policy, found by search and drawn.

mod coverage;
mod dot;
mod json;
mod mermaid;
mod picture;
mod space;
mod svg;
mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use coverage::{Coverage, Share, Visited};
pub use json::Document;
pub use space::{Alphabet, Answer, PLAIN, Space, Watch, every_facts, explore, plain_facts, walk};
pub use words::{EventKind, effect_id, refused_id};

use picture::Picture;

use super::action::Action;
use super::policy::Policy;
use super::replay::Settings;
use super::{Effect, Refused, State, Step, step};

/// How a map is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A flowchart in Mermaid, which GitHub draws.
    Mermaid,
    /// Graphviz.
    Dot,
    /// A drawing that every browser shows, laid out here.
    Svg,
    /// One JSON document with every edge.
    Json,
    /// A table with every edge, for a terminal.
    Table,
}

/// How much a map tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What a person meets whose account nobody touches meanwhile, with like steps as one.
    Kind,
    /// Every edge with its effects, and what comes of changes meanwhile.
    Full,
}

/// A way from a state to a state: every step of the search that looks the same from outside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Where it starts.
    pub from: State,
    /// What happens.
    pub event: EventKind,
    /// Where it leads.
    pub to: State,
    /// What is done, in this order.
    pub effects: Vec<Effect>,
}

/// Something that a screen offers and the machine refuses in some situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The screen's state.
    pub state: State,
    /// What happens.
    pub event: EventKind,
    /// Why it is refused.
    pub why: Refused,
}

/// States, edges and refusals of the machine under one policy.
///
/// The value beside an edge or refusal says whether a person meets it though nobody touches the account
/// meanwhile; the others come after a change of facts alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// Every state that is reached, in the order of the screens.
    pub states: BTreeSet<State>,
    /// Every edge.
    pub edges: BTreeMap<Edge, bool>,
    /// Every refusal.
    pub refusals: BTreeMap<Refusal, bool>,
}

impl Map {
    /// Searches the machine under the policy and keeps what can be told apart from outside.
    ///
    /// A map does not show how many tries are left, so that two of each stand for any larger number.
    pub fn of(policy: &Policy) -> Self {
        Self::exactly(&Self::with_few(policy))
    }

    fn with_few(policy: &Policy) -> Policy {
        let mut few = policy.clone();
        few.otp.tries = few.otp.tries.min(2);
        few.otp.sends = few.otp.sends.min(2);
        few.mfa.tries = few.mfa.tries.min(2);
        few
    }

    fn exactly(policy: &Policy) -> Self {
        let mut map =
            Self { states: BTreeSet::from([State::SignIn]), edges: BTreeMap::new(), refusals: BTreeMap::new() };
        for (alphabet, undisturbed) in [(Alphabet::full(), false), (Alphabet::undisturbed(), true)] {
            walk(policy, step, &alphabet, &mut |answer: &Answer<'_>| map.note(answer, undisturbed));
        }
        map.states.extend(map.edges.keys().map(|edge| edge.to));
        map
    }

    /// What any of several policies leads to.
    pub fn of_all<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> Self {
        let mut all = Self { states: BTreeSet::new(), edges: BTreeMap::new(), refusals: BTreeMap::new() };
        let mut searched: Vec<Settings> = Vec::new();
        for policy in policies.into_iter().map(Self::with_few) {
            if searched.contains(&Settings::of(&policy)) {
                continue;
            }
            searched.push(Settings::of(&policy));
            let map = Self::exactly(&policy);

            all.states.extend(map.states);
            for (edge, undisturbed) in map.edges {
                *all.edges.entry(edge).or_default() |= undisturbed;
            }
            for (refusal, undisturbed) in map.refusals {
                *all.refusals.entry(refusal).or_default() |= undisturbed;
            }
        }
        all
    }

    /// The map, written: a drawing with like steps as one, a list with every edge. The same bytes for the same policy.
    pub fn render(&self, format: Format) -> String {
        let detail = match format {
            Format::Mermaid | Format::Dot | Format::Svg => Detail::Kind,
            Format::Json | Format::Table => Detail::Full,
        };
        self.render_in(format, detail, None)
    }

    /// The map, written in so much detail; where `visited` is given, coloured or counted by it.
    pub fn render_in(&self, format: Format, detail: Detail, visited: Option<&Visited>) -> String {
        let picture = || Picture::of(self, detail, visited);
        let listed = || if detail == Detail::Kind { self.undisturbed() } else { self.clone() };
        match format {
            Format::Mermaid => mermaid::write(&picture()),
            Format::Dot => dot::write(&picture()),
            Format::Svg => svg::write(&picture()),
            Format::Json => json::write(&listed(), visited),
            Format::Table => table::write(&listed(), visited),
        }
    }

    /// Every state, edge and refusal with how often each was visited, to be serialised.
    pub fn counted(&self, visited: &Visited) -> Document {
        json::document(self, Some(visited))
    }

    /// What a person meets whose account nobody touches meanwhile.
    fn undisturbed(&self) -> Self {
        let mut map = self.clone();
        map.edges.retain(|_, undisturbed| *undisturbed);
        map.refusals.retain(|_, undisturbed| *undisturbed);
        map
    }

    fn note(&mut self, answer: &Answer<'_>, undisturbed: bool) {
        let (from, event) = (answer.from.state, EventKind::from(answer.event));
        match answer.outcome {
            Ok(Step { journey, effects }) => {
                let edge = Edge { from, event, to: journey.state, effects: effects.clone() };
                *self.edges.entry(edge).or_default() |= undisturbed;
            }
            Err(why) if Action::behind(from, answer.event).is_some() => {
                let refusal = Refusal { state: from, event, why: *why };
                *self.refusals.entry(refusal).or_default() |= undisturbed;
            }
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::super::policy::Profile;
    use super::super::{Event, Reason};
    use super::*;

    fn limits(tries: u8, sends: u8, mfa_tries: u8) -> Policy {
        let mut policy = Policy::of(Profile::Portal);
        (policy.otp.tries, policy.otp.sends, policy.mfa.tries) = (tries, sends, mfa_tries);
        policy
    }

    fn portal() -> &'static Map {
        static MAP: LazyLock<Map> = LazyLock::new(|| Map::of(&Policy::of(Profile::Portal)));
        &MAP
    }

    #[test]
    fn every_state_and_every_end_is_reached() {
        let reasons = [
            Reason::Declined,
            Reason::Abandoned,
            Reason::Expired,
            Reason::TooManyAttempts,
            Reason::Superseded,
            Reason::Disabled,
        ];
        let map = portal();
        assert_eq!(map.states.len(), 11 + reasons.len());
        assert!(reasons.into_iter().all(|reason| map.states.contains(&State::Ended(reason))));
    }

    #[test]
    fn two_tries_and_two_sends_draw_the_same_map_as_more() {
        let few = Map::exactly(&limits(2, 2, 2));
        assert_eq!(few, Map::exactly(&limits(3, 2, 2)));
        assert_eq!(few, Map::exactly(&limits(2, 3, 2)));
        assert_eq!(few, Map::exactly(&limits(2, 2, 3)));
    }

    #[test]
    fn a_single_send_draws_no_resend() {
        let resend = |edge: &Edge| edge.from == State::OtpVerification && edge.event == EventKind::CodeRequested;
        assert!(portal().edges.keys().any(resend));
        assert!(!Map::of(&limits(5, 1, 5)).edges.keys().any(resend));
    }

    #[test]
    fn every_format_gives_the_same_bytes_again() {
        let again = Map::of(&Policy::of(Profile::Portal));
        for format in [Format::Mermaid, Format::Dot, Format::Svg, Format::Json, Format::Table] {
            assert_eq!(portal().render(format), again.render(format));
        }
    }

    #[test]
    fn mermaid_draws_the_main_way_straight_down() {
        let text = portal().render(Format::Mermaid);
        let way: Vec<&str> = text.lines().filter(|line| line.contains("==>")).map(str::trim).collect();
        assert_eq!(
            way,
            [
                r#"sign_in ==>|"sign_in: right"| device_unrecognized"#,
                r#"device_unrecognized ==>|"ok"| otp_verification"#,
                r#"otp_verification ==>|"verify: right"| mfa_challenge"#,
                r#"mfa_challenge ==>|"verify: TOTP code, recovery code"| password_change"#,
                r#"password_change ==>|"create_password"| consent"#,
                r#"consent ==>|"accept_and_continue"| mfa_required"#,
                r#"mfa_required ==>|"activate"| confirm_password"#,
                r#"confirm_password ==>|"confirm: right"| mfa_setup"#,
                r#"mfa_setup ==>|"verify: right"| recovery_codes"#,
                r#"recovery_codes ==>|"continue"| signed_in"#,
            ]
        );
        assert!(text.starts_with("flowchart TD\n"));
        assert!(text.contains(r#"consent -.->|"decline"| consent_declined"#), "{text}");
    }

    #[test]
    fn no_drawing_has_an_arrow_back_to_its_own_screen() {
        for format in [Format::Mermaid, Format::Dot] {
            for line in portal().render(format).lines().map(str::trim) {
                let ends = line.split_once(' ').zip(line.trim_end_matches(';').rsplit_once(' '));
                let to_itself = ends.is_some_and(|((from, _), (_, to))| from == to);
                assert!(!to_itself, "{line}");
            }
        }
    }

    #[test]
    fn json_lists_every_edge_with_its_effects() {
        let map = portal();
        let json: serde_json::Value = serde_json::from_str(&map.render(Format::Json)).unwrap();
        let states: Vec<&str> = json["states"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
        assert_eq!(states.len(), 12);
        let transitions = json["transitions"].as_array().unwrap();
        assert_eq!(transitions.len(), map.edges.len());
        let known = |end: &serde_json::Value| states.contains(&end.as_str().unwrap());
        assert!(transitions.iter().all(|one| known(&one["from"]) && known(&one["to"])));
        let enrolled = transitions.iter().find(|one| one["event"] == "acknowledged").unwrap();
        assert_eq!(enrolled["effects"], serde_json::json!(["enrol", "trust_device", "open_session"]));
    }

    #[test]
    fn the_names_are_those_of_the_events_themselves() {
        let start = [Event::PasswordOk(every_facts()[0]), Event::FactsChanged(every_facts()[0])];
        for event in PLAIN.into_iter().chain(start) {
            let written = serde_json::to_value(event).unwrap();
            let name = written.as_str().or_else(|| written.as_object()?.keys().next().map(String::as_str)).unwrap();
            assert_eq!(EventKind::from(event).id(), name);
            assert!(EventKind::ALL.contains(&event.into()));
        }
    }

    #[test]
    fn v6_1_3_every_way_in_has_a_password_and_a_second_factor() {
        let policy = limits(1, 1, 1);
        let proofs = [EventKind::TotpOk, EventKind::RecoveryCodeOk, EventKind::Acknowledged];
        let space = explore(&policy);
        assert!(!space.last_steps.is_empty());
        for &number in &space.last_steps {
            let mut kinds: Vec<EventKind> = space.path(number).into_iter().map(EventKind::from).collect();
            let journey = space.open()[number as usize];
            assert!(kinds.contains(&EventKind::PasswordOk));
            let last = PLAIN.into_iter().filter(|&event| {
                step(&policy, &journey, event).is_ok_and(|step| step.journey.state == State::SignedIn)
            });
            for event in last {
                kinds.push(event.into());
                assert!(proofs.iter().any(|proof| kinds.contains(proof)), "{kinds:?}");
                kinds.pop();
            }
        }
    }
}
