//! Warns of what a document says and can hardly mean. One file for each family of warnings; they look at the finished
//! model, and at the document for the places.
//!
//! **Invariant:** nothing here changes the model.

mod abroad;
mod allowances;
mod conditions;
mod deprecated;
mod gates;
mod places;
mod reachability;
mod shadowed;
mod unassignable;
mod unused;

use crate::diagnostics::Sink;
use guestpass_model::PolicyModel;
use places::Places;
use toml::de::DeTable;

pub(super) use allowances::{read as read_allowances, report_unused as report_unused_allowances};

/// The lists of a role that give privileges.
const GIVING: &[&str] = &["privileges", "third-party", "with-grant"];

/// Looks for everything that is doubtful about a document without errors.
pub(super) fn check(root: &DeTable<'_>, model: &PolicyModel, sink: &mut Sink<'_>) {
    let places = Places::new(root);
    reachability::check(model, places, sink);
    unassignable::check(model, places, sink);
    abroad::check(model, places, sink);
    shadowed::check(model, places, sink);
    conditions::check(model, places, sink);
    deprecated::check(model, places, sink);
    unused::check(model, places, sink);
    gates::check(model, places, sink);
}
