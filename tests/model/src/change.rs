//! A change that somebody proposes, as plain values.

use crate::facts::{CustomRole, ExternalAccess, read_custom_role};
use crate::instants::{self, Instant};
use crate::json::{Unreadable, list, optional, optional_text, required, required_flag, required_text, text};
use serde_json::Value;

/// A change and the instant at which it is to be made.
#[derive(Debug)]
pub(crate) struct Proposal {
    /// The kind by which the policy says who may make it.
    pub(crate) kind: String,
    pub(crate) change: Change,
    pub(crate) now: Instant,
}

/// Who is to hold a role.
#[derive(Debug)]
pub(crate) struct Assignment {
    /// `person`, `group`, `account` or `external_person`.
    pub(crate) holder_kind: String,
    pub(crate) holder: String,
    pub(crate) role: String,
    pub(crate) on_resource: Option<String>,
}

#[derive(Debug)]
pub(crate) struct AccessRequest {
    pub(crate) account: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) requested_by: Option<String>,
    pub(crate) valid_from: Option<Instant>,
    pub(crate) valid_to: Option<Instant>,
}

/// What is to change. A name that no rule looks at is not kept: what is known of the thing stands in the facts.
#[derive(Debug)]
pub(crate) enum Change {
    /// The partner, none for the vendor; the settings wished for.
    CreateExternalAccess(Option<String>, ExternalAccess),
    EditExternalAccess(ExternalAccess),
    DeleteExternalAccess(Option<String>),
    EstablishRelationship,
    MakeCustomerManaged,
    EndRelationship,
    AuthoriseUser,
    WithdrawUserAuthorisation,
    CreateCustomRole(CustomRole),
    EditCustomRole(CustomRole),
    DeleteCustomRole(String),
    /// The role, and whether it is to be on.
    SwitchRole(String, bool),
    AssignRole(Assignment),
    UnassignRole(Assignment),
    /// The e-mail address, the way of arrival and the roles.
    AddPerson(String, String, Vec<String>),
    SetDefaultRole(Option<String>),
    /// The run and the role.
    GrantRun(String, String),
    WithdrawRun(String, String),
    SubmitRequest(AccessRequest),
    GrantRequest,
    RejectRequest,
    WithdrawRequest,
    RevokeGrant,
}

impl Proposal {
    pub(crate) fn read(proposal: &Value) -> Result<Self, Unreadable> {
        let now = instants::read(required(proposal, "now")?)?;
        let change = required(proposal, "change")?.as_object().and_then(|change| change.iter().next());
        let (kind, payload) = change.ok_or_else(|| Unreadable(format!("{proposal} proposes no change")))?;
        let change = read_change(kind, payload)?;
        let kind = match &change {
            Change::AddPerson(_, arrival, _) if arrival == "sso" => "arrive-by-sso",
            Change::AddPerson(_, arrival, _) if arrival == "account-request" => "arrive-by-account-request",
            _ => kind,
        };
        Ok(Self { kind: kind.to_owned(), change, now })
    }
}

fn read_change(kind: &str, payload: &Value) -> Result<Change, Unreadable> {
    let named = |key: &str| required_text(payload, key);
    Ok(match kind {
        "create-external-access" => {
            Change::CreateExternalAccess(read_grantee(payload)?, ExternalAccess::read(payload)?)
        }
        "edit-external-access" => Change::EditExternalAccess(ExternalAccess::read(payload)?),
        "delete-external-access" => Change::DeleteExternalAccess(read_grantee(payload)?),
        "establish-relationship" => Change::EstablishRelationship,
        "make-customer-managed" => Change::MakeCustomerManaged,
        "end-relationship" => Change::EndRelationship,
        "authorise-user" => Change::AuthoriseUser,
        "withdraw-user-authorisation" => Change::WithdrawUserAuthorisation,
        "create-custom-role" => Change::CreateCustomRole(read_custom_role(payload)?),
        "edit-custom-role" => Change::EditCustomRole(read_custom_role(payload)?),
        "delete-custom-role" => Change::DeleteCustomRole(named("name")?),
        "switch-role" => Change::SwitchRole(named("role")?, required_flag(payload, "enabled")?),
        "assign-role" => Change::AssignRole(read_assignment(payload)?),
        "unassign-role" => Change::UnassignRole(read_assignment(payload)?),
        "add-person" => Change::AddPerson(named("email")?, named("arrival")?, list(payload, "roles", text)?),
        "set-default-role" => Change::SetDefaultRole(optional_text(payload, "role")?),
        "grant-run" => Change::GrantRun(named("run")?, named("role")?),
        "withdraw-run" => Change::WithdrawRun(named("run")?, named("role")?),
        "submit-request" => Change::SubmitRequest(AccessRequest {
            account: optional_text(payload, "account")?,
            company: optional_text(payload, "company")?,
            requested_by: optional_text(payload, "requested_by")?,
            valid_from: optional(payload, "valid_from", instants::read)?,
            valid_to: optional(payload, "valid_to", instants::read)?,
        }),
        "grant-request" => Change::GrantRequest,
        "reject-request" => Change::RejectRequest,
        "withdraw-request" => Change::WithdrawRequest,
        "revoke-grant" => Change::RevokeGrant,
        _ => return Err(Unreadable(format!("`{kind}` is no change"))),
    })
}

/// `"vendor"`, or an object with the partner.
fn read_grantee(payload: &Value) -> Result<Option<String>, Unreadable> {
    let grantee = required(payload, "grantee")?;
    if grantee.as_str() == Some("vendor") { Ok(None) } else { required_text(grantee, "partner").map(Some) }
}

fn read_assignment(payload: &Value) -> Result<Assignment, Unreadable> {
    let holder = required(payload, "holder")?;
    let only = holder.as_object().and_then(|holder| holder.iter().next());
    let (holder_kind, holder) = only.ok_or_else(|| Unreadable(format!("{holder} is no holder")))?;
    Ok(Assignment {
        holder_kind: holder_kind.clone(),
        holder: text(holder)?,
        role: required_text(payload, "role")?,
        on_resource: optional_text(payload, "on_resource")?,
    })
}
