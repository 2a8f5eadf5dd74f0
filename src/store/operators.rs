//! Operators and their sessions.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::Serialize;

use super::{Db, StoreError, digest, maybe_time, ms, time, undecodable, word};

/// An operator's row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorKey(pub i64);

/// Where an operator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorState {
    /// Added, and not logged in yet.
    Invited,
    /// Has a password and an authenticator.
    Active,
    /// May no longer log in.
    Disabled,
}

impl OperatorState {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

impl FromStr for OperatorState {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Invited, Self::Active, Self::Disabled]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of an operator"))
    }
}

/// An operator.
#[derive(Clone)]
pub struct OperatorRow {
    /// The key.
    pub key: OperatorKey,
    /// The id, `opr_…`.
    pub id: String,
    /// The name as given.
    pub name: String,
    /// The name as compared.
    pub name_key: String,
    /// The address as given.
    pub address: String,
    /// The address as compared.
    pub address_key: String,
    /// The role's word.
    pub role: String,
    /// Where they stand.
    pub state: OperatorState,
    /// When they were added.
    pub created_at: Timestamp,
    /// The password's hash.
    pub password_hash: Option<String>,
    /// The sealed secret of the authenticator.
    pub totp_secret: Option<Vec<u8>>,
    /// The last time step accepted.
    pub totp_last_step: Option<i64>,
    /// The digest of the secret that sets password and authenticator.
    pub activation_digest: Option<[u8; 32]>,
    /// When that secret stops working.
    pub activation_ends_at: Option<Timestamp>,
}

