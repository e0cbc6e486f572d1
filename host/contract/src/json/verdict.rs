//! Verdicts as JSON.

use serde::Serialize;

use super::decision::PolicyReferenceJson;
use super::errors::JsonError;
use super::instant::{InstantText, WindowText};
use super::shape::Code;
use crate::{Acceptance, InstantMs, PolicyInfo, Reason, Refusal, Rejection, Verdict, Warning};

/// The answer to a change. serde prints it; the order of the keys is fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "verdict"))]
#[serde(transparent)]
pub struct VerdictJson<'a>(Either<'a>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "accepted-or-refused"))]
#[serde(untagged)]
enum Either<'a> {
    Accepted(AcceptedJson<'a>),
    Refused(RefusedJson<'a>),
}

/// The change may be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "accepted", deny_unknown_fields))]
struct AcceptedJson<'a> {
    /// That it may be made.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::accepted"))]
    verdict: &'static str,
    /// What the person should be warned of.
    warnings: Vec<Code<Warning>>,
    /// What the person owes who makes the change.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::obligation_names"))]
    obligations: Vec<&'static str>,
    /// The roles that a new person gets; empty for other changes.
    roles: Vec<&'a str>,
    /// When the access that is granted holds; null for other changes.
    access: Option<WindowText>,
    /// The instant that was asked about.
    now: InstantText,
    /// Which policy decided.
    policy: PolicyReferenceJson<'a>,
}

/// The change may not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "refused", deny_unknown_fields))]
struct RefusedJson<'a> {
    /// That it may not be made.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::refused"))]
    verdict: &'static str,
    /// Every reason.
    refusals: Vec<Code<Refusal>>,
    /// Why the person may not make the change; present exactly when `not-permitted` is among the reasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    denial: Option<Code<Reason>>,
    /// The instant that was asked about.
    now: InstantText,
    /// Which policy decided.
    policy: PolicyReferenceJson<'a>,
}

/// The word for a change that may be made.
pub(super) const ACCEPTED: &str = "accepted";
/// The word for one that may not.
pub(super) const REFUSED: &str = "refused";

impl<'a> VerdictJson<'a> {
    /// A verdict of the policy that `info` describes, on a change at `now_ms`.
    ///
    /// `digest` is the SHA-256 of the component in hexadecimal digits, with or without `sha256:` before it.
    ///
    /// # Errors
    /// [`Unprintable`](super::JsonErrorKind::Unprintable) for an instant outside the years 0001 to 9999.
    pub fn new(verdict: &'a Verdict, info: &'a PolicyInfo, now_ms: InstantMs, digest: &str) -> Result<Self, JsonError> {
        let now = InstantText::new("now", now_ms)?;
        let policy = PolicyReferenceJson::new(info, digest);
        Ok(Self(match verdict {
            Verdict::Accepted(Acceptance { warnings, obligations, roles, access }) => Either::Accepted(AcceptedJson {
                verdict: ACCEPTED,
                warnings: warnings.iter().copied().map(Code).collect(),
                obligations: obligations.names().collect(),
                roles: roles.iter().map(String::as_str).collect(),
                access: access.map(|access| WindowText::new("access", access)).transpose()?,
                now,
                policy,
            }),
            Verdict::Refused(Rejection { refusals, denial }) => Either::Refused(RefusedJson {
                verdict: REFUSED,
                refusals: refusals.iter().copied().map(Code).collect(),
                denial: denial.map(Code),
                now,
                policy,
            }),
        }))
    }
}
