//! The nearest name to one that was mistyped, for operators.

use super::permission::Permission;
use super::{Service, ServiceError};
use crate::mail::address::Address;
use crate::store::IdKind;

/// Names that are looked through at most.
const MOST: u32 = 5_000;

/// Characters that a mistyped name still shares with the one that was meant; without one that near, the first names
/// there are are looked through.
const SHARED: usize = 2;

impl Service {
    /// The name of a thing of this kind that is nearest to `given`, as far as one is near enough to be meant.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn nearest(&self, what: &str, given: &str) -> Result<Option<String>, ServiceError> {
        let kind = match what {
            "account" if !given.starts_with("usr_") => None,
            "device" => Some(IdKind::Device),
            "session" => Some(IdKind::Session),
            "mail" => Some(IdKind::Mail),
            "published document" | "document" | "standing acceptance of" => Some(IdKind::Document),
            _ => return Ok(None),
        };
        self.permit(Permission::UserRead)?;
        let given = match kind {
            None => Address::parse(given).map_or_else(|_| given.to_lowercase(), |address| address.key().to_owned()),
            Some(_) => given.to_owned(),
        };
        let start: String = given.chars().take(SHARED).collect();
        let names = |from: &str| {
            self.read(|work| {
                Ok(match kind {
                    Some(kind) => work.db.ids(kind, from, MOST)?,
                    None => work.db.addresses(from, &format!("{from}\u{10FFFF}"), MOST)?,
                })
            })
        };
        Ok(match nearest_of(&given, names(&start)?) {
            Some(found) => Some(found),
            None => nearest_of(&given, names("")?),
        })
    }
}

fn nearest_of(given: &str, names: Vec<String>) -> Option<String> {
    let most = (given.chars().count() / 4).clamp(1, 3);
    let distance = |name: &str| strsim::damerau_levenshtein(&given.to_lowercase(), &name.to_lowercase());
    let near = names.into_iter().map(|name| (distance(&name), name)).filter(|(distance, _)| *distance <= most);
    near.min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest_of;

    #[test]
    fn only_what_could_be_meant_is_near() {
        let names = || ["ada@example.org", "grace@example.org"].map(str::to_owned).to_vec();
        assert_eq!(nearest_of("aad@example.org", names()).as_deref(), Some("ada@example.org"));
        assert_eq!(nearest_of("ADA@exmaple.org", names()).as_deref(), Some("ada@example.org"));
        assert_eq!(nearest_of("linus@example.org", names()), None);
        assert_eq!(nearest_of("", names()), None);
    }
}
