//! An account that is there already: what a row would change, and the support acts that carry it out.

use super::field::{Fault, Field};
use super::options::Options;
use super::report::FieldChange;
use super::row::{Consent, Draft, Totp};
use crate::credentials::foreign::scheme_of;
use crate::credentials::{recovery, seal, token};
use crate::journey::{Event, PasswordDue};
use crate::mail::message::Kind;
use crate::service::mail::Envelope;
use crate::service::throttle::Counter;
use crate::service::{ServiceError, Work};
use crate::store::{AuthenticatorRow, SupportAct, UserKey, UserRow, UserState};

/// What an imported authenticator is called.
const AUTHENTICATOR: &str = "Authenticator app (imported)";

/// What stands for the secret of an authenticator that is there.
const ENROLLED: &str = "enrolled";

const NOT_VERIFIED: &str = "The account moves to it once it is verified, within a day: `vestibule otp issue ADDRESS \
                            --purpose verify-address`. With --keep-fields address the rest of the row is taken.";

/// What a row changes of an account.
#[derive(Default)]
pub(super) struct Update {
    /// Each field that changes.
    pub fields: Vec<FieldChange>,
    /// Why it cannot be.
    pub fault: Option<Fault>,
    /// Whether nobody could sign in to the account so far, so that a first password or authenticator takes nothing over.
    is_unused: bool,
    /// The acceptances that are new.
    consents: Vec<usize>,
}

impl Update {
    fn changes(&mut self, field: Field, before: Option<&str>, after: Option<&str>) {
        let own = |value: Option<&str>| value.map(str::to_owned);
        self.fields.push(FieldChange { field: field.as_str().to_owned(), before: own(before), after: own(after) });
    }

    /// The support acts that count against one another among what changes. An authenticator put on an account counts as
    /// an MFA reset though none was there: with a password of the same list it would open the account.
    fn acts(&self) -> Vec<SupportAct> {
        let sets_password = self.has(Field::PasswordHash) || self.has(Field::Temporary);
        let acts = [
            (SupportAct::PasswordReset, sets_password && !self.is_unused),
            (SupportAct::MfaReset, self.has(Field::TotpSecret) && !self.is_unused),
            (SupportAct::AddressChange, self.has(Field::Address)),
        ];
        acts.into_iter().filter(|(_, is_done)| *is_done).map(|(act, _)| act).collect()
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.fields.iter().any(|change| change.field == field.as_str())
    }
}

