//! Passwords: which are taken, how they are changed, and how they are kept.

use vestibule::credentials::rules::Rule;
use vestibule::journey::policy::{Profile, ProjectType};
use vestibule::service::accounts::FirstPassword;
use vestibule::service::reason::Reason;
use vestibule::service::reset::Order;

use crate::lab::Lab;
use crate::support::home::{ADA, Failure, NEW_PASSWORD, PASSWORD, TestHome, WRONG};

/// What adding an account with this password on stdin comes to.
fn add(home: &TestHome, address: &str, password: &str) -> Result<(), Box<Failure>> {
    let args = ["--output", "json", "user", "add", address, "--password-stdin"];
    let outcome = home.run_with_stdin(&args, password);
    if outcome.exit == 0 { Ok(()) } else { Err(Box::new(outcome.failure())) }
}

/// The rules that a password breaks.
fn broken(home: &TestHome, password: &str) -> Vec<String> {
    add(home, "new@example.org", password).err().map_or_else(Vec::new, |failure| failure.rules)
}

#[test]
fn v2_1_1_v6_2_1_each_documented_rule_refuses_a_password_that_breaks_it_alone() {
    let lab = Lab::new();
    let long = "aB1-".repeat(257);
    let cases = [
        (Rule::MinLength, "Tulip-Ancho-4"),
        (Rule::MaxLength, long.as_str()),
        (Rule::Upper, "tulip-anchor-42"),
        (Rule::Lower, "TULIP-ANCHOR-42"),
        (Rule::Digit, "Tulip-Anchor-xx"),
        (Rule::Symbol, "TulipAnchor4242"),
        (Rule::ControlCharacter, "Tulip-\u{7}Anchor-42"),
        (Rule::Context, "New@example.Org-1"),
    ];
    for (rule, password) in cases {
        assert_eq!(broken(&lab.home, password), [rule.id()], "{password:?}");
        let told = rule.sentence(&lab.service.world.policy.password);
        let failure = add(&lab.home, "new@example.org", password).unwrap_err();
        assert!(failure.message.contains(&told), "{failure:?}");
    }
    let covered = cases.map(|(rule, _)| rule);
    assert!(Rule::ALL.iter().all(|rule| covered.contains(rule) || *rule == Rule::Common));
    add(&lab.home, "new@example.org", PASSWORD).unwrap();
}

#[test]
fn v6_2_4_a_common_password_is_refused_with_the_reason() {
    let lab = Lab::configured("[password]\nmin_length = 8\nclasses = []");
    assert_eq!(broken(&lab.home, "PassWord123"), ["common"]);
    assert_eq!(broken(&lab.home, "iloveyou1"), ["common"]);
}

#[test]
fn v6_2_12_a_password_of_the_operators_list_of_breached_ones_is_refused() {
    let lab = Lab::with(Profile::Portal, "[password]\nblocklist = \"breached.txt\"");
    std::fs::write(lab.home.path().join("breached.txt"), "Tulip-Anchor-43\nCopper-Meadow-77\n").unwrap();
    assert_eq!(broken(&lab.home, "Tulip-Anchor-43"), ["common"]);
    assert_eq!(broken(&lab.home, "tulip-anchor-43"), ["upper", "common"]);
    assert_eq!(broken(&lab.home, "Tulip-Anchor-44"), [""; 0]);
    std::fs::remove_file(lab.home.path().join("breached.txt")).unwrap();
    let failure = add(&lab.home, "other@example.org", "Copper-Meadow-78").unwrap_err();
    assert_eq!(failure.told(), (7, "file"), "without its list nothing is taken");
}

#[test]
fn v6_1_2_v6_2_11_the_words_that_the_rule_names_are_refused_in_their_spellings() {
    let lab = Lab::configured("[password]\nmin_length = 8\nclasses = []");
    let told = Rule::Context.sentence(&lab.service.world.policy.password);
    assert!(told.contains("your address") && told.contains("product's name"), "{told}");
    for password in ["vestibule", "Vestibule2026!", "VESTIBULE-1", "new@example.org", "NEW@example.org"] {
        assert_eq!(broken(&lab.home, password), ["context"], "{password}");
    }
    assert_eq!(broken(&lab.home, "a vestibule of oak"), [""; 0], "the whole password is compared");
}

#[test]
fn v6_2_5_v6_2_10_the_nist_profile_asks_for_length_alone_and_never_for_a_change() {
    let phrase = "plain words only";
    let mut lab = Lab::with(Profile::Nist, "");
    add(&lab.home, ADA, phrase).unwrap();
    assert_eq!(broken(&lab.home, "fourteen words"), ["min_length"]);
    lab.advance(10 * 365 * 86_400);
    let id = lab.start();
    lab.sign_in(&id, ADA, phrase).at("device_unrecognized");
    lab.submit(&id, "ok", &[]).accepted();
    let code = lab.home.otp();
    lab.verify(&id, &code).at("consent");

    let mut portal = Lab::new();
    portal.advance(90 * 86_400);
    let id = portal.past_otp(ADA);
    let seen = portal.show(&id).at("password_change");
    assert_eq!(seen.data()["why"], "expired");
}

