//! A decision, gate by gate.

use crate::{Reason, RemedySet};

/// A step that a request must pass, in the order in which they are tried (S22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Gate {
    /// Facts and request keep the contract (X5).
    #[cfg_attr(feature = "wasmtime", component(name = "well-formed"))]
    WellFormed,
    /// Somebody was identified (R7).
    #[cfg_attr(feature = "wasmtime", component(name = "identification"))]
    Identification,
    /// The organisation is entitled to the suite asked for (F1).
    #[cfg_attr(feature = "wasmtime", component(name = "entitlement"))]
    Entitlement,
    /// The relationship with the partner stands (S3).
    #[cfg_attr(feature = "wasmtime", component(name = "relationship"))]
    Relationship,
    /// The partner is accredited (F17, F32).
    #[cfg_attr(feature = "wasmtime", component(name = "accreditation"))]
    Accreditation,
    /// The partner's domain is enabled (F18).
    #[cfg_attr(feature = "wasmtime", component(name = "domain"))]
    Domain,
    /// The person has access to the partner service layer (F15).
    #[cfg_attr(feature = "wasmtime", component(name = "partner-service-layer"))]
    PartnerServiceLayer,
    /// The person has access to the partner's own system (S8).
    #[cfg_attr(feature = "wasmtime", component(name = "own-system-access"))]
    OwnSystemAccess,
    /// The partner has authorised the person (F20, S6).
    #[cfg_attr(feature = "wasmtime", component(name = "authorisation"))]
    Authorisation,
    /// The partner has single sign-on (S12).
    #[cfg_attr(feature = "wasmtime", component(name = "sso"))]
    Sso,
    /// The person is not also listed by the customer (F24, S10).
    #[cfg_attr(feature = "wasmtime", component(name = "dual-listing"))]
    DualListing,
    /// External access is on at this instant (F12, S17).
    #[cfg_attr(feature = "wasmtime", component(name = "access-mode"))]
    AccessMode,
    /// A role, or full access, gives the privilege (R4, F8, F9).
    #[cfg_attr(feature = "wasmtime", component(name = "privilege"))]
    Privilege,
}

contract_names!(Gate {
    WellFormed => "well-formed",
    Identification => "identification",
    Entitlement => "entitlement",
    Relationship => "relationship",
    Accreditation => "accreditation",
    Domain => "domain",
    PartnerServiceLayer => "partner-service-layer",
    OwnSystemAccess => "own-system-access",
    Authorisation => "authorisation",
    Sso => "sso",
    DualListing => "dual-listing",
    AccessMode => "access-mode",
    Privilege => "privilege",
});

/// What became of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum GateOutcome {
    /// The request passed it.
    #[cfg_attr(feature = "wasmtime", component(name = "passed"))]
    Passed,
    /// The policy or the managed relationship exempts the request from it (S22).
    #[cfg_attr(feature = "wasmtime", component(name = "skipped"))]
    Skipped,
    /// The request failed it, for this reason.
    #[cfg_attr(feature = "wasmtime", component(name = "failed"))]
    Failed(Reason),
    /// An earlier failure left nothing to ask of this gate.
    #[cfg_attr(feature = "wasmtime", component(name = "not-reached"))]
    NotReached,
}

/// One line of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct GateResult {
    /// Which gate.
    pub gate: Gate,
    /// What became of it.
    pub outcome: GateOutcome,
}

/// Why a decision is what it is, gate by gate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Explanation {
    /// Every gate that applies to this kind of person, in order. After the first failure later gates are still judged
    /// where they can be, so that all obstacles show at once; only the first names the decision's reason.
    pub gates: Vec<GateResult>,
    /// For a denial: the smallest sets of changes that would flip it, each tried out. Empty when it is allowed, or when
    /// no such changes are known. At most 8.
    pub remedies: Vec<RemedySet>,
}
