//! The steps that a request must pass.

/// A step that a request must pass; the declaration order is the order in which they are tried (S22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Facts and request keep the contract (X5).
    WellFormed,
    /// Somebody was identified (R7).
    Identification,
    /// The organisation is entitled to a suite asked for (F1).
    Entitlement,
    /// The relationship with the partner stands (S3, S23).
    Relationship,
    /// The partner is accredited (F17, F32).
    Accreditation,
    /// The partner's domain is enabled in the customer's product (F18).
    Domain,
    /// The person has access to the partner service layer (F15).
    PartnerServiceLayer,
    /// The person has access to the partner's own system (S8).
    OwnSystemAccess,
    /// The partner has authorised the person for this customer (F20, S6, S7).
    Authorisation,
    /// The partner's own system has single sign-on (S12).
    Sso,
    /// The customer does not list the same person as a user (F24, S9, S10).
    DualListing,
    /// External access is on at this instant (F12, S17).
    AccessMode,
    /// A role, or full access, gives the privilege (R4, F8, F9).
    Privilege,
}

impl Gate {
    /// The gates that a policy chooses from for people who come from outside, in their order.
    pub const OF_ENTRY: [Self; 9] = [
        Self::Relationship,
        Self::Accreditation,
        Self::Domain,
        Self::PartnerServiceLayer,
        Self::OwnSystemAccess,
        Self::Authorisation,
        Self::Sso,
        Self::DualListing,
        Self::AccessMode,
    ];
}
