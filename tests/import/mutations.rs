//! A thousand damaged copies of each sample: never a panic, never half an import, and every reject names its line.

use std::path::Path;

use vestibule::service::Service;
use vestibule::service::import::{Format, ImportFile, Listed, Options, Outcome, Reading, Watch};

use super::sample;
use super::support::home::TestHome;

/// How many copies of each sample.
const COPIES: u64 = 1_000;

/// A small generator, so that the copies are the same each time.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, most: usize) -> usize {
        // The constants of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

fn damaged(whole: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let to = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = b"\"',;{}[]\n\r\\\0\xff$=:"[random.below(16)],
            2 => bytes.truncate(at.max(1)),
            3 => drop(bytes.drain(at..to)),
            4 => {
                let part = bytes[at..to].to_vec();
                bytes.splice(at..at, part);
            }
            _ => bytes.insert(at, b"\"\n\xc3{"[random.below(4)]),
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

fn survives(format: &str, file: &str) {
    let home = TestHome::simulation();
    let whole = std::fs::read(sample(file)).unwrap();
    let mut service = Service::open(&home.path()).unwrap();
    let path = home.root().join("damaged");
    let format: Format = format.parse().unwrap();
    let (mut random, mut taken, mut refused) = (Seeded(7), 0, 0);
    for copy in 0..COPIES {
        let bytes = damaged(&whole, &mut random);
        std::fs::write(&path, &bytes).unwrap();
        let outcome = try_out(&mut service, &path, format);
        let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        match outcome {
            Ok(Outcome { report, .. }) => {
                taken += 1;
                let sum = report.created + report.updated + report.unchanged + report.rejected;
                assert_eq!(report.read, sum, "copy {copy}");
                assert!(report.rejects.iter().all(|one| (1..=lines).contains(&one.line)), "copy {copy}");
                assert!(report.rejected == 0 || !report.rejects.is_empty(), "copy {copy}");
            }
            Err(problem) => {
                refused += 1;
                assert!(problem.contains("line ") || problem.contains("hash_config"), "copy {copy}: {problem}");
            }
        }
    }
    assert!(taken > 20 && refused + taken == COPIES, "{taken} taken, {refused} refused");
    assert_eq!(home.number("SELECT count(*) FROM users"), 0, "a preview keeps nothing");
    half_applies_nothing(&home, service, format, &whole);
}

/// Imports some copies in earnest: what was reported as made is there, and of a file that was refused nothing.
fn half_applies_nothing(home: &TestHome, mut service: Service, format: Format, whole: &[u8]) {
    let path = home.root().join("damaged");
    let (mut random, mut there) = (Seeded(11), 0);
    for copy in 0..COPIES / 20 {
        std::fs::write(&path, damaged(whole, &mut random)).unwrap();
        let made = match ImportFile::open(&path, format, Reading::default()) {
            Ok(file) => {
                let kept = service.import(&file, &Options::default(), &mut Watch::nobody(), &mut |_| Ok(()));
                kept.map_or(0, |outcome| outcome.report.created)
            }
            Err(_) => 0,
        };
        there += i64::try_from(made).unwrap();
        assert_eq!(home.number("SELECT count(*) FROM users"), there, "copy {copy}");
    }
    assert!(there > 0, "some rows survive");
}

fn try_out(service: &mut Service, path: &Path, format: Format) -> Result<Outcome, String> {
    let file = ImportFile::open(path, format, Reading::default()).map_err(|error| error.to_string())?;
    let outcome = service.preview_import(&file, &Options::default(), Listed::All, &mut Watch::nobody());
    outcome.map_err(|error| error.to_string())
}

#[test]
fn f20_damaged_csv() {
    survives("csv", "users.csv");
}

#[test]
fn f20_damaged_jsonl() {
    survives("jsonl", "users.jsonl");
}

#[test]
fn f20_damaged_keycloak() {
    survives("keycloak", "keycloak.json");
}

#[test]
fn f20_damaged_kratos() {
    survives("kratos", "kratos.json");
}

#[test]
fn f20_damaged_firebase() {
    survives("firebase", "firebase.json");
}

#[test]
fn f20_damaged_auth0() {
    survives("auth0", "auth0.json");
}
