//! Clocks that jump and databases that rot: an error or a right answer, never a sign-in that was not earned.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use vestibule::error::Failure;
use vestibule::service::journey::Origin;
use vestibule::service::reason::Reason;
use vestibule::service::{Service, ServiceError};

use crate::lab::{Lab, submit};
use crate::support::home::{ADA, PASSWORD, TestHome, WRONG};
use crate::support::journey::totp;

/// Sets the clock of a simulation.
fn set(lab: &mut Lab, time: &str) {
    lab.service.set_clock(time.parse().unwrap()).unwrap();
}

#[test]
fn f14_a_clock_far_behind_stops_everything_until_the_owner_accepts_it() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let waiting = lab.past_mail(ADA);
    let code = lab.home.otp();
    for (back, trusted) in [("08:59:00", true), ("08:55:00", true), ("08:54:59", false), ("08:00:00", false)] {
        set(&mut lab, &format!("2026-03-02T{back}Z"));
        let started = lab.service.start_journey(&Origin::default());
        assert_eq!(started.is_ok(), trusted, "{back}");
        if !trusted {
            let failure = Failure::from(started.unwrap_err());
            assert_eq!((failure.exit as u8, failure.code), (7, "clock_untrusted"));
        }
    }
    for time in ["2026-03-01T09:00:00Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"] {
        set(&mut lab, time);
        let before = lab.home.dump();
        let verified = lab.verify(&waiting, &code);
        assert_eq!((verified.exit, verified.code.as_str()), (7, "clock_untrusted"));
        assert!(matches!(lab.service.check_session(&enrolled.session), Err(ServiceError::ClockUntrusted { .. })));
        assert_eq!(lab.home.fail(&["user", "disable", ADA]).told(), (7, "clock_untrusted"));
        assert_eq!(lab.home.run(&["user", "show", ADA]).exit, 0, "looking is allowed");
        assert_eq!(lab.home.dump(), before, "at {time}");
    }
    set(&mut lab, "2026-03-01T09:00:00Z");
    let id = lab.home.text("SELECT address_key FROM users");
    lab.home.edit(&format!("INSERT INTO throttles VALUES ('password', '{id}', '[]', 5, 3, 1772442000000)"));
    lab.home.run(&["doctor", "--accept-clock"]).done();
    assert!(!lab.holds(&enrolled.session), "sessions end");
    assert_eq!(lab.show(&waiting).reason(), "superseded");
    assert_eq!(lab.home.number("SELECT count(*) FROM devices WHERE revoked_at IS NULL"), 0);
    assert_eq!(lab.home.number("SELECT count(*) FROM audit WHERE action = 'clock.accepted'"), 1);
    let journey = lab.start();
    lab.sign_in(&journey, ADA, PASSWORD).refused("throttled", "sign_in");
}

#[test]
fn f14_no_jump_of_the_clock_lets_a_code_a_session_or_a_lock_live_longer() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(300);
    let id = lab.challenge(ADA, &enrolled.device);
    let code = lab.totp(&enrolled.secret);
    lab.verify(&id, &code).at("signed_in");
    let now = lab.home.now();
    // Within the tolerance the clock may go back; what was used stays used, and no time comes twice.
    set(&mut lab, "2026-03-02T09:02:00Z");
    let id = lab.challenge(ADA, &enrolled.device);
    lab.verify(&id, &code).refused("totp_replayed", "mfa_challenge");
    lab.verify(&id, &totp(&enrolled.secret, now - 30)).refused("totp_replayed", "mfa_challenge");
    let waiting = lab.past_mail(ADA);
    let mailed = lab.home.otp();
    assert_eq!(lab.home.number("SELECT max(expires_at) - max(mailed_at) FROM otps"), 600_000);
    assert!(lab.home.number("SELECT max(mailed_at) / 1000 FROM otps") >= i64::try_from(now).unwrap());
    for (time, code) in [("2026-03-02T10:06:00Z", "journey_ended"), ("2036-03-02T09:00:00Z", "journey_ended")] {
        set(&mut lab, time);
        lab.verify(&waiting, &mailed).refused(code, "ended");
    }
    assert!(!lab.holds(&enrolled.session));
    let at = "SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM audit) WHERE at < before";
    assert_eq!(lab.home.number(at), 0, "the trail's times never run back");
}

