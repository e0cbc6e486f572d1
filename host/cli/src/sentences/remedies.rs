//! What would turn a denial into an allowance.

use guestpass_contract::{Facts, PolicyInfo, Remedy, RemedySet, RoleReference};

use crate::naming;

/// Says what remedies are, with the names that their indices stand for.
#[derive(Clone, Copy)]
pub(crate) struct Remedies<'a> {
    pub(crate) info: &'a PolicyInfo,
    pub(crate) facts: &'a Facts,
}

impl Remedies<'_> {
    /// A set on one line: all of it has to be done.
    pub(crate) fn of_set(self, set: &RemedySet) -> String {
        let sentences: Vec<String> = set.remedies.iter().map(|remedy| self.of(*remedy)).collect();
        match sentences.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, before)) => format!("{}, and {last}", before.join(", ")),
            None => String::new(),
        }
    }

    /// One change, as a thing to do.
    pub(crate) fn of(self, remedy: Remedy) -> String {
        let sentence = match remedy {
            Remedy::BuyEntitlement(privilege) => {
                return format!("buy the entitlement that {} needs", naming::privilege(privilege, self.info));
            }
            Remedy::EnableRole(role) => return format!("switch the role {} on", self.role(role)),
            Remedy::AdvanceRole(role) => {
                return format!("move the start of the role {} to now or earlier", self.role(role));
            }
            Remedy::ExtendRole(role) => return format!("move the end of the role {} past now", self.role(role)),
            Remedy::AssignRole(role) => return format!("assign the role {}", self.role(RoleReference::Policy(role))),
            Remedy::EstablishRelationship => "establish the relationship between customer and partner",
            Remedy::AccreditPartner => "accredit the partner",
            Remedy::EnableDomain => "enable the partner's domain",
            Remedy::GivePartnerServiceLayer => "give the person access to the partner service layer",
            Remedy::GiveOwnSystemAccess => "give the person access to the partner's own system",
            Remedy::AuthoriseUser => "authorise the person",
            Remedy::EnableSso => "enable single sign-on in the partner's own system",
            Remedy::RemoveListing => "take the person off the customer's list of users",
            Remedy::EnableAccess => "set external access to continuous",
            Remedy::AdvanceAccess => "move the start of external access to now or earlier",
            Remedy::ExtendAccess => "move the end of external access past now",
            Remedy::DisableRoleManagement => "switch role management off",
            Remedy::ObtainAccessGrant => "ask for access, and have it granted",
            Remedy::GrantRequest => "grant the pending request",
            Remedy::AdvanceAccessGrant => "move the start of the granted access to now or earlier",
            Remedy::ExtendAccessGrant => "move the end of the granted access past now",
        };
        sentence.to_owned()
    }

    fn role(self, role: RoleReference) -> String {
        naming::role(role, self.info, self.facts)
    }
}
