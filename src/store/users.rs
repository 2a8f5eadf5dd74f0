//! Accounts and their passwords.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::Serialize;

use super::{Db, StoreError, ms, undecodable};
use crate::journey::PasswordDue;
use crate::journey::policy::ProjectType;

/// An account's row number, the key that other tables refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserKey(pub i64);

/// Whether an account may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// It may.
    Enabled,
    /// It may not.
    Disabled,
}

impl UserState {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
        }
    }
}

impl FromStr for UserState {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "enabled" => Ok(Self::Enabled),
            "disabled" => Ok(Self::Disabled),
            other => Err(format!("{other:?} is no account state")),
        }
    }
}

/// An account.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// Its key.
    pub key: UserKey,
    /// Its id, `usr_…`.
    pub id: String,
    /// The address as it was given.
    pub address: String,
    /// The address as it is compared.
    pub address_key: String,
    /// The person's name.
    pub name: Option<String>,
    /// The kind of project.
    pub project_type: ProjectType,
    /// Enabled or disabled.
    pub state: UserState,
    /// When it was made.
    pub created_at: Timestamp,
    /// The password's hash; `None` where nothing can match.
    pub password_hash: Option<String>,
    /// When the password was last set.
    pub password_changed_at: Option<Timestamp>,
    /// Why it must be changed, apart from its age.
    pub password_due: Option<PasswordDue>,
    /// When a temporary password stops working.
    pub password_ends_at: Option<Timestamp>,
    /// The id that it has in the list it was imported from.
    pub external_id: Option<String>,
    /// SHA-256 of the hash that an import last brought, as the list has it.
    pub imported_hash: Option<Vec<u8>>,
    /// When the last session was opened.
    pub signed_in_at: Option<Timestamp>,
}

/// An account to be made.
pub struct NewUser<'a> {
    /// Its id, `usr_…`.
    pub id: &'a str,
    /// The address as given.
    pub address: &'a str,
    /// The address as compared.
    pub address_key: &'a str,
    /// The person's name.
    pub name: Option<&'a str>,
    /// The kind of project.
    pub project_type: ProjectType,
    /// When it is made.
    pub created_at: Timestamp,
}

pub(super) fn due_word(due: PasswordDue) -> Option<&'static str> {
    match due {
        PasswordDue::Temporary => Some("temporary"),
        PasswordDue::Reset => Some("reset"),
        PasswordDue::Expired => None,
    }
}

/// The columns of the table, in its order. They are read by their place: finding them by name takes longer than reading
/// them, which lists and exports of many accounts feel.
pub(super) const COLUMNS: [&str; 16] = [
    "n",
    "id",
    "address",
    "address_key",
    "name",
    "project_type",
    "state",
    "created_at",
    "password_hash",
    "password_changed_at",
    "password_due",
    "password_ends_at",
    "unlocked_at",
    "external_id",
    "imported_hash",
    "signed_in_at",
];

/// An account of `SELECT * FROM users`.
pub(super) fn user(row: &Row<'_>) -> rusqlite::Result<UserRow> {
    Ok(UserRow {
        key: UserKey(row.get(0)?),
        id: row.get(1)?,
        address: row.get(2)?,
        address_key: row.get(3)?,
        name: row.get(4)?,
        project_type: word_at(row, 5)?,
        state: word_at(row, 6)?,
        created_at: time_at(row, 7)?.ok_or_else(|| undecodable(row, COLUMNS[7], "no time"))?,
        password_hash: row.get(8)?,
        password_changed_at: time_at(row, 9)?,
        password_due: match row.get_ref(10)?.as_str_or_null().map_err(|error| undecodable(row, COLUMNS[10], error))? {
            None => None,
            Some("temporary") => Some(PasswordDue::Temporary),
            Some("reset") => Some(PasswordDue::Reset),
            Some(_) => return Err(undecodable(row, COLUMNS[10], "no such reason")),
        },
        password_ends_at: time_at(row, 11)?,
        external_id: row.get(13)?,
        imported_hash: row.get(14)?,
        signed_in_at: time_at(row, 15)?,
    })
}

fn word_at<T: std::str::FromStr<Err = String>>(row: &Row<'_>, place: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(place)?.as_str().map_err(|error| undecodable(row, COLUMNS[place], error))?;
    text.parse().map_err(|error: String| undecodable(row, COLUMNS[place], error))
}

