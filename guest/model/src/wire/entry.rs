//! How people from outside get in.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

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