#[test]
fn f14_no_time_that_a_clock_can_show_makes_it_fall() {
    for time in [
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "2038-01-19T03:14:08Z",
        "9999-12-30T21:29:59Z",
        "9999-12-30T21:59:59Z",
        "9999-12-30T22:00:00Z",
    ] {
        let home = TestHome::none();
        home.run(&["init", "--simulation", "--clock", time]).done();
        home.add_user(ADA, "sme");
        let mut lab = Lab { service: Service::open(&home.path()).unwrap(), home };
        let id = lab.start();
        // At the end of time a journey's own end is there at once.
        let is_over = lab.show(&id).state() == "ended";
        assert_eq!(is_over, time.ends_with("22:00:00Z"), "{time}");
        for code in ["credentials_wrong"; 5].into_iter().chain(["throttled"]) {
            let seen = lab.sign_in(&id, ADA, WRONG);
            assert_eq!(seen.code, if is_over { "journey_ended" } else { code }, "{time}");
        }
        lab.service.unlock_account(ADA, &Reason { reason: Some("test"), ticket: None }).unwrap();
        if !is_over {
            lab.sign_in(&id, ADA, PASSWORD).at("device_unrecognized");
            lab.submit(&id, "ok", &[]).at("otp_verification");
        }
        for args in [&["user", "show", ADA][..], &["journey", "list"], &["mail", "send"], &["doctor"]] {
            let exit = lab.home.run(args).exit;
            assert!([0, 3].contains(&exit), "{args:?} at {time} exits {exit}");
        }
        let exit = lab.home.run(&["clock", "advance", "PT1H"]).exit;
        assert_eq!(exit, if time.starts_with("9999") { 2 } else { 0 }, "{time}");
    }
}

/// A log that belongs to another database.
const FOREIGN_LOG: &str = "a foreign log";

/// A home with an enrolled person in it, all of it in the database file.
struct Victim {
    home: TestHome,
    device: String,
    whole: Vec<u8>,
}

impl Victim {
    fn new() -> Self {
        let mut lab = Lab::new();
        let device = lab.enrol(ADA).device;
        lab.past_mail(ADA);
        lab.settle();
        let Lab { home, service } = lab;
        drop(service);
        let whole = fs::read(home.path().join("vestibule.db")).unwrap();
        assert!(!home.path().join("vestibule.db-wal").exists());
        // No database stays open here, because this process would go on with the log that it had opened.
        Self { home, device, whole }
    }

    fn database(&self) -> PathBuf {
        self.home.path().join("vestibule.db")
    }

    /// Puts these bytes in place of the database, and leaves no log beside it.
    fn plant(&self, bytes: &[u8]) {
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", self.database().display()));
        }
        fs::write(self.database(), bytes).unwrap();
    }

    /// Tries everything that reads and writes most of the database. Nothing may panic, and nobody who does not know
    /// the password may get anywhere; what fails leaves the file as it was.
    fn attack(&self, what: &str) {
        self.attempt(what, |service| service.show_account(ADA).map(drop));
        self.attempt(what, |service| service.list_journeys(None, false, 100).map(drop));
        self.attempt(what, |service| service.disable_account("nobody@example.org", None).map(drop));
        self.attempt(what, |service| {
            let origin = Origin { device: Some(self.device.clone().into()), ..Origin::default() };
            let id = service.start_journey(&origin)?.journey;
            let seen = submit(service, &id, "sign_in", &[("email", ADA), ("password", WRONG)]);
            assert!(["", "sign_in"].contains(&seen.state()), "{what}: {seen:?}");
            assert_ne!(seen.exit, 0, "{what}: {seen:?}");
            let seen = submit(service, &id, "verify", &[("code", "000000")]);
            assert_ne!(seen.exit, 0, "{what}: {seen:?}");
            Ok(())
        });
    }

    fn attempt(&self, what: &str, act: impl FnOnce(&mut Service) -> Result<(), ServiceError>) {
        let before = fs::read(self.database()).unwrap();
        let path = self.home.path();
        let run = AssertUnwindSafe(|| Service::open(&path).and_then(|mut service| act(&mut service)));
        let done = catch_unwind(run).unwrap_or_else(|_| panic!("{what}: it panicked"));
        if let Err(error) = done {
            let failure = Failure::from(error);
            let known = [3, 4, 7, 8].contains(&(failure.exit as u8));
            assert!(known, "{what}: exit {} {failure:?}", failure.exit as u8);
            // A log whose sums are right is part of the database, whoever wrote it: SQLite itself moves it there.
            let kept = what == FOREIGN_LOG || fs::read(self.database()).unwrap() == before;
            assert!(kept, "{what}: it wrote although it failed");
        }
    }
}

