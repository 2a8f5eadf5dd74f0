//! The least that a command over a database can do: parse arguments, open the file, select one row, print it.
//!
//! `vestibule user show` is held against it, whole process against whole process.
#![expect(clippy::disallowed_macros, reason = "a program of its own, without the terminal module")]

use std::path::PathBuf;

use clap::Parser;
use rusqlite::{Connection, OpenFlags};

/// Prints the row of a table that has a key.
#[derive(Parser)]
struct Args {
    /// The database file.
    file: PathBuf,
    /// The table.
    table: String,
    /// The column with the key.
    column: String,
    /// The key.
    key: String,
}

fn main() -> rusqlite::Result<()> {
    let args = Args::parse();
    let database = Connection::open_with_flags(&args.file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let sql = format!("SELECT * FROM \"{}\" WHERE \"{}\" = ?1", args.table, args.column);
    let mut statement = database.prepare(&sql)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([&args.key])?;
    while let Some(row) = rows.next()? {
        for (i, name) in names.iter().enumerate() {
            println!("{name}: {:?}", row.get_ref(i)?);
        }
    }
    Ok(())
}
