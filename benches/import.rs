//! Accounts in bulk, whole process against whole process.
//!
//! `vestibule import` of accounts with ready hashes, validation, seals, seven indexes and the audit trail included, is
//! held against `.import` of the `sqlite3` shell: the same file into the bare table with two unique indexes, in one
//! transaction with the same page cache. Where there is no such shell, a minimal program of the `csv` and `rusqlite`
//! crates takes its place, which the table says. Repeat it with `cargo bench --bench import`; it needs about 3 GB on the
//! disk of the build for a while. `-- --small` leaves the million accounts out.

#![expect(clippy::disallowed_methods, reason = "a benchmark waits for the programs that it measures")]

mod support;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use support::home::{Home, folder};
use support::process::example;
use support::{Bound, Medians, Table, in_turn, timed};

/// Accounts of the first comparison.
const SOME: u32 = 100_000;

/// Accounts of those that show whether time and memory grow as they should.
const MANY: u32 = 1_000_000;

/// Passwords in the clear.
const PASSWORDS: u32 = 200;

/// The page cache of an import, in KiB, and of what it is held against.
const CACHE: u32 = vestibule::service::import::CACHE_KIB;

/// The most memory that an import may take, in MiB.
const MEMORY: u64 = 96;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("accounts in bulk, whole process") else {
        return ExitCode::SUCCESS;
    };
    let small = std::env::args().any(|argument| argument == "--small");
    let folder = folder();
    let bench = Bench::new(folder.path());
    let some = bench.import(&mut table, SOME, 3);
    bench.passwords(&mut table);
    if !small {
        let many = bench.import(&mut table, MANY, 1);
        let ten = Medians { ours: many, baseline: some };
        table.row("1,000,000 accounts / 100,000", Bound::TimeAtMost(11.0), ten);
        bench.export(&mut table, MANY);
    }
    bench.again(&mut table, some);
    table.finish()
}

struct Bench {
    folder: PathBuf,
    vestibule: PathBuf,
    /// The program of the baselines, where there is no shell of SQLite.
    minimal: Option<PathBuf>,
}

impl Bench {
    fn new(folder: &Path) -> Self {
        let shell = Command::new("sqlite3").arg("-version").stdout(Stdio::null()).status();
        let minimal = match shell {
            Ok(status) if status.success() => None,
            _ => Some(example("baseline_bulk")),
        };
        let vestibule = folder.join("vestibule");
        fs::copy(env!("CARGO_BIN_EXE_vestibule"), &vestibule).expect("the temporary folder takes a program");
        drop(Home::real(folder.join("empty"), 0));
        Self { folder: folder.to_owned(), vestibule, minimal }
    }

    /// Imports so many accounts into a new home; answers our time.
    fn import(&self, table: &mut Table, accounts: u32, rounds: usize) -> Duration {
        let file = self.rows(accounts, "password_hash", hash);
        let mut peak = 0;
        let ours = || {
            self.new_home();
            let (took, memory) = self.vestibule(&["--yes", "import", &file]);
            peak = peak.max(memory);
            took
        };
        let medians = in_turn(rounds, ours, || self.bare_import(&file));
        if accounts == SOME {
            table.row("import of 100,000 / into a bare table", Bound::TimeAtMost(1.6), medians);
            table.note(&format!("ready hashes; the baseline is {}", self.baseline()));
        } else {
            let ratio = medians.ours.as_secs_f64() / medians.baseline.as_secs_f64();
            table.note(&format!("{accounts} accounts take {ratio:.2} times what the baseline does"));
        }
        table.at_most(&format!("  peak memory of {accounts}"), peak / 1024, MEMORY, "MiB");
        medians.ours
    }

    /// The second import of the same file, which changes nothing, against the first.
    fn again(&self, table: &mut Table, first: Duration) {
        let file = self.rows(SOME, "password_hash", hash);
        self.new_home();
        self.vestibule(&["--yes", "import", &file]);
        let again = in_turn(3, || self.vestibule(&["--yes", "import", &file]).0, || Duration::ZERO);
        let medians = Medians { ours: again.ours, baseline: first };
        table.row("the same 100,000 again / the first time", Bound::TimeAtMost(0.7), medians);
    }

    /// Passwords in the clear against the bare hashing of as many, on as many threads.
    fn passwords(&self, table: &mut Table) {
        let file = self.rows(PASSWORDS, "password", |n| format!("Correct-horse-{n}-battery"));
        let ours = || {
            self.new_home();
            self.vestibule(&["--yes", "import", &file]).0
        };
        let medians = in_turn(5, ours, || timed(bare_hashing));
        table.row("import of 200 passwords / bare hashing", Bound::RateAtLeast(0.9), medians);
    }

