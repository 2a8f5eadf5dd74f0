//! Counterexamples play, and faults show where they must.

use super::super::{Cause, Refusal};
use super::*;
use crate::journey::policy::{PolicyFile, Profile};
use crate::journey::properties::{check, mutations::MUTATIONS, prove};
use crate::journey::{Journey, step};

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

/// The way that the sound machine takes through these events.
fn way(policy: &Policy, events: &[Event]) -> Vec<Met> {
    let mut from = Journey::default();
    let met = |event: &Event| {
        let outcome = step(policy, &from, *event);
        let met = Met { from, event: *event, outcome: outcome.clone() };
        from = outcome.expect("a step").journey;
        met
    };
    events.iter().map(met).collect()
}

#[test]
fn a_revoked_device_and_an_acceptance_on_paper_are_steps_of_a_script() {
    let policy = Policy::of(Profile::Portal);
    let facts =
        Facts { device_trusted: true, authenticator: Authenticator::Active, password_due: None, consent: Consent::Due };
    let changed = Facts { device_trusted: false, consent: Consent::Settled, ..facts };
    let way = way(&policy, &[Event::PasswordOk(facts), Event::TotpOk, Event::FactsChanged(changed)]);
    let script = counterexample(&policy, "a rule", &Counterexample { project_type: None, way }, name).unwrap();
    assert!(script.contains("support = \"revoke_devices\""), "{script}");
    assert!(script.contains("support = \"record_consent\""), "{script}");
}

#[test]
fn what_scripts_cannot_do_is_said() {
    let problem = broken("", "never mfa_challenge after mfa_required").unwrap_err();
    assert!(problem.contains("meanwhile"), "{problem}");
}

/// Where the sound machine, going the same way, first answers a person otherwise.
fn first_shown(policy: &Policy, way: &[Met]) -> Option<usize> {
    let mut sound = Journey::default();
    way.iter().position(|met| {
        let outcome = step(policy, &sound, met.event);
        let answer = Met { from: sound, event: met.event, outcome: outcome.clone() };
        sound = outcome.map_or(sound, |step| step.journey);
        expected(&answer) != expected(met)
    })
}

/// The scripts of a machine that is broken on purpose: the sound one misses each at the very step where the fault first
/// shows to the person, and plays it through where it never does. That may be before the rule itself is broken: who is
/// asked for the app on an unknown device sees it a step ahead of the session.
#[test]
fn the_script_of_a_fault_is_missed_by_the_sound_machine_where_the_fault_shows() {
    let mut policy = Policy::of(Profile::Portal);
    (policy.otp.tries, policy.otp.sends, policy.mfa.tries) = (2, 2, 2);
    let (mut shown, mut early) = (0, Vec::new());
    for (fault, rule, machine) in MUTATIONS {
        let report = check(&policy, machine, Some(rule));
        let way = report.broken.into_iter().next().expect("the fault is caught").way;
        let script = |way: &[Met]| {
            let text = write(&policy, rule, &Counterexample { project_type: None, way: way.to_vec() })?;
            let script = Script::parse(&text, std::path::Path::new("fault.toml"));
            Ok::<_, Inexpressible>(script.unwrap_or_else(|error| panic!("{fault}: {error}\n{text}")))
        };
        let Ok(whole) = script(&way) else { continue };
        let Ok(played) = play(&whole, name) else { continue };
        match first_shown(&policy, &way) {
            None => assert!(played.passed, "{fault}: {}", played.transcript),
            Some(index) => {
                let steps = script(&way[..=index]).expect("a part of what can be said").steps.len();
                let last = played.steps.last().expect("a step was taken");
                assert_eq!((played.passed, last.number), (false, steps), "{fault}: {}", played.transcript);
                shown += 1;
                early.extend((played.not_taken > 0).then_some(*fault));
            }
        }
    }
    assert!(shown >= 15, "{shown} faults show in what a person sees");
    assert_eq!(early, ["an unknown device signs in by its authenticator"]);
}
