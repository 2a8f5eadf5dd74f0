//! Accounts and their passwords.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::Serialize;

use super::{Db, StoreError, maybe_time, ms, time, undecodable, word};
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

/// Which accounts a list shows.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Addresses that start so, as compared.
    pub address_prefix: Option<String>,
    /// Accounts of this kind of project.
    pub project_type: Option<ProjectType>,
    /// Accounts in this state.
    pub state: Option<UserState>,
    /// Accounts that are locked at this time.
    pub locked_at: Option<Timestamp>,
    /// Accounts with (or without) an authenticator.
    pub enrolled: Option<bool>,
    /// Accounts whose stored password hash is of this GLOB pattern; an empty one is for those without a password.
    pub hash_pattern: Option<String>,
    /// Accounts after this address, as compared.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

fn due_word(due: PasswordDue) -> Option<&'static str> {
    match due {
        PasswordDue::Temporary => Some("temporary"),
        PasswordDue::Reset => Some("reset"),
        PasswordDue::Expired => None,
    }
}

fn user(row: &Row<'_>) -> rusqlite::Result<UserRow> {
    Ok(UserRow {
        key: UserKey(row.get("n")?),
        id: row.get("id")?,
        address: row.get("address")?,
        address_key: row.get("address_key")?,
        name: row.get("name")?,
        project_type: word(row, "project_type")?,
        state: word(row, "state")?,
        created_at: time(row, "created_at")?,
        password_hash: row.get("password_hash")?,
        password_changed_at: maybe_time(row, "password_changed_at")?,
        password_due: match row.get::<_, Option<String>>("password_due")?.as_deref() {
            None => None,
            Some("temporary") => Some(PasswordDue::Temporary),
            Some("reset") => Some(PasswordDue::Reset),
            Some(_) => return Err(undecodable(row, "password_due", "no such reason")),
        },
        password_ends_at: maybe_time(row, "password_ends_at")?,
    })
}

impl Db<'_> {
    /// Makes an account; `None` where the address is taken.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_user(self, new: &NewUser<'_>) -> Result<Option<UserKey>, StoreError> {
        self.one(
            "INSERT INTO users (id, address, address_key, name, project_type, state, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, 'enabled', ?6) ON CONFLICT (address_key) DO NOTHING RETURNING n",
            params![new.id, new.address, new.address_key, new.name, new.project_type.as_str(), ms(new.created_at)],
            |row| Ok(UserKey(row.get(0)?)),
        )
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

    /// Accounts in the order of their addresses.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn users(self, filter: &UserFilter) -> Result<Vec<UserRow>, StoreError> {
        let mut sql = String::from("SELECT * FROM users WHERE address_key > ?1 AND address_key >= ?2");
        if filter.address_prefix.is_some() {
            sql.push_str(" AND address_key < ?3");
        }
        if filter.project_type.is_some() {
            sql.push_str(" AND project_type = ?4");
        }
        if filter.state.is_some() {
            sql.push_str(" AND state = ?5");
        }
        if filter.locked_at.is_some() {
            sql.push_str(
                " AND EXISTS (SELECT 1 FROM throttles
                  WHERE kind = 'password' AND subject = users.address_key AND locked_until > ?6)",
            );
        }
        match filter.enrolled {
            Some(true) => sql.push_str(" AND EXISTS (SELECT 1 FROM authenticators WHERE user = users.n)"),
            Some(false) => sql.push_str(" AND NOT EXISTS (SELECT 1 FROM authenticators WHERE user = users.n)"),
            None => {}
        }
        if filter.hash_pattern.is_some() {
            sql.push_str(" AND coalesce(password_hash, '') GLOB ?8");
        }
        sql.push_str(" ORDER BY address_key LIMIT ?7");
        let prefix = filter.address_prefix.as_deref().unwrap_or("");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let values: [(usize, Box<dyn rusqlite::ToSql>); 8] = [
            (1, Box::new(filter.after.clone().unwrap_or_default())),
            (2, Box::new(prefix.to_owned())),
            (3, Box::new(format!("{prefix}\u{10FFFF}"))),
            (4, Box::new(filter.project_type.map(ProjectType::as_str))),
            (5, Box::new(filter.state.map(UserState::as_str))),
            (6, Box::new(filter.locked_at.map(ms))),
            (7, Box::new(filter.limit)),
            (8, Box::new(filter.hash_pattern.clone())),
        ];
        let known = statement.parameter_count();
        for (index, value) in values.iter().filter(|(index, _)| *index <= known) {
            statement.raw_bind_parameter(*index, value)?;
        }
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(user(row)?);
        }
        Ok(found)
    }

    /// Notes that support unlocked an account.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_unlock(self, user: UserKey, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE users SET unlocked_at = ?2 WHERE n = ?1", params![user.0, ms(at)])?;
        Ok(())
    }

    /// Stores a password's hash; an activation code is void from then on. `due` and `ends_at` are for a password that
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
        Ok(())
    }

    /// Makes the next sign-in ask for a new password.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn require_new_password(self, key: UserKey, due: PasswordDue) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET password_due = coalesce(password_due, ?2) WHERE n = ?1",
            params![key.0, due_word(due)],
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
        self.count("SELECT count(DISTINCT user) FROM authenticators", [])
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
