//! Secrets at rest and on the way: what lies in the home, in whose hands, and where nothing of it may show.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER, HEXUPPER};
use vestibule::journey::policy::ProjectType;

use crate::lab::Lab;
use crate::support::home::{ADA, BOB, NEW_PASSWORD, PASSWORD, TestHome, WRONG};
use crate::support::journey::other_than;

/// Every column with what it holds: open data, a digest or seal of a secret, or nothing of the kind. A column that is
/// not here fails the test, so that nobody adds one without saying what it is.
const COLUMNS: [(&str, &str); 23] = [
    ("activations", "n user digest:digest expires_at"),
    (
        "address_codes",
        "n id address address_key digest:digest digits reference mail wrong mailed_at expires_at superseded_at used_at \
         spent_at",
    ),
    ("audit", "seq at actor action subject outcome source detail hash:digest mac:digest"),
    ("audit_trail", "one unkeyed_through signing_key link checkpoint_at"),
    ("authenticators", "n id user name secret:sealed algorithm digits period last_step enrolled_at disabled_at drifts"),
    ("departures", "n address_digest:digest at actor"),
    ("devices", "n id user token_digest:digest user_agent trusted_at trusted_until revoked_at"),
    ("documents", "n id version title digest:digest body minor published_at"),
    ("enrolments", "n user name sealed:sealed wrong expires_at"),
    (
        "home",
        "one mode key_check:digest created_at latest_at mail_sequence audit_count audit_hash:digest audit_mac:digest \
         simulated_at simulation_seed simulation_draws",
    ),
    ("journey_events", "journey position at event settings"),
    (
        "journeys",
        "n handle digest:digest user status snapshot version started_at expires_at ended_at device source user_agent \
         pending:sealed shown",
    ),
    ("operator_sessions", "n id operator token_digest:digest opened_at ends_at seen_at proved_at revoked_at"),
    (
        "operators",
        "n id name name_key address address_key role state created_at password_hash:hash totp_secret:sealed \
         totp_last_step activation_digest:digest activation_ends_at",
    ),
    ("otps", "n journey user digest:digest reference mailed_at expires_at superseded_at used_at digits"),
    (
        "outbox",
        "n id kind user recipient subject sealed:sealed state queued_at next_at expires_at leased_until attempts \
         sequence answer settled_at",
    ),
    ("receipts", "n user document accepted_at how recorded_by withdrawn_at"),
    ("recovery_codes", "user digest:digest used_at"),
    (
        "requests",
        "n id user act and_password new_address requested_by reason ticket evidence account:digest token_digest:digest \
         approvals created_at expires_at due_at state decided_by decided_at",
    ),
    ("sessions", "n id user journey device token_digest:digest methods opened_at ends_at seen_at revoked_at"),
    ("support_acts", "n user act at actor former_address"),
    ("throttles", "kind subject recent total level locked_until"),
    (
        "users",
        "n id address address_key name project_type state created_at password_hash:hash password_changed_at \
         password_due password_ends_at unlocked_at external_id imported_hash:digest signed_in_at enrolled",
    ),
];

#[test]
fn v14_1_1_every_column_says_what_it_holds() {
    let lab = Lab::new();
    let told = BTreeMap::from(COLUMNS);
    let sqlite = lab.home.sqlite();
    let columns =
        "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    let mut statement = sqlite.prepare(columns).unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let mut count = 0;
    for found in found {
        let (table, column, kind): (String, String, String) = found.unwrap();
        let words = told.get(table.as_str()).unwrap_or_else(|| panic!("{table} is not listed"));
        let class = words.split(' ').find_map(|word| {
            let (name, class) = word.split_once(':').unwrap_or((word, "open"));
            (name == column).then_some(class)
        });
        let class = class.unwrap_or_else(|| panic!("{table}.{column} is not listed"));
        assert!(kind != "BLOB" || class != "open", "{table}.{column} is bytes that are no digest and not sealed");
        count += 1;
    }
    assert_eq!(count, told.values().map(|words| words.split(' ').count()).sum::<usize>(), "a column went away");
}

