//! From rows to the facts that the rules look at.

mod assembly;
mod cache;
mod material;
mod question;
mod requests;

pub(crate) use cache::FactsCache;
pub use material::Material;
pub(crate) use material::material;
pub use question::{Consistency, FactsQuestion, ResourceName, Supplied};
