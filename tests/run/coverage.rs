//! How much of the machine scripts visit.

use serde_json::Value;

use super::{Folder, GRACE, project, vestibule};

#[test]
fn the_shipped_scripts_agree_with_their_snapshots_reach_every_edge_and_give_the_same_bytes_twice() {
    let args = ["run", "--check", "fixtures/journeys", "--coverage", "--fail-under", "100"];
    let (first, second) = (vestibule(project(), &args), vestibule(project(), &args));
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    assert!((second.code, first.out.as_str()) == (0, second.out.as_str()), "the same transcripts");
    let (_, table) = first.out.split_once("The profile portal\n").expect("a table");
    assert!(!table.contains("never"), "{table}");
    let told = "\nCoverage of portal: 100 percent; states 17 of 17, steps 132 of 132, refusals 13 of 13.\n\
                Coverage of nist: 100 percent; states 17 of 17, steps 132 of 132, refusals 13 of 13.\n\
                59 scripts: 59 passed.\n";
    assert!(table.ends_with(told), "{table}");
}

#[test]
fn what_is_never_visited_is_told_ahead_of_the_summary() {
    let ran = Folder::with(GRACE).run(&["a.toml", "--coverage"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line = |words: &str| ran.out.lines().any(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") == words);
    assert!(line("1 sign_in sign_in: right device_unrecognized"), "{}", ran.out);
    assert!(line("1 device_unrecognized ok otp_verification mail_otp"), "{}", ran.out);
    assert!(line("never sign_in sign_in: right mfa_challenge"), "{}", ran.out);
    assert!(line("never otp_verification resend refused (no_sends_left)"), "{}", ran.out);
    assert!(ran.out.contains("4 steps that no act on a home leads to are not counted."), "{}", ran.out);
    assert!(
        ran.out.ends_with("states 3 of 17, steps 2 of 132, refusals 0 of 13.\n1 script: 1 passed.\n"),
        "{}",
        ran.out
    );
}

#[test]
fn too_little_fails_and_says_how_much_it_is() {
    let folder = Folder::with(GRACE);
    let ran = folder.run(&["a.toml", "--fail-under", "50"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("The scripts visit too little, under 50 percent: portal 3 percent;"), "{}", ran.err);
    assert_eq!(folder.run(&["a.toml", "--fail-under", "3"]).code, 0);
    for wrong in ["101", "-1", "all"] {
        assert_eq!(folder.run(&["a.toml", &format!("--fail-under={wrong}")]).code, 2, "{wrong}");
    }
}

#[test]
fn each_profile_is_counted_apart() {
    let folder = Folder::with(GRACE);
    folder.write("b.toml", &format!("policy.profile = \"nist\"\n{GRACE}[[step]]\ndo = \"abandon\"\n"));
    let ran = folder.run(&[".", "--coverage", "--coverage=svg=c.svg", "--fail-under", "3.1"]);
    assert_eq!(ran.code, 3);
    let told = "The scripts visit too little, under 3.1 percent: portal 3 percent; states 3 of 17, steps 2 of 132, \
                refusals 0 of 13.\n";
    assert!(ran.err.contains(told), "{}", ran.err);
    assert!(ran.out.contains("The profile nist\n\nVISITS  FROM"), "{}", ran.out);
    assert!(ran.out.contains("\nCoverage of nist: 4.3 percent; states 4 of 17, steps 3 of 132,"), "{}", ran.out);
    // What one profile never visits is not drawn as visited.
    let svg = folder.read("c.svg");
    assert!(svg.contains("<title>device_unrecognized → otp_verification: visited<"), "{svg}");
    folder.write(
        "c.toml",
        &format!("policy.profile = \"nist\"\n{GRACE}[[step]]\ndo = \"verify\"\nwith.code = \"{{otp}}\"\n"),
    );
    assert_eq!(folder.run(&[".", "--coverage=svg=c.svg"]).code, 0);
    let svg = folder.read("c.svg");
    assert!(svg.contains("<title>otp_verification → mfa_required: never visited<"), "{svg}");
    let json: Value = serde_json::from_str(&folder.run(&[".", "--coverage", "--report", "json"]).out).expect("one");
    let by_profile = json["coverage"]["by_profile"].as_array().expect("a list");
    assert_eq!((&by_profile[0]["profile"], &by_profile[1]["profile"]), (&"portal".into(), &"nist".into()));
    assert_eq!((&by_profile[1]["edges"]["visited"], &by_profile[1]["edges"]["of"]), (&4.into(), &132.into()));
}

#[test]
fn the_steps_that_are_not_counted_cannot_be_taken() {
    // An account disabled ends no sign-in that it is not known in yet; a reset ends the one that would owe less later.
    let script = format!(
        "{GRACE}[[step]]\nstart = \"Early\"\n[[step]]\ndo = \"sign_in\"\n\
         with = {{ email = \"grace@example.com\", password = \"wrong\" }}\nexpect = {{ error = \"credentials_wrong\" }}\n\
         [[step]]\nsupport = \"disable\"\naccount = \"grace@example.com\"\n[[step]]\nshow = true\n\
         expect = {{ screen = \"sign_in\" }}\n[[user]]\naddress = \"ada@example.org\"\npassword = \"Analytical-Engine-1843\"\n\
         project_type = \"sme\"\nenrolled = true\ndevices = [\"laptop\"]\n[[step]]\nstart = \"Ada\"\ndevice = \"laptop\"\n\
         [[step]]\ndo = \"sign_in\"\nwith = {{ email = \"ada@example.org\", password = \"{{password}}\" }}\n\
         expect = {{ screen = \"mfa_challenge\" }}\n[[step]]\nsupport = \"reset_mfa\"\naccount = \"ada@example.org\"\n\
         [[step]]\nshow = true\nexpect = {{ screen = \"ended\", reason = \"superseded\" }}\n"
    );
    let ran = Folder::with(&script).run(&["a.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn json_counts_every_state_step_and_refusal() {
    let ran = Folder::with(GRACE).run(&["a.toml", "--coverage", "--report", "json"]);
    let json: Value = serde_json::from_str(&ran.out).expect("one document");
    let covered = &json["coverage"];
    assert_eq!(covered["profiles"], serde_json::json!(["portal"]));
    assert_eq!(
        (covered["transitions"].as_array().map(Vec::len), covered["not_counted"].as_u64()),
        (Some(132), Some(4))
    );
    let visited = covered["transitions"].as_array().expect("a list").iter().filter(|one| one["visits"] != 0).count();
    assert_eq!(visited, 2);
}

#[test]
fn drawings_are_coloured_by_what_was_visited() {
    let folder = Folder::with(GRACE);
    let ran = folder.run(&["a.toml", "--coverage=svg=c.svg", "--coverage=mermaid=c.mmd", "--coverage=table=c.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains("Coverage"), "only in the files: {}", ran.out);
    let svg = folder.read("c.svg");
    assert!(
        svg.contains("stroke=\"#1a7f37\" stroke-width=\"3\"><title>sign_in → device_unrecognized: visited<"),
        "{svg}"
    );
    assert!(svg.contains("<title>consent → mfa_required: never visited<"), "{svg}");
    assert!(folder.read("c.mmd").contains("classDef never_visited"));
    assert!(folder.read("c.txt").contains("Coverage of portal: 3 percent"));
    assert_eq!(folder.run(&["a.toml", "--coverage=svg"]).code, 2);
    assert_eq!(folder.run(&["a.toml", "--coverage=svg=no/such/folder/c.svg"]).code, 7);
}

#[test]
fn every_order_of_a_race_counts() {
    let script = format!(
        "{GRACE}[[step]]\nrace = [{{ do = 'verify', with = {{ code = '{{otp}}' }} }}, {{ do = 'abandon' }}]\n\
         expect = {{ errors = ['conflict'] }}\n"
    );
    let ran = Folder::with(&script).run(&["a.toml", "--coverage"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line = |words: &str| ran.out.lines().any(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") == words);
    assert!(line("1 otp_verification verify: right mfa_required"), "{}", ran.out);
    assert!(line("1 otp_verification abandon ended (abandoned)"), "{}", ran.out);
}