    /// An export of the home that the last import left, against the same columns of it.
    fn export(&self, table: &mut Table, accounts: u32) {
        let database = self.home().join("vestibule.db");
        let sql =
            "SELECT address, name, project_type, state, password_due, external_id, created_at FROM users ORDER BY n";
        let bare = || {
            let mut command = match &self.minimal {
                None => Command::new("sqlite3"),
                Some(program) => Command::new(program),
            };
            if self.minimal.is_some() {
                command.arg("export");
            } else {
                command.args(["-csv", "-readonly"]);
            }
            run(command.arg(&database).arg(sql)).0
        };
        let medians = in_turn(3, || self.vestibule(&["export", "users"]).0, bare);
        table.row(&format!("export of {accounts} / the same columns"), Bound::TimeAtMost(2.0), medians);
    }

    fn baseline(&self) -> &'static str {
        match self.minimal {
            None => "the sqlite3 shell",
            Some(_) => "a minimal program: there is no sqlite3 shell",
        }
    }

    fn bare_import(&self, file: &str) -> Duration {
        let database = self.folder.join("bare.db");
        let _ = fs::remove_file(&database);
        let create = format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -{CACHE};\n\
             CREATE TABLE users (address TEXT UNIQUE, name TEXT, project_type TEXT, password_hash TEXT, state TEXT,\n\
             external_id TEXT UNIQUE, created_at TEXT);\n"
        );
        let mut command = match &self.minimal {
            Some(program) => Command::new(program),
            None => Command::new("sqlite3"),
        };
        if self.minimal.is_some() {
            return run(command.arg("import").arg(&database).arg(create).arg(file)).0;
        }
        let script = self.folder.join("script");
        fs::write(&script, format!("{create}.import --csv --skip 1 \"{file}\" users\n")).expect("the disk has room");
        run(command.arg(&database).stdin(File::open(&script).expect("it was written"))).0
    }

    fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    fn new_home(&self) {
        let _ = fs::remove_dir_all(self.home());
        let mut copy = Command::new("cp");
        let status = copy.arg("-rp").arg(self.folder.join("empty")).arg(self.home()).status();
        assert!(status.expect("cp starts").success(), "the empty home cannot be copied");
    }

    fn vestibule(&self, args: &[&str]) -> (Duration, u64) {
        run(Command::new(&self.vestibule).arg("--home").arg(self.home()).args(["--output", "json"]).args(args))
    }

    /// A file of accounts in no order, as addresses are.
    fn rows(&self, accounts: u32, secret: &str, value: impl Fn(u32) -> String) -> String {
        let path = self.folder.join(format!("{accounts}.csv"));
        let mut out = BufWriter::new(File::create(&path).expect("the disk has room"));
        writeln!(out, "address,name,project_type,{secret},state,external_id,created_at").expect("the disk has room");
        for row in 0..accounts {
            // A number without a factor in common with the counts visits each once.
            let n = (u64::from(row) * 618_033 + 7) % u64::from(accounts);
            let n = u32::try_from(n).expect("it is below a count");
            let (name, secret) = (n % 977, value(n));
            let line = format!(
                "p{n:07}@example.com,Person {name} Example,enterprise,\"{secret}\",enabled,hr-{n:08},2024-05-01T08:00:00Z"
            );
            writeln!(out, "{line}").expect("the disk has room");
        }
        out.flush().expect("the disk has room");
        path.display().to_string()
    }
}

/// A hash as a PHC string has it, another for each account.
fn hash(n: u32) -> String {
    let text = |salt: u64, length: usize| {
        let mut state = u64::from(n) << 8 | salt;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u8
        };
        let bytes: Vec<u8> = (0..length).map(|_| next()).collect();
        data_encoding::BASE64_NOPAD.encode(&bytes)
    };
    format!("$argon2id$v=19$m=19456,t=2,p=1${}${}", text(1, 16), text(2, 32))
}

fn bare_hashing() {
    let params = Params::new(19_456, 2, 1, Some(32)).expect("the cost is in range");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let threads = u32::try_from(vestibule::system::parallelism()).expect("a machine has few");
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let argon2 = &argon2;
            scope.spawn(move || {
                let mut memory = vec![argon2::Block::new(); argon2.params().block_count()];
                let mut out = [0; 32];
                for n in (thread..PASSWORDS).step_by(threads as usize) {
                    let password = format!("Correct-horse-{n}-battery");
                    argon2
                        .hash_password_into_with_memory(password.as_bytes(), b"sixteen bytes of", &mut out, &mut memory)
                        .expect("the memory is there");
                    std::hint::black_box(out);
                }
            });
        }
    });
}

/// Runs a program; answers how long it took and the most memory it had, in KiB, as far as that is told.
fn run(command: &mut Command) -> (Duration, u64) {
    let mut peak = 0;
    let took = timed(|| {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        let status = format!("/proc/{}/status", child.id());
        loop {
            // The highest so far is in every reading, so that one near the end is enough.
            let read = fs::read_to_string(&status).unwrap_or_default();
            let line = read.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
            peak = peak.max(kib.unwrap_or(0));
            if let Some(status) = child.try_wait().expect("a child can be waited for") {
                assert!(status.success(), "{command:?} failed");
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    (took, peak)
}
