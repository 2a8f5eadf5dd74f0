//! `vestibule journey replay`

use super::Context;
use crate::error::{Exit, Failure};
use crate::service::journey::replay::{Replayed, ReplayedAll};

/// Take a stored sign-in through the machine again, event by event, and compare.
///
/// A sign-in follows from its events and the settings of their time alone. Where what is stored differs, the
/// database was changed by something else than vestibule, or by a vestibule with another machine.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule journey replay jrh_…
  vestibule --output json journey replay --all

Exit codes: 0 all is as stored · 4 there is no such journey · 8 something differs, or cannot be read

Next: vestibule journey show HANDLE --history shows the events of one that differs.")]
pub struct ReplayArgs {
    /// The journey's id or its handle
    #[arg(required_unless_present = "all")]
    journey: Option<String>,
    /// Every journey
    #[arg(long, conflicts_with = "journey")]
    all: bool,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where something differs, and those of the service.
pub fn run(context: &Context, args: &ReplayArgs) -> Result<(), Failure> {
    let service = context.open()?;
    let different = match &args.journey {
        Some(journey) => {
            let replayed = service.replay_journey(journey)?;
            context.ui.document(&replayed, one)?;
            usize::from(!replayed.same)
        }
        None => {
            let replayed = service.replay_journeys()?;
            context.ui.document(&replayed, all)?;
            replayed.different.len()
        }
    };
    match different {
        0 => Ok(()),
        1 => Err(differs("One sign-in is not stored as its events say.".to_owned())),
        several => Err(differs(format!("{several} sign-ins are not stored as their events say."))),
    }
}

fn differs(message: String) -> Failure {
    let hint = "Find out who changed the database; compare it with a backup.";
    Failure::new(Exit::Integrity, "replay_differs", message, hint)
}

fn one(replayed: &Replayed) -> String {
    if replayed.same {
        return format!("{}: {} events, and all is as stored.", replayed.journey, replayed.events);
    }
    let rows = replayed.differences.iter().map(|one| vec![one.what.clone(), one.stored.clone(), one.replayed.clone()]);
    let rows: Vec<_> = rows.collect();
    let table = crate::render::table::table(&["WHAT", "STORED", "BY ITS EVENTS"], &rows, crate::render::table::width());
    format!("{}: {} events\n{table}", replayed.journey, replayed.events)
}

fn all(replayed: &ReplayedAll) -> String {
    let different: String = replayed.different.iter().map(|journey| format!("\n{}", one(journey))).collect();
    let same = replayed.journeys - replayed.different.len();
    format!("{same} of {} sign-ins are stored as their {} events say.\n{different}", replayed.journeys, replayed.events)
}