fn time_at(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Timestamp>> {
    let at = row.get::<_, Option<i64>>(place)?.map(Timestamp::from_millisecond).transpose();
    at.map_err(|error| undecodable(row, COLUMNS[place], error))
}

impl Db<'_> {
    /// Makes an account; `None` where the address is taken.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_user(self, new: &NewUser<'_>) -> Result<Option<UserKey>, StoreError> {
        let added = self.execute(
            "INSERT INTO users (id, address, address_key, name, project_type, state, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, 'enabled', ?6) ON CONFLICT (address_key) DO NOTHING",
            params![new.id, new.address, new.address_key, new.name, new.project_type.as_str(), ms(new.created_at)],
        )?;
        Ok((added > 0).then(|| UserKey(self.connection.last_insert_rowid())))
    }

    /// The account of an address, as compared.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn user_by_address(self, address_key: &str) -> Result<Option<UserRow>, StoreError> {
        self.one("SELECT * FROM users WHERE address_key = ?1", [address_key], user)
    }

    /// The account of an id.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn user_by_id(self, id: &str) -> Result<Option<UserRow>, StoreError> {
        self.one("SELECT * FROM users WHERE id = ?1", [id], user)
    }

    /// The account of a key.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn user(self, key: UserKey) -> Result<Option<UserRow>, StoreError> {
        self.one("SELECT * FROM users WHERE n = ?1", [key.0], user)
    }

    /// Notes that support unlocked an account.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_unlock(self, user: UserKey, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE users SET unlocked_at = ?2 WHERE n = ?1", params![user.0, ms(at)])?;
        Ok(())
    }

    /// Stores a password's hash; an activation code and an enrolment under way are void from then on. `due` and `ends_at` are for a password that
    /// the person did not choose.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_password(
        self,
        key: UserKey,
        hash: &str,
        at: Timestamp,
        due: Option<PasswordDue>,
        ends_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET password_hash = ?2, password_changed_at = ?3, password_due = ?4, password_ends_at = ?5
             WHERE n = ?1",
            params![key.0, hash, ms(at), due.and_then(due_word), ends_at.map(ms)],
        )?;
        self.remove_activation(key)?;
        self.remove_enrolment(key)?;
        Ok(())
    }

    /// Makes the next sign-in ask for a new password; `ends_at` is when a temporary one stops working. One that is due
    /// already stays as it is.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn require_new_password(
        self,
        key: UserKey,
        due: PasswordDue,
        ends_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET password_due = ?2, password_ends_at = ?3 WHERE n = ?1 AND password_due IS NULL",
            params![key.0, due_word(due), ends_at.map(ms)],
        )?;
        Ok(())
    }

    /// Replaces a hash by one of the same password at today's cost, if nobody changed it meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn rehash_password(self, key: UserKey, old: &str, new: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET password_hash = ?3 WHERE n = ?1 AND password_hash = ?2",
            params![key.0, old, new],
        )?;
        Ok(())
    }

    /// Enables or disables an account.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_user_state(self, key: UserKey, state: UserState) -> Result<(), StoreError> {
        self.execute("UPDATE users SET state = ?2 WHERE n = ?1", params![key.0, state.as_str()])?;
        Ok(())
    }

    /// Changes a person's name and kind of project.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn edit_user(self, key: UserKey, name: Option<&str>, project_type: ProjectType) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET name = ?2, project_type = ?3 WHERE n = ?1",
            params![key.0, name, project_type.as_str()],
        )?;
        Ok(())
    }

    /// Moves an account to another address, which no other account has, with its count of wrong passwords.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn move_user(self, from: &UserRow, address: &str, address_key: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET address = ?2, address_key = ?3 WHERE n = ?1",
            params![from.key.0, address, address_key],
        )?;
        if from.address_key != address_key {
            self.clear_throttle("password", address_key)?;
            self.execute(
                "UPDATE throttles SET subject = ?2 WHERE kind = 'password' AND subject = ?1",
                [&from.address_key, address_key],
            )?;
        }
        Ok(())
    }

    /// Removes an account with everything that is its own: secrets, devices, sessions, journeys, receipts. Its mails
    /// lose recipient, subject and text; the audit trail names it by its id alone.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn delete_user(self, key: UserKey) -> Result<(), StoreError> {
        self.execute(
            "UPDATE outbox SET recipient = '', subject = '', answer = NULL, sealed = NULL,
                    state = CASE WHEN state = 'queued' THEN 'dropped' ELSE state END WHERE user = ?1",
            [key.0],
        )?;
        self.execute(
            "DELETE FROM address_codes WHERE address_key = (SELECT address_key FROM users WHERE n = ?1)",
            [key.0],
        )?;
        self.execute("DELETE FROM users WHERE n = ?1", [key.0])?;
        Ok(())
    }

    /// Accounts by state.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_users_in(self, state: UserState) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM users WHERE state = ?1", [state.as_str()])
    }

    /// Accounts with at least one authenticator.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_enrolled(self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM users WHERE enrolled = 1", [])
    }

    /// Accounts that wrong passwords lock at `now`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_locked(self, now: Timestamp) -> Result<u64, StoreError> {
        self.count(
            "SELECT count(*) FROM throttles t JOIN users u ON u.address_key = t.subject
             WHERE t.kind = 'password' AND t.locked_until > ?1",
            [ms(now)],
        )
    }

    /// The number of accounts.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_users(self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM users", [])
    }
}
