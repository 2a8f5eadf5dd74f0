//! The README shows what the program says, and nothing that it does not.

use std::fs;
use std::path::Path;

use vestibule::journey::map::{Format, Map};
use vestibule::journey::policy::{Policy, Profile};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("there is a README")
}

#[test]
fn the_diagram_is_what_the_machine_draws() {
    let text = readme();
    let shown = text
        .split_once("<!-- journey map -->\n```mermaid\n")
        .and_then(|(_, rest)| rest.split_once("```\n<!-- /journey map -->"))
        .map(|(shown, _)| shown)
        .expect("the README has a place for the map");
    let drawn = Map::of(&Policy::of(Profile::Portal)).render(Format::Mermaid);
    assert_eq!(shown.trim_end(), drawn.trim_end(), "put the output of `vestibule journey map` into the README");
}

#[test]
fn every_file_that_the_readme_names_is_there() {
    let text = readme();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = text.split(|c: char| c.is_whitespace() || "()`".contains(c));
    let named: Vec<&str> = words.filter(|word| word.starts_with("fixtures/") || word.starts_with("src/")).collect();
    assert!(named.len() > 4, "the README names fixtures and sources");
    for name in named {
        assert!(root.join(name).exists(), "{name} is named in the README and missing");
    }
}
