//! The home's own files: what is cut, loose, swapped or foreign stops the program, and never weakens it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use vestibule::error::Failure;
use vestibule::journey::policy::Policy;
use vestibule::service::Service;

use crate::support::home::{ADA, TestHome};

/// The policy that a home with this configuration has, or how it is refused.
fn policy(home: &TestHome, config: &[u8]) -> Result<Policy, Failure> {
    fs::write(home.path().join("vestibule.toml"), config).unwrap();
    Service::open(&home.path()).map(|service| service.world.policy).map_err(Failure::from)
}

fn config(home: &TestHome) -> String {
    fs::read_to_string(home.path().join("vestibule.toml")).unwrap()
}

#[test]
fn f18_a_configuration_that_is_cut_short_never_falls_back_to_another_policy() {
    let home = TestHome::simulation_of("nist");
    let text = config(&home);
    let whole = policy(&home, text.as_bytes()).unwrap();
    let mut refused = 0;
    let profile = text.find("profile = ").unwrap();
    for cut in (0..profile).step_by(16).chain(profile..text.len()) {
        match policy(&home, &text.as_bytes()[..cut]) {
            Ok(found) => assert_eq!(found, whole, "cut at {cut}: {:?}", &text[..cut]),
            Err(failure) => {
                assert_eq!((failure.exit as u8, failure.code), (2, "config"), "cut at {cut}");
                assert!(failure.message.contains("vestibule.toml"), "{failure:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > profile / 16, "what comes before the profile is never enough");
}

#[test]
fn f18_a_configuration_of_odd_bytes_is_read_right_or_blamed_by_its_line() {
    let home = TestHome::simulation();
    let text = config(&home);
    let whole = policy(&home, text.as_bytes()).unwrap();
    assert_eq!(policy(&home, text.replace('\n', "\r\n").as_bytes()).unwrap(), whole, "CRLF");
    let strict = format!("{text}\n[password]\nmin_length = 20\n");
    for (what, bytes) in [
        ("an unknown key", format!("{strict}min_lenght = 3\n").into_bytes()),
        ("a doubled key", format!("{strict}min_length = 8\n").into()),
        ("a doubled table", format!("{strict}[password]\n").into()),
        ("an unknown table", format!("{strict}[pasword]\n").into()),
        ("a word for a number", strict.replace("20", "\"20\"").into()),
    ] {
        let failure = policy(&home, &bytes).unwrap_err();
        assert_eq!((failure.exit as u8, failure.code), (2, "config"), "{what}");
        assert!(failure.message.contains("vestibule.toml, line "), "{what}: {failure:?}");
    }
    for bytes in [&b"\xff\xfeprofile"[..], b"profile = \"portal\"\n\0"] {
        assert!([2, 7].contains(&(policy(&home, bytes).unwrap_err().exit as u8)));
    }
    if let Ok(found) = policy(&home, format!("\u{feff}{strict}").as_bytes()) {
        assert_eq!(found.password.min_length, 20, "a byte-order mark hides nothing");
    }
}

#[test]
fn f18_a_key_that_is_cut_swapped_or_edited_is_noticed_before_anything_is_written() {
    let home = TestHome::with_ada();
    let path = home.path().join("keys/home.key");
    let key = fs::read_to_string(&path).unwrap();
    let other = fs::read_to_string(TestHome::real().path().join("keys/home.key")).unwrap();
    let before = home.dump();
    let cuts = (0..key.len() - 1).map(|cut| key[..cut].to_owned());
    let bad =
        cuts.chain([other, format!("\u{feff}{key}"), format!("{key}{key}"), key.to_uppercase(), "x".repeat(2 << 20)]);
    for text in bad {
        fs::write(&path, &text).unwrap();
        let failure = Service::open(&home.path()).map(drop).map_err(Failure::from).unwrap_err();
        let shown: String = text.chars().take(80).collect();
        assert!([7, 8].contains(&(failure.exit as u8)), "{shown:?}: {failure:?}");
        assert!(!failure.message.contains(&key[16..40]), "the error does not repeat the key");
    }
    fs::write(&path, &key).unwrap();
    assert_eq!(home.dump(), before);
    home.run(&["user", "show", ADA]).done();
}

#[test]
fn f18_files_of_the_home_that_are_links_pipes_folders_or_missing_are_refused() {
    for name in ["vestibule.toml", "keys/home.key", "vestibule.db"] {
        let home = TestHome::with_ada();
        let path = home.path().join(name);
        let aside = home.root().join("aside");
        fs::rename(&path, &aside).unwrap();
        let refused = |what: &str| {
            let failure = home.fail(&["user", "list"]);
            assert!([7, 8].contains(&failure.exit), "{name} as {what}: {failure:?}");
        };
        refused("nothing");
        std::os::unix::fs::symlink(&aside, &path).unwrap();
        refused("a link");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        refused("a folder");
        fs::remove_dir(&path).unwrap();
        nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRUSR | nix::sys::stat::Mode::S_IWUSR).unwrap();
        refused("a pipe");
        fs::remove_file(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
        home.run(&["user", "list"]).done();
    }
    let home = TestHome::with_ada();
    let keys = home.path().join("keys");
    fs::rename(&keys, home.root().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(home.root().join("elsewhere"), &keys).unwrap();
    assert_eq!(home.fail(&["user", "list"]).exit, 7, "keys/ as a link");
}

#[test]
fn f18_a_home_that_others_can_reach_is_refused_with_the_remedy() {
    let home = TestHome::with_ada();
    for (name, mode) in [("", 0o755), ("keys", 0o750), ("vestibule.toml", 0o644), ("vestibule.db", 0o660)] {
        let path = home.path().join(name);
        let tight = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let failure = home.fail(&["journey", "start"]);
        assert_eq!(failure.told(), (3, "loose_mode"));
        let wanted = if path.is_dir() { "chmod 700" } else { "chmod 600" };
        assert!(failure.hint.contains(wanted), "{failure:?}");
        fs::set_permissions(&path, tight).unwrap();
    }
    assert_eq!(home.number("SELECT count(*) FROM journeys"), 0);
}
