//! What a Debian package is made of is there, and its service is as locked up as its work allows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::stage::installed;
use crate::support::home::TestHome;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> toml::Table {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    manifest["package"]["metadata"]["deb"].as_table().unwrap().clone()
}

/// The unit, with the built program in place of the installed one.
fn unit(folder: &Path) -> PathBuf {
    let text = fs::read_to_string(root().join("packaging/vestibule-mail.service")).unwrap();
    let file = folder.join("vestibule-mail.service");
    fs::write(&file, text.replace("/usr/bin/vestibule", env!("CARGO_BIN_EXE_vestibule"))).unwrap();
    file
}

#[test]
fn every_file_that_the_package_names_is_there_or_is_built_before() {
    let metadata = metadata();
    let assets = metadata["assets"].as_array().unwrap();
    for asset in assets {
        let [from, to, mode] = [0, 1, 2].map(|n| asset[n].as_str().unwrap());
        let built = from.starts_with("target/");
        assert!(built || root().join(from).is_file(), "{from} is missing");
        assert!(to.starts_with("usr/") && ["644", "755"].contains(&mode), "{from} goes to {to} with {mode}");
    }
    let has = |part: &str| assets.iter().any(|asset| asset[1].as_str().unwrap().contains(part));
    for part in ["usr/bin/", "man/man1/", "bash-completion", "zsh/", "fish/", "sysusers.d/"] {
        assert!(has(part), "{part}");
    }
    let units = metadata["systemd-units"].as_table().unwrap();
    let unit = format!("{}.service", units["unit-name"].as_str().unwrap());
    assert!(root().join(units["unit-scripts"].as_str().unwrap()).join(unit).is_file());
    assert_eq!(units["enable"].as_bool(), Some(false), "a service without a home must not start");
}

#[test]
fn the_command_of_the_service_is_one_that_the_program_takes() {
    let text = fs::read_to_string(root().join("packaging/vestibule-mail.service")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let (program, args) = line.split_once(' ').unwrap();
    assert_eq!(program, "/usr/bin/vestibule");
    let home = TestHome::none();
    let words: Vec<&str> =
        args.split(' ').map(|word| if word == "/var/lib/vestibule" { "none" } else { word }).collect();
    assert_eq!(home.fail(&words).told(), (4, "no_home"), "it runs as far as the home");
}

#[test]
fn systemd_finds_no_fault_in_the_service_and_little_exposure() {
    if !installed("systemd-analyze") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let unit = unit(folder.path());
    let run = |args: &[&str]| {
        let output = Command::new("systemd-analyze").args(args).arg(&unit).output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&told).into_owned())
    };
    let (verified, told) = run(&["verify", "--man=no"]);
    assert!(verified && !told.contains("vestibule-mail.service:"), "{told}");
    // In tenths: 0 is no exposure, 100 all. The network, which a mail sender needs, is most of what is left.
    let (locked, told) = run(&["security", "--offline=true", "--threshold=20"]);
    assert!(locked, "{told}");
}