impl Work<'_> {
    /// What a row changes of an account that is there.
    pub(super) fn compare(&self, draft: &Draft, user: &UserRow, options: &Options) -> Result<Update, ServiceError> {
        let mut update = Update::default();
        let sets = |field| options.sets(field, false);
        if draft.address.key() != user.address_key && sets(Field::Address) {
            if self.db.user_by_address(draft.address.key())?.is_some() {
                let message = "The address belongs to another account.";
                update.fault = Some(Fault::new(Field::Address, "address_taken", message));
                return Ok(update);
            }
            if self.verification(&draft.address)?.is_none() {
                update.fault = Some(Fault::new(Field::Address, "address_not_verified", NOT_VERIFIED));
                return Ok(update);
            }
            update.changes(Field::Address, Some(&user.address), Some(draft.address.shown()));
        }
        if draft.name.is_some() && draft.name != user.name && sets(Field::Name) {
            update.changes(Field::Name, user.name.as_deref(), draft.name.as_deref());
        }
        if let Some(new) = draft.project_type.filter(|new| *new != user.project_type && sets(Field::ProjectType)) {
            update.changes(Field::ProjectType, Some(user.project_type.as_str()), Some(new.as_str()));
        }
        if let Some(new) = draft.state.filter(|new| *new != user.state && sets(Field::State)) {
            update.changes(Field::State, Some(user.state.as_str()), Some(new.as_str()));
        }
        if draft.external_id.is_some() && draft.external_id != user.external_id && sets(Field::ExternalId) {
            let new = draft.external_id.as_deref();
            if let Some(id) = new
                && self.db.user_by_external_id(id)?.is_some()
            {
                let message = "It belongs to an account with another address.";
                update.fault = Some(Fault::new(Field::ExternalId, "external_id_taken", message));
                return Ok(update);
            }
            update.changes(Field::ExternalId, user.external_id.as_deref(), new);
        }
        if let Some(hash) = &draft.hash {
            // What counts is whether the list has another hash than last time: a sign-in replaces it here.
            let is_known = user.imported_hash.as_deref() == Some(hash.digest.as_slice())
                || (hash.stored.is_some() && user.password_hash == hash.stored);
            if !is_known && sets(Field::PasswordHash) {
                let before = user.password_hash.as_deref().map_or("none", scheme_of);
                update.changes(Field::PasswordHash, Some(before), Some(&hash.accepted.scheme()));
            }
        }
        let may_be_due = user.password_hash.is_some() && user.password_due.is_none();
        if draft.temporary == Some(true) && may_be_due && sets(Field::Temporary) {
            update.changes(Field::Temporary, Some("false"), Some("true"));
        }
        if !draft.totp.is_empty() {
            self.compare_totp(&draft.totp, user, options, &mut update)?;
        }
        if !draft.consents.is_empty() && sets(Field::Consents) {
            self.compare_consents(&draft.consents, user, &mut update)?;
        }
        if update.has(Field::PasswordHash) || update.has(Field::TotpSecret) {
            update.is_unused = user.password_hash.is_none()
                && user.signed_in_at.is_none()
                && self.db.authenticators(user.key)?.is_empty();
        }
        Ok(update)
    }

    fn compare_totp(
        &self,
        totp: &[Totp],
        user: &UserRow,
        options: &Options,
        update: &mut Update,
    ) -> Result<(), ServiceError> {
        let enrolled = self.db.authenticators(user.key)?;
        if !options.sets(Field::TotpSecret, !enrolled.is_empty()) {
            return Ok(());
        }
        let mut there = Vec::new();
        for one in &enrolled {
            let (secret, policy) = self.unseal(one)?;
            there.push(Totp {
                secret,
                algorithm: policy.algorithm,
                digits: policy.digits,
                period: policy.period,
                name: None,
            });
        }
        if totp.iter().all(|new| there.iter().any(|old| old.is(new))) {
            return Ok(());
        }
        let before = if enrolled.is_empty() { "none" } else { ENROLLED };
        update.changes(Field::TotpSecret, Some(before), Some("imported"));
        Ok(())
    }

    fn compare_consents(&self, consents: &[Consent], user: &UserRow, update: &mut Update) -> Result<(), ServiceError> {
        let all = self.db.receipts(user.key)?;
        let shown = |document: &str, version: &str| format!("{document}@{version}");
        let is_new = |new: &Consent| {
            // A withdrawal here outlives an old list.
            !all.iter().any(|old| old.document == new.document && old.version == new.version)
        };
        update.consents = (0..consents.len()).filter(|index| is_new(&consents[*index])).collect();
        if !update.consents.is_empty() {
            let standing = all.iter().filter(|old| old.withdrawn_at.is_none());
            let before: Vec<String> = standing.map(|old| shown(&old.document, &old.version)).collect();
            let new = update.consents.iter().map(|index| shown(&consents[*index].document, &consents[*index].version));
            let after = before.iter().cloned().chain(new).collect::<Vec<_>>().join(" ");
            update.changes(Field::Consents, Some(&before.join(" ")), Some(&after));
        }
        Ok(())
    }

    /// Why whoever imports may not carry an update out, as the support acts that it is: on the account of an operator
    /// themselves, or where a second operator must approve.
    pub(super) fn forbidden(&self, user: &UserRow, update: &Update) -> Result<Option<Fault>, ServiceError> {
        let Some(first) = update.fields.first() else { return Ok(None) };
        let field = first.field.parse().unwrap_or(Field::Address);
        if let Err(error) = self.must_not_be_own(user) {
            return match error {
                ServiceError::OwnAccount(_) | ServiceError::AdminAccount(_) => Ok(Some(Fault::new(
                    field,
                    "own_account",
                    "It is the account of an operator; another one imports it.",
                ))),
                error => Err(error),
            };
        }
        if self.must_wait(user, &update.acts())? {
            let (code, message) = match self.world.operator.get() {
                Some(_) => (
                    "approval_needed",
                    "It needs a second operator within 7 days of another such act; do it by `vestibule user edit \
                     --address`, `user set-password` or `mfa reset`, which wait for one.",
                ),
                None => (
                    "evidence_needed",
                    "It needs evidence and a day's wait within 7 days of another such act; do it by `vestibule user edit \
                     --address`, `user set-password` or `mfa reset` with --evidence.",
                ),
            };
            return Ok(Some(Fault::new(field, code, message)));
        }
        Ok(None)
    }

    /// Carries an update out, each part as the support act that it is: what it revokes, whom it tells, its audit row.
    pub(super) fn import_into(
        &self,
        draft: &Draft,
        user: &UserRow,
        update: &Update,
        stored: Option<&str>,
        import: &str,
    ) -> Result<(), ServiceError> {
        let detail = || Some(serde_json::json!({ "import": import }));
        for act in update.acts() {
            let former = (act == SupportAct::AddressChange).then_some(user.address.as_str());
            self.note_act(user, act, former)?;
        }
        if update.has(Field::Name) || update.has(Field::ProjectType) {
            let name = if update.has(Field::Name) { draft.name.as_deref() } else { user.name.as_deref() };
            let changed = draft.project_type.filter(|_| update.has(Field::ProjectType));
            self.db.edit_user(user.key, name, changed.unwrap_or(user.project_type))?;
        }
        if let Some(id) = draft.external_id.as_deref().filter(|_| update.has(Field::ExternalId)) {
            self.db.set_external_id(user.key, id)?;
        }
        let edited = [Field::Name, Field::ProjectType, Field::ExternalId].into_iter().filter(|one| update.has(*one));
        let edited: Vec<&str> = edited.map(Field::as_str).collect();
        if !edited.is_empty() {
            let detail = serde_json::json!({ "import": import, "fields": edited });
            self.audit_operator("user.edited", &user.id, Some(detail))?;
        }
        if let Some((hash, stored)) = draft.hash.as_ref().zip(stored) {
            let due = match draft.temporary {
                Some(true) => Some(PasswordDue::Temporary),
                // Like a password that support sets: the person chooses the next one.
                _ => user.password_hash.is_some().then_some(PasswordDue::Reset),
            };
            let ends = due.filter(|due| *due == PasswordDue::Temporary).and_then(|_| self.temporary_ends());
            self.db.set_password(user.key, stored, self.now, due, ends)?;
            self.db.set_imported_hash(user.key, &hash.digest)?;
            self.password_was_changed(user, None)?;
            self.audit_operator("user.password_set", &user.id, detail())?;
        }
        if update.has(Field::Temporary) && !update.has(Field::PasswordHash) {
            self.db.require_new_password(user.key, PasswordDue::Temporary, self.temporary_ends())?;
            self.password_was_changed(user, None)?;
            self.audit_operator("user.password_set", &user.id, detail())?;
        }
        if update.has(Field::TotpSecret) {
            self.replace_authenticators(user, draft, import)?;
        }
        if !update.consents.is_empty() {
            for consent in update.consents.iter().map(|index| &draft.consents[*index]) {
                let at = consent.accepted_at.unwrap_or(self.now);
                self.db.insert_receipt(user.key, consent.key, at, "import", self.world.acting())?;
            }
            self.audit_operator("consent.recorded", &user.id, detail())?;
        }
        if update.has(Field::State) {
            match draft.state {
                Some(UserState::Disabled) => self.disable(user, detail())?,
                _ => self.enable(user, detail())?,
            }
        }
        if update.has(Field::Address) {
            self.move_to(user, &draft.address, serde_json::json!({ "import": import }))?;
        }
        Ok(())
    }

    /// Takes an account's authenticators away, if it has any, and enrols the imported ones.
    fn replace_authenticators(&self, user: &UserRow, draft: &Draft, import: &str) -> Result<(), ServiceError> {
        let detail = Some(serde_json::json!({ "import": import }));
        self.end_journeys(user, None, Event::Superseded)?;
        if self.db.remove_authenticators(user.key)? > 0 {
            self.db.revoke_devices(user.key, None, self.now)?;
            self.db.revoke_sessions(user.key, self.now)?;
            for counter in [Counter::Totp(user.key), Counter::RecoveryCode(user.key)] {
                self.clear(&counter)?;
            }
            self.queue_mail(&Envelope::to(user), Kind::AuthenticatorReset)?;
            self.audit_operator("mfa.reset", &user.id, detail.clone())?;
        }
        self.insert_imported_authenticators((user.key, &user.id), draft)?;
        self.queue_mail(&Envelope::to(user), Kind::AuthenticatorEnrolled { authenticator: AUTHENTICATOR })?;
        self.audit_operator("mfa.enrolled", &user.id, detail)
    }

    /// Enrols imported authenticators with their recovery codes; the secrets are sealed on arrival.
    pub(super) fn insert_imported_authenticators(
        &self,
        (user, id): (UserKey, &str),
        draft: &Draft,
    ) -> Result<(), ServiceError> {
        if !draft.recovery.is_empty() {
            let digest = |hash| recovery::digest_of_keycloak(&self.world.keyring, id, hash);
            let digests: Vec<_> = draft.recovery.iter().map(digest).collect();
            self.db.replace_recovery_codes(user, &digests)?;
        }
        for (index, totp) in draft.totp.iter().enumerate() {
            self.insert_imported_authenticator(user, name(&draft.totp, index), totp)?;
        }
        Ok(())
    }

    fn insert_imported_authenticator(&self, user: UserKey, name: String, totp: &Totp) -> Result<(), ServiceError> {
        let id = token::record_id("atn_", self.now, self.world)?;
        let aad = format!("authenticators.secret:{id}");
        let secret = seal::seal(&self.world.keyring, self.world, &aad, totp.secret.as_bytes())?;
        self.db.insert_authenticator(
            user,
            &AuthenticatorRow {
                id,
                name,
                secret,
                algorithm: totp.algorithm.as_str().to_owned(),
                digits: totp.digits,
                period: totp.period,
                last_step: None,
                enrolled_at: self.now,
                disabled_at: None,
                drifts: Vec::new(),
            },
        )?;
        Ok(())
    }
}

/// What an authenticator of a row is called: as its system calls it, where no other of the row is called so.
fn name(all: &[Totp], index: usize) -> String {
    let others = &all[..index];
    match &all[index].name {
        Some(own) if !others.iter().any(|one| one.name.as_ref() == Some(own)) => own.clone(),
        _ if index == 0 => AUTHENTICATOR.to_owned(),
        _ => format!("{AUTHENTICATOR} {}", index + 1),
    }
}
