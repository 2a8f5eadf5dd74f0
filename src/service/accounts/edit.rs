//! Accounts changed and removed.

use super::{Account, check_name};
use crate::journey::policy::ProjectType;
use crate::service::permission::Permission;
use crate::service::reset::Order;
use crate::service::throttle::Counter;
use crate::service::{Service, ServiceError};

/// What an edit changes; what is absent stays.
#[derive(Default)]
pub struct AccountEdit<'a> {
    /// The person's name; empty removes it.
    pub name: Option<&'a str>,
    /// The kind of project.
    pub project_type: Option<ProjectType>,
    /// Another address, which was verified.
    pub address: Option<&'a str>,
    /// Why, and what proves who the person is.
    pub order: Order<'a>,
}

impl Service {
    /// Changes an account's name, kind of project or address. Open sign-ins derive anew what they owe; with the address
    /// they, the sessions and all device trust end, and both addresses are told.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account, [`ServiceError::Invalid`] where a value cannot be,
    /// [`ServiceError::Exists`] and [`ServiceError::AddressNotVerified`] where the account cannot move, and
    /// [`ServiceError::ApprovalNeeded`] where another act within 7 days makes that wait.
    pub fn edit_account(&mut self, address: &str, edit: &AccountEdit<'_>) -> Result<Account, ServiceError> {
        self.permit(Permission::UserEdit)?;
        if edit.address.is_some() {
            self.permit(Permission::UserAddress)?;
        }
        let name = edit.name.map(check_name).transpose()?;
        let edited = self.write(|work| {
            work.settle_requests()?;
            let user = work.account(address)?;
            if let Some(new) = edit.address
                && let Some(request) = work.move_account(&user, new, &edit.order)?
            {
                return Ok(Err(request.pending()));
            }
            let name = name.or(user.name.as_deref()).filter(|name| !name.is_empty());
            work.db.edit_user(user.key, name, edit.project_type.unwrap_or(user.project_type))?;
            let mut changed = serde_json::json!({ "name": edit.name.is_some(), "project_type": edit.project_type });
            if let Some(reason) = edit.order.why.reason {
                changed["reason"] = reason.into();
            }
            if edit.name.is_some() || edit.project_type.is_some() {
                work.audit_operator("user.edited", &user.id, Some(changed))?;
            }
            work.show_again(&user).map(Ok)
        })?;
        self.deliver_queued();
        edited
    }

    /// Removes an account with everything that is its own; the audit trail stays, by id. Its address rests before another
    /// account gets it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn delete_account(&mut self, address: &str) -> Result<Account, ServiceError> {
        self.permit(Permission::UserDelete)?;
        self.write(|work| {
            let user = work.account(address)?;
            work.must_not_be_own(&user)?;
            let account = work.show(&user)?;
            for counter in Counter::of_account(user.key, &user.address_key) {
                work.clear(&counter)?;
            }
            for device in work.db.devices(user.key)? {
                work.clear(&Counter::DevicePassword(device.id))?;
            }
            work.note_departure(&user)?;
            work.db.delete_user(user.key)?;
            work.audit_operator("user.deleted", &user.id, None)?;
            Ok(account)
        })
    }
}
