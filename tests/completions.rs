//! The completions that are checked in are those that the program writes.

use std::path::Path;
use std::process::Command;

#[test]
fn the_checked_in_completions_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let shells = [
        ("bash", "vestibule.bash"),
        ("zsh", "_vestibule"),
        ("fish", "vestibule.fish"),
        ("elvish", "vestibule.elv"),
        ("powershell", "_vestibule.ps1"),
    ];
    for (shell, file) in shells {
        let output = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(["completions", shell])
            .env_clear()
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        let kept = std::fs::read(folder.join(file)).unwrap_or_default();
        assert!(
            kept == output.stdout,
            "completions/{file} is out of date; run `vestibule completions {shell} > completions/{file}`"
        );
    }
}
