//! What the families of changes ask the directory, inside the transaction.

use std::collections::BTreeMap;

use guestpass_contract as contract;
use guestpass_contract::PolicyInfo;
use guestpass_store::model::{
    AccessMode, AuthorisedUser, CustomRole, Entity, ExternalAccess, Organisation, OrganisationKind, PartnerListing,
    Person, Relationship, RelationshipStatus, Window,
};
use guestpass_store::{OrganisationId, PersonId, StoreError, Writing};

use super::Proposal;
use super::catalogue::is_of_policy;

/// Values of one kind of one organisation at most. More would be no mistake, but are not judged.
pub(super) const MANY: u32 = 10_000;
/// People who may be the same one at most: what the contract can carry.
const COUNTERPARTS_MAX: u32 = 100;

/// The directory as one change finds it.
pub(super) struct Ground<'g> {
    pub(super) writing: &'g mut Writing,
    /// What the policy that judges says of itself.
    pub(super) policy: &'g PolicyInfo,
    pub(super) organisation: &'g OrganisationId,
    pub(super) actor: &'g PersonId,
    pub(super) now_ms: i64,
    /// Roles of which it was asked whether they are of the policy or of an organisation, as far as another policy might
    /// have another answer.
    asked_about: Vec<String>,
}

impl<'g> Ground<'g> {
    pub(super) fn new(writing: &'g mut Writing, policy: &'g PolicyInfo, proposal: &'g Proposal) -> Self {
        let Proposal { organisation, actor, now_ms, .. } = proposal;
        Self { writing, policy, organisation, actor, now_ms: *now_ms, asked_about: Vec::new() }
    }

    /// Whether an organisation has made a role of this name for itself, of which the policy has one as well. Whoever
    /// holds a role of that name holds the organisation's own, which gives nothing under this policy.
    pub(super) async fn is_taken(&mut self, organisation: &str, role: &str) -> Result<bool, StoreError> {
        let is_of_policy = is_of_policy(self.policy, role);
        let is_taken = is_of_policy && self.get::<CustomRole>(&[organisation, role]).await?.is_some();
        if is_taken || !is_of_policy {
            self.asked_about.push(role.to_owned());
        }
        Ok(is_taken)
    }

    /// Whether another policy leaves all that was gathered as it is: it takes no name that the change is about and the
    /// policy that judges does not, and gives none back.
    pub(super) fn is_the_same_for(&self, other: &PolicyInfo) -> bool {
        self.asked_about.iter().all(|role| is_of_policy(self.policy, role) == is_of_policy(other, role))
    }

    pub(super) async fn get<E: Entity>(&mut self, key: &[&str]) -> Result<Option<E>, StoreError> {
        Ok(self.writing.get::<E>(key).await?.map(|kept| kept.entity))
    }