#[test]
fn v6_2_2_v6_2_3_a_change_takes_the_current_password_and_a_new_one() {
    let mut lab = Lab::new();
    lab.service.set_password(ADA, FirstPassword::Chosen(WRONG.into()), &Order::default()).unwrap();
    let id = lab.start();
    lab.sign_in(&id, ADA, NEW_PASSWORD).refused("credentials_wrong", "sign_in");
    assert_eq!(lab.home.number("SELECT total FROM throttles WHERE kind = 'password'"), 1, "it counts as a failure");
    lab.sign_in(&id, ADA, WRONG).at("device_unrecognized");
    lab.submit(&id, "ok", &[]).accepted();
    let code = lab.home.otp();
    lab.verify(&id, &code).at("password_change");
    let change = |lab: &mut Lab, new: &str, again: &str| {
        lab.submit(&id, "create_password", &[("new_password", new), ("confirm_password", again)])
    };
    change(&mut lab, WRONG, WRONG).refused("password_reused", "password_change");
    change(&mut lab, NEW_PASSWORD, PASSWORD).refused("passwords_differ", "password_change");
    change(&mut lab, "short", "short").refused("password_rule", "password_change");
    change(&mut lab, NEW_PASSWORD, NEW_PASSWORD).at("mfa_required");
    lab.submit(&id, "activate", &[]).accepted();
    lab.submit(&id, "confirm", &[("password", WRONG)]).refused("password_wrong", "confirm_password");
    lab.submit(&id, "confirm", &[("password", NEW_PASSWORD)]).at("mfa_setup");
}

#[test]
fn v6_2_6_no_argument_carries_a_password_in_a_real_home() {
    let home = TestHome::real();
    for args in ["user add ada@example.org --password Tulip-Anchor-42", "user set-password a@b.example --password x"] {
        assert_eq!(home.run(&args.split(' ').collect::<Vec<_>>()).exit, 2, "{args}");
    }
    let journey = home.journey();
    for field in ["password=Tulip-Anchor-42", "new_password=x", "confirm_password=x"] {
        let failure = home.run(&["--output", "json", "journey", "submit", &journey.id, "sign_in", field]).failure();
        assert_eq!(failure.told(), (2, "usage"));
        assert!(!format!("{failure:?}").contains("Tulip"), "{failure:?}");
    }
}

#[test]
fn v6_2_7_v6_2_9_long_passwords_come_in_through_a_pipe_up_to_the_limit() {
    let lab = Lab::with(Profile::Nist, "");
    for length in [64, 128, 1024] {
        let password: String = "qz7 ".chars().cycle().take(length).collect();
        let address = format!("p{length}@example.org");
        add(&lab.home, &address, &password).unwrap();
        let journey = lab.home.journey();
        let args = ["--output", "json", "journey", "submit", &journey.id, "sign_in"];
        let email = format!("email={address}");
        let args = [&args[..], &[&email, "password=@-"]].concat();
        lab.home.run_with_stdin(&args, format!("{password}\n")).done();
        let shorter = lab.home.journey().sign_in(&address, &password[..length - 1]);
        assert_eq!(shorter.code(), "credentials_wrong", "every character of {length} counts");
    }
    let too_long = "x".repeat(1025);
    assert_eq!(broken(&lab.home, &too_long), ["max_length"]);
    let failure = lab
        .home
        .run(&[
            "--output",
            "json",
            "journey",
            "submit",
            &lab.home.journey().id,
            "sign_in",
            "email=p64@example.org",
            &format!("password={}", "x".repeat(10_000)),
        ])
        .failure();
    assert_eq!(failure.told(), (2, "usage"));
}

#[test]
fn v6_2_8_a_password_is_verified_exactly_as_it_was_given() {
    let mut lab = Lab::configured("[password]\nmin_length = 8\nclasses = []");
    let passwords = [" spaced out ", "spaced out", "Spaced out", "spaced  out", "spaced out\t", "sp\u{e4}ced out"];
    for (n, password) in passwords.iter().enumerate() {
        if password.contains('\t') {
            continue;
        }
        let address = format!("p{n}@example.org");
        add(&lab.home, &address, password).unwrap();
        for other in passwords {
            let id = lab.start();
            let seen = lab.sign_in(&id, &address, other);
            assert_eq!(seen.code.is_empty(), other == *password, "{other:?} for {password:?}: {seen:?}");
            lab.service.unlock_account(&address, &Reason { reason: Some("test"), ticket: None }).unwrap();
        }
    }
}

