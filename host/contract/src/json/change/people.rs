//! People who arrive, and requests for access.

use crate::json::instant::InstantText;
use crate::json::read::{Checked, object};
use crate::json::shape::{Code, Description, List, Name};
use crate::limits::MAX_PERSON_ROLES;
use crate::{AccessRequest, Arrival, NewPerson};

/// A person to be added.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "new-person", deny_unknown_fields))]
pub(super) struct NewPersonShape {
    /// E-mail address.
    email: Name,
    /// How the person arrives.
    arrival: Code<Arrival>,
    /// The roles named for the person.
    #[cfg_attr(feature = "schema", schemars(default))]
    roles: List<Name, MAX_PERSON_ROLES>,
}

object!(NewPersonShape { required email, required arrival, optional roles });

/// A request for access. That a key is there is the policy's to ask, and so is that the period makes sense.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "access-request", deny_unknown_fields))]
pub(super) struct AccessRequestShape {
    /// The account.
    account: Option<Name>,
    /// The company; it must belong to the account.
    company: Option<Name>,
    /// Free text.
    description: Option<Description>,
    /// The person responsible.
    requested_by: Option<Name>,
    /// The first instant of access.
    valid_from: Option<InstantText>,
    /// The first instant without it.
    valid_to: Option<InstantText>,
}

object!(AccessRequestShape {
    optional account,
    optional company,
    optional description,
    optional requested_by,
    optional valid_from,
    optional valid_to,
});

/// A request for access, by its identifier.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "request-reference", deny_unknown_fields)
)]
pub(super) struct RequestIdShape {
    /// The request.
    request: Name,
}

object!(RequestIdShape { required request });

impl Checked for NewPersonShape {}
impl Checked for AccessRequestShape {}
impl Checked for RequestIdShape {}

impl From<NewPersonShape> for NewPerson {
    fn from(shape: NewPersonShape) -> Self {
        let roles = shape.roles.0.into_iter().map(|Name(role)| role).collect();
        Self { email: shape.email.0, arrival: shape.arrival.0, roles }
    }
}

impl From<AccessRequestShape> for AccessRequest {
    fn from(shape: AccessRequestShape) -> Self {
        let name = |name: Option<Name>| name.map(|Name(name)| name);
        Self {
            account: name(shape.account),
            company: name(shape.company),
            description: shape.description.map(|Description(text)| text),
            requested_by: name(shape.requested_by),
            valid_from: shape.valid_from.map(InstantText::ms),
            valid_to: shape.valid_to.map(InstantText::ms),
        }
    }
}

impl From<RequestIdShape> for String {
    fn from(RequestIdShape { request: Name(request) }: RequestIdShape) -> Self {
        request
    }
}
