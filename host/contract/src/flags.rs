//! Sets of flags, with the names that the WIT files use.
//!
//! wasmtime knows WIT's flags only through its own macro, and implementing its traits by hand takes unsafe code. With
//! the feature `wasmtime` that macro therefore makes the types, and without it this file makes the same types again;
//! what wasmtime's lack is added to both.

#![cfg_attr(feature = "wasmtime", expect(missing_docs, reason = "wasmtime's macro takes no documentation"))]

/// Declares a set of flags: for both features the same constants, operators and methods.
macro_rules! contract_flags {
    ($(#[$doc:meta])* $type:ident { $($(#[$flag_doc:meta])* $flag:ident => $name:literal,)+ }) => {
        #[cfg(feature = "wasmtime")]
        wasmtime::component::flags! {
            $type { $(#[component(name = $name)] const $flag;)+ }
        }

        #[cfg(not(feature = "wasmtime"))]
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Default)]
        pub struct $type {
            bits: u32,
        }

        #[cfg(not(feature = "wasmtime"))]
        impl $type {
            bits_of_flags!(0; $($(#[$flag_doc])* $flag,)+);

            /// None of them.
            #[must_use]
            pub fn empty() -> Self {
                Self { bits: 0 }
            }

            /// All of them.
            #[must_use]
            pub fn all() -> Self {
                Self { bits: 0 $(| Self::$flag.bits)+ }
            }

            /// Whether all of `other` is in this set.
            #[must_use]
            pub fn contains(&self, other: Self) -> bool {
                self.bits & other.bits == other.bits
            }

            /// Whether any of `other` is in this set.
            #[must_use]
            pub fn intersects(&self, other: Self) -> bool {
                self.bits & other.bits != 0
            }

            fn bits_as_stored(self) -> u32 {
                self.bits
            }
        }

        #[cfg(feature = "wasmtime")]
        impl $type {
            fn bits_as_stored(self) -> u32 {
                let [bits] = self.as_array();
                bits
            }
        }

        #[cfg(not(feature = "wasmtime"))]
        impl core::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                formatter.write_str("(")?;
                let flags = [$((stringify!($flag), Self::$flag),)+];
                for (position, (name, _)) in flags.iter().filter(|(_, flag)| self.contains(*flag)).enumerate() {
                    write!(formatter, "{}{name}", if position == 0 { "" } else { "|" })?;
                }
                formatter.write_str(")")
            }
        }

        #[cfg(not(feature = "wasmtime"))]
        impl core::ops::BitOr for $type {
            type Output = Self;

            fn bitor(self, other: Self) -> Self {
                Self { bits: self.bits | other.bits }
            }
        }

        #[cfg(not(feature = "wasmtime"))]
        impl core::ops::BitOrAssign for $type {
            fn bitor_assign(&mut self, other: Self) {
                self.bits |= other.bits;
            }
        }

        #[cfg(not(feature = "wasmtime"))]
        impl core::ops::BitAnd for $type {
            type Output = Self;

            fn bitand(self, other: Self) -> Self {
                Self { bits: self.bits & other.bits }
            }
        }

        impl $type {
            /// Every flag, in the order of the contract.
            pub const FLAGS: &'static [Self] = &[$(Self::$flag,)+];

            /// The stable names of all flags, in the order of the contract.
            pub const NAMES: &'static [&'static str] = &[$($name,)+];

            /// The flag that has this name; none for any other text.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$flag),)+ _ => None }
            }

            /// The names of the flags in this set, in the order of the contract.
            pub fn names(self) -> impl Iterator<Item = &'static str> {
                let flags = Self::FLAGS.iter().zip(Self::NAMES);
                flags.filter(move |(flag, _)| self.contains(**flag)).map(|(_, name)| *name)
            }

            /// One bit each, the first flag in the lowest; all others are 0.
            #[must_use]
            pub fn bits(self) -> u32 {
                let known = (1_u32 << Self::FLAGS.len()).wrapping_sub(1);
                self.bits_as_stored() & known
            }

            /// The set that has these [`bits`](Self::bits); none when a bit stands for no flag.
            #[must_use]
            pub fn from_bits(bits: u32) -> Option<Self> {
                let mut set = Self::empty();
                for flag in Self::FLAGS {
                    if bits & flag.bits() != 0 {
                        set |= *flag;
                    }
                }
                (set.bits() == bits).then_some(set)
            }

            /// This set, with `flag` in it when `holds`.
            #[must_use]
            pub fn with(self, flag: Self, holds: bool) -> Self {
                if holds { self | flag } else { self }
            }
        }
    };
}

/// Gives each flag the next bit.
#[cfg(not(feature = "wasmtime"))]
macro_rules! bits_of_flags {
    ($bit:expr;) => {};
    ($bit:expr; $(#[$doc:meta])* $flag:ident, $($rest:tt)*) => {
        $(#[$doc])*
        pub const $flag: Self = Self { bits: 1 << ($bit) };
        bits_of_flags!($bit + 1; $($rest)*);
    };
}

contract_flags!(
    /// What is true of the partner's organisation and of its user, each a condition of entry.
    PartnerStanding {
        /// The partner is accredited (F17, F32).
        ACCREDITED => "accredited",
        /// The partner's domain is enabled in the customer's product (F18).
        DOMAIN_ENABLED => "domain-enabled",
        /// The person has access to the partner service layer (F15).
        PARTNER_SERVICE_LAYER => "partner-service-layer",
        /// The person has access to the partner's own system (S8).
        OWN_SYSTEM_ACCESS => "own-system-access",
        /// The partner has authorised the person for this customer (F20, S6, S7).
        AUTHORISED => "authorised",
        /// A single sign-on provider is enabled in the partner's own system (S12).
        SSO_ENABLED => "sso-enabled",
    }
);

contract_flags!(
    /// Groups of facts that a decision looked at. A page can say that its answer is only as good as these.
    FactsRead {
        /// `principal.kind`, `principal.login` and `principal.home`.
        PRINCIPAL => "principal",
        /// `entitlements`.
        ENTITLEMENTS => "entitlements",
        /// `relationship`.
        RELATIONSHIP => "relationship",
        /// `principal.partner`.
        PARTNER_STANDING => "partner-standing",
        /// `listed-users`, and the person's e-mail and identity.
        LISTED_USERS => "listed-users",
        /// `external-access`.
        EXTERNAL_ACCESS => "external-access",
        /// `role-grants` and `organisation`.
        ROLE_GRANTS => "role-grants",
        /// `groups`.
        GROUPS => "groups",
        /// `custom-roles`.
        CUSTOM_ROLES => "custom-roles",
        /// `disabled-roles`.
        DISABLED_ROLES => "disabled-roles",
        /// `access-grants`.
        ACCESS_GRANTS => "access-grants",
        /// `attributes`.
        ATTRIBUTES => "attributes",
    }
);

contract_flags!(
    /// What the caller owes when it acts on a decision or a verdict.
    Obligations {
        /// Data protection agreements with the third party must be in place (F11).
        DATA_PROTECTION_AGREEMENT => "data-protection-agreement",
        /// The person behind the action must be recorded by name (X7, C20, C24).
        NAME_THE_PERSON => "name-the-person",
    }
);
