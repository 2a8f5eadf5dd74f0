//! The least that a bulk command over a database can do: read a CSV file into a bare table in one transaction, or print
//! what a query answers as CSV.
//!
//! `vestibule import` and `export` are held against it where there is no `sqlite3` shell.

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use rusqlite::{Connection, params_from_iter, types::ValueRef};

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Reads a file of the table's columns behind a line of their names.
    Import {
        /// The database file.
        database: PathBuf,
        /// What makes the table users.
        create: String,
        /// The file.
        file: PathBuf,
    },
    /// Prints what a query answers.
    Export {
        /// The database file.
        database: PathBuf,
        /// The query.
        sql: String,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Args::parse().verb {
        Verb::Import { database, create, file } => {
            let mut database = Connection::open(database)?;
            database.execute_batch(&create)?;
            let transaction = database.transaction()?;
            let mut reader = csv::Reader::from_path(file)?;
            let marks = vec!["?"; reader.headers()?.len()].join(", ");
            let mut insert = transaction.prepare(&format!("INSERT INTO users VALUES ({marks})"))?;
            let mut row = csv::StringRecord::new();
            while reader.read_record(&mut row)? {
                insert.execute(params_from_iter(&row))?;
            }
            drop(insert);
            transaction.commit()?;
        }
        Verb::Export { database, sql } => {
            let database = Connection::open(database)?;
            let mut statement = database.prepare(&sql)?;
            let columns = statement.column_count();
            let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    match row.get_ref(column)? {
                        ValueRef::Text(text) => writer.write_field(text)?,
                        ValueRef::Integer(number) => writer.write_field(number.to_string())?,
                        ValueRef::Null => writer.write_field("")?,
                        other => writer.write_field(format!("{other:?}"))?,
                    }
                }
                writer.write_record(None::<&[u8]>)?;
            }
            writer.flush()?;
        }
    }
    Ok(())
}
