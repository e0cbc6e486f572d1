//! Changes as JSON.

mod external;
mod people;
mod roles;

use serde::Deserialize;
use serde::de::MapAccess;

#[cfg(feature = "schema")]
pub(super) use external::{GRANTEE_WORD, GranteeShape, PartnerGranteeShape};
#[cfg(feature = "schema")]
pub(super) use roles::HolderShape;

use external::{AuthorisationShape, CustomerShape, DeleteExternalAccessShape, ExternalAccessEditShape};
use people::{AccessRequestShape, NewPersonShape, RequestIdShape};
use roles::{
    AssignmentShape, CustomRoleEditShape, DefaultRoleShape, DeleteCustomRoleShape, RoleSwitchShape, RunGrantShape,
};

use super::errors::JsonError;
use super::instant::InstantText;
use super::parse::parse;
use super::shape::{Checked, Object, OneKey, Tagged};
use crate::limits::MAX_JSON_BYTES;
use crate::{Change, InstantMs};

/// A change and when it is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedChange {
    /// The change.
    pub change: Change,
    /// The instant that is asked about.
    pub now_ms: InstantMs,
}

/// Reads a change.
///
/// ```
/// use guestpass_contract::Change;
/// use guestpass_contract::json::change_from_str;
/// let proposed = change_from_str(
///     r#"{"change": {"delete-custom-role": {"name": "auditor"}}, "now": "2026-11-22T11:00:00+01:00"}"#,
/// )?;
/// assert_eq!(proposed.change, Change::DeleteCustomRole("auditor".to_owned()));
/// assert_eq!(proposed.now_ms, 1_795_341_600_000);
/// # Ok::<(), guestpass_contract::json::JsonError>(())
/// ```
///
/// # Errors
/// [`JsonError`] with the path, the line and the column of the first thing that is wrong. What would make no sense,
/// such as a period that ends before it begins, is no error: the policy refuses it.
pub fn change_from_str(text: &str) -> Result<ProposedChange, JsonError> {
    let Object(ChangeShape { change: OneKey(KindShape(change)), now }) = parse(text, MAX_JSON_BYTES)?;
    Ok(ProposedChange { change, now_ms: now.ms() })
}

/// A change that somebody wants to make: the principal of the facts. A key that may be left out may also be null, lists
/// excepted.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "change"))]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeShape {
    /// The change: an object with one key, which is its kind.
    change: OneKey<KindShape>,
    /// The instant that is asked about.
    now: InstantText,
}

impl Checked for ChangeShape {}

/// A change of any kind.
#[derive(Debug)]
pub(super) struct KindShape(Change);

/// Reads a value of one shape and makes a change of it.
fn value<'de, S, A>(map: &mut A, change: impl FnOnce(S) -> Change) -> Result<KindShape, A::Error>
where
    S: Deserialize<'de> + Checked,
    A: MapAccess<'de>,
{
    map.next_value::<Object<S>>().map(|Object(shape)| KindShape(change(shape)))
}

macro_rules! change_kinds {
    ($($tag:literal, $what:literal => $shape:ty, $change:expr;)+) => {
        impl<'de> Tagged<'de> for KindShape {
            const TAGS: &'static [&'static str] = &[$($tag,)+];
            const WHAT: &'static str = "a change";

            fn read<A: MapAccess<'de>>(tag: &'static str, map: &mut A) -> Result<Self, A::Error> {
                match tag {
                    $($tag => value::<$shape, A>(map, $change),)+
                    _ => Err(serde::de::Error::unknown_field(tag, Self::TAGS)),
                }
            }
        }

        #[cfg(feature = "schema")]
        impl KindShape {
            /// Each kind, what it is, and the schema of its value.
            pub(super) fn schemas(
                generator: &mut schemars::SchemaGenerator,
            ) -> Vec<(&'static str, &'static str, schemars::Schema)> {
                vec![$(($tag, $what, generator.subschema_for::<$shape>()),)+]
            }
        }
    };
}

change_kinds!(
    "create-external-access", "Set up external access for a grantee." =>
        ExternalAccessEditShape, |shape| Change::CreateExternalAccess(shape.into());
    "edit-external-access", "Change mode, period or role management." =>
        ExternalAccessEditShape, |shape| Change::EditExternalAccess(shape.into());
    "delete-external-access", "Remove an instance." =>
        DeleteExternalAccessShape, |shape| Change::DeleteExternalAccess(shape.into());
    "establish-relationship", "Establish a relationship with a customer." =>
        CustomerShape, |shape| Change::EstablishRelationship(shape.into());
    "make-customer-managed", "Make the customer a managed one." =>
        CustomerShape, |shape| Change::MakeCustomerManaged(shape.into());
    "end-relationship", "End the relationship with a customer." =>
        CustomerShape, |shape| Change::EndRelationship(shape.into());
    "authorise-user", "Authorise a partner's user for a customer." =>
        AuthorisationShape, |shape| Change::AuthoriseUser(shape.into());
    "withdraw-user-authorisation", "Take the authorisation away." =>
        AuthorisationShape, |shape| Change::WithdrawUserAuthorisation(shape.into());
    "create-custom-role", "Make a custom role." =>
        CustomRoleEditShape, |shape| Change::CreateCustomRole(shape.into());
    "edit-custom-role", "Change a custom role's privileges." =>
        CustomRoleEditShape, |shape| Change::EditCustomRole(shape.into());
    "delete-custom-role", "Remove a custom role." =>
        DeleteCustomRoleShape, |shape| Change::DeleteCustomRole(shape.into());
    "switch-role", "Switch a role on or off." =>
        RoleSwitchShape, |shape| Change::SwitchRole(shape.into());
    "assign-role", "Give a role to somebody." =>
        AssignmentShape, |shape| Change::AssignRole(shape.into());
    "unassign-role", "Take a role from somebody." =>
        AssignmentShape, |shape| Change::UnassignRole(shape.into());
    "add-person", "Add a person." =>
        NewPersonShape, |shape| Change::AddPerson(shape.into());
    "set-default-role", "Choose the role of people who arrive by themselves." =>
        DefaultRoleShape, |shape| Change::SetDefaultRole(shape.into());
    "grant-run", "Open a workflow run to a role." =>
        RunGrantShape, |shape| Change::GrantRun(shape.into());
    "withdraw-run", "Close a workflow run to a role." =>
        RunGrantShape, |shape| Change::WithdrawRun(shape.into());
    "submit-request", "Ask for access." =>
        AccessRequestShape, |shape| Change::SubmitRequest(shape.into());
    "grant-request", "Grant a request." =>
        RequestIdShape, |shape| Change::GrantRequest(shape.into());
    "reject-request", "Reject a request." =>
        RequestIdShape, |shape| Change::RejectRequest(shape.into());
    "withdraw-request", "Withdraw one's own request." =>
        RequestIdShape, |shape| Change::WithdrawRequest(shape.into());
    "revoke-grant", "Revoke what a request was granted." =>
        RequestIdShape, |shape| Change::RevokeGrant(shape.into());
);
