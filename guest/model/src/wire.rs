//! The shape of the binary form.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A whole policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyModel {
    /// Name of the policy.
    pub name: String,
    /// Version of the policy document.
    pub version: String,
    /// SHA-256 of the policy document, 64 lower-case hexadecimal digits.
    pub source_digest: String,
    /// Suites in byte order of their names.
    pub suites: Vec<SuiteModel>,
    /// Privileges in byte order of their names.
    pub privileges: Vec<PrivilegeModel>,
    /// Roles in the order of the document.
    pub roles: Vec<RoleModel>,
    /// Operations in the order of the document.
    pub apis: Vec<ApiModel>,
    /// How people from outside get in.
    pub entry: EntryModel,
    /// Limits in the order of the document.
    pub limits: Vec<LimitModel>,
}

/// A family of privileges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteModel {
    /// The first segment of its privileges.
    pub name: String,
    /// What an organisation must have bought (F1).
    pub entitlement: Option<String>,
}

/// A privilege.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivilegeModel {
    /// `suite:resource:action` (R5).
    pub name: String,
    /// One sentence on what it allows.
    pub summary: String,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleModel {
    /// Unique within the policy (R3).
    pub name: String,
    /// For people.
    pub title: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// Positions in [`PolicyModel::privileges`], rising without repeats.
    pub privileges: Vec<u16>,
    /// Whether an organisation may switch it off (P4).
    pub switchable: bool,
    /// Still evaluated, no longer meant to be assigned (P11).
    pub deprecated: bool,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiModel {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on what it does.
    pub summary: String,
    /// Positions in [`PolicyModel::privileges`], rising without repeats; empty for an operation that needs no role
    /// (R10).
    pub privileges: Vec<u16>,
}

/// How people from outside get in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EntryModel {
    /// Gates for a partner's users, in their order (S22).
    pub partner_gates: Vec<GateModel>,
    /// Gates for the vendor's employees, in their order (S22).
    pub vendor_gates: Vec<GateModel>,
    /// Suites that full access gives (F8, F33).
    pub full_access_suites: Vec<String>,
    /// When a listed user is the person asking (S11).
    pub same_person: SamePersonModel,
}

/// When a listed user is the person asking (S11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SamePersonModel {
    /// The same e-mail address.
    pub by_email: bool,
    /// The same identity of the sign-in system.
    pub by_identity: bool,
}

/// A gate of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GateModel {
    /// The relationship with the partner stands (S3).
    Relationship,
    /// The partner is accredited (F17, F32).
    Accreditation,
    /// The partner's domain is enabled (F18).
    Domain,
    /// The person has access to the partner service layer (F15).
    PartnerServiceLayer,
    /// The person has access to the partner's own system (S8).
    OwnSystemAccess,
    /// The partner has authorised the person (F20, S6).
    Authorisation,
    /// The partner has single sign-on (S12).
    Sso,
    /// The person is not also listed by the customer (F24, S10).
    DualListing,
    /// External access is on (F12, S17).
    AccessMode,
}

/// A number that an organisation may not exceed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitModel {
    /// What is limited.
    pub name: String,
    /// The largest number allowed; none for no limit.
    pub maximum: Option<u32>,
}
