//! What OWASP ASVS 5.0.0 asks of a program like this one. Its chapters on browsers, HTTP, OAuth and WebRTC do not apply.

use super::row::{Judge, MET, Row, by, code, not_met, once, outside, requirements, rule, test};
use super::settings as set;

/// What rests on operators is there with the command that adds one.
const OPERATORS: Judge = once("operator add", "operators, their roles and their rights");

pub(super) const ROWS: &[Row] = requirements! {
    // Level 1
    "V1.2.3" L1 "JSON is written by an encoder" => MET, [], [test("v1_2_3_"), code("src/ui.rs")];
    "V1.2.4" L1 "SQL takes its values as parameters" => MET, [], [test("v1_2_4_"), code("src/store/mod.rs")];
    "V1.2.5" L1 "No shell; arguments reach a program as arguments" => MET, [], [test("v1_2_5_"), test("c16_")];
    "V2.1.1" L1 "The rules for input are documented" => MET, [], [test("v2_1_1_")];
    "V2.2.1" L1 "Input is what is allowed, or refused" => MET, [],
        [test("v2_2_1_"), test("every_parser_survives_its_corpus"), test("each_refusal_has_its_own_reason")];
    "V2.2.2" L1 "Input is checked behind every way in" => MET, [],
        [test("v2_2_2_"), code("src/service/journey/fields.rs")];
    "V2.3.1" L1 "Steps come in their order and none is skipped" => MET, [],
        [rule("order"), rule("offered_only"), test("v2_3_1_")];
    "V5.2.1" L1 "Files that come in have a bound" => MET, [], [test("v5_2_1_")];
    "V5.3.2" L1 "Paths of files that come in are safe" => MET, [], [test("v5_3_2_")];
    "V6.1.1" L1 "Rate limits and what prevents lock-outs are documented" => MET,
        ["lockout.failures", "lockout.window", "lockout.base", "lockout.max", "lockout.source_failures"],
        [test("v6_1_1_"), code("README.md")];
    "V6.2.1" L1 "Passwords of 8 characters and more (15 advised)" => MET, ["password.min_length"], [test("v6_2_1_")];
    "V6.2.2" L1 "A person can change the password" =>
        not_met("A sign-in that owes a new password asks for one; a change at the person's own wish is not built yet."),
        [], [test("v6_2_2_")];
    "V6.2.3" L1 "A change asks for the current password" => MET, [],
        [rule("password_first"), rule("password_last"), test("v6_2_3_")];
    "V6.2.4" L1 "The 3000 commonest passwords are refused" => MET, [], [test("v6_2_4_")];
    "V6.2.5" L1 "No rules on the kinds of characters" => by(set::no_classes), ["password.classes"], [test("v6_2_5_")];
    "V6.2.6" L1 "Passwords are not shown while typed" => MET, [],
        [test("v6_2_6_"), code("src/commands/signin/line.rs")];
    "V6.2.7" L1 "Pasting and password managers work" => MET, [], [test("v6_2_7_")];
    "V6.2.8" L1 "A password is verified exactly as given" => MET, [], [test("v6_2_8_")];
    "V6.3.1" L1 "Credential stuffing and guessing are slowed down as documented" => MET,
        ["lockout.failures", "lockout.source_failures", "otp.tries", "mfa.tries"], [rule("tries"), test("v6_3_1_")];
    "V6.3.2" L1 "No account is there from the start" => MET, [], [test("v6_3_2_")];
    "V6.4.1" L1 "First passwords are random, short-lived and must be changed" => MET, ["password.temporary_ttl"],
        [rule("signed_in_password"), test("v6_4_1_")];
    "V6.4.2" L1 "No hints and no questions" => MET, [], [test("v6_4_2_")];
    "V7.2.1" L1 "Session tokens are verified here" => MET, [], [test("v7_2_1_")];
    "V7.2.2" L1 "Session tokens are drawn, not configured" => MET, [], [test("v7_2_2_"), test("v7_2_3_")];
    "V7.2.3" L1 "Session tokens have 128 random bits" => MET, [], [test("v7_2_3_")];
    "V7.2.4" L1 "Each authentication makes a new token" => MET, [], [rule("one_session"), test("v7_2_4_")];
    "V7.4.1" L1 "A session ended is refused at once" => MET, [], [code("src/service/sessions.rs")];
    "V7.4.2" L1 "Disabling or deleting an account ends its sessions" => MET, [],
        [test("v7_4_2_"), test("an_account_disabled_in_the_middle_ends_its_journeys_sessions_and_devices")];
    "V8.1.1" L1 "Who may do what is documented" => OPERATORS, [], [test("v8_1_1_")];
    "V8.2.1" L1 "Functions are for who has the right" => OPERATORS, [], [test("v8_2_1_")];
    "V8.2.2" L1 "Accounts are for who has the right" => OPERATORS, [], [test("v8_2_2_")];
    "V8.3.1" L1 "Rights are checked behind every way in" => OPERATORS, [], [test("v8_3_1_")];
    "V9.1.1" L1 "A token is verified before it is used" => MET, [], [test("v9_1_1_")];
    "V9.1.2" L1 "No token chooses how it is verified" => MET, [],
        [test("v9_1_2_"), test("an_edited_token_is_refused_or_another")];
    "V9.1.3" L1 "No token names its key" => MET, [], [code("src/credentials/token.rs")];
    "V9.2.1" L1 "A token works within its time alone" => MET, ["device.trust_for", "session.ttl"],
        [test("v9_2_1_"), test("a_trusted_device_that_expired_is_asked_to_verify_again")];
    "V11.3.2" L1 "Approved authenticated encryption" => MET, [], [test("v11_3_2_")];
    "V11.4.1" L1 "Approved hash functions alone" => by(set::no_sha1), ["totp.algorithm"],
        [test("v11_4_1_"), code("src/credentials/totp.rs"), code("src/credentials/password.rs")];
    "V12.1.1" L1 "TLS 1.2 or newer" => MET, [], [test("v12_1_1_")];
    "V15.1.1" L1 "How soon weak components are replaced is documented" =>
        not_met("No advisory database is asked, because that needs the network; no times are promised."), [],
        [code("deny.toml")];
    "V15.3.1" L1 "Answers hold what is needed and no more" => MET, [],
        [code("src/service/accounts.rs"), test("v16_2_5_")];

    // Level 2
    "V1.1.2" L2 "Output is encoded last, for where it goes" => MET, [], [test("v1_1_2_"), test("v16_4_1_")];
    "V1.3.7" L2 "Templates are not made of input" => MET, [], [test("v1_3_7_")];
    "V1.3.11" L2 "Nothing in a value becomes a mail command" => MET, [], [test("v1_3_11_")];
    "V1.4.2" L2 "Numbers have ranges and do not overflow" => MET, [],
        [test("every_number_is_taken_within_its_range_and_refused_beyond"), code("Cargo.toml")];
    "V1.5.2" L2 "Structured input is read strictly" => MET, [],
        [test("an_unknown_or_doubled_key_is_named_with_its_line")];
    "V2.1.3" L2 "The limits are documented" => MET, [], [test("v2_1_3_"), code("README.md")];
    "V2.2.3" L2 "Data that belongs together agrees" => MET, [],
        [test("v2_2_3_"), test("values_that_contradict_each_other_are_refused")];
    "V2.3.2" L2 "The limits hold" => MET, ["otp.tries", "otp.sends", "otp.hourly_sends", "mfa.tries"],
        [rule("tries"), rule("sends"), rule("new_code_no_tries"), test("c5_")];
    "V2.3.3" L2 "An act is done whole or not at all" => MET, [], [test("v2_3_3_"), code("src/store/mod.rs")];
    "V2.3.4" L2 "What is scarce is locked" => MET, [], [test("v2_3_4_"), code("src/store/otps.rs")];
    "V2.4.1" L2 "Machines are slowed down" => MET, ["lockout.source_failures", "otp.hourly_sends"],
        [test("v2_4_1_"), test("a_hundred_failures_from_one_source_in_a_quarter_of_an_hour_lock_the_source"),
         test("an_account_is_mailed_nine_codes_an_hour")];
    "V6.1.2" L2 "The words that no password may be are documented" => MET, [],
        [test("v6_1_2_"), code("src/credentials/rules.rs")];
    "V6.1.3" L2 "Every way in is documented with its strength" => MET, [], [test("v6_1_3_"), code("README.md")];
    "V6.2.9" L2 "Passwords of 64 characters and more are taken" => MET, [],
        [test("v6_2_9_"), test("v6_2_1_p1_length_has_its_bounds")];
    "V6.2.10" L2 "Passwords do not expire by age" => by(set::no_rotation), ["password.max_age"],
        [test("v6_2_10_"), code("src/service/facts.rs")];
    "V6.2.11" L2 "Words of the account and the product are refused" => MET, [], [test("v6_2_11_")];
    "V6.2.12" L2 "Passwords known from breaches are refused" => by(set::breached), ["password.blocklist"],
        [test("v6_2_12_"), test("a_file_adds_to_the_list")];
    "V6.3.3" L2 "Nobody enters with one factor" => by(set::two_factors), ["mfa.required"],
        [rule("signed_in_mfa"), test("v6_3_3_"), test("v6_1_3_")];
    "V6.3.4" L2 "No way in is weaker than another" => MET, [],
        [rule("owed_nothing"), test("v6_3_4_"), test("v6_1_3_")];
    "V6.4.3" L2 "A reset password does not go round the second factor" => MET, [],
        [rule("signed_in_mfa"), test("v6_4_3_"), test("a_stolen_password_alone_changes_nothing")];
    "V6.4.4" L2 "A lost factor is replaced on proof of identity" =>
        not_met("mfa reset takes --evidence of who the person is, and insists on it only where one person decides \
                 alone."),
        [], [code("src/service/reset/rules.rs"), test("v6_4_4_")];
    "V6.5.1" L2 "Codes work once" => MET, [], [test("v6_5_1_"), test("c1_"), test("c2_"), rule("receipts")];
    "V6.5.2" L2 "Recovery codes are hashed as their strength asks" => MET, ["recovery_codes.count"],
        [test("v6_5_2_"), test("a_code_has_six_groups_of_four_and_120_bits")];
    "V6.5.3" L2 "Codes and secrets are drawn at random" => MET, [], [test("v6_5_3_")];
    "V6.5.4" L2 "Codes of six digits or more" => MET, ["otp.digits", "totp.digits"],
        [test("v6_5_4_"), test("codes_keep_their_leading_zeros")];
    "V6.5.5" L2 "Mailed codes last 10 minutes, codes of an app 30 seconds at most" => by(set::strict_lifetimes),
        ["otp.ttl", "totp.period", "totp.skew"],
        [test("v6_5_5_"), test("the_window_is_the_skew_to_each_side_and_no_more")];
    "V6.6.2" L2 "A mailed code is bound to its sign-in" => MET, [],
        [test("v6_6_2_"), test("a_code_belongs_to_its_own_journey_and_account")];
    "V6.6.3" L2 "Mailed codes cannot be guessed" => MET, ["otp.tries", "otp.failures_until_disabled"],
        [rule("new_code_no_tries"), test("v6_6_3_"), test("c5_")];
    "V7.1.1" L2 "The times of sessions are documented" => MET, ["session.ttl", "session.idle"],
        [test("v7_1_1_"), code("src/journey/policy.rs")];
    "V7.1.2" L2 "Sessions side by side are documented: any number, until a new password" => MET, [],
        [test("v7_1_2_")];
    "V7.3.1" L2 "Sessions end unused" => MET, ["session.idle"], [test("v7_3_1_"), code("src/service/sessions.rs")];
    "V7.3.2" L2 "Sessions end in any case" => MET, ["session.ttl"],
        [test("v7_3_2_"), code("src/service/sessions.rs")];
    "V7.4.3" L2 "A changed factor ends the other sessions" => MET, [],
        [test("v7_4_3_"), test("a_password_change_ends_other_sessions_journeys_and_devices_but_not_the_journeys_own_device")];
    "V7.4.5" L2 "Support can end the sessions of one person or of all" =>
        not_met("session revoke ends one session or all of one person; all of everybody is not built yet."), [],
        [code("src/service/sessions.rs")];
    "V7.5.1" L2 "Changing a factor asks for full authentication" => MET, [],
        [rule("secret_after_password"), rule("password_last"), code("src/service/mfa.rs")];
    "V7.5.2" L2 "A person sees and ends the own sessions" =>
        not_met("session list and session revoke are an operator's; the person's own view is not built yet."), [],
        [code("src/commands/session.rs")];
    "V7.6.2" L2 "No session without the person's act" => MET, [],
        [rule("one_session"), rule("change_opens_nothing"), test("v7_6_2_"), test("looking_at_a_journey_opens_no_session")];
    "V8.1.2" L2 "Who may see which field is documented" =>
        not_met("Rights are those of whole commands: no field is shown to one role and hidden from another."), [], [];
    "V8.2.3" L2 "Fields are for who has the right" =>
        not_met("Rights are those of whole commands: no field is shown to one role and hidden from another."), [], [];
    "V8.4.1" L2 "Operators of some accounts have no effect on others" =>
        outside("A home has one group of accounts; who keeps two apart makes two homes."), [], [];
    "V9.2.2" L2 "A token serves its own purpose alone" => MET, [],
        [test("v9_2_2_"), test("c11_no_kind_stands_in_for_another")];
    "V11.1.1" L2 "Keys have a documented life" =>
        once("key rotate", "the commands that rotate and destroy keys"), [], [code("src/credentials/keyring.rs")];
    "V11.1.2" L2 "There is an inventory of the cryptography" =>
        once("doctor --crypto", "a command that lists it"), [], [code("README.md")];
    "V11.2.1" L2 "Known libraries do the cryptography" => MET, [], [code("deny.toml"), code("Cargo.toml")];
    "V11.2.2" L2 "Algorithms, costs and keys can be replaced" =>
        once("key rotate", "the rotation of keys; hashes follow the policy at the next sign-in"), ["password.argon2"],
        [test("v11_2_2_"), test("p13_")];
    "V11.2.3" L2 "128 bits of security" => MET, [], [test("v11_2_3_"), test("secrets_are_160_bits_and_their_own")];
    "V11.3.3" L2 "Sealed values cannot be changed or moved" => MET, [], [test("v11_3_3_")];
    "V11.4.2" L2 "Passwords are hashed at today's cost" => by(set::argon2_floor), ["password.argon2"],
        [test("v11_4_2_"), test("p13_")];
    "V11.4.3" L2 "Integrity rests on 256-bit hashes" => MET, [], [code("src/service/audit/mod.rs")];
    "V11.4.4" L2 "Keys of a passphrase are stretched" => outside("No key comes from a passphrase."), [],
        [code("src/credentials/keyring.rs")];
    "V11.5.1" L2 "What must not be guessed has 128 random bits" => MET, [],
        [test("v11_5_1_"), test("a_journeys_id_carries_160_bits_and_lies_nowhere_in_the_home")];
    "V12.3.1" L2 "TLS to the mail server, and no way back to none" => MET, [], [test("v12_3_1_")];
    "V12.3.2" L2 "The mail server's certificate is verified" => MET, [], [test("v12_3_2_")];
    "V13.1.1" L2 "What it talks to is documented: the mail server alone" => MET, [], [code("README.md")];
    "V13.2.4" L2 "It talks to what the configuration names" => MET, [], [code("src/mail/config.rs")];
    "V13.3.1" L2 "Secrets lie in files of their own, for their owner" => MET, [],
        [test("v13_3_1_"), test("f12_a_password_that_others_can_read_is_not_used")];
    "V13.4.2" L2 "Nothing for tests works in a real home" => MET, [],
        [test("v13_4_2_"), code("src/service/clock.rs")];
    "V14.1.1" L2 "What is kept is classified" => MET, [], [test("v14_1_1_"), code("src/store/schema.sql")];
    "V14.2.4" L2 "Each class is protected as it must be" => MET, [],
        [test("v14_2_4_"), test("tokens_and_codes_lie_in_the_database_as_digests_alone")];
    "V15.1.2" L2 "There is a list of components" => not_met("Cargo.lock lists them; no CycloneDX document is made yet."),
        [], [code("Cargo.lock")];
    "V15.1.3" L2 "What is expensive is documented" =>
        not_met("The memory of a hash is a setting; how many run at once is written in the code alone."),
        ["password.argon2"], [code("src/credentials/workers.rs")];
    "V15.2.2" L2 "What is expensive is bounded" => MET, [], [test("v15_2_2_"), test("c18_")];
    "V15.3.3" L2 "No input sets what it should not" => MET, [],
        [test("a_client_can_submit_acts_but_never_a_verdict"), test("fields_are_those_of_the_contract")];
    "V15.3.5" L2 "Values have types of their own" => MET, [], [code("src/store/users.rs")];
    "V16.1.1" L2 "There is an inventory of what is logged" => MET, [],
        [test("v16_1_1_"), code("ARCHITECTURE.md")];
    "V16.2.1" L2 "The trail says who, what, when and where" => MET, [], [test("v16_2_1_"), code("src/store/audit.rs")];
    "V16.2.2" L2 "The trail is in UTC and in order" => MET, [], [test("v16_2_2_"), code("src/store/audit.rs")];
    "V16.2.5" L2 "No secret is logged" => MET, [], [test("v16_2_5_"), code("src/service/audit/mod.rs")];
    "V16.3.1" L2 "Every authentication is logged with its factor" => MET, [],
        [test("v16_3_1_"), code("src/service/journey/steps.rs")];
    "V16.3.2" L2 "Refused rights are logged" => OPERATORS, [], [test("v16_3_2_")];
    "V16.3.3" L2 "Attempts to go round the order are logged" => MET, [],
        [test("v16_3_3_"), code("src/service/journey/steps.rs")];
    "V16.3.4" L2 "Failures of mail and TLS are kept with their reason" => MET, [],
        [test("v16_3_4_"), code("src/service/mail.rs")];
    "V16.4.1" L2 "Nothing in a value becomes a line of a log" => MET, [], [test("v16_4_1_")];
    "V16.4.2" L2 "The trail cannot be changed unseen" => MET, [],
        [test("v16_4_2_"), test("f16_"), test("c13_"), code("src/service/audit/verify.rs")];
    "V16.4.3" L2 "The trail is kept elsewhere too" => MET, [],
        [test("v16_4_3_"), test("f15_"), code("src/service/audit/export.rs")];
    "V16.5.1" L2 "Errors tell nothing of the inside" => MET, [],
        [test("v16_5_1_"), test("an_error_is_two_sentences_and_a_code")];
    "V16.5.2" L2 "While the mail server is down, nothing gets past the code" => MET, [],
        [test("v16_5_2_"), test("f9_"), rule("signed_in_device")];
    "V16.5.3" L2 "What cannot be logged is not done" => MET, [], [test("v16_5_3_"), code("src/service/audit/mod.rs")];

    // Level 3
    "V1.2.10" L3 "Exported tables carry no formulas" => MET, [], [test("v1_2_10_")];
    "V1.5.3" L3 "One parser for each kind of value" => MET, [],
        [code("src/mail/address.rs"), code("src/journey/period.rs"), code("src/credentials/key_uri.rs")];
    "V2.3.5" L3 "Grave acts need two people" =>
        once("request approve", "approval by a second operator"), [], [test("v2_3_5_")];
    "V6.3.3" L3 "One factor is hardware that cannot be phished" =>
        not_met("A code of an app can be phished, and no other factor is built."), [], [];
    "V6.3.5" L3 "A person is told of suspicious attempts" => MET, [],
        [rule("notice"), test("a_right_password_that_led_nowhere_queues_one_notice_an_account_and_day")];
    "V6.3.6" L3 "Mail is no factor" => MET, [], [rule("signed_in_mfa"), code("src/service/journey/steps.rs")];
    "V6.3.7" L3 "A person is told of changed credentials" => MET, [],
        [test("a_password_change_queues_a_notice"), test("a_new_device_and_an_enrolment_each_queue_a_notice")];
    "V6.3.8" L3 "Answers do not tell which accounts exist" => MET, [], [test("v6_3_8_"), test("c12_")];
    "V6.4.5" L3 "A person is reminded before a password expires" => by(set::reminders), ["password.max_age"], [];
    "V6.4.6" L3 "Support starts a reset and chooses no password" =>
        not_met("user set-password --password-stdin lets an operator choose one; --temporary makes one instead."), [],
        [code("src/commands/user.rs")];
    "V6.5.6" L3 "Any factor can be revoked" => MET, [], [code("src/service/mfa.rs"), code("src/service/devices.rs")];
    "V6.5.8" L3 "Codes of an app go by a clock that nobody sets" => MET, [], [test("v6_5_8_")];
    "V7.5.3" L3 "Grave acts ask for a factor again" => OPERATORS, [], [test("v7_5_3_")];
    "V8.3.2" L3 "A changed right holds at once" => OPERATORS, [], [test("v8_3_2_")];
    "V8.3.3" L3 "Rights are those of who started the act" => OPERATORS, [], [test("v8_3_3_")];
    "V8.4.2" L3 "Administration has several layers of protection" => OPERATORS, [],
        [test("v8_4_2_"), test("v8_3_1_"), test("v7_5_3_")];
    "V11.2.4" L3 "Secrets are compared in constant time" => MET, [],
        [code("src/credentials/otp.rs"), code("src/service/journey/checks.rs")];
    "V11.2.5" L3 "Cryptography fails closed" => MET, [], [test("v11_2_5_"), test("another_key_is_told_apart_from_tampering")];
    "V11.3.4" L3 "No nonce comes twice" => MET, [], [test("v11_3_4_")];
    "V11.5.2" L3 "The generator holds under load" => MET, [], [code("src/system.rs")];
    "V11.7.1" L3 "Memory is encrypted" => outside("That is the machine's to do."), [], [];
    "V13.1.3" L3 "Waits and further attempts have bounds" => MET, [], [test("f10_"), code("src/mail/config.rs")];
    "V13.3.3" L3 "Keys stay in a hardware module" =>
        not_met("Keys lie in files of the home, for its owner alone."), [], [code("src/service/files.rs")];
    "V14.2.6" L3 "Addresses are masked where they need not be whole" =>
        not_met("A sign-in masks the address; lists show it whole, because other commands take it."), [],
        [test("the_code_screen_shows_the_address_masked_and_the_reference")];
    "V14.2.7" L3 "What is no longer needed is removed" =>
        not_met("Deleted rows are overwritten and sent mail is erased; old journeys are not removed yet."), [],
        [code("src/store/mod.rs")];
    "V15.4.2" L3 "Nothing happens between a check and its act" => MET, [],
        [test("v15_4_2_"), code("src/store/otps.rs"), code("src/store/authenticators.rs")];
    "V15.4.3" L3 "No deadlock, and no waiting without end" => MET, [], [code("src/store/mod.rs")];
    "V16.5.4" L3 "A last handler catches every fault" => MET, [], [test("v16_5_4_"), code("src/cli.rs")];
};
