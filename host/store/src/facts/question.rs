//! About whom, and how fresh.

use crate::identifiers::{Name, OrganisationId, PersonId};
use crate::model::Attributes;
use crate::revision::Revision;

/// Whom and what facts are about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FactsQuestion {
    /// In whose system.
    pub organisation: OrganisationId,
    /// Who asks.
    pub person: PersonId,
    /// What is acted upon, when it is one thing.
    pub resource: Option<ResourceName>,
}

/// A resource of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResourceName {
    /// What it is.
    pub kind: Name,
    /// Which of them.
    pub id: Name,
}

/// How fresh an answer has to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consistency {
    /// Everything that was committed before the question, wherever. The default, because access that was taken away
    /// must be gone (R8, S23).
    #[default]
    Latest,
    /// At least so new: the revision that a write returned.
    AtLeast(Revision),
    /// What this server has heard of, without asking the database.
    Known,
}

/// Attributes that come with a request. They never stand in for what the directory keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supplied {
    /// Of who asks.
    pub principal: Attributes,
    /// Of what is acted upon.
    pub resource: Attributes,
    /// What is acted upon, when it may be something that the directory does not keep.
    pub resource_id: Option<Name>,
    /// Of the request itself.
    pub context: Attributes,
}
