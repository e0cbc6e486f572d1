//! What lets people from outside in.

use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::{WindowShape, text_or_empty};
use crate::json::errors::Complaint;
use crate::json::shape::{Checked, Code, Name, Object, unknown_value};
use crate::{AccessMode, ExternalAccess, ListedUserDraft, Relationship, RelationshipStatus, Window};

/// The customer's relationship with the partner that the person belongs to.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "relationship"))]
#[serde(deny_unknown_fields)]
pub(super) struct RelationshipShape {
    /// Where it stands.
    status: Code<RelationshipStatus>,
    /// The partner fully manages the customer's product.
    managed: bool,
}

/// What the customer has set up for the vendor, or for the partner asking.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "external-access"))]
#[serde(deny_unknown_fields)]
pub(super) struct ExternalAccessShape {
    /// Whether and when it is on.
    mode: ModeShape<WindowShape>,
    /// True: the roles assigned to the person count and nothing else. False: full access.
    role_management: bool,
}

/// Whether external access is on: a word, or an object with the period.
#[derive(Debug)]
pub(in crate::json) enum ModeShape<W> {
    Continuous,
    Disabled,
    Period(W),
}

/// The words that [`ModeShape`] knows.
pub(in crate::json) const MODE_WORDS: [&str; 2] = ["continuous", "disabled"];

/// On inside the window only.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "access-period"))]
#[serde(deny_unknown_fields, bound = "W: Deserialize<'de> + Checked")]
pub(in crate::json) struct PeriodShape<W> {
    /// When it is on.
    period: Object<W>,
}

/// A user that the customer itself lists. At least one of the two keys is required.
#[derive(Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "listed-user", transform = crate::json::schema::listed_user_rules)
)]
#[serde(deny_unknown_fields)]
pub(super) struct ListedUserShape {
    /// E-mail address; compared without regard to case or surrounding blanks.
    email: Option<Name>,
    /// Identity that the sign-in system gave.
    identity: Option<Name>,
}

impl Checked for ListedUserShape {
    fn check(&self) -> Result<(), Complaint> {
        if self.email.is_some() || self.identity.is_some() {
            return Ok(());
        }
        Err(Complaint::missing("email", "give it, or `identity`, or both".to_owned()))
    }
}

impl Checked for RelationshipShape {}
impl Checked for ExternalAccessShape {}

impl<'de, W: Deserialize<'de> + Checked> Deserialize<'de> for ModeShape<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ModeVisitor(PhantomData))
    }
}

struct ModeVisitor<W>(PhantomData<W>);

impl<'de, W: Deserialize<'de> + Checked> Visitor<'de> for ModeVisitor<W> {
    type Value = ModeShape<W>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`continuous`, `disabled` or an object with `period`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ModeShape<W>, E> {
        match text {
            "continuous" => Ok(ModeShape::Continuous),
            "disabled" => Ok(ModeShape::Disabled),
            _ => Err(E::custom(unknown_value(text, &MODE_WORDS))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ModeShape<W>, A::Error> {
        let PeriodShape { period: Object(window) } = PeriodShape::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ModeShape::Period(window))
    }
}

impl RelationshipShape {
    pub(super) fn relationship(&self) -> Relationship {
        Relationship { status: self.status.0, managed: self.managed }
    }
}

impl ExternalAccessShape {
    pub(super) fn external_access(&self) -> ExternalAccess {
        ExternalAccess { mode: self.mode.mode(WindowShape::window), role_management: self.role_management }
    }
}

impl ListedUserShape {
    pub(super) fn draft(&self) -> ListedUserDraft<'_> {
        ListedUserDraft { email: text_or_empty(&self.email), identity: text_or_empty(&self.identity) }
    }
}

impl<W> ModeShape<W> {
    /// The mode; `window` reads the period.
    pub(in crate::json) fn mode(&self, window: impl FnOnce(&W) -> Window) -> AccessMode {
        match self {
            Self::Continuous => AccessMode::Continuous,
            Self::Disabled => AccessMode::Disabled,
            Self::Period(period) => AccessMode::Period(window(period)),
        }
    }
}
