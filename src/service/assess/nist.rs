//! What NIST SP 800-63B-4 (August 2025) asks of a verifier like this one, by its sections. A section that asks for
//! several things has a number behind it for each.

use super::row::{MET, Row, by, code, not_met, outside, requirements, rule, test};
use super::settings as set;

pub(super) const ROWS: &[Row] = requirements! {
    // Passwords
    "3.1.1.2-P1" SHALL "15 characters where the password is the only factor" => by(set::fifteen),
        ["password.min_length"], [test("p1_"), rule("signed_in_mfa")];
    "3.1.1.2-P2" SHALL "8 characters as one of two factors" => MET, ["password.min_length"], [test("p1_")];
    "3.1.1.2-P3" SHOULD "Passwords of 64 characters are taken" => MET, [], [test("p1_"), test("v6_2_9_")];
    "3.1.1.2-P4" SHOULD "All of ASCII, spaces and Unicode are taken" => MET, [], [test("p5_"), test("v6_2_8_")];
    "3.1.1.2-P5" SHALL "Each code point counts as one" => MET, [], [test("p5_")];
    "3.1.1.2-P6" SHALL_NOT "Rules on the kinds of characters" => by(set::no_classes), ["password.classes"],
        [test("p6_")];
    "3.1.1.2-P7" SHALL_NOT "Change after a time; only where a password is known to others" => by(set::no_rotation),
        ["password.max_age"], [test("v6_2_10_"), code("src/service/facts.rs")];
    "3.1.1.2-P8" SHALL_NOT "Hints and questions" => MET, [], [test("v6_4_2_"), code("src/store/schema.sql")];
    "3.1.1.2-P9" SHALL "The whole password is verified, uncut" => MET, [], [test("p9_"), test("v6_2_8_")];
    "3.1.1.2-P10" SHOULD "NFC before hashing" => MET, [], [test("p10_")];
    "3.1.1.2-P11" SHALL "Common passwords are refused, compared whole, with the reason" => MET, ["password.blocklist"],
        [test("p11_")];
    "3.1.1.2-P12" SHALL "Guesses are limited; password managers and pasting work" => MET,
        ["lockout.failures", "lockout.window"],
        [test("v6_2_7_"), test("the_fifth_failure_in_the_window_locks_and_each_lock_doubles_up_to_a_day")];
    "3.1.1.2-P13" SHALL "Salted, and hashed at a cost that can grow" => by(set::argon2_floor), ["password.argon2"],
        [test("p13_"), test("every_hash_has_its_own_salt")];
    "3.1.1.2-P14" SHOULD "Hashes are keyed as well" =>
        not_met("A password's hash has a salt and no key: whoever has the database can try passwords against it."), [],
        [code("src/credentials/password.rs")];

    // Throttling
    "3.2.2-1" SHALL "100 wrong codes in a row at most, then the authenticator is disabled" => MET,
        ["mfa.failures_until_disabled", "otp.failures_until_disabled"],
        [test("c5_"), test("ten_wrong_codes_of_the_app_delay_and_fifty_disable_it"),
         test("fifty_wrong_mailed_codes_in_a_row_disable_the_mailed_code")];
    "3.2.2-2" SHALL "100 wrong passwords in a row at most, then the password is disabled" =>
        not_met("Wrong passwords lock for a time that doubles up to lockout.max, and never until a new one is set."),
        ["lockout.failures", "lockout.max"],
        [test("the_fifth_failure_in_the_window_locks_and_each_lock_doubles_up_to_a_day")];
    "3.2.2-3" SHALL "What was disabled is bound anew" => MET, ["mfa.failures_until_disabled"],
        [rule("disabled_authenticator"),
         test("a_disabled_authenticator_is_passed_by_a_recovery_code_which_owes_a_new_enrolment")];
    "3.2.2-4" MAY "Waits grow with the failures" => MET, ["mfa.failures_until_delay"],
        [test("the_delay_of_codes_starts_at_the_tenth_failure_and_grows_to_an_hour")];
    "3.2.2-5" SHOULD "A success clears the count" => MET, [], [test("a_right_mailed_code_starts_its_count_anew")];
    "3.1.3.2" SHALL "A new code gives no new tries" => MET, ["otp.tries"],
        [rule("new_code_no_tries"), rule("counts_grow"), test("c5_")];

    // Mailed codes
    "3.1.3-1" SHALL "Six digits or more, at random" => MET, ["otp.digits"], [test("v6_5_3_")];
    "3.1.3-2" SHALL "Void after 10 minutes" => MET, ["otp.ttl"],
        [test("a_code_is_good_until_the_last_millisecond_of_its_ten_minutes")];
    "3.1.3-3" SHALL "Accepted once" => MET, [], [test("v6_5_1_"), code("src/store/otps.rs")];
    "3.1.3-4" SHALL "Guesses are limited" => MET, ["otp.tries", "otp.sends", "otp.failures_until_disabled"],
        [rule("tries"), rule("sends"), test("c5_")];
    "3.1.3.1" SHALL_NOT "Mail as a factor; it confirms an address" => MET, [],
        [rule("signed_in_mfa"), code("src/service/journey/steps.rs")];

    // Recovery codes
    "3.1.2-1" SHALL "At random, six digits or more, hashed" => MET, ["recovery_codes.count"],
        [test("a_code_has_six_groups_of_four_and_120_bits"),
         test("tokens_and_codes_lie_in_the_database_as_digests_alone")];
    "3.1.2-2" SHALL "Below 112 bits: a password hash with a salt" => outside("They have 120 bits."), [],
        [test("a_code_has_six_groups_of_four_and_120_bits")];
    "3.1.2-3" SHALL "Accepted once" => MET, [],
        [rule("receipts"), test("a_recovery_code_works_once_however_it_is_typed")];
    "3.1.2-4" SHALL "Guesses are limited" => MET, ["mfa.tries", "mfa.failures_until_disabled"],
        [rule("tries"), code("src/service/throttle.rs")];
    "3.1.2-5" SHALL "Shown after a second factor was proved in the same sign-in" => MET, [],
        [rule("codes_after_setup"), rule("enrol_when_acknowledged")];
    "4.2.1.1-1" SHALL "64 bits or more, hashed, limited" => MET, [],
        [test("a_code_has_six_groups_of_four_and_120_bits")];
    "4.2.1.1-2" SHALL "One used for recovery is void, and new ones are issued" => MET, [],
        [rule("disabled_authenticator"), rule("codes_after_setup")];
    "4.2.1.1-3" SHALL "New ones are told of" => MET, [], [code("src/service/mfa.rs")];

    // Codes of an authenticator app
    "3.1.4-1" SHALL "Keys of 112 bits or more" => MET, [], [test("secrets_are_160_bits_and_their_own")];
    "3.1.4-2" SHALL "A step of 2 minutes at most" => MET, ["totp.period"], [test("codes_of_rfc_6238_appendix_b")];
    "3.1.4-3" SHALL "Six digits or more" => MET, ["totp.digits"], [test("codes_of_rfc_6238_appendix_b")];
    "3.1.4-4" SHALL "Keys are closely guarded" => MET, [], [test("v11_3_3_"), code("src/credentials/seal.rs")];
    "3.1.4-5" SHALL "Accepted once" => MET, [], [test("c1_"), test("c2_")];
    "3.1.4-6" SHALL "A defined lifetime, drift included" => MET, ["totp.period", "totp.skew"],
        [test("the_window_is_the_skew_to_each_side_and_no_more")];
    "3.1.4-7" SHALL "Guesses are limited" => MET, ["mfa.tries", "mfa.failures_until_delay"],
        [rule("tries"), test("the_delay_of_codes_starts_at_the_tenth_failure_and_grows_to_an_hour")];
    "3.1.4-8" SHALL_NOT "Call it safe from phishing" => MET, [], [code("README.md")];

    // Binding, recovery, loss and notices
    "4.1-1" SHALL "Every authenticator is on record with its times" => MET, [],
        [code("src/store/schema.sql"), code("src/service/mfa.rs")];
    "4.1-2" SHALL "Binding asks for the highest authentication that the account has" => MET, [],
        [rule("secret_after_password"), rule("order")];
    "4.1-3" SHALL "Binding is told of by another way" => MET, [],
        [test("a_new_device_and_an_enrolment_each_queue_a_notice")];
    "4.1.2.1" SHALL "Several authenticators an account" =>
        MET, [],
        [test("any_of_several_authenticators_proves_and_each_keeps_its_own_last_time_step"), test("v6_5_6_")];
    "4.2-1" SHALL "Recovery at AAL2: a code and the password, or proofing again" =>
        not_met("A recovery code with the password passes; mfa reset takes --evidence of who the person is, and insists \
                 on it only where one person decides alone."),
        [], [rule("disabled_authenticator"), code("src/service/reset/rules.rs"), test("v6_4_4_")];
    "4.2-2" SHALL "Recovery is always told of" => MET, [],
        [test("at_two_or_fewer_recovery_codes_the_sign_in_ends_with_an_offer_of_new_ones"), code("src/service/mfa.rs")];
    "4.5" SHALL "Void at once on request, on compromise and with the account" => MET, [],
        [code("src/service/mfa.rs"), code("src/service/accounts.rs"),
         test("an_account_disabled_in_the_middle_ends_its_journeys_sessions_and_devices")];
    "4.6-1" SHALL "Notices say what to do if it was somebody else" => MET, [],
        [test("every_kind_says_what_it_is_about_and_what_to_do")];
    "4.6-2" SHALL "Two addresses for notices, and all are told" =>
        not_met("An account has one address, and notices go there; after a move the former one hears of resets for a \
                 while."),
        [], [test("v6_3_7_")];

    // Sessions
    "5-1" SHALL "A secret of 64 random bits or more" => MET, [], [test("v7_2_3_")];
    "5-2" SHALL "Made by the authentication itself" => MET, [], [rule("one_session"), rule("owed_nothing")];
    "5-3" SHALL "Void at sign-out" => MET, [], [code("src/service/sessions.rs")];
    "5-4" SHALL "Its times are enforced here" => MET, ["session.ttl", "session.idle"],
        [test("v7_3_"), code("src/service/sessions.rs")];
    "5-5" SHALL "No higher than its authentication" => MET, [],
        [rule("signed_in_mfa"), code("src/service/journey/steps.rs")];
    "5-6" SHALL_NOT "A remembered device instead of authentication" => MET, ["device.trust_for"],
        [rule("signed_in_mfa"), test("the_second_sign_in_on_the_same_device_asks_for_a_code_of_the_app_alone")];
    "2.1.3" SHOULD "AAL1: 30 days at most" => MET, ["session.ttl"],
        [test("every_period_is_taken_within_its_range_and_refused_beyond")];
    "2.2.2-1" SHALL "AAL2: two factors" => by(set::two_factors), ["mfa.required"], [rule("signed_in_mfa")];
    "2.2.2-2" SHALL "AAL2: a way that cannot be phished is offered" =>
        not_met("A code of an app can be phished, and no other factor is built."), [], [code("README.md")];
    "2.2.3-1" SHOULD "AAL2: 24 hours at most" => MET, ["session.ttl"],
        [test("every_period_is_taken_within_its_range_and_refused_beyond")];
    "2.2.3-2" SHOULD "AAL2: an hour unused at most" => by(set::idle_hour), ["session.idle"],
        [code("src/service/sessions.rs")];
    "2.3.3" SHALL "AAL3: 12 hours at most, 15 minutes unused" => outside("No sign-in here claims AAL3."), [], [];
};
