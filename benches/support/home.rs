//! Homes for benches: made as `init` makes them, and filled by SQL, because the program adds one account at a time.

use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use rusqlite::{Connection, params};
use secrecy::SecretString;
use vestibule::credentials::token::{self, TokenKind};
use vestibule::credentials::{seal, totp};
use vestibule::journey::policy::Profile;
use vestibule::service::Service;
use vestibule::service::documents::DocumentDraft;
use vestibule::service::home::{NewHome, init};
use vestibule::service::journey::Origin;
use vestibule::service::journey::answer::Answer;
use vestibule::service::journey::fields::Fields;

/// The password of every account.
pub const PASSWORD: &str = "Correct-horse-7-battery";

/// The seed and the first time of a simulation.
const SIMULATION: (u64, &str) = (7, "2026-03-02T09:00:00Z");

/// Every account has a password, an authenticator, a trusted device, and receipts for both documents. The ids grow
/// with time, as the program's do.
const FILL: &str = "
    CREATE TEMP TABLE people AS
        WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < :accounts)
        SELECT n, printf('user%07d@example.com', n) AS address FROM count;
    INSERT INTO users (n, id, address, address_key, project_type, state, created_at, password_hash, password_changed_at)
        SELECT n, printf('usr_%024d', n), address, address, 'enterprise', 'enabled', :now, ':hash', :now FROM people;
    INSERT INTO authenticators (id, user, name, secret, algorithm, digits, period, enrolled_at)
        SELECT printf('atn_%024d', n), n, 'Authenticator app', randomblob(69), 'SHA1', 6, 30, :now FROM people;
    INSERT INTO devices (id, user, token_digest, trusted_at, trusted_until)
        SELECT printf('dev_%024d', n), n, randomblob(32), :now, :now + 30 * 86400000 FROM people;
    INSERT INTO receipts (user, document, accepted_at, how, recorded_by)
        SELECT people.n, documents.n, :now, 'journey', printf('usr_%024d', people.n) FROM people, documents;
    DROP TABLE people;";

/// A home on the disk, with accounts.
pub struct Home {
    /// Its folder.
    pub folder: PathBuf,
    /// The open home.
    pub service: Service,
}

/// An account that can sign in on its trusted device.
pub struct Person {
    /// Its address.
    pub address: String,
    device: String,
    secret: totp::Secret,
}

impl Home {
    /// A home for people, with the real cost of a password.
    pub fn real(folder: PathBuf, accounts: u32) -> Self {
        Self::make(folder, None, accounts)
    }

    /// A simulation: the same file and the same commits, a clock that stands still, and cheap password hashing.
    pub fn simulation(folder: PathBuf, accounts: u32) -> Self {
        Self::make(folder, Some((SIMULATION.0, SIMULATION.1.parse().expect("it is a time"))), accounts)
    }

    fn make(folder: PathBuf, simulation: Option<(u64, jiff::Timestamp)>, accounts: u32) -> Self {
        init(
            &folder,
            &NewHome { profile: Profile::Portal, product: "Bench".to_owned(), from: None, server: None, simulation },
        )
        .expect("a home can be made");
        let mut service = Service::open(&folder).expect("a new home opens");
        for id in ["terms", "privacy"] {
            let draft = DocumentDraft { id, version: "1", title: None, body: b"# A document\n\nText.\n", minor: false };
            service.publish_document(&draft).expect("a document can be published");
        }
        let mut home = Self { folder, service };
        home.fill(accounts);
        home
    }

    fn fill(&mut self, accounts: u32) {
        let world = &self.service.world;
        let hash = world.hasher.hash(&PASSWORD.into(), world.policy.password.argon2, world).expect("it hashes");
        let now = self.service.now().as_millisecond().to_string();
        let fill = FILL.replace(":accounts", &accounts.to_string()).replace(":now", &now).replace(":hash", &hash);
        let database = self.database();
        database
            .execute_batch(&format!("PRAGMA synchronous = OFF; BEGIN; {fill} COMMIT; PRAGMA wal_checkpoint(TRUNCATE);"))
            .expect("rows can be written");
    }

    /// A connection beside the program's.
    pub fn database(&self) -> Connection {
        Connection::open(self.folder.join("vestibule.db")).expect("the database opens")
    }

    /// Gives an account a device and an authenticator that the bench knows.
    pub fn person(&self, n: u32) -> Person {
        let world = &self.service.world;
        let secret = totp::Secret::draw(world).expect("a secret can be drawn");
        let row = format!("authenticators.secret:atn_{n:024}");
        let sealed = seal::seal(&world.keyring, world, &row, secret.as_bytes()).expect("it can be sealed");
        let device = token::draw(TokenKind::Device, world).expect("a token can be drawn");
        let database = self.database();
        database
            .execute("UPDATE authenticators SET secret = ?2 WHERE user = ?1", params![n, sealed])
            .and_then(|_| {
                let digest = token::digest(&device);
                database.execute("UPDATE devices SET token_digest = ?2 WHERE user = ?1", params![n, digest])
            })
            .expect("rows can be written");
        Person { address: address(n), device: secrecy::ExposeSecret::expose_secret(&device).to_owned(), secret }
    }

    /// Starts a journey; answers its id.
    pub fn start(&mut self, device: Option<&str>) -> String {
        let origin = Origin { device: device.map(SecretString::from), ..Origin::default() };
        self.service.start_journey(&origin).expect("a journey starts").journey
    }

    /// Submits address and password.
    pub fn sign_in(&mut self, journey: &str, address: &str, password: &str) -> Answer {
        let fields = Fields::none().with("email", address).with("password", password);
        self.service.submit(journey, "sign_in", &fields).expect("it is answered")
    }

    /// Submits a code.
    pub fn verify(&mut self, journey: &str, code: SecretString) -> Answer {
        self.service.submit(journey, "verify", &Fields::none().with("code", code)).expect("it is answered")
    }

    /// The short, second sign-in of a person on a trusted device: start, password, code of the app. Answers the screen
    /// that it ends on.
    pub fn second_sign_in(&mut self, person: &Person) -> Answer {
        let journey = self.start(Some(&person.device));
        self.sign_in(&journey, &person.address, PASSWORD);
        let code = totp::current_code(&person.secret, &self.service.world.policy.totp, self.service.now());
        let answer = self.verify(&journey, code);
        assert_eq!(answer.status, "signed_in", "{:?}", answer.error);
        answer
    }

    /// Moves a simulation's clock, so that every app shows a code that was not used.
    pub fn next_code(&mut self) {
        self.service.advance_clock(SignedDuration::from_secs(30)).expect("a simulation's clock moves");
    }
}

/// The address of an account.
pub fn address(n: u32) -> String {
    format!("user{n:07}@example.com")
}

/// A folder for homes, on the disk of the build, removed with its content when dropped.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("the build folder can be written")
}
