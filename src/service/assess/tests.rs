use std::collections::BTreeSet;

use super::*;
use crate::journey::policy::{Argon2Cost, Period, TotpAlgorithm};
use crate::journey::properties::PROPERTIES;

fn unmet_by_policy(policy: &Policy) -> Vec<&'static str> {
    let is_unmet = |one: &Assessed| one.decided_by == DecidedBy::Policy && one.verdict == Verdict::NotMet;
    assess(policy, &Standard::ALL, &|_| true).requirements.into_iter().filter(is_unmet).map(|one| one.id).collect()
}

fn why(policy: &Policy, id: &str) -> String {
    let found = assess(policy, &Standard::ALL, &|_| true).requirements.into_iter().find(|one| one.id == id).unwrap();
    found.why.unwrap_or_default()
}

#[test]
fn the_deviations_of_portal_are_those_of_the_products_rules_and_of_the_apps() {
    let portal = Policy::of(Profile::Portal);
    assert_eq!(
        unmet_by_policy(&portal),
        ["3.1.1.2-P1", "3.1.1.2-P6", "3.1.1.2-P7", "V6.2.5", "V11.4.1", "V6.2.10", "V6.2.12", "V6.5.5", "V6.4.5"]
    );
    assert!(why(&portal, "V6.2.10").contains("after 90 days"));
    assert!(why(&portal, "V6.5.5").contains("taken for 90 seconds"));
}

#[test]
fn the_nist_profile_deviates_where_the_apps_and_the_lists_do() {
    assert_eq!(unmet_by_policy(&Policy::of(Profile::Nist)), ["V11.4.1", "V6.2.12", "V6.5.5"]);
}

#[test]
fn the_settings_that_the_reasons_name_meet_the_requirements() {
    let mut policy = Policy::of(Profile::Portal);
    policy.password.min_length = 15;
    policy.password.classes.clear();
    policy.password.max_age = crate::journey::policy::Limit(None);
    policy.password.blocklist = Some("breached.txt".into());
    policy.totp.algorithm = TotpAlgorithm::SHA256;
    policy.totp.skew = 0;
    assert_eq!(unmet_by_policy(&policy), [""; 0]);
}

#[test]
fn what_both_profiles_meet_a_weaker_policy_does_not() {
    let mut policy = Policy::of(Profile::Nist);
    policy.mfa.required = false;
    policy.password.argon2 = Argon2Cost { m: 8, t: 1, p: 1 };
    policy.session.idle = Period::hours(2);
    (policy.totp.skew, policy.totp.period) = (0, 60);
    let unmet = unmet_by_policy(&policy);
    for id in ["V6.3.3", "2.2.2-1", "V11.4.2", "3.1.1.2-P13", "2.2.3-2", "V6.5.5"] {
        assert!(unmet.contains(&id), "{id} is not in {unmet:?}");
    }
    assert!(why(&policy, "V6.5.5").contains("totp.period = 30 meets it"));
    assert!(why(&policy, "V11.4.2").contains("m = 8, t = 1"));
}

#[test]
fn the_tables_name_settings_and_rules_that_exist_and_no_number_twice() {
    let mut policy = Policy::of(Profile::Portal);
    policy.password.blocklist = Some("breached.txt".into());
    let known = flat(&policy);
    let mut seen = BTreeSet::new();
    for one in assess(&policy, &Standard::ALL, &|_| true).requirements {
        assert!(seen.insert((one.id, one.level.as_str())), "{} stands twice", one.id);
        for setting in &one.settings {
            assert!(known.contains_key(setting.key), "{}: {}", one.id, setting.key);
        }
        for evidence in &one.evidence {
            if let Evidence::Rule { name } = evidence {
                assert!(PROPERTIES.iter().any(|property| property.id == *name), "{}: {name}", one.id);
            }
        }
        assert_eq!(one.why.is_none(), one.verdict == Verdict::Met, "{}", one.id);
        assert!(one.verdict != Verdict::Met || !one.evidence.is_empty() || one.id == "V6.4.5", "{}", one.id);
    }
}

#[test]
fn counts_add_up_and_follow_the_standards_asked_for() {
    let policy = Policy::of(Profile::Nist);
    let both = assess(&policy, &Standard::ALL, &|_| true);
    let total: usize = both.counts.iter().map(|count| count.met + count.not_met + count.outside).sum();
    assert_eq!(total, both.requirements.len());
    let one = assess(&policy, &[Standard::Asvs], &|_| true);
    assert!(one.counts.len() == 1 && one.requirements.iter().all(|row| row.standard == Standard::Asvs));
}

#[test]
fn what_rests_on_a_command_is_met_once_the_command_is_there() {
    let policy = Policy::of(Profile::Portal);
    let verdicts = |has: &dyn Fn(&str) -> bool| {
        let one = |one: Assessed| (one.id, (one.verdict, one.why, one.evidence.len()));
        assess(&policy, &[Standard::Asvs], has).requirements.into_iter().map(one).collect::<BTreeMap<_, _>>()
    };
    let (without, with) = (verdicts(&|_| false), verdicts(&|command| command == "operator add"));
    for id in ["V8.1.1", "V8.2.1", "V8.3.2", "V16.3.2", "V7.5.3"] {
        let why = Some("Not built yet: operators, their roles and their rights.".to_owned());
        assert_eq!(without[id], (Verdict::NotMet, why, 0), "{id}");
        assert!(with[id].0 == Verdict::Met && with[id].2 > 0, "{id}");
    }
    for (id, command) in [("V11.1.1", "key rotate"), ("V11.2.2", "key rotate"), ("V11.1.2", "doctor --crypto")] {
        assert_eq!(with[id].0, Verdict::NotMet, "{id}");
        assert_eq!(verdicts(&|given| given == command)[id].0, Verdict::Met, "{id}");
    }
    assert_eq!(with["V2.3.5"].0, Verdict::NotMet, "operators alone approve nothing");
    assert_eq!(verdicts(&|_| true)["V2.3.5"].0, Verdict::Met);
}