/// A session of an operator.
#[derive(Debug, Clone)]
pub struct OperatorSessionRow {
    /// Its row number.
    pub key: i64,
    /// Its id, `ops_…`.
    pub id: String,
    /// Whose it is.
    pub operator: OperatorKey,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// When it was used last.
    pub seen_at: Timestamp,
    /// When a code of the app was last proved in it.
    pub proved_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

fn operator(row: &Row<'_>) -> rusqlite::Result<OperatorRow> {
    let activation_digest = match row.get::<_, Option<Vec<u8>>>("activation_digest")? {
        None => None,
        Some(_) => Some(digest(row, "activation_digest")?),
    };
    let role = row.get::<_, String>("role")?;
    if role.is_empty() {
        return Err(undecodable(row, "role", "is empty"));
    }
    Ok(OperatorRow {
        key: OperatorKey(row.get("n")?),
        id: row.get("id")?,
        name: row.get("name")?,
        name_key: row.get("name_key")?,
        address: row.get("address")?,
        address_key: row.get("address_key")?,
        role,
        state: word(row, "state")?,
        created_at: time(row, "created_at")?,
        password_hash: row.get("password_hash")?,
        totp_secret: row.get("totp_secret")?,
        totp_last_step: row.get("totp_last_step")?,
        activation_digest,
        activation_ends_at: maybe_time(row, "activation_ends_at")?,
    })
}

fn session(row: &Row<'_>) -> rusqlite::Result<OperatorSessionRow> {
    Ok(OperatorSessionRow {
        key: row.get("n")?,
        id: row.get("id")?,
        operator: OperatorKey(row.get("operator")?),
        opened_at: time(row, "opened_at")?,
        ends_at: time(row, "ends_at")?,
        seen_at: time(row, "seen_at")?,
        proved_at: time(row, "proved_at")?,
        revoked_at: maybe_time(row, "revoked_at")?,
    })
}

impl Db<'_> {
    /// Whether the home has operators, in whatever state.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn has_operators(self) -> Result<bool, StoreError> {
        Ok(self.count("SELECT EXISTS (SELECT 1 FROM operators)", [])? == 1)
    }

    /// Adds an operator, who is invited; `None` where the name is taken.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_operator(self, new: &OperatorRow) -> Result<Option<OperatorKey>, StoreError> {
        self.one(
            "INSERT INTO operators (id, name, name_key, address, address_key, role, state, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'invited', ?7) ON CONFLICT (name_key) DO NOTHING RETURNING n",
            params![new.id, new.name, new.name_key, new.address, new.address_key, new.role, ms(new.created_at)],
            |row| Ok(OperatorKey(row.get(0)?)),
        )
    }

    /// The operator of a name, as compared.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn operator_by_name(self, name_key: &str) -> Result<Option<OperatorRow>, StoreError> {
        self.one("SELECT * FROM operators WHERE name_key = ?1", [name_key], operator)
    }

    /// The operator of a key.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn operator(self, key: OperatorKey) -> Result<Option<OperatorRow>, StoreError> {
        self.one("SELECT * FROM operators WHERE n = ?1", [key.0], operator)
    }

    /// The operators of an address, as compared, who are not disabled.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn operators_by_address(self, address_key: &str) -> Result<Vec<OperatorRow>, StoreError> {
        self.all("SELECT * FROM operators WHERE address_key = ?1 AND state <> 'disabled'", [address_key], operator)
    }

    /// Every operator, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn operators(self) -> Result<Vec<OperatorRow>, StoreError> {
        self.all("SELECT * FROM operators ORDER BY n", [], operator)
    }

    /// Makes an operator anew: invited, in this role, with a secret that sets password and authenticator.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn invite_operator(
        self,
        key: OperatorKey,
        role: &str,
        activation: &[u8; 32],
        ends_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE operators SET state = 'invited', role = ?2, activation_digest = ?3, activation_ends_at = ?4,
                    password_hash = NULL, totp_secret = NULL, totp_last_step = NULL WHERE n = ?1",
            params![key.0, role, activation, ms(ends_at)],
        )?;
        Ok(())
    }

    /// Keeps the password and the sealed secret that an invited operator is about to activate.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn prepare_operator(self, key: OperatorKey, hash: &str, secret: &[u8]) -> Result<(), StoreError> {
        self.execute(
            "UPDATE operators SET password_hash = ?2, totp_secret = ?3 WHERE n = ?1 AND state = 'invited'",
            params![key.0, hash, secret],
        )?;
        Ok(())
    }

    /// Activates an operator, once: `false` where the secret was used up already.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn activate_operator(self, key: OperatorKey, activation: &[u8; 32], step: i64) -> Result<bool, StoreError> {
        let changed = self.execute(
            "UPDATE operators SET state = 'active', totp_last_step = ?3, activation_digest = NULL,
                    activation_ends_at = NULL WHERE n = ?1 AND activation_digest = ?2 AND state = 'invited'",
            params![key.0, activation, step],
        )?;
        Ok(changed == 1)
    }

    /// Takes a time step of an operator's authenticator, once (RFC 6238 §5.2).
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn take_operator_step(self, key: OperatorKey, step: i64) -> Result<bool, StoreError> {
        let changed = self.execute(
            "UPDATE operators SET totp_last_step = ?2
             WHERE n = ?1 AND (totp_last_step IS NULL OR totp_last_step < ?2)",
            params![key.0, step],
        )?;
        Ok(changed == 1)
    }

    /// Changes an operator's role.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_operator_role(self, key: OperatorKey, role: &str) -> Result<(), StoreError> {
        self.execute("UPDATE operators SET role = ?2 WHERE n = ?1", params![key.0, role])?;
        Ok(())
    }

    /// Changes an operator's address.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_operator_address(self, key: OperatorKey, address: &str, address_key: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE operators SET address = ?2, address_key = ?3 WHERE n = ?1",
            params![key.0, address, address_key],
        )?;
        Ok(())
    }

    /// Disables an operator; the password, the authenticator and a waiting activation go.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn disable_operator(self, key: OperatorKey) -> Result<(), StoreError> {
        self.execute(
            "UPDATE operators SET state = 'disabled', password_hash = NULL, totp_secret = NULL,
                    activation_digest = NULL, activation_ends_at = NULL WHERE n = ?1",
            [key.0],
        )?;
        Ok(())
    }

    /// Admins who can log in, all but one.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_other_admins(self, but: OperatorKey) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM operators WHERE role = 'admin' AND state = 'active' AND n <> ?1", [but.0])
    }

    /// Opens a session of an operator.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_operator_session(self, new: &OperatorSessionRow, token_digest: &[u8; 32]) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO operator_sessions (id, operator, token_digest, opened_at, ends_at, seen_at, proved_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                new.id,
                new.operator.0,
                token_digest,
                ms(new.opened_at),
                ms(new.ends_at),
                ms(new.seen_at),
                ms(new.proved_at)
            ],
        )?;
        Ok(())
    }

    /// The session of a token's digest, over or not.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn operator_session_by_token(self, token_digest: &[u8; 32]) -> Result<Option<OperatorSessionRow>, StoreError> {
        self.one("SELECT * FROM operator_sessions WHERE token_digest = ?1", [token_digest], session)
    }

    /// The session of a row number.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn operator_session(self, key: i64) -> Result<Option<OperatorSessionRow>, StoreError> {
        self.one("SELECT * FROM operator_sessions WHERE n = ?1", [key], session)
    }

    /// Notes that an operator's session was used.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn touch_operator_session(self, key: i64, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE operator_sessions SET seen_at = ?2 WHERE n = ?1 AND seen_at < ?2", params![key, ms(at)])?;
        Ok(())
    }

    /// Notes that a code was proved in an operator's session.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_operator_proof(self, key: i64, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE operator_sessions SET proved_at = ?2 WHERE n = ?1", params![key, ms(at)])?;
        Ok(())
    }

    /// Ends one session of an operator.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_operator_session(self, key: i64, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE operator_sessions SET revoked_at = ?2 WHERE n = ?1 AND revoked_at IS NULL",
            params![key, ms(at)],
        )?;
        Ok(())
    }

    /// Ends the sessions of an operator, or of all; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_operator_sessions(self, operator: Option<OperatorKey>, at: Timestamp) -> Result<usize, StoreError> {
        self.execute(
            "UPDATE operator_sessions SET revoked_at = ?2
             WHERE (?1 IS NULL OR operator = ?1) AND revoked_at IS NULL",
            params![operator.map(|key| key.0), ms(at)],
        )
    }
}
