//! One import in one transaction: each row finds its account, makes it, changes it, or is rejected.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use super::actions::Actions;
use super::ahead::Checked;
use super::error::ImportError;
use super::field::{Fault, Field};
use super::options::{Key, OnConflict, Options};
use super::plan;
use super::report::{Change, FieldChange, Listed, MOST_REJECTS, Outcome, Reject};
use super::row::{Checks, Draft};
use super::seen::Seen;
use crate::credentials::token::{self, RecordIds};
use crate::journey::PasswordDue;
use crate::mail::template::Template;
use crate::service::{ServiceError, Work};
use crate::store::{ImportedUser, UserInserts, UserKey, UserRow, UserState};

/// How many accounts one audit row names.
const NAMED_TOGETHER: usize = 500;

/// Fewer new accounts than this are not worth making an index anew for.
const FEW: u64 = 2_000;

/// The memory that making an index anew sorts in, in KiB.
const SORTING_KIB: u32 = 8 * 1024;

/// So many new accounts and all their indexes fit into [`KEPT_KIB`]; of more, most is in the log already.
const FIT_IN_MEMORY: u64 = 115_000;

/// The memory that changed pages may take while an index is made anew, in KiB.
const KEPT_KIB: u32 = 64 * 1024;

/// How many names of what has no home here are counted each; a damaged or hostile file may have millions.
const MOST_NAMES: usize = 1_000;

/// Stands for those beyond.
const OTHER_NAMES: &str = "(other names)";

/// Stands for a hash that is not computed where nothing is kept.
const NOT_COMPUTED: &str = "-";

/// A password made ready before the transaction, because hashing takes longer than a write lock may be held.
pub(super) struct Prepared {
    /// Its hash.
    pub hash: String,
    /// The password itself, where it was made here.
    pub made: Option<SecretString>,
}

/// Whether what is done is kept.
pub(super) enum Aim<'a> {
    /// It is kept. New passwords come from here, by line.
    Apply(&'a mut HashMap<u64, Prepared>),
    /// It is only looked at, and rolled back.
    Look,
}

/// An import on its way.
pub(super) struct Run<'a, 'w> {
    pub(super) work: &'a Work<'w>,
    inserts: UserInserts<'w>,
    pub(super) options: &'a Options,
    aim: Aim<'a>,
    pub(super) id: String,
    /// The ids of new accounts.
    ids: RecordIds,
    listed: Listed,
    /// New accounts after which the indexes of lists are left to the end.
    many: u64,
    indexes_wait: bool,
    /// When the next invitation goes out.
    next_invitation: Option<Timestamp>,
    /// Whether the last row found its account; the next one then looks first, and inserts first otherwise.
    last_was_there: bool,
    /// The lines that accounts were met on.
    pub(super) seen: Seen,
    new: Vec<String>,
    pub(super) actions: Actions,
    not_imported: BTreeMap<String, u64>,
    /// Whether a password must be hashed before this import can be done.
    pub(super) needs_hashes: bool,
    pub(super) outcome: Outcome,
}

/// Whether a new account of this row needs a hash that takes its time.
fn needs_hashing(draft: &Draft) -> bool {
    draft.hash.as_ref().is_none_or(|hash| hash.accepted.needs_wrapping())
}

/// What became of a row.
pub(super) enum Row {
    Created,
    Updated,
    Unchanged,
    Rejected(Vec<Fault>),
}

impl<'a, 'w> Run<'a, 'w> {
    pub(super) fn new(
        work: &'a Work<'w>,
        options: &'a Options,
        aim: Aim<'a>,
        listed: Listed,
        is_planned: bool,
    ) -> Result<Self, ServiceError> {
        let accounts = if is_planned { plan::accounts(work)? } else { [0; 32] };
        Ok(Self {
            id: token::record_id("imp_", work.now, work.world)?,
            ids: RecordIds::begin("usr_", work.now, work.world)?,
            inserts: work.db.user_inserts()?,
            work,
            options,
            aim,
            listed,
            many: work.db.count_users()?.max(FEW),
            indexes_wait: false,
            next_invitation: None,
            last_was_there: false,
            seen: Seen::default(),
            new: Vec::new(),
            actions: Actions::new(is_planned),
            not_imported: BTreeMap::new(),
            needs_hashes: false,
            outcome: Outcome { accounts, ..Outcome::default() },
        })
    }

