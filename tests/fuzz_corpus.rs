//! Replays the corpus of every fuzz target on the stable compiler, each seed whole and cut off anywhere.

#[path = "../fuzz/parsers.rs"]
mod parsers;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use parsers::PARSERS;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn stems(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder of the fuzz crate can be read");
    entries
        .map(|entry| entry.expect("its entries too").path())
        .map(|path| path.file_stem().expect("an entry has a name").to_string_lossy().into_owned())
        .collect()
}

#[test]
fn every_parser_survives_its_corpus() {
    for (name, parse) in PARSERS {
        for entry in fs::read_dir(fuzz().join("corpus").join(name)).expect("the parser has a corpus") {
            let path = entry.expect("a corpus can be read").path();
            let bytes = fs::read(&path).expect("a seed can be read");
            for end in 0..=bytes.len() {
                let outcome = std::panic::catch_unwind(|| parse(&bytes[..end]));
                assert!(outcome.is_ok(), "{} cut off at {end}", path.display());
            }
        }
    }
}

#[test]
fn every_parser_has_a_target_and_seeds_and_every_target_a_parser() {
    let parsers: BTreeSet<String> = PARSERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(stems(&fuzz().join("fuzz_targets")), parsers, "targets");
    assert_eq!(stems(&fuzz().join("corpus")), parsers, "corpora");
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).expect("the fuzz crate has a manifest");
    for name in &parsers {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} has no [[bin]]");
        assert!(stems(&fuzz().join("corpus").join(name)).len() >= 3, "{name} has too few seeds");
    }
}