    pub(super) async fn find<E: Entity>(&mut self, wanted: &[(&'static str, &str)]) -> Result<Vec<E>, StoreError> {
        let kept = self.writing.find::<E>(wanted, MANY).await?;
        Ok(kept.into_iter().map(|kept| kept.entity).collect())
    }

    /// Whether there is any such value, however many there are.
    pub(super) async fn any<E: Entity>(&mut self, wanted: &[(&'static str, &str)]) -> Result<bool, StoreError> {
        self.writing.any::<E>(wanted).await
    }

    /// The organisation that the change is made in.
    pub(super) async fn own(&mut self) -> Result<Option<Organisation>, StoreError> {
        self.get(&[self.organisation.as_str()]).await
    }

    /// The vendor, of which a store has one (F4).
    pub(super) async fn vendor(&mut self) -> Result<Option<Organisation>, StoreError> {
        let kept = self.writing.find::<Organisation>(&[("kind", "vendor")], 1).await?;
        Ok(kept.into_iter().map(|kept| kept.entity).next())
    }

    /// Whether the person who makes the change is of the organisation.
    pub(super) async fn is_at_home(&mut self) -> Result<bool, StoreError> {
        let actor = self.get::<Person>(&[self.actor.as_str()]).await?;
        Ok(actor.is_some_and(|actor| actor.home == *self.organisation))
    }

    /// Whether the person who makes the change is neither of the organisation nor connected with it in any way that
    /// they know of.
    pub(super) async fn is_stranger(&mut self) -> Result<bool, StoreError> {
        let Some(actor) = self.get::<Person>(&[self.actor.as_str()]).await? else { return Ok(true) };
        let (organisation, home) = (self.organisation.as_str(), actor.home.as_str());
        Ok(actor.home != *self.organisation
            && self.get::<Relationship>(&[organisation, home]).await?.is_none()
            && self.get::<ExternalAccess>(&[organisation, home]).await?.is_none())
    }

    /// Whether a partner manages the organisation wholly (F6, S14).
    pub(super) async fn is_managed(&mut self) -> Result<bool, StoreError> {
        let relationships = self.find::<Relationship>(&[("customer", self.organisation.as_str())]).await?;
        Ok(relationships.iter().any(|relationship| is_established(relationship) && relationship.managed))
    }

    /// Whether a customer has chosen to see a partner (F18).
    pub(super) async fn is_listed(&mut self, customer: &str, partner: &str) -> Result<bool, StoreError> {
        Ok(self.get::<PartnerListing>(&[customer, partner]).await?.is_some())
    }

    /// A partner, as far as a customer may know of it: one that is enabled there, or has or had something with it. Of
    /// all others it cannot be told whether there are any.
    pub(super) async fn known_partner(&mut self, id: &str) -> Result<Option<Organisation>, StoreError> {
        let customer = self.organisation.as_str();
        let is_known = self.is_listed(customer, id).await?
            || self.get::<Relationship>(&[customer, id]).await?.is_some()
            || self.get::<ExternalAccess>(&[customer, id]).await?.is_some();
        if !is_known {
            return Ok(None);
        }
        Ok(self.get::<Organisation>(&[id]).await?.filter(|known| known.kind == OrganisationKind::Partner))
    }

    /// Whether a partner has authorised somebody for a customer (F20).
    pub(super) async fn is_authorised(
        &mut self,
        customer: &str,
        partner: &str,
        person: &str,
    ) -> Result<bool, StoreError> {
        Ok(self.get::<AuthorisedUser>(&[customer, partner, person]).await?.is_some())
    }

    /// The people who may be the same as one with this address or this identity, whatever their home (S9, S11).
    pub(super) async fn same_people(&mut self, email: &str, identity: &str) -> Result<Vec<Person>, StoreError> {
        let mut found = BTreeMap::new();
        let key = Person::email_key(email);
        for (column, text) in [("email_key", key.as_str()), ("identity", identity)] {
            if text.is_empty() {
                continue;
            }
            for kept in self.writing.find::<Person>(&[(column, text)], COUNTERPARTS_MAX).await? {
                found.insert(kept.entity.id.clone(), kept.entity);
            }
        }
        Ok(found.into_values().collect())
    }
}

pub(super) fn is_established(relationship: &Relationship) -> bool {
    relationship.status == RelationshipStatus::Established
}

/// A relationship, as the rules take it.
pub(super) fn relationship(kept: &Relationship) -> contract::Relationship {
    contract::Relationship {
        status: match kept.status {
            RelationshipStatus::Established => contract::RelationshipStatus::Established,
            RelationshipStatus::Ended => contract::RelationshipStatus::Ended,
        },
        managed: kept.managed,
    }
}

/// An instance, as the rules take it.
pub(super) fn external_access(kept: &ExternalAccess) -> contract::ExternalAccess {
    contract::ExternalAccess {
        mode: match kept.mode {
            AccessMode::Continuous => contract::AccessMode::Continuous,
            AccessMode::Period(period) => contract::AccessMode::Period(window(period)),
            AccessMode::Disabled => contract::AccessMode::Disabled,
        },
        role_management: kept.role_management,
    }
}

pub(super) fn window(kept: Window) -> contract::Window {
    contract::Window { start: kept.start_ms, end: kept.end_ms }
}

/// A window of the rules, as it is kept.
pub(super) fn kept_window(window: contract::Window) -> Window {
    Window { start_ms: window.start, end_ms: window.end }
}
