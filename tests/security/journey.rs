//! The order of the journey: only what a screen offers is taken, and every way in asks for the same.

use std::collections::BTreeMap;

use vestibule::journey::policy::{Profile, ProjectType};
use vestibule::service::accounts::{AccountDraft, FirstPassword};
use vestibule::service::reset::Order;

use crate::lab::{Lab, Seen};
use crate::support::home::{ADA, BOB, NEW_PASSWORD, PASSWORD, WRONG};
use crate::support::journey::{Enrolled, text};

/// Every state with the actions that it offers, and where the right fields lead.
const TABLE: [(&str, &[(&str, &str)]); 12] = [
    ("sign_in", &[("sign_in", "device_unrecognized"), ("abandon", "ended")]),
    ("device_unrecognized", &[("ok", "otp_verification"), ("abandon", "ended")]),
    ("otp_verification", &[("verify", "mfa_required"), ("resend", "otp_verification"), ("abandon", "ended")]),
    ("mfa_challenge", &[("verify", "signed_in"), ("abandon", "ended")]),
    ("password_change", &[("create_password", "mfa_required"), ("abandon", "ended")]),
    ("consent", &[("accept_and_continue", "mfa_required"), ("decline", "ended"), ("abandon", "ended")]),
    ("mfa_required", &[("activate", "confirm_password"), ("abandon", "ended")]),
    ("confirm_password", &[("confirm", "mfa_setup"), ("abandon", "ended")]),
    ("mfa_setup", &[("verify", "recovery_codes"), ("abandon", "ended")]),
    ("recovery_codes", &[("continue", "signed_in"), ("abandon", "ended")]),
    ("signed_in", &[]),
    ("ended", &[]),
];

const ACTIONS: [&str; 11] = [
    "sign_in",
    "ok",
    "verify",
    "resend",
    "create_password",
    "accept_and_continue",
    "decline",
    "activate",
    "confirm",
    "continue",
    "abandon",
];

/// A home with one journey in each state, each of an account of its own.
struct Everywhere {
    lab: Lab,
    journeys: BTreeMap<&'static str, String>,
    challenged: Enrolled,
    setup_secret: String,
    otp: String,
}

impl Everywhere {
    fn new() -> Self {
        let mut lab = Lab::new();
        let address = |state: &str| format!("{state}@example.org");
        let mut journeys = BTreeMap::new();
        let make = |lab: &mut Lab, state: &'static str, project_type| {
            lab.add(&address(state), project_type);
            address(state)
        };
        journeys.insert("sign_in", lab.start());
        let who = make(&mut lab, "device_unrecognized", ProjectType::Sme);
        journeys.insert("device_unrecognized", lab.past_password(&who));
        let who = make(&mut lab, "mfa_challenge", ProjectType::Sme);
        let challenged = lab.enrol(&who);
        lab.advance(60);
        journeys.insert("mfa_challenge", lab.challenge(&who, &challenged.device));
        let who = make(&mut lab, "password_change", ProjectType::Sme);
        lab.service.set_password(&who, FirstPassword::Chosen(NEW_PASSWORD.into()), &Order::default()).unwrap();
        let id = lab.start();
        lab.sign_in(&id, &who, NEW_PASSWORD).at("device_unrecognized");
        lab.submit(&id, "ok", &[]).accepted();
        let code = lab.home.otp();
        lab.verify(&id, &code).at("password_change");
        journeys.insert("password_change", id);
        let who = make(&mut lab, "consent", ProjectType::Enterprise);
        let id = lab.past_otp(&who);
        lab.show(&id).at("consent");
        journeys.insert("consent", id);
        let who = make(&mut lab, "mfa_required", ProjectType::Sme);
        journeys.insert("mfa_required", lab.past_otp(&who));
        let who = make(&mut lab, "confirm_password", ProjectType::Sme);
        let id = lab.past_otp(&who);
        lab.submit(&id, "activate", &[]).accepted();
        journeys.insert("confirm_password", id);
        let who = make(&mut lab, "mfa_setup", ProjectType::Sme);
        let id = lab.past_otp(&who);
        let setup_secret = lab.enter_setup(&id);
        journeys.insert("mfa_setup", id);
        let who = make(&mut lab, "recovery_codes", ProjectType::Sme);
        let id = lab.past_otp(&who);
        let secret = lab.enter_setup(&id);
        lab.verify(&id, &lab.totp(&secret)).at("recovery_codes");
        journeys.insert("recovery_codes", id.clone());
        let who = make(&mut lab, "signed_in", ProjectType::Sme);
        let id = lab.past_otp(&who);
        let secret = lab.enter_setup(&id);
        lab.verify(&id, &lab.totp(&secret)).accepted();
        lab.submit(&id, "continue", &[]).at("signed_in");
        journeys.insert("signed_in", id);
        let id = lab.start();
        lab.submit(&id, "abandon", &[]).at("ended");
        journeys.insert("ended", id);
        let who = make(&mut lab, "otp_verification", ProjectType::Sme);
        journeys.insert("otp_verification", lab.past_mail(&who));
        let otp = lab.home.otp();
        lab.advance(60);
        Self { lab, journeys, challenged, setup_secret, otp }
    }

    /// Submits an action with fields that would be right somewhere.
    fn submit(&self, lab: &mut Lab, state: &str, action: &str) -> Seen {
        let code = match state {
            "mfa_challenge" => lab.totp(&self.challenged.secret),
            "mfa_setup" => lab.totp(&self.setup_secret),
            _ => self.otp.clone(),
        };
        let address = "sign_in@example.org";
        let fields: &[(&str, &str)] = match action {
            "sign_in" => &[("email", address), ("password", PASSWORD)],
            "verify" => &[("code", &code)],
            "create_password" => &[("new_password", WRONG), ("confirm_password", WRONG)],
            "accept_and_continue" => &[("accept", "terms"), ("accept", "privacy")],
            "confirm" => &[("password", PASSWORD)],
            _ => &[],
        };
        lab.submit(&self.journeys[state], action, fields)
    }
}