/// Everything secret of a few sign-ins, by what it is.
struct Planted {
    lab: Lab,
    secrets: Vec<(&'static str, String)>,
    output: String,
}

impl Planted {
    /// Two persons sign in with mistakes, one changes the password; what commands print besides is collected.
    fn new() -> Self {
        let mut lab = Lab::new();
        lab.add(BOB, ProjectType::Enterprise);
        let mut secrets =
            vec![("password", PASSWORD.to_owned()), ("wrong password", WRONG.into()), ("new", NEW_PASSWORD.into())];
        let enrolled = lab.enrol(ADA);
        let end = lab.home.journey();
        end.sign_in(ADA, WRONG).refused(3, "credentials_wrong", "sign_in");
        secrets.push(("totp secret", enrolled.secret.clone()));
        secrets.extend(enrolled.codes.iter().map(|code| ("recovery code", code.clone())));
        secrets.push(("device token", enrolled.device.clone()));
        secrets.push(("session token", enrolled.session.clone()));
        let waiting = lab.past_mail(BOB);
        secrets.push(("journey id", waiting.clone()));
        let code = lab.home.otp();
        secrets.push(("mailed code", code.clone()));
        lab.verify(&waiting, &other_than(&code)).refused("otp_wrong", "otp_verification");
        lab.verify(&waiting, &code).at("consent");
        let secret = lab.enter_setup(&waiting);
        secrets.push(("pending totp secret", secret.clone()));
        let shown = lab.verify(&waiting, &lab.totp(&secret)).at("recovery_codes");
        secrets.push(("pending recovery code", shown.data()["codes"][0].as_str().unwrap().to_owned()));
        lab.home.edit("UPDATE users SET password_due = 'reset' WHERE n = 1");
        lab.advance(60);
        let id = lab.challenge(ADA, &enrolled.device);
        secrets.push(("totp code", lab.totp(&enrolled.secret)));
        lab.verify(&id, &lab.totp(&enrolled.secret)).at("password_change");
        let new = [("new_password", NEW_PASSWORD), ("confirm_password", NEW_PASSWORD)];
        let end = lab.submit(&id, "create_password", &new).at("signed_in");
        secrets.push(("session token", end.data()["session_token"].as_str().unwrap().to_owned()));
        let output = Self::look(&lab);
        Self { lab, secrets, output }
    }

    /// What an operator can print of all that.
    fn look(lab: &Lab) -> String {
        let handle = lab.home.text("SELECT handle FROM journeys WHERE status = 'open' AND pending IS NOT NULL");
        let history = format!("journey show {handle} --history");
        let looks = [
            "user list",
            "user show ada@example.org",
            "user show bob@example.org",
            "journey list",
            history.as_str(),
            "device list ada@example.org",
            "mail list",
            "policy show",
            "consent documents",
            "doctor",
            "user show nobody@example.org",
        ];
        let mut output = String::new();
        for look in looks {
            for form in ["text", "json"] {
                let args = [&["--output", form], &look.split(' ').collect::<Vec<_>>()[..]].concat();
                output.push_str(&lab.home.run(&args).to_string());
            }
        }
        output
    }

    /// A secret in every form that it could be written in.
    fn forms(secret: &str) -> Vec<Vec<u8>> {
        let mut forms: Vec<Vec<u8>> = vec![
            secret.into(),
            secret.to_lowercase().into(),
            secret.replace('-', "").into(),
            HEXLOWER.encode(secret.as_bytes()).into(),
            HEXUPPER.encode(secret.as_bytes()).into(),
            BASE64.encode(secret.as_bytes()).into(),
        ];
        if let Ok(bytes) = BASE32_NOPAD.decode(secret.replace('-', "").as_bytes()) {
            forms.push(HEXLOWER.encode(&bytes).into());
            forms.push(BASE64.encode(&bytes).into());
            forms.push(bytes);
        }
        forms
    }
}

/// Whether bytes occur in others; as text of one character a byte, whose search is quick in every build.
fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    latin(haystack).contains(&latin(needle))
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

#[test]
fn v14_2_4_v13_3_1_no_secret_lies_in_the_database_its_log_or_the_configuration() {
    let planted = Planted::new();
    let home = planted.lab.home.path();
    let mut files = vec![home.join("vestibule.db"), home.join("vestibule.toml")];
    files.extend([home.join("vestibule.db-wal")].into_iter().filter(|path| path.exists()));
    assert_eq!(files.len(), 3, "the log is read as well");
    for file in files {
        let bytes = latin(&fs::read(&file).unwrap());
        for (what, secret) in &planted.secrets {
            // Six digits occur by chance; the digests of codes have a test of their own.
            if secret.len() > 6 {
                let found = Planted::forms(secret).iter().any(|form| bytes.contains(&latin(form)));
                assert!(!found, "{what} {secret} lies in {}", file.display());
            }
        }
    }
    assert!(holds(&fs::read(home.join("vestibule.db-wal")).unwrap(), ADA.as_bytes()), "the search finds what is there");
}

#[test]
fn v16_2_5_no_secret_shows_in_lists_errors_the_trail_or_the_queue() {
    let planted = Planted::new();
    let tables = ["audit", "journey_events", "outbox", "journeys", "throttles"];
    let mut text = planted.output.clone();
    let sqlite = planted.lab.home.sqlite();
    for table in tables {
        let mut rows = sqlite.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                if let Ok(cell) = row.get::<_, String>(column) {
                    text.push_str(&cell);
                    text.push('\n');
                }
            }
        }
    }
    assert!(text.contains(ADA) && text.len() > 10_000);
    // The audit trail's times and the ids hold digits, so a code counts as found where it stands alone.
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let bytes = latin(text.as_bytes());
    for (what, secret) in &planted.secrets {
        let alone = words.contains(&secret.as_str());
        let inside = secret.len() > 6 && Planted::forms(secret).iter().any(|form| bytes.contains(&latin(form)));
        assert!(!alone && !inside, "{what} {secret} shows");
    }
}

