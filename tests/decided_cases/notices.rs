//! Notices by mail: what queues one, and what does not.

use crate::support::home::{ADA, Mail, NEW_PASSWORD, TestHome};

fn subjects(mails: &[Mail]) -> Vec<String> {
    mails.iter().map(|mail| mail.subject.split(" (ref").next().unwrap_or_default().to_owned()).collect()
}

/// The mails sent while `work` ran.
fn mails_of(home: &TestHome, work: impl FnOnce()) -> Vec<String> {
    let before = home.mails().len();
    work();
    subjects(&home.mails()[before..])
}

const UNFINISHED: &str = "[Vestibule] Someone entered your password but did not finish signing in";

#[test]
fn a_new_device_and_an_enrolment_each_queue_a_notice() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    let kinds = "SELECT group_concat(kind, ' ') FROM (SELECT kind FROM outbox ORDER BY n)";
    assert_eq!(home.text(kinds), "device_code authenticator_enrolled new_device");
    assert_eq!(home.mails().len(), 3);
    assert!(home.mails().iter().all(|mail| mail.to == ADA));
}

#[test]
fn a_password_change_queues_a_notice() {
    let home = TestHome::with_ada();
    home.advance("P90D");
    let journey = home.past_otp(ADA);
    let sent = mails_of(&home, || drop(journey.change_password(NEW_PASSWORD).at("consent")));
    assert_eq!(sent.len(), 1);
    assert_eq!(home.text("SELECT kind FROM outbox ORDER BY n DESC LIMIT 1"), "password_changed");
    let set = ["user", "set-password", ADA, "--temporary"];
    assert_eq!(mails_of(&home, || drop(home.run(&set).done())), sent);
}

#[test]
fn a_right_password_that_led_nowhere_queues_one_notice_an_account_and_day() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let abandon = || drop(home.challenge(ADA, &ada.device).submit("abandon", &[]).at("ended"));
    assert_eq!(mails_of(&home, abandon), [UNFINISHED]);
    assert!(mails_of(&home, || drop(home.past_password(ADA).submit("abandon", &[]).at("ended"))).is_empty());
    home.advance("PT23H58M");
    assert!(mails_of(&home, abandon).is_empty());
    home.advance("PT2M");
    assert_eq!(mails_of(&home, abandon), [UNFINISHED]);
}

#[test]
fn a_journey_whose_code_was_mailed_or_whose_password_was_wrong_queues_no_such_notice() {
    let home = TestHome::with_ada();
    let sent = mails_of(&home, || {
        home.past_mail(ADA).submit("abandon", &[]).at("ended");
        let journey = home.journey();
        journey.sign_in(ADA, "Wrong-Password-99").refused(3, "credentials_wrong", "sign_in");
        journey.submit("abandon", &[]).at("ended");
        home.past_otp(ADA).submit("decline", &[]).at("ended");
    });
    assert!(!sent.iter().any(|subject| subject == UNFINISHED), "{sent:?}");
}

#[test]
fn wrong_codes_that_end_a_journey_on_a_trusted_device_queue_it() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let sent = mails_of(&home, || {
        let journey = home.challenge(ADA, &ada.device);
        (0..5).for_each(|_| drop(journey.verify("no such code")));
    });
    assert_eq!(sent, [UNFINISHED]);
}

#[test]
fn a_journey_that_time_ended_queues_it_when_it_is_looked_at() {
    let home = TestHome::with_ada();
    let journey = home.past_password(ADA);
    home.advance("PT30M");
    assert_eq!(mails_of(&home, || drop(journey.show().at("ended"))), [UNFINISHED]);
}

#[test]
fn a_journey_that_is_never_touched_again_is_ended_by_time_and_queues_it_too() {
    let home = TestHome::with_ada();
    let journey = home.past_password(ADA);
    home.advance("PT30M");
    let sent = mails_of(&home, || {
        home.run(&["mail", "send"]).done();
    });
    assert_eq!(sent, [UNFINISHED]);
    assert_eq!(journey.show().reason(), "expired");
}

#[test]
fn a_journey_overtaken_by_support_queues_no_such_notice() {
    let home = TestHome::with_ada();
    home.past_password(ADA);
    let sent = mails_of(&home, || drop(home.run(&["user", "disable", ADA]).done()));
    assert!(sent.is_empty(), "{sent:?}");
    home.run(&["user", "enable", ADA]).done();
    home.past_password(ADA);
    let sent = mails_of(&home, || drop(home.run(&["user", "set-password", ADA, "--temporary"]).done()));
    assert!(!sent.contains(&UNFINISHED.to_owned()), "{sent:?}");
}
