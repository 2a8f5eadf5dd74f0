//! `vestibule completions`

use clap_complete::Shell;

use super::Context;
use crate::error::Failure;

/// Print the completions of a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule completions bash > /etc/bash_completion.d/vestibule
  vestibule completions fish > ~/.config/fish/completions/vestibule.fish

Exit codes: 0 done · 2 usage")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of `command` for a shell.
///
/// # Errors
/// A [`Failure`] where stdout cannot be written.
pub fn run(context: &Context, mut command: clap::Command, args: &CompletionsArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "vestibule", &mut script);
    context.ui.print(String::from_utf8_lossy(&script).trim_end_matches('\n'))
}
