//! `vestibule completions`

use clap_complete::Shell;

use super::Context;
use super::completing::script;
use crate::error::Failure;

/// Print the completions of a shell.
///
/// The shell then asks the program itself, so that it also completes what is in the home: addresses, documents, open
/// sign-ins, devices, sessions and mails. Print them anew after an upgrade.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule completions bash > /etc/bash_completion.d/vestibule
  vestibule completions fish > ~/.config/fish/completions/vestibule.fish

Exit codes: 0 done · 2 usage

Next: start a new shell, then type `vestibule user show ` and press Tab.")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions for a shell.
///
/// # Errors
/// A [`Failure`] where stdout cannot be written.
pub fn run(context: &Context, args: &CompletionsArgs) -> Result<(), Failure> {
    context.ui.print(script(args.shell)?.trim_end())
}
