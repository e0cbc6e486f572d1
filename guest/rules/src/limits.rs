//! Every maximum of the rules. They keep a call's cost bounded whatever the facts hold, and deny beyond (X5).

/// Bytes of one name or identifier.
pub const NAME_BYTES_MAX: usize = 256;
/// Bytes of one privilege expression: room for [`EXPRESSION_OPERANDS_MAX`] ordinary names.
pub const EXPRESSION_BYTES_MAX: usize = 4096;
/// Privileges joined in one expression.
pub const EXPRESSION_OPERANDS_MAX: usize = 100;
/// Bytes of the text that all names of a record share.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Requests in one call.
pub const REQUESTS_MAX: usize = 4_096;
/// Entitlements of one organisation.
pub const ENTITLEMENTS_MAX: usize = 100;
/// Users of the customer that may be the person asking.
pub const LISTED_USERS_MAX: usize = 100;
/// Groups of one person.
pub const GROUPS_MAX: usize = 1_000;
/// Role grants to one person and to the person's groups. When all have windows, the time of a decision grows with their
/// square.
pub const ROLE_GRANTS_MAX: usize = 1_000;
/// Custom roles of one organisation.
pub const CUSTOM_ROLES_MAX: usize = 1_000;
/// Roles that an organisation has switched off.
pub const DISABLED_ROLES_MAX: usize = 100;
/// Roles, privileges and operations of one policy, each; an index of 16 bits must reach them.
pub const CATALOGUE_ENTRIES_MAX: usize = 10_000;
/// Suites of one policy.
pub const SUITES_MAX: usize = 256;
/// Requests for access by a third party's own organisation.
pub const ACCESS_GRANTS_MAX: usize = 100;
/// Attributes in one set of facts, and attributes that one policy declares.
pub const ATTRIBUTES_MAX: usize = 256;
/// Field groups of one policy: one bit each in a decision.
pub const FIELD_GROUPS_MAX: usize = 64;
/// Pieces of one condition.
pub const CONDITION_NODES_MAX: usize = 256;
/// Names of all lists of facts together.
pub const NAMES_MAX: usize = 10_000;
/// Sets of remedies in one explanation.
pub const REMEDY_SETS_MAX: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    /// Hosts repeat these and refuse what is beyond, so that a slip here would deny what a host lets through.
    #[test]
    fn the_limits_are_those_that_the_contract_promises() {
        for (of, limit, promised) in [
            ("bytes of a name", NAME_BYTES_MAX, 256),
            ("bytes of an expression", EXPRESSION_BYTES_MAX, 4_096),
            ("bytes of a text", TEXT_BYTES_MAX, 262_144),
            ("requests", REQUESTS_MAX, 4_096),
            ("entitlements", ENTITLEMENTS_MAX, 100),
            ("listed users", LISTED_USERS_MAX, 100),
            ("groups", GROUPS_MAX, 1_000),
            ("role grants", ROLE_GRANTS_MAX, 1_000),
            ("custom roles", CUSTOM_ROLES_MAX, 1_000),
            ("disabled roles", DISABLED_ROLES_MAX, 100),
            ("grants of access", ACCESS_GRANTS_MAX, 100),
            ("attributes", ATTRIBUTES_MAX, 256),
            ("names", NAMES_MAX, 10_000),
            ("sets of remedies", REMEDY_SETS_MAX, 8),
        ] {
            assert_eq!(limit, promised, "{of}");
        }
    }

    #[test]
    fn indices_and_bits_reach_what_they_stand_for() {
        assert!(u16::try_from(CATALOGUE_ENTRIES_MAX).is_ok_and(|entries| entries < u16::MAX));
        assert_eq!(u32::try_from(FIELD_GROUPS_MAX), Ok(u64::BITS));
    }
}
