//! Everything that can be wrong with facts, a request or a change, with the code, the path and the message that it
//! gets.

mod bounds;
mod changes;
mod facts;
mod requests;
mod things_of_a_change;

use guestpass_contract::json::{JsonError, JsonErrorKind};

/// A text or a part of one, the code, the path and a part of the message.
type Wrong = (&'static str, &'static str, &'static str, &'static str);

/// Facts that are right, up to the brace.
const START: &str = r#"{"organisation":"initech","principal":{"kind":"member","id":"ada"}"#;

fn check<T: core::fmt::Debug>(read: Result<T, JsonError>, text: &str, code: &str, path: &str, message: &str) {
    let found = read.map_err(|error| (error.code(), error.path().to_owned(), error.message().contains(message)));
    let expected = (known(code), path.to_owned(), true);
    assert!(
        found.as_ref().is_err_and(|found| *found == expected),
        "{text}\nexpected {expected:?} with `{message}`\nfound {found:?}"
    );
}

/// The code itself, if there is one of that name.
fn known(code: &str) -> &'static str {
    JsonErrorKind::from_name(code).map_or("no such code", |kind| kind.name())
}
