//! What accepted changes are warned of.

use guestpass_contract::Warning;

/// What an accepted change is warned of.
pub(crate) const fn of_warning(warning: Warning) -> &'static str {
    match warning {
        Warning::DualListed => {
            "the person is also listed by the customer; signing in from outside fails until one listing is gone"
        }
        Warning::DeprecatedRole => "the role is deprecated; choose another one for new holders",
        Warning::NoDefaultRole => "there is no default role that would do; whoever arrives cannot log in",
        Warning::UndeclaredPrivilege => "a privilege that the policy does not declare gives nothing",
        Warning::RoleManagementOff => "role management is off; the assignment is kept and has no effect",
        Warning::NoChange => "it is so already",
    }
}
