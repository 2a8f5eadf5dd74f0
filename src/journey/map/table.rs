//! The whole map as a table for a terminal.

use super::super::State;
use super::{Map, Visited, effect_id, refused_id};

pub fn write(map: &Map, visited: Option<&Visited>) -> String {
    let mut rows = vec![["FROM".to_owned(), "WHAT HAPPENS".into(), "TO".into(), "WHAT IS DONE".into()]];
    let mut visits = vec!["VISITS".to_owned()];
    let told = |times: Option<u64>| times.filter(|times| *times > 0).map_or("never".to_owned(), |n| n.to_string());
    for (edge, undisturbed) in &map.edges {
        let to = match edge.to {
            State::Ended(reason) => format!("ended ({})", reason.id()),
            same if same == edge.from => "(stays)".to_owned(),
            other => other.id().to_owned(),
        };
        let effects: Vec<_> = edge.effects.iter().copied().map(effect_id).collect();
        let label = marked(edge.event.label(edge.from), *undisturbed);
        rows.push([edge.from.id().to_owned(), label, to, effects.join(", ")]);
        visits.push(told(visited.map(|visited| visited.times(edge))));
    }
    for (refusal, undisturbed) in &map.refusals {
        let label = marked(refusal.event.label(refusal.state), *undisturbed);
        let why = format!("refused ({})", refused_id(refusal.why));
        rows.push([refusal.state.id().to_owned(), label, why, String::new()]);
        visits.push(told(visited.map(|visited| visited.times_refused(refusal))));
    }
    let mut out = aligned(&rows);
    if visited.is_some() {
        let lines = visits.iter().zip(out.lines());
        out = lines.map(|(times, line)| format!("{times:>6}  {line}\n")).collect();
    }
    out.push_str("\n* only where the account or the device changed meanwhile\n");
    out
}

fn marked(label: &str, undisturbed: bool) -> String {
    if undisturbed { label.to_owned() } else { format!("{label} *") }
}

fn aligned(rows: &[[String; 4]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second, third) = (width(0), width(1), width(2));
    let mut out = String::new();
    for [from, what, to, done] in rows {
        let line = format!("{from:first$}  {what:second$}  {to:third$}  {done}");
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
