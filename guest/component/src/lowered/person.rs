//! People.

use super::names::Text;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{EntityId, ListedUser, Login, OrganisationId, PartnerStanding, Principal, PrincipalKind, Reason};

pub(super) fn principal<'a>(text: Text<'a>, principal: &wit::Principal) -> Result<Principal<'a>, Reason> {
    Ok(Principal {
        kind: match principal.kind {
            wit::PrincipalKind::Unidentified => PrincipalKind::Unidentified,
            wit::PrincipalKind::Member => PrincipalKind::Member,
            wit::PrincipalKind::PartnerUser => PrincipalKind::PartnerUser,
            wit::PrincipalKind::VendorEmployee => PrincipalKind::VendorEmployee,
            wit::PrincipalKind::ThirdParty => PrincipalKind::ThirdParty,
        },
        login: login(principal.login),
        id: EntityId(text.name(principal.id)?),
        email: text.name(principal.email)?,
        identity: text.name(principal.identity)?,
        home: OrganisationId(text.name(principal.home)?),
        partner: standing(principal.partner),
    })
}

pub(super) fn login(login: wit::Login) -> Login {
    match login {
        wit::Login::User => Login::User,
        wit::Login::Account => Login::Account,
    }
}

pub(super) fn standing(standing: wit::PartnerStanding) -> PartnerStanding {
    let has = |flag: wit::PartnerStanding| standing.bits() & flag.bits() != 0;
    PartnerStanding {
        accredited: has(wit::PartnerStanding::ACCREDITED),
        domain_enabled: has(wit::PartnerStanding::DOMAIN_ENABLED),
        partner_service_layer: has(wit::PartnerStanding::PARTNER_SERVICE_LAYER),
        own_system_access: has(wit::PartnerStanding::OWN_SYSTEM_ACCESS),
        authorised: has(wit::PartnerStanding::AUTHORISED),
        sso_enabled: has(wit::PartnerStanding::SSO_ENABLED),
    }
}

pub(super) fn listed_user<'a>(text: Text<'a>, user: &wit::ListedUser) -> Result<ListedUser<'a>, Reason> {
    Ok(ListedUser { email: text.name(user.email)?, identity: text.name(user.identity)? })
}
