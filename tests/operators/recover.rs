//! Break-glass: every admin is lost, and the owner of the home's files opens it again.

use crate::desk::{DESK_PASSWORD, Desk, activate, run_as};
use crate::support::home::{ADA, TestHome};
use crate::support::journey::text;

#[test]
fn v16_3_2_the_owner_opens_a_home_whose_admins_are_lost_and_everybody_hears_of_it() {
    let desk = Desk::new();
    let judy = desk.add("judy", "admin");
    let args = ["operator", "recover", "grace", "--reason", "phone and backup lost"];
    assert_eq!(desk.home.fail(&args).told(), (2, "usage"), "it is confirmed");
    let recovered = run_as(&desk.home, "", &args).done().json();
    // The sessions that may be the thief's are over, the other admin's is not.
    assert_eq!(desk.fail(&desk.grace, &["user", "list"]).told(), (9, "operator_needed"));
    desk.json(&judy, &["user", "list"]);
    let mails = desk.home.mails_about("operators changed: grace");
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert!(to.contains(&"judy@example.org") && to.contains(&"grace@example.org"), "{to:?}");
    assert!(mails.iter().any(|mail| mail.text.contains("break-glass")));
    assert!(desk.home.text("SELECT actor FROM audit WHERE action = 'operator.recovered'").starts_with("os:"));
    // Nothing secret is left behind: the secret is shown once, and only its digest lies in the home.
    let secret = text(&recovered["activation"]);
    assert!(!desk.home.dump().contains(&secret));
    assert!(desk.home.mails().iter().all(|mail| !mail.text.contains(&secret)));
    let grace = activate(&desk.home, "grace", &secret);
    desk.json(&grace, &["operator", "list"]);
    assert_eq!(desk.home.number("SELECT count(*) FROM operators WHERE activation_digest IS NOT NULL"), 0);
}

#[test]
fn a_recovery_is_over_after_an_hour() {
    let desk = Desk::new();
    let args = ["operator", "recover", "judy", "--address", "judy@example.org", "--reason", "all admins have left"];
    let recovered = run_as(&desk.home, "", &args).done().json();
    assert_eq!(recovered["role"], "admin");
    desk.home.write("invitation", text(&recovered["activation"]));
    desk.advance(3600);
    let args = ["--output", "json", "operator", "login", "judy", "--activation", "@invitation", "--password-stdin"];
    assert_eq!(desk.home.run_with_stdin(&args, DESK_PASSWORD).failure().told(), (3, "login_wrong"));
}

#[test]
fn a_recovery_of_nobody_needs_an_address() {
    let desk = Desk::new();
    let failure = run_as(&desk.home, "", &["operator", "recover", "judy", "--reason", "gone"]).failure();
    assert_eq!(failure.told(), (4, "not_found"));
}

#[test]
fn who_does_not_own_the_files_recovers_nothing() {
    let desk = Desk::new();
    let path = desk.home.path();
    // Only a privileged user can give files away; elsewhere this shows nothing.
    if std::os::unix::fs::chown(path.join("vestibule.db"), Some(65_534), None).is_err() {
        return;
    }
    let failure = run_as(&desk.home, "", &["operator", "recover", "grace", "--reason", "mine now"]).failure();
    assert_eq!(failure.told(), (9, "not_owner"));
}

#[test]
fn a_home_that_never_had_operators_gets_its_first_admin_so_too() {
    let home = TestHome::with_ada();
    let args = ["--yes", "operator", "recover", "grace", "--address", "grace@example.org", "--reason", "first"];
    let recovered = home.json(&args);
    let grace = activate(&home, "grace", &text(&recovered["activation"]));
    run_as(&home, &grace.token, &["user", "show", ADA]).done();
}

#[test]
fn a_recovery_with_an_address_gives_the_operator_that_one_and_tells_the_one_before() {
    let desk = Desk::new();
    desk.add("judy", "admin");
    let recover = |address| ["operator", "recover", "grace", "--address", address, "--reason", "mailbox lost"];
    let twin = run_as(&desk.home, "", &recover("Judy@example.org")).failure();
    assert_eq!(twin.told(), (5, "exists"));
    desk.json(&desk.grace, &["operator", "whoami"]);
    let recovered = run_as(&desk.home, "", &recover("grace@example.net")).done().json();
    assert_eq!(recovered["address"], "grace@example.net");
    assert_eq!(desk.home.text("SELECT address FROM operators WHERE name = 'grace'"), "grace@example.net");
    let mails = desk.home.mails_about("operators changed: grace");
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    for address in ["grace@example.org", "grace@example.net", "judy@example.org"] {
        assert!(to.contains(&address), "{to:?}");
    }
    let detail = desk.home.text("SELECT detail FROM audit WHERE action = 'operator.recovered'");
    assert!(detail.contains("\"address_set\":true"), "{detail}");
}
