//! What a mistyped name could have meant.

use super::Context;
use crate::error::{Failure, More};

/// Adds the nearest name to a failure that says what was not found. Only commands of operators fail so.
pub fn suggest(context: &Context, mut failure: Failure) -> Failure {
    let More::Missing(missing) = &failure.more else { return failure };
    let (what, given) = missing.as_ref();
    let nearest = context.open_quietly().ok().and_then(|service| service.nearest(what, given).ok()?);
    if let Some(nearest) = nearest {
        failure.hint = format!("Did you mean {nearest}? {}", failure.hint);
    }
    failure
}
