//! From what a host passed to the rules' own types. Names stay where the host put them: the rules read them in place.
//!
//! **Invariant:** whatever leaves a text or a list, cuts a character, runs backward or is more than allowed is an
//! error, which denies (X5).

mod attributes;
mod change;
mod change_facts;
mod external;
mod facts;
mod names;
mod person;
mod requests;
mod roles;

pub(crate) use change::change;
pub(crate) use change_facts::change_facts;
pub(crate) use facts::facts;
pub(crate) use requests::requests;

use guestpass_rules::Reason;

/// Each item, or the first error.
fn collect<'a, Item, Lowered>(
    items: &'a [Item],
    lower: impl Fn(&'a Item) -> Result<Lowered, Reason>,
) -> Result<Vec<Lowered>, Reason> {
    // Collecting into a `Result` would not know the length beforehand and grow the list step by step.
    let mut lowered = Vec::with_capacity(items.len());
    for item in items {
        lowered.push(lower(item)?);
    }
    Ok(lowered)
}
