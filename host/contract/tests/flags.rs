//! Sets of flags do the same with wasmtime's types as without them.

use guestpass_contract::{FactsRead, Obligations, PartnerStanding};

macro_rules! laws {
    ($test:ident, $type:ident, $($flag:ident $name:literal),+ $(,)?) => {
        #[test]
        fn $test() {
            assert_eq!($type::NAMES, [$($name),+]);
            assert_eq!($type::FLAGS, [$($type::$flag),+]);
            for (index, (flag, name)) in $type::FLAGS.iter().zip($type::NAMES).enumerate() {
                assert_eq!(flag.bits(), 1 << index, "{name}");
                assert_eq!($type::from_name(name), Some(*flag), "{name}");
                assert_eq!(flag.names().collect::<Vec<_>>(), [*name]);
                assert_eq!($type::from_bits(1 << index), Some(*flag), "{name}");
                assert!($type::all().contains(*flag) && !$type::empty().contains(*flag), "{name}");
                assert_eq!($type::empty().with(*flag, true), *flag, "{name}");
                assert_eq!($type::all().with(*flag, false), $type::all(), "{name}");
            }
            let count = u32::try_from($type::FLAGS.len()).unwrap();
            assert_eq!($type::all().bits(), (1 << count) - 1);
            assert_eq!($type::all().names().collect::<Vec<_>>(), $type::NAMES);
            assert_eq!($type::from_bits($type::all().bits()), Some($type::all()));
            assert_eq!($type::from_bits(1 << count), None);
            assert_eq!($type::from_name("unheard-of"), None);
            let ([first, second, ..], all) = ($type::FLAGS, $type::all()) else { panic!("too few flags") };
            assert_eq!((*first | *second).bits(), 0b11);
            assert_eq!(all & *second, *second);
            assert!((*first | *second).contains(*second) && !first.contains(*first | *second));
            assert!(first.intersects(*first | *second) && !first.intersects(*second));
            let mut grown = *first;
            grown |= *second;
            assert_eq!(grown, *first | *second);
            assert_eq!($type::default(), $type::empty());
        }
    };
}

laws!(obligations, Obligations, DATA_PROTECTION_AGREEMENT "data-protection-agreement", NAME_THE_PERSON "name-the-person");

laws!(
    partner_standing,
    PartnerStanding,
    ACCREDITED "accredited",
    DOMAIN_ENABLED "domain-enabled",
    PARTNER_SERVICE_LAYER "partner-service-layer",
    OWN_SYSTEM_ACCESS "own-system-access",
    AUTHORISED "authorised",
    SSO_ENABLED "sso-enabled",
);

laws!(
    facts_read,
    FactsRead,
    PRINCIPAL "principal",
    ENTITLEMENTS "entitlements",
    RELATIONSHIP "relationship",
    PARTNER_STANDING "partner-standing",
    LISTED_USERS "listed-users",
    EXTERNAL_ACCESS "external-access",
    ROLE_GRANTS "role-grants",
    GROUPS "groups",
    CUSTOM_ROLES "custom-roles",
    DISABLED_ROLES "disabled-roles",
    ACCESS_GRANTS "access-grants",
    ATTRIBUTES "attributes",
);

#[test]
fn how_they_show_themselves() {
    assert_eq!(format!("{:?}", Obligations::all()), "(DATA_PROTECTION_AGREEMENT|NAME_THE_PERSON)");
    assert_eq!(format!("{:?}", Obligations::NAME_THE_PERSON), "(NAME_THE_PERSON)");
    assert_eq!(format!("{:?}", Obligations::empty()), "()");
}
