//! Changes as JSON.

mod external;
mod people;
mod roles;

#[cfg(feature = "schema")]
pub(super) use external::{GRANTEE_WORD, GranteeShape, PartnerGranteeShape};
#[cfg(feature = "schema")]
pub(super) use roles::HolderShape;

use external::{AuthorisationShape, CustomerShape, DeleteExternalAccessShape, ExternalAccessEditShape};
use people::{AccessRequestShape, NewPersonShape, RequestIdShape};
use roles::{
    AssignmentShape, CustomRoleEditShape, DefaultRoleShape, DeleteCustomRoleShape, RoleSwitchShape, RunGrantShape,
};

use super::errors::{JsonError, JsonErrorKind};
use super::instant::InstantText;
use super::parse::parse;
use super::read::{Checked, Fields, Kinds, Place, object};
use super::shape::{Object, OneKey, Tagged};
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
    let Object(ChangeShape { change: OneKey(kind), now }) = parse(text, MAX_JSON_BYTES)?;
    Ok(ProposedChange { change: kind.into_change()?, now_ms: now.ms() })
}

/// A change that somebody wants to make: the principal of the facts. A key that may be left out may also be null, lists
/// excepted.
#[derive(Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "change", deny_unknown_fields))]
pub(super) struct ChangeShape {
    /// The change: an object with one key, which is its kind.
    change: OneKey<KindShape>,
    /// The instant that is asked about.
    now: InstantText,
}

object!(ChangeShape { required change, required now });

impl Checked for ChangeShape {}

/// A change of any kind; none until its key has been read.
#[derive(Default)]
pub(super) struct KindShape(Option<Box<dyn Kind>>);

/// The shape of a change, and the way from there to the change.
trait Kind {
    fn place(&mut self) -> &mut dyn Place;

    fn into_change(self: Box<Self>) -> Change;
}

/// A change of the shape `S`.
struct KindOf<S> {
    shape: Object<S>,
    change: fn(S) -> Change,
}

impl<S: Fields> Kind for KindOf<S> {
    fn place(&mut self) -> &mut dyn Place {
        &mut self.shape
    }

    fn into_change(self: Box<Self>) -> Change {
        (self.change)(self.shape.0)
    }
}

/// An empty shape for a change.
fn kind<S: Fields + Default + 'static>(change: fn(S) -> Change) -> Box<dyn Kind> {
    Box::new(KindOf { shape: Object::default(), change })
}

impl KindShape {
    fn into_change(self) -> Result<Change, JsonError> {
        // The key is a required one, so that it has been read.
        let kind = self
            .0
            .ok_or_else(|| JsonError::new(JsonErrorKind::MissingKey, "change", "missing key `change`".to_owned()))?;
        Ok(kind.into_change())
    }
}

macro_rules! change_kinds {
    ($($tag:literal, $what:literal => $shape:ty, $change:expr;)+) => {
        impl Tagged for KindShape {
            const KINDS: Kinds = Kinds { what: "a change", tags: &[$($tag,)+] };

            fn place(&mut self, tag: usize) -> Option<&mut dyn Place> {
                const KINDS: &[fn() -> Box<dyn Kind>] = &[$(|| kind::<$shape>($change),)+];
                let kind = self.0.insert(KINDS.get(tag)?());
                Some(kind.place())
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
