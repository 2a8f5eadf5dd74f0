//! The least that a program can do. `vestibule --help` and `--version` are held against it.
#![expect(clippy::disallowed_macros, reason = "a program of its own, without the terminal module")]

fn main() {
    println!("Hello, world!");
}
