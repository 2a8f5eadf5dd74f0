//! Lists of accounts, by filters that each have an index, so that the last page is as fast as the first.

use jiff::Timestamp;

use super::users::user;
use super::{Db, StoreError, UserRow, UserState, ms};
use crate::journey::policy::ProjectType;

/// When the accounts of a list signed in last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedIn {
    /// Never.
    Never,
    /// After the first and before the second time, both left out; listed in the order of that time.
    Between(Timestamp, Timestamp),
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
    /// Accounts by their last sign-in.
    pub signed_in: Option<SignedIn>,
    /// Accounts after this address, as compared.
    pub after: Option<String>,
    /// With [`SignedIn::Between`]: the last sign-in of the account in `after`.
    pub after_time: Option<Timestamp>,
    /// At most so many.
    pub limit: u32,
}

impl UserFilter {
    fn sql(&self) -> String {
        let mut sql = String::from("SELECT * FROM users WHERE ");
        match self.signed_in {
            Some(SignedIn::Between(..)) => {
                sql.push_str("signed_in_at > ?8 AND signed_in_at < ?9 AND (signed_in_at, address_key) > (?10, ?1)");
            }
            Some(SignedIn::Never) => sql.push_str("signed_in_at IS NULL AND address_key > ?1"),
            None => sql.push_str("address_key > ?1"),
        }
        if self.address_prefix.is_some() {
            sql.push_str(" AND address_key >= ?2 AND address_key < ?3");
        }
        if self.project_type.is_some() {
            sql.push_str(" AND project_type = ?4");
        }
        if self.state.is_some() {
            sql.push_str(" AND state = ?5");
        }
        if self.locked_at.is_some() {
            sql.push_str(
                " AND address_key IN (SELECT subject FROM throttles WHERE kind = 'password' AND locked_until > ?6)",
            );
        }
        match self.enrolled {
            Some(true) => sql.push_str(" AND enrolled = 1"),
            Some(false) => sql.push_str(" AND enrolled = 0"),
            None => {}
        }
        if self.hash_pattern.is_some() {
            sql.push_str(" AND coalesce(password_hash, '') GLOB ?11");
        }
        match self.signed_in {
            Some(SignedIn::Between(..)) => sql.push_str(" ORDER BY signed_in_at, address_key LIMIT ?7"),
            _ => sql.push_str(" ORDER BY address_key LIMIT ?7"),
        }
        sql
    }

    fn values(&self) -> [(usize, Box<dyn rusqlite::ToSql>); 11] {
        let prefix = self.address_prefix.as_deref().unwrap_or("");
        let between = match self.signed_in {
            Some(SignedIn::Between(after, before)) => Some((after, before)),
            _ => None,
        };
        [
            (1, Box::new(self.after.clone().unwrap_or_default())),
            (2, Box::new(prefix.to_owned())),
            (3, Box::new(format!("{prefix}\u{10FFFF}"))),
            (4, Box::new(self.project_type.map(ProjectType::as_str))),
            (5, Box::new(self.state.map(UserState::as_str))),
            (6, Box::new(self.locked_at.map(ms))),
            (7, Box::new(self.limit)),
            (8, Box::new(between.map(|(after, _)| ms(after)))),
            (9, Box::new(between.map(|(_, before)| ms(before)))),
            (10, Box::new(ms(self.after_time.unwrap_or(Timestamp::MIN)))),
            (11, Box::new(self.hash_pattern.clone())),
        ]
    }
}

impl Db<'_> {
    /// Accounts in the order of their addresses, or of their last sign-in where that is filtered by.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn users(self, filter: &UserFilter) -> Result<Vec<UserRow>, StoreError> {
        let sql = filter.sql();
        let mut statement = self.connection.prepare_cached(&sql)?;
        for (index, value) in filter.values() {
            if sql.contains(&format!("?{index}")) {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(user(row)?);
        }
        Ok(found)
    }

    /// Addresses from `from` on and before `to`, as compared, in their order.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn addresses(self, from: &str, to: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        self.all(
            "SELECT address FROM users WHERE address_key >= ?1 AND address_key < ?2 ORDER BY address_key LIMIT ?3",
            rusqlite::params![from, to, limit],
            |row| row.get(0),
        )
    }

    /// The newest ids of a kind that start with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn ids(self, kind: IdKind, prefix: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        let sql = match kind {
            IdKind::Device => "SELECT id FROM devices WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            IdKind::Session => "SELECT id FROM sessions WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            IdKind::Mail => "SELECT id FROM outbox WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            IdKind::Document => {
                "SELECT DISTINCT id FROM documents WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"
            }
        };
        self.all(sql, rusqlite::params![prefix, format!("{prefix}\u{10FFFF}"), limit], |row| row.get(0))
    }
}

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// A trusted device.
    Device,
    /// A session.
    Session,
    /// A mail.
    Mail,
    /// A document.
    Document,
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    fn plan(store: &Store, filter: &UserFilter) -> String {
        let sql = filter.sql();
        let mut statement = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        for (index, value) in filter.values() {
            if sql.contains(&format!("?{index}")) {
                statement.raw_bind_parameter(index, value).unwrap();
            }
        }
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            lines.push(row.get::<_, String>("detail").unwrap());
        }
        lines.join("\n")
    }

    #[test]
    fn every_filter_finds_its_page_by_an_index_and_sorts_nothing() {
        let store = Store::in_memory().unwrap();
        let page = UserFilter { after: Some("zoe@example.org".to_owned()), limit: 100, ..UserFilter::default() };
        let between = SignedIn::Between(Timestamp::UNIX_EPOCH, Timestamp::MAX);
        let filters = [
            ("address_key", page.clone()),
            ("address_key", UserFilter { address_prefix: Some("a".to_owned()), ..page.clone() }),
            ("users_by_project_type", UserFilter { project_type: Some(ProjectType::Sme), ..page.clone() }),
            ("users_by_state", UserFilter { state: Some(UserState::Disabled), ..page.clone() }),
            ("users_by_enrolled", UserFilter { enrolled: Some(true), ..page.clone() }),
            ("users_by_signed_in", UserFilter { signed_in: Some(SignedIn::Never), ..page.clone() }),
            ("users_by_signed_in", UserFilter { signed_in: Some(between), ..page.clone() }),
            ("throttles_by_lock", UserFilter { locked_at: Some(Timestamp::UNIX_EPOCH), ..page.clone() }),
        ];
        for (index, filter) in filters {
            let plan = plan(&store, &filter);
            assert!(plan.contains(index) || index == "address_key" && plan.contains("address_key>"), "{index}: {plan}");
            let searched = plan.lines().filter(|line| line.contains("users")).all(|line| line.starts_with("SEARCH"));
            assert!(searched && !plan.contains("TEMP B-TREE"), "{filter:?}: {plan}");
        }
    }
}