#[test]
fn v2_3_1_v16_3_3_what_a_screen_does_not_offer_changes_no_row_and_is_audited() {
    let mut all = Everywhere::new();
    let Everywhere { journeys, .. } = &all;
    assert!(TABLE.iter().all(|(state, _)| journeys.contains_key(state)));
    let mut lab = all.lab.fork();
    let before = lab.rows();
    for (state, offered) in TABLE {
        for action in ACTIONS.into_iter().chain(["skip", "Verify", "signed_in", ""]) {
            if offered.iter().any(|(name, _)| *name == action) {
                continue;
            }
            let audited = lab.audited();
            let over = matches!(state, "signed_in" | "ended");
            let code = if over { "journey_ended" } else { "action_not_allowed" };
            all.submit(&mut lab, state, action).refused(code, state);
            assert_eq!(lab.rows(), before, "{action} in {state}");
            assert_eq!(lab.audited(), audited + 1, "{action} in {state}");
            let last = "SELECT action || ' ' || outcome || ' ' || json_extract(detail, '$.state') FROM audit \
                        ORDER BY seq DESC LIMIT 1";
            assert_eq!(lab.home.text(last), format!("journey.refused {code} {state}"));
        }
    }
}

#[test]
fn v2_3_1_what_a_screen_offers_leads_where_the_table_says() {
    let mut all = Everywhere::new();
    for (state, offered) in TABLE {
        for (action, next) in offered {
            let mut lab = all.lab.fork();
            lab.add("sign_in@example.org", ProjectType::Sme);
            all.submit(&mut lab, state, action).at(next);
        }
    }
}

#[test]
fn c8_a_password_and_a_mailed_code_alone_touch_no_authenticator() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    let factors = |lab: &Lab| {
        let dump = lab.home.dump();
        let from = dump.find("authenticators").unwrap();
        let upto = dump.find("devices").unwrap();
        dump[from..upto].to_owned()
    };
    let before = factors(&lab);
    let id = lab.past_otp(ADA);
    lab.show(&id).at("mfa_challenge");
    for action in ACTIONS.into_iter().filter(|action| !matches!(*action, "verify" | "abandon")) {
        lab.submit(&id, action, &[]).refused("action_not_allowed", "mfa_challenge");
    }
    lab.verify(&id, "000000").refused("totp_wrong", "mfa_challenge");
    lab.service.set_password(ADA, FirstPassword::Chosen(NEW_PASSWORD.into()), &Order::default()).unwrap();
    assert_eq!(factors(&lab), before);
    lab.advance(60);
    let id = lab.start_on(Some(&enrolled.device));
    lab.sign_in(&id, ADA, NEW_PASSWORD).at("device_unrecognized");
}

