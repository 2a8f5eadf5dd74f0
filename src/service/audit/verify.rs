//! Whether the trail is whole, and the stored journeys are what their events say.

use data_encoding::HEXLOWER;
use serde::Serialize;

use super::Act;
use super::chain::{Chain, broken};
use super::checkpoint::Checkpoint;
use crate::credentials::keyring::Purpose;
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError, Work};
use crate::store::{AuditHead, AuditTrail};

/// A trail that is whole.
#[derive(Debug, Serialize)]
pub struct Verified {
    /// How many rows were read.
    pub rows: i64,
    /// The first one's number; above 1 where earlier ones were archived.
    pub first: i64,
    /// The last one's number.
    pub length: i64,
    /// The last one's hash, in hexadecimal.
    pub head: String,
    /// What the checkpoint says; nothing where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<CheckpointStanding>,
}

/// How a trail stands to a checkpoint that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckpointStanding {
    /// The trail goes on from it.
    Holds,
    /// The trail is longer, but the checkpoint's row was archived: only the archive can be held against it.
    Archived,
}

impl Service {
    /// Walks the whole trail, one row in memory at a time, on one view of the database.
    ///
    /// # Errors
    /// [`ServiceError::AuditBroken`] with the first row that is changed, missing, swapped, inserted or cut off, or that
    /// is not the checkpoint's; [`ServiceError::Signature`] where the checkpoint is not this home's.
    pub fn verify_audit(&self, checkpoint: Option<&Checkpoint>) -> Result<Verified, ServiceError> {
        self.permit(Permission::HomeRead)?;
        if let Some(checkpoint) = checkpoint {
            checkpoint.verify(&self.public_key()?)?;
        }
        self.read(|work| work.verify_audit(checkpoint))
    }

    /// As [`Service::verify_audit`], and the trail tells who did it and what it said. Where the owner is alone, what could
    /// not be written is answered beside what was found, because a home that cannot be written can still be read.
    ///
    /// # Errors
    /// As [`Service::verify_audit`]; with operators, who answer for what they do, also where it could not be written.
    pub fn inspect_audit(
        &mut self,
        checkpoint: Option<&Checkpoint>,
    ) -> Result<(Verified, Option<ServiceError>), ServiceError> {
        let found = self.verify_audit(checkpoint);
        let (outcome, detail) = match &found {
            Ok(verified) => ("done", serde_json::json!({ "rows": verified.rows })),
            Err(ServiceError::AuditBroken { row, .. }) => ("audit_broken", serde_json::json!({ "row": row })),
            Err(_) => return found.map(|verified| (verified, None)),
        };
        let noted = self.write(|work| {
            let source = work.world.operator.get().map(|_| work.world.actor.as_str());
            let act = Act::done(work.world.acting(), "audit.verified", "audit");
            work.audit(&Act { outcome, source, detail: Some(detail), ..act })
        });
        let verified = found?;
        match noted {
            Ok(()) => Ok((verified, None)),
            Err(error) if !self.has_operators() => Ok((verified, Some(error))),
            Err(error) => Err(error),
        }
    }

    /// Which of the triggers that protect the trail are missing.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where the database cannot be read.
    pub fn missing_audit_triggers(&self) -> Result<Vec<&'static str>, ServiceError> {
        self.read(|work| Ok(work.db.missing_audit_triggers()?))
    }
}

impl Work<'_> {
    pub(crate) fn verify_audit(&self, checkpoint: Option<&Checkpoint>) -> Result<Verified, ServiceError> {
        let (head, trail) = (self.db.audit_head()?, self.db.audit_trail()?);
        let (after, before) = self.beginning(&trail)?;
        let keys = (self.world.keyring.macs(Purpose::AuditRow), trail.unkeyed_through);
        let mut chain = Chain::new(after, &before, Some(keys));
        let kept = checkpoint.map(|checkpoint| checkpoint.length);
        let mut hash_there = (kept == Some(after)).then(|| before.clone());
        self.db.each_audit_row::<ServiceError>((i64::MIN, i64::MAX), |row| {
            chain.take(row)?;
            if kept == Some(row.seq) {
                hash_there = Some(row.hash.to_vec());
            }
            Ok(())
        })?;
        let length = chain.next - 1;
        self.end(&head, &chain)?;
        let standing = checkpoint.map(|kept| standing(kept, length, after, hash_there.as_deref())).transpose()?;
        Ok(Verified {
            rows: length - after,
            first: after + 1,
            length,
            head: HEXLOWER.encode(&chain.before),
            checkpoint: standing,
        })
    }

    /// The last row that was archived, and its hash: what the first one there must follow.
    pub(super) fn beginning(&self, trail: &AuditTrail) -> Result<(i64, Vec<u8>), ServiceError> {
        let Some(link) = trail.link else { return Ok((0, Vec::new())) };
        let row = self.db.audit_row(link)?.filter(|row| row.action == super::archive::ACTION);
        let detail = row.and_then(|row| serde_json::from_str::<serde_json::Value>(&row.detail?).ok());
        let found = detail.and_then(|detail| {
            let hash = HEXLOWER.decode(detail["hash"].as_str()?.as_bytes()).ok()?;
            Some((detail["through"].as_i64()?, hash))
        });
        found.ok_or_else(|| {
            broken(1, format!("row 1 of the audit trail is missing, and row {link} links to no archive"))
        })
    }

    fn end(&self, head: &AuditHead, chain: &Chain) -> Result<(), ServiceError> {
        let (last, next) = (chain.next - 1, chain.next);
        if !super::is_genuine(&self.world.keyring, head) {
            let problem = format!(
                "the head of the audit trail was not written with the home's key: rows from {next} on were cut off and \
                 the head made to fit, or the head alone was changed"
            );
            return Err(broken(next, problem));
        }
        if last < head.count {
            let cut = if next == head.count {
                format!("row {next} of the audit trail is cut off")
            } else {
                format!("rows {next} to {} of the audit trail are cut off", head.count)
            };
            return Err(broken(next, cut));
        }
        if last > head.count {
            let first = head.count + 1;
            return Err(broken(first, format!("row {first} was added behind the end of the audit trail")));
        }
        if chain.before != head.hash {
            return Err(broken(last, format!("row {last} of the audit trail is not the one that the head names")));
        }
        Ok(())
    }
}

/// Holds a trail of this length against a checkpoint, given the hash of the checkpoint's row where it is there.
fn standing(
    kept: &Checkpoint,
    length: i64,
    archived: i64,
    hash: Option<&[u8]>,
) -> Result<CheckpointStanding, ServiceError> {
    if length < kept.length {
        let next = length + 1;
        let problem = format!(
            "row {next} of the audit trail is missing: the checkpoint of {} has {} rows, so the home was put back to an \
             older state",
            kept.at, kept.length
        );
        return Err(broken(next, problem));
    }
    match hash {
        Some(hash) if HEXLOWER.encode(hash) == kept.head => Ok(CheckpointStanding::Holds),
        None if kept.length == 0 => Ok(CheckpointStanding::Holds),
        None if kept.length < archived => Ok(CheckpointStanding::Archived),
        _ => {
            let problem = format!(
                "row {} of the audit trail is not the one of the checkpoint of {}: the home was put back to an older \
                 state and went on from there",
                kept.length, kept.at
            );
            Err(broken(kept.length, problem))
        }
    }
}
