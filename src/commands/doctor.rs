//! `vestibule doctor`

use super::Context;
use crate::error::{Exit, Failure};
use crate::render::fold::fold;
use crate::render::safe;
use crate::service::doctor::{Finding, Severity};

/// Look for what is wrong with the home, and say what to do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule doctor
  vestibule doctor --accept-clock

Exit codes: 0 nothing needs an operator · 3 something does · 8 the database is damaged, or the audit trail was changed

Next: do what each finding says, then run it again.")]
pub struct DoctorArgs {
    /// Accept the clock although the home saw a later time: ends every sign-in, code, session and device trust
    #[arg(long)]
    accept_clock: bool,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where something needs an operator.
pub fn run(context: &Context, args: &DoctorArgs) -> Result<(), Failure> {
    let mut service = context.open()?;
    if args.accept_clock {
        context.ui.note(&match service.accept_clock()? {
            Some(now) => format!("Accepted {now} as the time; everyone signs in anew."),
            None => "The clock is not behind any time seen; nothing was changed.".to_owned(),
        });
    }
    let findings = service.examine()?;
    context.ui.document(&findings, |findings| match findings.as_slice() {
        [] => "Nothing needs an operator.".to_owned(),
        findings => fold(&findings.iter().map(tell).collect::<String>()),
    })?;
    let worst = findings.iter().map(|finding| finding.severity).max();
    match worst {
        None | Some(Severity::Note) => Ok(()),
        Some(Severity::Attention) => {
            Err(Failure::new(Exit::Refused, "needs_attention", "Something needs an operator.", "See the findings."))
        }
        Some(Severity::Damage) if findings.iter().all(|finding| finding.code != "database_damaged") => {
            Err(Failure::new(
                Exit::Integrity,
                "audit_broken",
                "The audit trail was changed.",
                "See `vestibule audit verify`, and find out who changed the database.",
            ))
        }
        Some(Severity::Damage) => Err(Failure::new(
            Exit::Integrity,
            "database_damaged",
            "The database is damaged.",
            "Restore the home from a backup.",
        )),
    }
}

fn tell(finding: &Finding) -> String {
    format!("{}\n  {}\n", safe::line(&finding.message), safe::line(&finding.hint))
}
