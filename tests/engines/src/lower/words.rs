//! Enumerations and flags.

use guestpass_contract as contract;
use guestpass_rules as rules;

/// A conversion of one enumeration into another with the same cases.
macro_rules! same_cases {
    ($name:ident: $type:ident { $($case:ident),+ }) => {
        pub(super) fn $name(from: contract::$type) -> rules::$type {
            match from { $(contract::$type::$case => rules::$type::$case),+ }
        }
    };
}

same_cases!(principal_kind: PrincipalKind { Unidentified, Member, PartnerUser, VendorEmployee, ThirdParty });
same_cases!(login: Login { User, Account });
same_cases!(relationship_status: RelationshipStatus { None, Established, Ended });
same_cases!(role_kind: RoleKind { User, Account, App });
same_cases!(app_level: AppLevel { None, View, Edit, Full });
same_cases!(request_status: RequestStatus { Pending, Granted, Rejected, Withdrawn, Revoked });

pub(super) fn standing(flags: contract::PartnerStanding) -> rules::PartnerStanding {
    use contract::PartnerStanding as Flag;
    rules::PartnerStanding {
        accredited: flags.contains(Flag::ACCREDITED),
        domain_enabled: flags.contains(Flag::DOMAIN_ENABLED),
        partner_service_layer: flags.contains(Flag::PARTNER_SERVICE_LAYER),
        own_system_access: flags.contains(Flag::OWN_SYSTEM_ACCESS),
        authorised: flags.contains(Flag::AUTHORISED),
        sso_enabled: flags.contains(Flag::SSO_ENABLED),
    }
}
