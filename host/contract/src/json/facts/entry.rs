//! What lets people from outside in.

use super::{WindowShape, text_or_empty};
use crate::json::errors::Complaint;
use crate::json::read::{Checked, Fields, Form, Members, Place, Taken, Unfit, object};
use crate::json::shape::{Code, Name, Object, unknown_value};
use crate::{AccessMode, ExternalAccess, ListedUserDraft, Relationship, RelationshipStatus, Window};

/// The customer's relationship with the partner that the person belongs to.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "relationship", deny_unknown_fields))]
pub(super) struct RelationshipShape {
    /// Where it stands.
    status: Code<RelationshipStatus>,
    /// The partner fully manages the customer's product.
    managed: bool,
}

object!(RelationshipShape { required status, required managed });

/// What the customer has set up for the vendor, or for the partner asking.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "external-access", deny_unknown_fields))]
pub(super) struct ExternalAccessShape {
    /// Whether and when it is on.
    mode: ModeShape<WindowShape>,
    /// True: the roles assigned to the person count and nothing else. False: full access.
    role_management: bool,
}

object!(ExternalAccessShape { required mode, required role_management });

/// Whether external access is on: a word, or an object with the period.
#[derive(Debug, Default)]
pub(in crate::json) enum ModeShape<W> {
    Continuous,
    #[default]
    Disabled,
    Period(PeriodShape<W>),
}

/// The words that [`ModeShape`] knows.
pub(in crate::json) const MODE_WORDS: [&str; 2] = ["continuous", "disabled"];

/// On inside the window only.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "access-period", deny_unknown_fields))]
pub(in crate::json) struct PeriodShape<W> {
    /// When it is on.
    period: Object<W>,
}

object!(PeriodShape<W> { required period });

/// A user that the customer itself lists. At least one of the two keys is required.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "listed-user", deny_unknown_fields, transform = crate::json::schema::listed_user_rules)
)]
pub(super) struct ListedUserShape {
    /// E-mail address; compared without regard to case or surrounding blanks.
    email: Option<Name>,
    /// Identity that the sign-in system gave.
    identity: Option<Name>,
}

object!(ListedUserShape { optional email, optional identity });

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

impl<W> Checked for PeriodShape<W> {}

impl<W: Fields + Default> Place for ModeShape<W> {
    fn form(&self) -> Form {
        Form::Any("`continuous`, `disabled` or an object with `period`")
    }

    fn text(&mut self, text: &str) -> Taken {
        *self = match text {
            "continuous" => Self::Continuous,
            "disabled" => Self::Disabled,
            _ => return Err(Unfit::Value(unknown_value(text, &MODE_WORDS))),
        };
        Ok(())
    }

    fn object(&mut self) -> Option<Members<'_>> {
        *self = Self::Period(PeriodShape { period: Object::default() });
        if let Self::Period(period) = self { Some(Members::Fields(period)) } else { None }
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
            Self::Period(PeriodShape { period: Object(period) }) => AccessMode::Period(window(period)),
        }
    }
}
