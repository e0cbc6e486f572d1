//! What a host checks of an answer before it acts on it. A component is a stranger's code: it cannot break out, yet it
//! can lie.

mod decision;
mod policy_info;
mod role;
mod verdict;

pub use decision::LyingDecision;
pub use policy_info::UnfitPolicy;
pub use verdict::LyingVerdict;