#[test]
fn v6_3_2_a_new_home_has_no_account_and_no_credential() {
    for home in [TestHome::simulation(), TestHome::real()] {
        for table in ["users", "authenticators", "recovery_codes", "devices", "sessions", "otps", "documents"] {
            assert_eq!(home.number(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
        }
    }
    let journey = TestHome::real();
    let journey = journey.journey();
    for name in ["admin@example.org", "root@localhost.localdomain", "vestibule@example.org"] {
        journey.sign_in(name, "Admin-Password-1").refused(3, "credentials_wrong", "sign_in");
    }
}

#[test]
fn v6_4_1_a_temporary_password_is_short_lived_and_leads_to_a_change() {
    let mut lab = Lab::new();
    let args = ["user", "add", "temp@example.org", "--project-type", "sme", "--temporary"];
    let made = lab.home.json(&args);
    let password = made["temporary_password"].as_str().unwrap().to_owned();
    let mut draws = std::collections::BTreeSet::from([password.clone()]);
    for n in 0..5 {
        let other = lab.home.json(&["user", "add", &format!("t{n}@example.org"), "--temporary"]);
        assert!(draws.insert(other["temporary_password"].as_str().unwrap().to_owned()));
    }
    assert!(lab.home.json(&["user", "show", "temp@example.org"]).get("temporary_password").is_none());
    let id = lab.start();
    lab.sign_in(&id, "temp@example.org", &password).at("device_unrecognized");
    lab.submit(&id, "ok", &[]).accepted();
    let code = lab.home.otp();
    assert_eq!(lab.verify(&id, &code).at("password_change").data()["why"], "temporary");
    let same = [("new_password", password.as_str()), ("confirm_password", password.as_str())];
    lab.submit(&id, "create_password", &same).refused("password_reused", "password_change");
    lab.advance(86_400 - 1);
    let id = lab.start();
    lab.sign_in(&id, "temp@example.org", &password).at("device_unrecognized");
    lab.advance(1);
    let id = lab.start();
    lab.sign_in(&id, "temp@example.org", &password).refused("credentials_wrong", "sign_in");
}

#[test]
fn v6_4_2_nothing_is_kept_that_hints_at_a_password() {
    let lab = Lab::new();
    let columns = "SELECT group_concat(m.name || '.' || c.name, ' ') FROM sqlite_schema m, pragma_table_info(m.name) c \
                   WHERE m.type = 'table'";
    let columns = lab.home.text(columns);
    for word in ["hint", "question", "answer_", "maiden", "birth"] {
        assert!(!columns.contains(word), "{word} in {columns}");
    }
}

#[test]
fn v11_2_2_v11_4_2_a_hash_below_the_policy_is_replaced_at_the_next_sign_in() {
    let mut lab = Lab::new();
    let hash = |lab: &Lab| lab.home.text("SELECT password_hash FROM users WHERE n = 1");
    let weak = hash(&lab);
    assert!(weak.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{weak}");
    lab.home.configure("[password]\nargon2 = { m = 64, t = 2, p = 1 }");
    lab.reopen();
    let id = lab.start();
    lab.sign_in(&id, ADA, WRONG).refused("credentials_wrong", "sign_in");
    assert_eq!(hash(&lab), weak, "a wrong password changes nothing");
    lab.sign_in(&id, ADA, PASSWORD).accepted();
    let strong = hash(&lab);
    assert!(strong.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{strong}");
    let id = lab.start();
    lab.sign_in(&id, ADA, PASSWORD).accepted();
    assert_eq!(hash(&lab), strong);
}

#[test]
fn v11_4_2_a_real_home_hashes_at_the_approved_cost_and_refuses_less() {
    let home = TestHome::real();
    home.add_user(ADA, "sme");
    let hash = home.text("SELECT password_hash FROM users");
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    home.configure("[password]\nargon2 = { m = 19455, t = 2, p = 1 }");
    let failure = home.fail(&["user", "show", ADA]);
    assert_eq!(failure.told(), (2, "config"));
    assert!(failure.message.contains("line") && failure.message.contains("floor"), "{failure:?}");
}

#[test]
fn v15_2_2_a_stored_hash_that_asks_for_too_much_is_refused_unhashed() {
    let mut lab = Lab::new();
    lab.add("bob@example.org", ProjectType::Sme);
    for cost in ["m=268435456,t=2,p=1", "m=19456,t=4294967295,p=1", "m=19456,t=2,p=255"] {
        let hash = format!("$argon2id$v=19${cost}$c2FsdHNhbHRzYWx0$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ");
        lab.home.edit(&format!("UPDATE users SET password_hash = '{hash}' WHERE n = 1"));
        let id = lab.start();
        let seen = lab.sign_in(&id, ADA, PASSWORD);
        assert_eq!((seen.exit, seen.code.as_str()), (8, "password_hash_damaged"), "{cost}");
        lab.show(&id).at("sign_in");
        lab.service.unlock_account(ADA, &Reason { reason: Some("test"), ticket: None }).unwrap();
    }
    let id = lab.start();
    lab.sign_in(&id, "bob@example.org", PASSWORD).accepted();
}
