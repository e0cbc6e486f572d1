//! The ready documents, for the tests that ask all of them.

use guestpass_policies::READY;

/// File name and text of every ready document.
pub(crate) fn documents() -> Vec<(String, String)> {
    READY.iter().map(|ready| (format!("{}.toml", ready.name), ready.document.to_owned())).collect()
}
