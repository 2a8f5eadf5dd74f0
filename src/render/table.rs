//! Tables that fit the terminal: columns as wide as what they hold, the widest cut where the line is too short.

use console::{Term, measure_text_width, truncate_str};

use super::safe;
use crate::system;

/// The narrowest a column is cut to.
const NARROWEST: usize = 8;

/// The number of columns of `COLUMNS`, or of the terminal; without either there is no limit, because what reads a
/// pipe wants whole values.
pub fn width() -> usize {
    system::columns().or_else(|| Term::stdout().size_checked().map(|(_, columns)| columns.into())).unwrap_or(usize::MAX)
}

/// A table of at most `width` columns. Cells are made harmless. The first column holds what other commands take, so it
/// is never cut.
pub fn table(headings: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(headings)
        .chain(rows.iter().map(|row| row.iter().map(|cell| safe::line(cell)).collect()))
        .collect();
    let Some(widths) = fit(&rows, width) else { return stacked(&rows, width) };
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, &wide) in row.iter().zip(&widths) {
            let cut = truncate_str(cell, wide, "…");
            line.push_str(&cut);
            line.push_str(&" ".repeat(wide.saturating_sub(measure_text_width(&cut)) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Whether a cell holds a time: half a time is worse than none.
fn is_time(cell: &str) -> bool {
    cell.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}

/// The rows below one another, a line a cell, where the terminal is too narrow for a table; only the first cell may be
/// wider than it.
fn stacked(rows: &[Vec<String>], width: usize) -> String {
    let Some((headings, rows)) = rows.split_first() else { return String::new() };
    let wide = headings.iter().map(|heading| measure_text_width(heading)).max().unwrap_or(0);
    let room = width.saturating_sub(wide + 2).max(NARROWEST);
    let lines = |row: &Vec<String>| -> String {
        let cells =
            row.iter().enumerate().map(|(i, cell)| if i == 0 { cell.into() } else { truncate_str(cell, room, "…") });
        let line = |(heading, cell): (&String, std::borrow::Cow<'_, str>)| format!("{heading:wide$}  {cell}");
        headings.iter().zip(cells).map(line).map(|line| line.trim_end().to_owned() + "\n").collect()
    };
    rows.iter().map(lines).collect::<Vec<_>>().join("\n")
}

/// How wide each column is; `None` where the first column, the times and a little of all else do not fit.
fn fit(rows: &[Vec<String>], width: usize) -> Option<Vec<usize>> {
    let columns = rows.first().map_or(0, Vec::len);
    let widest = |column: usize| rows.iter().map(|row| measure_text_width(&row[column])).max().unwrap_or(0);
    let is_whole = |column: usize| column == 0 || rows.iter().any(|row| is_time(&row[column]));
    let mut widths: Vec<usize> = (0..columns).map(widest).collect();
    let gaps = 2 * columns.saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        let cut = widths.iter_mut().enumerate().filter(|(column, _)| !is_whole(*column)).map(|(_, wide)| wide).max();
        match cut {
            Some(most) if *most > NARROWEST => *most -= 1,
            _ if (0..columns).any(|column| column > 0 && is_whole(column)) => return None,
            _ => break,
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let rows = [row(&["愛子", "x"]), row(&["ada", "y"])];
        assert_eq!(table(&["NAME", "Z"], &rows, 80), "NAME  Z\n愛子  x\nada   y\n");
    }

    #[test]
    fn a_column_that_other_commands_take_is_never_cut() {
        let rows = [row(&["a-very-long-address@example.org", "enabled"])];
        let shown = table(&["ADDRESS", "STATE"], &rows, 30);
        assert!(shown.contains("a-very-long-address@example.org  enabled"), "the first column is whole: {shown}");
    }

    #[test]
    fn the_widest_other_column_is_cut_first() {
        let rows = [row(&["usr_1", "a subject that goes on and on", "sent"])];
        let shown = table(&["ID", "SUBJECT", "STATE"], &rows, 30);
        assert!(shown.lines().all(|line| measure_text_width(line) <= 30), "{shown}");
        assert!(shown.contains("usr_1") && shown.contains("sent") && shown.contains('…'), "{shown}");
    }
}
