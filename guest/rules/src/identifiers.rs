//! Identifiers, each a type of its own, so that a role's name cannot be passed where a person's id is meant.

use crate::text::is_same;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Eq, PartialOrd, Ord)]
        pub struct $name<'a>(pub &'a str);

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                is_same(self.0, other.0)
            }
        }
    };
}

identifier! {
    /// Identifies an organisation; empty for facts that belong to no organisation (R10).
    OrganisationId
}
identifier! {
    /// Identifies a person, a group or a resource within an organisation.
    EntityId
}
identifier! {
    /// Names a role as the policy or the organisation spells it. Case matters.
    RoleName
}
identifier! {
    /// Names something that an organisation has bought (F1).
    EntitlementName
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u16);

        impl $name {
            pub(crate) fn as_usize(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index! {
    /// Position of a privilege in its policy's list, which is in byte order.
    PrivilegeIndex
}
index! {
    /// Position of a role in its policy's list.
    RoleIndex
}
index! {
    /// Position of a role among the custom roles of the facts.
    CustomRoleIndex
}
