//! Compares two policies by what they mean: both are asked the same questions, and nothing is read from a document.
//!
//! - `places` has every way to stand (each gate failing alone, each boundary of a window), `holders` every role,
//!   `targets` every privilege and operation of either policy; all of them are combined.
//! - `described` and `constants` read the conditions that both policies describe; `domains` and `assignments` make
//!   values of attributes from them.
//! - `reviews` proposes each kind of change, and the assignment of each role.
//! - `asking` puts the questions, `answers` tells two answers apart, `grouping` makes sentences of what it finds.
//! - `blind_spots` has what may hide new access, because it was not asked about.

mod answers;
mod asking;
mod assignments;
mod blind_spots;
mod bounds;
mod constants;
mod described;
mod domains;
mod errors;
mod exhaustive;
mod facts;
mod grouping;
mod holders;
mod liked;
mod limits;
mod only_in_one;
mod places;
mod reviews;
mod targets;

pub use answers::Kind;
pub use blind_spots::BlindSpot;
pub use bounds::Bounds;
pub use errors::{ComparisonError, Side};
pub use grouping::Difference;
pub use targets::Target;

pub(crate) use answers::differences;
pub(crate) use asking::Both;
pub(crate) use grouping::joined;
pub(crate) use targets::all as all_targets;

use exhaustive::Answered;
use guestpass::Policy;
use serde::Serialize;

/// What two policies answer differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Groups of differences, new access first.
    pub differences: Vec<Difference>,
    /// What the policies describe differently of limits, in sentences.
    pub described: Vec<String>,
    /// What was not looked at, in sentences: one for each blind spot.
    pub not_covered: Vec<String>,
    /// Privileges and operations that a policy denied to everybody, as they need an entitlement that is not known.
    pub unentitled: usize,
    /// Questions that were not asked, as they would have been too many.
    pub left_out: u64,
    /// Questions that were put to each policy.
    pub questions: u64,
    /// Why there may be new access all the same when none was found.
    #[serde(skip)]
    pub blind_spots: Vec<BlindSpot>,
}

impl Comparison {
    /// Whether somebody gets at something that was out of reach.
    #[must_use]
    pub fn gives_new_access(&self) -> bool {
        self.differences.iter().any(|difference| difference.kind.is_new_access())
    }
}

/// What an organisation can buy, as a document says it: a policy does not describe it.
#[must_use]
pub fn entitlements(document: &str) -> Vec<String> {
    let parsed: toml::Table = document.parse().unwrap_or_default();
    let suites = parsed.get("suites").and_then(toml::Value::as_table).into_iter().flatten();
    suites.filter_map(|(_, suite)| suite.get("entitlement")?.as_str().map(str::to_owned)).collect()
}

/// Compares two policies.
///
/// ```
/// use guestpass::{Limits, Runtime};
/// use guestpass_authoring::comparison::{Bounds, compare};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let source = include_str!("../../../../guest/policies/flexera-one.toml");
/// # let component = guestpass_compiler::compile("flexera-one.toml", source)?.component;
/// let policy = Runtime::new(Limits::default())?.load(&component)?;
/// let bounds = Bounds { entitlements: vec!["flexera-one-saas-management".to_owned()], ..Bounds::default() };
/// let comparison = compare(&policy, &policy, &bounds)?;
/// assert!(comparison.differences.is_empty(), "a policy means what it means");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`ComparisonError`] when a policy gives no answer.
pub fn compare(old: &Policy, new: &Policy, bounds: &Bounds) -> Result<Comparison, ComparisonError> {
    let mut both = Both::new(old, new, bounds.questions_max);
    let Answered { differences, mut blind_spots, unentitled } = exhaustive::ask(&mut both, bounds)?;
    let Both { questions, left_out, .. } = both;
    if left_out > 0 {
        blind_spots.push(BlindSpot::LeftOut { questions: left_out, questions_max: bounds.questions_max });
    }
    let described = limits::differences(old.info(), new.info());
    // Whatever is told as not covered is a blind spot: neither can be forgotten where the other is not.
    let not_covered = blind_spots.iter().map(BlindSpot::to_string).collect();
    Ok(Comparison { differences, described, not_covered, unentitled, left_out, questions, blind_spots })
}
