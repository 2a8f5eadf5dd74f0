//! Break-glass: the owner of the home's files makes an admin where all are lost.

use super::{Invited, check_name, parse_address};
use crate::journey::policy::Period;
use crate::service::permission::Role;
use crate::service::{Service, ServiceError};

/// How long the secret of a recovery works: whoever runs it is there.
const RECOVERY: Period = Period::hours(1);

/// What the admins are told.
const RECOVERED: &str = "was made an admin by the owner of the home's files (break-glass)";

impl Service {
    /// Makes an operator an admin anew, or adds one, and answers the secret of the first login; an address given is the
    /// operator's from then on. Only for the owner of the home's files; every admin is told, and nothing secret is written
    /// or mailed.
    ///
    /// # Errors
    /// [`ServiceError::NotOwner`] for anybody else, [`ServiceError::NotFound`] where there is no such operator and no
    /// address to add one, [`ServiceError::Exists`] where the address is another operator's.
    pub fn recover_operator(
        &mut self,
        name: &str,
        address: Option<&str>,
        reason: &str,
    ) -> Result<Invited, ServiceError> {
        self.open_to_anyone();
        self.must_own_the_files()?;
        let name = check_name(name)?;
        let address = address.map(parse_address).transpose()?;
        self.ready()?;
        let invited = self.write(|work| {
            let known = work.operator_named(name)?;
            if let Some(address) = &address {
                work.must_be_nobody_elses(address, name)?;
            }
            let found = match (known, &address) {
                (Some(row), None) => row.key,
                (Some(row), Some(address)) => {
                    // Told at the address before, too, which the new one could be meant to keep from hearing of it.
                    work.tell_operator(&row, RECOVERED)?;
                    work.db.set_operator_address(row.key, address.shown(), address.key())?;
                    row.key
                }
                (None, Some(address)) => {
                    let new = work.new_operator(name, address, Role::Admin)?;
                    work.db.insert_operator(&new)?.ok_or(ServiceError::Conflict)?
                }
                (None, None) => return Err(ServiceError::NotFound { what: "operator", given: name.to_owned() }),
            };
            work.db.revoke_operator_sessions(Some(found), work.now)?;
            let row = work.db.operator(found)?.ok_or(ServiceError::Conflict)?;
            work.clear(&crate::service::throttle::Counter::Operator(row.name_key.clone()))?;
            work.tell_operators(&row.name, RECOVERED)?;
            let detail = serde_json::json!({ "reason": reason, "address_set": address.is_some() });
            work.audit_operator("operator.recovered", &row.id, Some(detail))?;
            work.invite_operator(found, Role::Admin, RECOVERY, true, "operator.invited_anew")
        })?;
        self.deliver_queued();
        Ok(invited)
    }

    fn must_own_the_files(&self) -> Result<(), ServiceError> {
        use std::os::unix::fs::MetadataExt;
        let Some(folder) = &self.world.folder else { return Ok(()) };
        for file in ["", "keys", "vestibule.db"] {
            let path = folder.join(file);
            let found = std::fs::metadata(&path)
                .map_err(|error| ServiceError::File { path: path.display().to_string(), problem: error.to_string() })?;
            if found.uid() != crate::system::user_number() {
                return Err(ServiceError::NotOwner(path.display().to_string()));
            }
        }
        Ok(())
    }
}