#[test]
fn v6_3_3_v6_3_4_whoever_made_the_account_the_way_in_is_the_same() {
    let mut lab = Lab::with(Profile::Portal, "");
    let mut add = |address: &str, password: FirstPassword| {
        let draft = AccountDraft { address, name: None, project_type: ProjectType::Sme, password, if_absent: false };
        lab.service.add_account(&draft).unwrap().temporary_password
    };
    add("chosen@example.org", FirstPassword::Chosen(PASSWORD.into()));
    add("none@example.org", FirstPassword::None);
    add("reset@example.org", FirstPassword::Chosen(WRONG.into()));
    let temporary = add("temporary@example.org", FirstPassword::Temporary).unwrap();
    lab.service.set_password("reset@example.org", FirstPassword::Chosen(PASSWORD.into()), &Order::default()).unwrap();
    let id = lab.start();
    lab.sign_in(&id, "none@example.org", "").refused("credentials_wrong", "sign_in");
    let temporary = secrecy::ExposeSecret::expose_secret(&temporary).to_owned();
    let ways = [("chosen", PASSWORD, false), ("reset", PASSWORD, true), ("temporary", temporary.as_str(), true)];
    for (name, password, changes) in ways {
        let (address, id) = (format!("{name}@example.org"), lab.start());
        lab.sign_in(&id, &address, password).at("device_unrecognized");
        lab.submit(&id, "ok", &[]).accepted();
        let code = lab.home.otp();
        let mut seen = lab.verify(&id, &code).accepted();
        if changes {
            assert_eq!(seen.state(), "password_change", "{name}");
            let new = [("new_password", NEW_PASSWORD), ("confirm_password", NEW_PASSWORD)];
            seen = lab.submit(&id, "create_password", &new).accepted();
        }
        assert_eq!(seen.state(), "mfa_required", "{name}");
        assert_eq!(lab.home.number("SELECT count(*) FROM sessions"), 0, "no session before a second factor");
    }
}

#[test]
fn v6_4_3_a_reset_password_leads_to_the_authenticator_all_the_same() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    lab.service.set_password(ADA, FirstPassword::Chosen(NEW_PASSWORD.into()), &Order::default()).unwrap();
    let id = lab.start_on(Some(&enrolled.device));
    lab.sign_in(&id, ADA, NEW_PASSWORD).at("device_unrecognized");
    lab.submit(&id, "ok", &[]).accepted();
    let code = lab.home.otp();
    lab.verify(&id, &code).at("mfa_challenge");
    let code = lab.totp(&enrolled.secret);
    lab.verify(&id, &code).at("password_change");
    let new = [("new_password", WRONG), ("confirm_password", WRONG)];
    lab.submit(&id, "create_password", &new).at("signed_in");
}

#[test]
fn v7_6_2_nothing_but_a_sign_in_opens_a_session() {
    let lab = Lab::new();
    let home = &lab.home;
    for args in [
        "user list",
        "user show ada@example.org",
        "user set-password ada@example.org --temporary",
        "user disable ada@example.org",
        "user enable ada@example.org",
        "user unlock ada@example.org --reason asked",
        "user add bob@example.org --temporary",
        "consent documents",
        "journey list",
        "journey start",
        "device list ada@example.org",
        "mail list",
        "mail send",
        "mail test ada@example.org",
        "policy show",
        "clock advance PT1H",
        "doctor",
    ] {
        home.run(&args.split(' ').collect::<Vec<_>>()).done();
        assert_eq!(home.number("SELECT count(*) FROM sessions"), 0, "{args}");
    }
}

#[test]
fn v16_3_1_each_event_of_a_journey_is_one_row_of_the_trail_with_its_factor() {
    let mut lab = Lab::new();
    lab.add(BOB, ProjectType::Enterprise);
    let id = lab.start();
    lab.sign_in(&id, BOB, WRONG).refused("credentials_wrong", "sign_in");
    lab.sign_in(&id, BOB, PASSWORD).accepted();
    lab.submit(&id, "ok", &[]).accepted();
    lab.verify(&id, "000000").refused("otp_wrong", "otp_verification");
    let code = lab.home.otp();
    lab.verify(&id, &code).at("consent");
    let secret = lab.enter_setup(&id);
    lab.verify(&id, "000000").refused("totp_wrong", "mfa_setup");
    let code = lab.totp(&secret);
    lab.verify(&id, &code).accepted();
    let end = lab.submit(&id, "continue", &[]).at("signed_in");
    let device = text(&end.data()["device_token"]);
    lab.advance(60);
    let id = lab.challenge(BOB, &device);
    lab.verify(&id, "000000").refused("totp_wrong", "mfa_challenge");
    lab.verify(&id, &lab.totp(&secret)).at("signed_in");
    let events = "SELECT group_concat(event, ' ') FROM (SELECT handle, (SELECT count(*) FROM journey_events e WHERE \
                  e.journey = j.n) || '=' || (SELECT count(*) FROM audit a WHERE a.subject = j.handle AND a.action NOT \
                  IN ('journey.started', 'journey.refused')) AS event FROM journeys j ORDER BY j.n)";
    assert_eq!(lab.home.text(events), "11=11 3=3");
    let told = "SELECT group_concat(action || ':' || outcome, ' ') FROM (SELECT * FROM audit WHERE subject = \
                (SELECT handle FROM journeys WHERE n = 1) ORDER BY seq)";
    assert_eq!(
        lab.home.text(told).replace("journey.", ""),
        "started:done password:credentials_wrong password:done code_mailed:done otp:otp_wrong otp:done consent:done \
         mfa_activated:done password_confirmed:done mfa_setup:totp_wrong mfa_setup:done mfa_enrolled:done"
    );
}