#[test]
fn c14_no_secret_and_no_code_is_in_any_row_list_or_export_of_the_trail() {
    let planted = Planted::new();
    let mut text = String::new();
    for args in [
        &["audit", "list", "--limit", "10000"][..],
        &["--output", "json", "audit", "list", "--limit", "10000"],
        &["--output", "json", "audit", "tail", "--lines", "10000"],
        &["audit", "export"],
        &["audit", "export", "--format", "csv"],
    ] {
        text.push_str(&planted.lab.home.run(args).done().stdout);
    }
    assert!(text.matches("journey.otp").count() > 5 && text.contains(ADA), "{text}");
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let bytes = latin(text.as_bytes());
    for (what, secret) in &planted.secrets {
        let alone = words.contains(&secret.as_str());
        let inside = secret.len() > 6 && Planted::forms(secret).iter().any(|form| bytes.contains(&latin(form)));
        assert!(!alone && !inside, "{what} {secret} shows");
    }
}

#[test]
fn v14_2_4_what_a_process_is_given_secretly_is_in_no_argument_and_no_variable() {
    let home = TestHome::real();
    home.add_user(ADA, "sme");
    let id = home.journey().id;
    let args = ["journey", "submit", &id, "sign_in", &format!("email={ADA}"), "password=@-"];
    let mut child = home.command(&args).stdin(Stdio::piped()).spawn().unwrap();
    let proc = std::path::PathBuf::from(format!("/proc/{}", child.id()));
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&PASSWORD.as_bytes()[..10]).unwrap();
    // It waits for the rest of the password, so it is there to be looked at once its new program is in place.
    if proc.exists() {
        let read = |file: &str| fs::read(proc.join(file)).unwrap();
        let (mut arguments, mut variables) = (read("cmdline"), read("environ"));
        while child.try_wait().unwrap().is_none() && !holds(&arguments, b"password=@-") {
            (arguments, variables) = (read("cmdline"), read("environ"));
        }
        assert!(holds(&arguments, id.as_bytes()) && holds(&variables, b"VESTIBULE_HOME"));
        for seen in [arguments, variables] {
            assert!(!holds(&seen, &PASSWORD.as_bytes()[..10]));
        }
    }
    stdin.write_all(&PASSWORD.as_bytes()[10..]).unwrap();
    drop(stdin);
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
}

#[test]
fn v14_2_4_what_is_settled_is_erased() {
    let lab = Planted::new().lab;
    assert_eq!(lab.home.number("SELECT count(*) FROM outbox WHERE state = 'sent' AND sealed IS NOT NULL"), 0);
    assert_eq!(lab.home.number("SELECT count(*) FROM journeys WHERE status <> 'open' AND pending IS NOT NULL"), 0);
    assert_eq!(lab.home.number("SELECT count(*) FROM journeys WHERE status = 'open' AND pending IS NOT NULL"), 1);
}

#[test]
fn v13_3_1_the_key_is_a_file_of_its_own_for_its_owner_alone() {
    let home = TestHome::real();
    let mode = |name: &str| fs::metadata(home.path().join(name)).unwrap().permissions().mode() & 0o7777;
    assert_eq!(["", "keys"].map(mode), [0o700; 2]);
    assert_eq!(["vestibule.toml", "vestibule.db", "keys/home.key"].map(mode), [0o600; 3]);
    let key = fs::read_to_string(home.path().join("keys/home.key")).unwrap();
    let master = BASE64.decode(key.split_whitespace().last().unwrap().as_bytes()).unwrap();
    let database = fs::read(home.path().join("vestibule.db")).unwrap();
    assert!(!holds(&database, &master) && !holds(&database, HEXLOWER.encode(&master).as_bytes()));
    for (name, loose) in [("", 0o750), ("keys", 0o711), ("vestibule.db", 0o640), ("keys/home.key", 0o604)] {
        let path = home.path().join(name);
        let tight = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(loose)).unwrap();
        let failure = home.fail(&["user", "list"]);
        assert_eq!(failure.told(), (3, "loose_mode"), "{name}");
        assert!(failure.hint.contains("chmod"), "{failure:?}");
        fs::set_permissions(&path, tight).unwrap();
    }
    home.run(&["user", "list"]).done();
}

