//! Why a support act was done, for the audit trail.

/// A reason and the ticket it belongs to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reason<'a> {
    /// Why.
    pub reason: Option<&'a str>,
    /// The id of a ticket elsewhere.
    pub ticket: Option<&'a str>,
}

impl Reason<'_> {
    /// The audit row's detail; nothing where nothing was said.
    pub(crate) fn detail(&self) -> Option<serde_json::Value> {
        let mut detail = serde_json::Map::new();
        for (name, value) in [("reason", self.reason), ("ticket", self.ticket)] {
            if let Some(value) = value {
                detail.insert(name.to_owned(), value.into());
            }
        }
        (!detail.is_empty()).then(|| detail.into())
    }
}