#[test]
fn f17_a_flipped_bit_anywhere_is_an_error_or_does_not_matter() {
    let victim = Victim::new();
    let mut chance: u64 = 0x2545_f491_4f6c_dd1d;
    let mut draw = |below: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance % below as u64) as usize
    };
    // Every byte of the header's first words, then a sample of all the others.
    let places: Vec<usize> = (0..100).step_by(4).chain((0..100).map(|_| draw(victim.whole.len()))).collect();
    for at in places {
        let mut bytes = victim.whole.clone();
        bytes[at] ^= 1 << draw(8);
        victim.plant(&bytes);
        victim.attack(&format!("a bit of byte {at}"));
    }
    victim.plant(&victim.whole);
    victim.attack("the whole file");
    assert!(Service::open(&victim.home.path()).unwrap().show_account(ADA).is_ok(), "the attack itself breaks nothing");
}

#[test]
fn f17_a_file_that_is_cut_short_or_none_at_all_is_an_error() {
    let victim = Victim::new();
    let page = 4096;
    let cuts = (0..victim.whole.len()).step_by(page).chain([1, 15, 16, 99, 100, page + 1, victim.whole.len() - 1]);
    for cut in cuts {
        victim.plant(&victim.whole[..cut]);
        victim.attack(&format!("cut at {cut}"));
    }
    let mut zeroed = victim.whole.clone();
    zeroed[..100].fill(0);
    for (what, bytes) in [
        ("a zeroed header", zeroed),
        ("zeros", vec![0; victim.whole.len()]),
        ("text", b"this is no database at all, only some words in a file".to_vec()),
        ("nothing", Vec::new()),
    ] {
        victim.plant(&bytes);
        let failure = victim.home.fail(&["user", "show", ADA]);
        assert_eq!(failure.exit, 8, "{what}: {failure:?}");
        assert_eq!(victim.home.run(&["doctor"]).exit, 8, "{what}");
        victim.attack(what);
        assert_eq!(fs::read(victim.database()).unwrap(), bytes, "{what} stays what it is");
    }
}

#[test]
fn f17_the_log_of_another_database_or_noise_in_its_place_is_not_believed() {
    let victim = Victim::new();
    let mut other = Lab::new();
    for _ in 0..3 {
        other.start();
    }
    let foreign = fs::read(other.home.path().join("vestibule.db-wal")).unwrap();
    for (what, log) in [("noise", vec![0x5a; 9000]), (FOREIGN_LOG, foreign), ("an empty log", Vec::new())] {
        victim.plant(&victim.whole);
        fs::write(format!("{}-wal", victim.database().display()), log).unwrap();
        victim.attack(what);
    }
}

#[test]
fn f17_a_database_of_a_newer_schema_or_of_a_stranger_is_left_alone() {
    let victim = Victim::new();
    for (pragma, code) in [("user_version = 99", "newer_schema"), ("application_id = 7", "foreign_database")] {
        victim.plant(&victim.whole);
        let sqlite = rusqlite::Connection::open(victim.database()).unwrap();
        sqlite.execute_batch(&format!("PRAGMA {pragma}; PRAGMA wal_checkpoint(TRUNCATE)")).unwrap();
        drop(sqlite);
        let before = fs::read(victim.database()).unwrap();
        assert_eq!(victim.home.fail(&["user", "show", ADA]).told(), (8, code));
        assert_eq!(fs::read(victim.database()).unwrap(), before);
        assert!(Path::new(&victim.database()).exists());
    }
}