    /// What its rows are checked against.
    pub(super) fn checks(&self) -> Result<Checks<'w>, ServiceError> {
        Checks::read(self.work, self.options)
    }

    /// Does what a row says.
    pub(super) fn row(&mut self, checked: Checked) -> Result<(), ServiceError> {
        let line = checked.line;
        for name in &checked.not_imported {
            let is_counted = self.not_imported.contains_key(name) || self.not_imported.len() < MOST_NAMES;
            let name = if is_counted { name } else { OTHER_NAMES };
            match self.not_imported.get_mut(name) {
                Some(count) => *count += 1,
                None => _ = self.not_imported.insert(name.to_owned(), 1),
            }
        }
        let row = match checked.row {
            Err(faults) => Row::Rejected(faults),
            Ok(draft) => self.draft(&draft)?,
        };
        let report = &mut self.outcome.report;
        report.read += 1;
        match row {
            Row::Created => {
                report.created += 1;
                if report.created == self.many {
                    self.work.db.drop_list_indexes()?;
                    self.indexes_wait = true;
                }
            }
            Row::Updated => report.updated += 1,
            Row::Unchanged => report.unchanged += 1,
            Row::Rejected(faults) => {
                report.rejected += 1;
                self.actions.reject(line, &faults);
                report.rejects.extend(faults.into_iter().map(|fault| Reject::new(line, fault)));
            }
        }
        if report.rejects.len() > MOST_REJECTS {
            return Err(ImportError::TooManyRejects { line }.into());
        }
        Ok(())
    }

    fn draft(&mut self, draft: &Draft) -> Result<Row, ServiceError> {
        let found = match self.options.key {
            // Where a password was hashed for new accounts alone, who is there must be known first.
            Key::Address if !self.last_was_there && !needs_hashing(draft) => None,
            Key::Address => self.work.db.user_by_address(draft.address.key())?,
            Key::ExternalId => match self.by_external_id(draft)? {
                Ok(found) => found,
                Err(fault) => return Ok(Row::Rejected(vec![fault])),
            },
        };
        if let Some(user) = found {
            return self.there(draft, &user);
        }
        self.last_was_there = false;
        if let Some(row) = self.create(draft)? {
            return Ok(row);
        }
        if self.options.key == Key::Address
            && let Some(user) = self.work.db.user_by_address(draft.address.key())?
        {
            return self.there(draft, &user);
        }
        Ok(Row::Rejected(vec![self.external_id_taken(draft)?]))
    }

    fn there(&mut self, draft: &Draft, user: &UserRow) -> Result<Row, ServiceError> {
        self.last_was_there = true;
        if let Some(line) = self.seen.line(user.key) {
            let field = match self.options.key {
                Key::Address => Field::Address,
                Key::ExternalId => Field::ExternalId,
            };
            let message = format!("It is the same account as on line {line}.");
            return Ok(Row::Rejected(vec![Fault::new(field, "duplicate", message)]));
        }
        self.seen.note(user.key, draft.line);
        if self.options.on_conflict == OnConflict::Skip {
            return Ok(Row::Unchanged);
        }
        self.update(draft, user)
    }

    /// The account of a row by its id in the list. One that has no such id yet is found by its address, and tied.
    fn by_external_id(&self, draft: &Draft) -> Result<Result<Option<UserRow>, Fault>, ServiceError> {
        let Some(external_id) = &draft.external_id else {
            return Ok(Err(Fault::new(Field::ExternalId, "missing", "--key external-id needs one in every row.")));
        };
        if let Some(user) = self.work.db.user_by_external_id(external_id)? {
            return Ok(Ok(Some(user)));
        }
        match self.work.db.user_by_address(draft.address.key())? {
            Some(user) if user.external_id.is_some() => {
                let message = "The address belongs to an account with another external_id.";
                Ok(Err(Fault::new(Field::Address, "address_taken", message)))
            }
            found => Ok(Ok(found)),
        }
    }

    fn external_id_taken(&self, draft: &Draft) -> Result<Fault, ServiceError> {
        let owner = draft.external_id.as_deref().map(|id| self.work.db.user_by_external_id(id)).transpose()?.flatten();
        let line = owner.and_then(|owner| self.seen.line(owner.key));
        let message = match line {
            Some(line) => format!("It is the one of another account, on line {line}."),
            None => "It belongs to an account with another address.".to_owned(),
        };
        Ok(Fault::new(Field::ExternalId, "external_id_taken", message))
    }

    /// Makes the account of a row; nothing where its address or external id is taken.
    fn create(&mut self, draft: &Draft) -> Result<Option<Row>, ServiceError> {
        let work = self.work;
        if let Err(error) = work.must_be_free(&draft.address) {
            let ServiceError::AddressRests { .. } = error else { return Err(error) };
            let message =
                "Its account was removed a short time ago; `vestibule user add` says who makes one, and when.";
            return Ok(Some(Row::Rejected(vec![Fault::new(Field::Address, "address_rests", message)])));
        }
        let id = self.ids.draw();
        let wraps = draft.hash.as_ref().is_some_and(|hash| hash.accepted.needs_wrapping());
        let made_here = draft.password.is_none() && draft.hash.is_none() && self.options.temporary;
        let prepared = match draft.password.is_some() || wraps || made_here {
            true => Some(self.prepared(draft.line)?),
            false => None,
        };
        let stored = draft.hash.as_ref().and_then(|hash| hash.stored.as_deref());
        let hash = prepared.as_ref().map(|prepared| prepared.hash.as_str()).or(stored);
        let due = (hash.is_some() && (made_here || draft.temporary == Some(true))).then_some(PasswordDue::Temporary);
        let new = ImportedUser {
            id: &id,
            address: draft.address.shown(),
            address_key: draft.address.key(),
            name: draft.name.as_deref(),
            project_type: draft.project_type.unwrap_or(self.options.project_type),
            state: draft.state.unwrap_or(UserState::Enabled),
            created_at: draft.created_at.unwrap_or(work.now),
            password_hash: hash,
            password_changed_at: hash.map(|_| work.now),
            password_due: due,
            password_ends_at: due.and_then(|_| work.temporary_ends()),
            external_id: draft.external_id.as_deref(),
            imported_hash: draft.hash.as_ref().map(|hash| hash.digest),
        };
        let invites = self.options.invite && hash.is_none() && new.state == UserState::Enabled;
        let Some(key) = self.inserts.insert(&new)? else {
            if let (Some(prepared), Aim::Apply(all)) = (prepared, &mut self.aim) {
                all.insert(draft.line, prepared);
            }
            return Ok(None);
        };
        self.seen.note(key, draft.line);
        self.belongings(draft, key, &id)?;
        if let Some(password) = prepared.and_then(|prepared| prepared.made) {
            self.outcome.temporary.push((draft.address.shown().to_owned(), password));
        } else if invites {
            self.invite(key)?;
        }
        self.actions.row("create", draft, None, &[]);
        self.note(draft.line, "create", draft.address.shown(), &[]);
        self.new.push(id);
        if self.new.len() >= NAMED_TOGETHER {
            self.name_new()?;
        }
        Ok(Some(Row::Created))
    }

    /// The hash that was computed for a line.
    fn prepared(&mut self, line: u64) -> Result<Prepared, ServiceError> {
        let found = match &mut self.aim {
            Aim::Look => Some(Prepared { hash: NOT_COMPUTED.to_owned(), made: None }),
            Aim::Apply(prepared) => prepared.remove(&line),
        };
        self.needs_hashes |= found.is_none();
        found.ok_or(ServiceError::Conflict)
    }

    fn belongings(&self, draft: &Draft, key: UserKey, id: &str) -> Result<(), ServiceError> {
        self.work.insert_imported_authenticators((key, id), draft)?;
        for consent in &draft.consents {
            let at = consent.accepted_at.unwrap_or(self.work.now);
            self.work.db.insert_receipt(key, consent.key, at, "import", self.work.world.acting())?;
        }
        if !draft.consents.is_empty() {
            self.work.audit_operator("consent.recorded", id, Some(serde_json::json!({ "import": self.id })))?;
        }
        Ok(())
    }

    /// Invites the person of a new account. The mails go out one after the other, behind those of imports before, so that
    /// a minute has no more of them than it may.
    fn invite(&mut self, key: UserKey) -> Result<(), ServiceError> {
        let work = self.work;
        let pause = SignedDuration::from_millis(60_000_u32.div_ceil(self.options.invite_rate.max(1)).into());
        let after = |at: Timestamp| at.saturating_add(pause).unwrap_or(at);
        let at = match self.next_invitation {
            Some(at) => at,
            None => work.db.last_waiting(Template::Activation.id())?.map_or(work.now, after).max(work.now),
        };
        let user = work.db.user(key)?.ok_or(ServiceError::Conflict)?;
        work.invite_at(&user, at, None)?;
        self.next_invitation = Some(after(at));
        self.outcome.invited += 1;
        Ok(())
    }

    fn update(&mut self, draft: &Draft, user: &UserRow) -> Result<Row, ServiceError> {
        let update = self.work.compare(draft, user, self.options)?;
        if let Some(fault) = update.fault {
            return Ok(Row::Rejected(vec![fault]));
        }
        if update.fields.is_empty() {
            return Ok(Row::Unchanged);
        }
        if let Some(fault) = self.work.forbidden(user, &update)? {
            return Ok(Row::Rejected(vec![fault]));
        }
        if self.options.on_conflict == OnConflict::Fail {
            return Err(ImportError::Conflict { line: draft.line, address: user.address.clone() }.into());
        }
        self.actions.row("update", draft, Some(&user.id), &update.fields);
        self.note(draft.line, "update", &user.address, &update.fields);
        let hash = match &draft.hash {
            Some(hash) if update.has(Field::PasswordHash) => Some(match &hash.stored {
                None => self.prepared(draft.line)?.hash,
                Some(stored) => stored.clone(),
            }),
            _ => None,
        };
        self.work.import_into(draft, user, &update, hash.as_deref(), &self.id)?;
        Ok(Row::Updated)
    }

    /// Notes what is done, where it is listed.
    pub(super) fn note(&mut self, line: u64, action: &str, address: &str, fields: &[FieldChange]) {
        if self.listed == Listed::All || (self.listed == Listed::Changes && action != "create") {
            let (address, action) = (address.to_owned(), action.to_owned());
            self.outcome.changes.push(Change { line, address, action, fields: fields.to_vec() });
        }
    }

    /// Names the accounts made since the last such row in the audit trail.
    fn name_new(&mut self) -> Result<(), ServiceError> {
        if !self.new.is_empty() {
            let detail = serde_json::json!({ "accounts": std::mem::take(&mut self.new) });
            self.work.audit_operator("user.imported", &self.id, Some(detail))?;
        }
        Ok(())
    }

    /// Settles the counts and writes the import's own audit row.
    pub(super) fn finish(mut self, digest: &[u8; 32]) -> Result<Outcome, ServiceError> {
        self.name_new()?;
        if self.indexes_wait {
            let all_fit = self.outcome.report.created <= FIT_IN_MEMORY;
            self.work.db.make_list_indexes(SORTING_KIB, if all_fit { KEPT_KIB } else { SORTING_KIB })?;
        }
        let report = &self.outcome.report;
        let accounted = report.created + report.updated + report.unchanged + report.rejected;
        if report.read != accounted {
            return Err(ImportError::Counts { read: report.read, accounted }.into());
        }
        let changes_something = report.created + report.updated + report.deprovisioned.unwrap_or(0) > 0;
        let mut detail = serde_json::json!({
            "file": data_encoding::HEXLOWER.encode(digest), "read": report.read, "created": report.created,
            "updated": report.updated, "unchanged": report.unchanged, "rejected": report.rejected,
        });
        if let Some(count) = report.deprovisioned {
            detail["deprovisioned"] = count.into();
        }
        if !self.not_imported.is_empty() {
            detail["not_imported"] = serde_json::json!(self.not_imported);
        }
        if changes_something || report.rejected > 0 {
            self.work.audit_operator("users.imported", &self.id, Some(detail))?;
        }
        self.outcome.not_imported = self.not_imported;
        self.outcome.actions = self.actions.finish(&self.work.world.keyring);
        self.outcome.file = *digest;
        Ok(self.outcome)
    }
}
