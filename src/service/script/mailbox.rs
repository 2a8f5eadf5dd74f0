//! A mailbox in memory: where the mail of a scripted run arrives.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::ports::{Accepted, Delivery, DeliveryError, Outgoing};

/// Keeps mails in the order of their arrival until the script reads them.
#[derive(Default)]
pub(super) struct Mailbox(Mutex<Vec<Outgoing>>);

impl Mailbox {
    /// Takes the mails that arrived since.
    pub(super) fn take(&self) -> Vec<Outgoing> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Delivery for Mailbox {
    fn deliver(&self, mail: &Outgoing, _within: Duration) -> Result<Accepted, DeliveryError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(Accepted { answer: "in the script's mailbox".to_owned() })
    }
}
