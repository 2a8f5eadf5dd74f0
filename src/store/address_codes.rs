//! Mailed codes that verify an address by itself, by digest.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Db, StoreError, digest, maybe_time, ms, time};

/// A code that was mailed to an address.
pub struct AddressCodeRow {
    /// Its id, `adr_…`.
    pub id: String,
    /// The address as it was given.
    pub address: String,
    /// The address as it is compared.
    pub address_key: String,
    /// The keyed digest of the code.
    pub digest: [u8; 32],
    /// How many digits it has.
    pub digits: u32,
    /// The reference in the mail's subject line.
    pub reference: String,
    /// The id of its mail.
    pub mail: String,
    /// Wrong codes tried while it was the newest.
    pub wrong: u32,
    /// When it was mailed.
    pub mailed_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When a newer one replaced it.
    pub superseded_at: Option<Timestamp>,
    /// When it was entered, and the address so verified.
    pub used_at: Option<Timestamp>,
    /// When an account moved to the address by it.
    pub spent_at: Option<Timestamp>,
}

fn address_code(row: &Row<'_>) -> rusqlite::Result<AddressCodeRow> {
    Ok(AddressCodeRow {
        id: row.get("id")?,
        address: row.get("address")?,
        address_key: row.get("address_key")?,
        digest: digest(row, "digest")?,
        digits: row.get("digits")?,
        reference: row.get("reference")?,
        mail: row.get("mail")?,
        wrong: row.get("wrong")?,
        mailed_at: time(row, "mailed_at")?,
        expires_at: time(row, "expires_at")?,
        superseded_at: maybe_time(row, "superseded_at")?,
        used_at: maybe_time(row, "used_at")?,
        spent_at: maybe_time(row, "spent_at")?,
    })
}

impl Db<'_> {
    /// Keeps a new code of an address and supersedes those before it. Codes mailed before `forget` are erased.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn insert_address_code(self, new: &AddressCodeRow, forget: Timestamp) -> Result<(), StoreError> {
        self.execute("DELETE FROM address_codes WHERE mailed_at < ?1", [ms(forget)])?;
        self.execute(
            "UPDATE address_codes SET superseded_at = ?2
             WHERE address_key = ?1 AND superseded_at IS NULL AND used_at IS NULL",
            params![new.address_key, ms(new.mailed_at)],
        )?;
        self.execute(
            "INSERT INTO address_codes
                (id, address, address_key, digest, digits, reference, mail, mailed_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                new.id,
                new.address,
                new.address_key,
                new.digest,
                new.digits,
                new.reference,
                new.mail,
                ms(new.mailed_at),
                ms(new.expires_at)
            ],
        )?;
        Ok(())
    }

    /// The codes of an address, newest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn address_codes(self, address_key: &str) -> Result<Vec<AddressCodeRow>, StoreError> {
        self.all("SELECT * FROM address_codes WHERE address_key = ?1 ORDER BY n DESC", [address_key], address_code)
    }

    /// Counts a wrong code.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_wrong_address_code(self, id: &str) -> Result<(), StoreError> {
        self.execute("UPDATE address_codes SET wrong = wrong + 1 WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Uses a code up, once: its address is verified.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn use_address_code(self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE address_codes SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL", params![id, ms(at)])?;
        Ok(())
    }

    /// Notes that an account moved to the address that this code verified: the verification is used up.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn spend_address_code(self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE address_codes SET spent_at = ?2 WHERE id = ?1", params![id, ms(at)])?;
        Ok(())
    }
}