#[test]
fn v11_2_3_keys_and_secrets_have_at_least_128_bits() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let key = fs::read_to_string(lab.home.path().join("keys/home.key")).unwrap();
    assert_eq!(BASE64.decode(key.split_whitespace().last().unwrap().as_bytes()).unwrap().len(), 32);
    assert_eq!(BASE32_NOPAD.decode(enrolled.secret.as_bytes()).unwrap().len(), 20);
    let hash = lab.home.text("SELECT password_hash FROM users");
    let parts: Vec<&str> = hash.split('$').collect();
    assert!(parts[4].len() >= 22 && parts[5].len() >= 43, "128 bits of salt, 256 of output: {hash}");
}

#[test]
fn v11_3_2_v11_3_3_a_sealed_secret_is_bound_to_its_row_and_every_bit_of_it() {
    let mut lab = Lab::new();
    lab.add(BOB, ProjectType::Sme);
    let ada = lab.enrol(ADA);
    let bob = lab.enrol(BOB);
    lab.advance(60);
    let sealed = lab.home.text("SELECT hex(secret) FROM authenticators WHERE user = 1");
    let refused = |lab: &mut Lab, what: &str| {
        let id = lab.challenge(ADA, &ada.device);
        let seen = lab.verify(&id, &lab.totp(&ada.secret));
        assert_eq!((seen.exit, seen.code.as_str()), (8, "sealed_value_damaged"), "{what}");
        lab.show(&id).at("mfa_challenge");
    };
    lab.home.edit(
        "UPDATE authenticators SET secret = (SELECT secret FROM authenticators o WHERE o.user = 2) WHERE user = 1",
    );
    refused(&mut lab, "the secret of another person");
    for at in [0, sealed.len() / 2, sealed.len() - 1] {
        let digit = if sealed.as_bytes()[at] == b'0' { '1' } else { '0' };
        let flipped = format!("{}{digit}{}", &sealed[..at], &sealed[at + 1..]);
        lab.home.edit(&format!("UPDATE authenticators SET secret = x'{flipped}' WHERE user = 1"));
        refused(&mut lab, &format!("a flipped digit at {at}"));
    }
    lab.home.edit(&format!("UPDATE authenticators SET secret = x'{}' WHERE user = 1", &sealed[..sealed.len() - 2]));
    refused(&mut lab, "a byte less");
    lab.home.edit("UPDATE authenticators SET secret = x'' WHERE user = 1");
    refused(&mut lab, "nothing");
    lab.home.edit(&format!("UPDATE authenticators SET secret = x'{sealed}' WHERE user = 1"));
    let id = lab.challenge(ADA, &ada.device);
    lab.verify(&id, &lab.totp(&ada.secret)).at("signed_in");
    let id = lab.challenge(BOB, &bob.device);
    lab.verify(&id, &lab.totp(&bob.secret)).at("signed_in");
}

#[test]
fn v13_4_2_a_real_home_has_no_clock_to_set_and_no_seed() {
    let home = TestHome::real();
    let before = home.dump();
    for args in ["clock advance PT1H", "clock set 2030-01-01T00:00:00Z"] {
        let failure = home.fail(&args.split(' ').collect::<Vec<_>>());
        assert_eq!(failure.told(), (3, "simulation_only"), "{args}");
    }
    let other = TestHome::none();
    for args in [&["init", "--seed", "7"][..], &["init", "--clock", "2030-01-01T00:00:00Z"]] {
        assert_eq!(other.run(args).exit, 2, "{args:?}");
    }
    assert_eq!(home.dump(), before);
    // Neither kind of home becomes the other: the key's check value covers which it is.
    let simulation = TestHome::simulation();
    simulation.edit("UPDATE home SET mode = 'real'");
    assert_eq!(simulation.fail(&["user", "list"]).told(), (8, "wrong_key"));
    home.edit("UPDATE home SET mode = 'simulation', simulated_at = 0, simulation_seed = 1");
    assert_eq!(home.fail(&["user", "list"]).told(), (8, "wrong_key"));
}

#[test]
fn v13_4_2_help_lists_no_switch_that_weakens_a_home() {
    let home = TestHome::none();
    let mut words = vec![String::new()];
    for command in ["init", "user", "journey", "consent", "device", "session", "mail", "policy", "clock", "doctor"] {
        words.push(home.run(&["help", command]).stdout);
    }
    for verb in ["start", "submit", "show", "abandon", "list"] {
        words.push(home.run(&["help", "journey", verb]).stdout);
    }
    let help = words.join("\n").to_lowercase();
    assert!(help.contains("usage"));
    for word in
        ["--debug", "--otp", "--echo", "--time", "--now", "--fail", "--skip", "--insecure", "--force", "backtrace"]
    {
        assert!(!help.contains(word), "{word} is in the help");
    }
}
