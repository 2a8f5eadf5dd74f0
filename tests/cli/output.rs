//! Tables on terminals of every width, pipes that close, terminals that can nothing.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use console::measure_text_width;

use crate::stage::Stage;
use crate::support::home::{ADA, BOB, Outcome, TestHome};

const LISTS: [&str; 6] = [
    "user list",
    "mail list",
    "journey list",
    "consent documents",
    "device list ada@example.org",
    "session list ada@example.org",
];

fn at(home: &TestHome, columns: &str, line: &str) -> Outcome {
    let mut command = home.command(&line.split(' ').collect::<Vec<_>>());
    Outcome::from(command.env("COLUMNS", columns).output().unwrap()).done()
}

#[test]
fn tables_fit_60_to_200_columns_and_align_wide_characters() {
    let stage = Stage::new();
    stage.home.run(&["user", "add", "aiko@example.org", "--name", "愛子 高橋 \u{1f469}\u{200d}\u{1f4bb}"]).done();
    let long = "A name that goes on for as long as a name may, and then some more, until nobody reads it any longer";
    stage.home.run(&["user", "add", "long@example.org", "--name", long]).done();
    stage.home.run(&["journey", "start", "--user-agent", long]).done();
    for columns in [60, 61, 72, 80, 99, 132, 200] {
        for line in LISTS {
            let shown = at(&stage.home, &columns.to_string(), line).stdout;
            let widest = shown.lines().map(measure_text_width).max().unwrap();
            assert!(widest <= columns, "{line} at {columns} is {widest} wide:\n{shown}");
        }
        let shown = at(&stage.home, &columns.to_string(), "user list").stdout;
        let starts: Vec<usize> = shown
            .lines()
            .map(|line| {
                measure_text_width(
                    &line[..line.find("enterprise").or(line.find("PROJECT")).or(line.find("sme")).unwrap()],
                )
            })
            .collect();
        assert!(starts.windows(2).all(|two| two[0] == two[1]), "the second column stands in one line:\n{shown}");
    }
    let narrow = at(&stage.home, "20", "user show ada@example.org").stdout;
    assert!(narrow.contains("ada@example.org"), "{narrow}");
    for line in LISTS {
        at(&stage.home, "20", line);
        at(&stage.home, "1", line);
    }
}

#[test]
fn v14_2_6_lists_mask_addresses_unless_they_are_wanted_in_full() {
    let stage = Stage::new();
    for list in ["user list", "mail list", "journey list"] {
        let shown = at(&stage.home, "200", list);
        assert!(!shown.stdout.contains("@example.org"), "{list}\n{shown}");
        assert!(shown.stdout.contains("a••••@e••••.org"), "{list}\n{shown}");
    }
    let full = at(&stage.home, "200", "user list --full").stdout;
    assert!(full.contains(ADA) && full.contains(BOB) && !full.contains('•'), "{full}");
    assert!(at(&stage.home, "200", "mail list --full").stdout.contains(BOB));
    // Scripts get the objects that `user show` answers.
    assert_eq!(stage.home.json(&["user", "list"])[0], stage.home.json(&["user", "show", ADA]));
    let page = at(&stage.home, "200", "user list --limit 1");
    assert!(!page.stderr.contains(ADA) && page.stderr.contains("--full"), "{page}");
    assert!(at(&stage.home, "200", "user list --limit 1 --full").stderr.contains("--after ada@example.org"));
}

#[test]
fn f19_a_pipe_that_closes_early_is_silent_and_no_failure() {
    let stage = Stage::new();
    for line in ["user list", "help errors", "--output json user list", "journey map", "completions bash", "--help"] {
        let mut command = stage.home.command(&line.split(' ').collect::<Vec<_>>());
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command.stdout(Stdio::from(writer)).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{line}: {stderr}");
        let own = stderr.lines().filter(|line| !line.contains("simulation home")).count();
        assert_eq!(own, 0, "{line}: {stderr}");
    }
    let piped = "vestibule help errors | head -1; vestibule user list --full | head -n 1";
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_vestibule")).parent().unwrap();
    let mut shell = Command::new("/bin/sh");
    stage.home.prepare(&mut shell);
    shell.args(["-c", piped]).env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    let outcome = Outcome::from(shell.output().unwrap()).done();
    assert_eq!(outcome.stdout.lines().count(), 2, "{outcome}");
}

#[test]
fn f19_closed_or_missing_streams_and_poor_terminals_break_nothing() {
    let stage = Stage::new();
    let shell = |line: &str| {
        let folder = std::path::Path::new(env!("CARGO_BIN_EXE_vestibule")).parent().unwrap();
        let mut shell = Command::new("/bin/sh");
        stage.home.prepare(&mut shell);
        shell.args(["-c", line]).env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
        Outcome::from(shell.output().unwrap())
    };
    shell("vestibule user list <&-").done();
    assert_eq!(shell("vestibule --output json session check <&-").failure().told(), (3, "session_invalid"));
    shell("vestibule user list 2>&-").done();
    // Nobody reads a closed stdout; what was to be done is done.
    assert!(!shell("vestibule user show ada@example.org >&-").stderr.contains("panicked"));
    let full = shell("vestibule user list > /dev/full");
    assert_eq!(full.exit, 7, "{full}");
    for (name, value) in [("TERM", "dumb"), ("TERM", ""), ("LC_ALL", "C"), ("LANG", "C"), ("COLUMNS", "0")] {
        let mut command = stage.home.command(&["user", "list", "--full"]);
        let outcome = Outcome::from(command.env(name, value).output().unwrap()).done();
        assert!(outcome.stdout.contains(ADA) && !outcome.stdout.contains('\u{1b}'), "{name}={value}: {outcome}");
    }
}

#[test]
fn colour_is_used_only_where_it_is_wanted() {
    let stage = Stage::new();
    for args in [&["user", "list"][..], &["--color", "never", "user", "list"], &["user", "show", "nobody@example.org"]]
    {
        let outcome = stage.home.run(args);
        assert!(!outcome.to_string().contains('\u{1b}'), "{outcome}");
    }
}

#[test]
fn a_reader_that_takes_one_line_ends_a_long_list() {
    let home = TestHome::simulation();
    for n in 0..40 {
        home.run(&["user", "add", &format!("p{n:02}@example.org")]).done();
    }
    let mut child = home.spawn(&["user", "list", "--full"]);
    let mut first = [0; 7];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(&first, b"ADDRESS");
    assert!(child.wait().unwrap().success());
    assert!(fs::metadata(home.path()).is_ok());
}
