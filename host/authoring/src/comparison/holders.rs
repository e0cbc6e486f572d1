//! What a person may hold.

use std::collections::BTreeSet;

use guestpass_contract::{Automatic, Login, PolicyInfo, RoleInfo, RoleKind};

/// What a person holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    /// What nobody has to grant, and nothing besides.
    Nothing(Login),
    /// An app role that gives nothing by itself, on some resource (P14).
    AppMember,
    /// A role of either policy.
    Role { name: String, kind: RoleKind },
    /// A role of the organisation's own that gives every privilege of both policies (R3).
    Custom(RoleKind),
}

impl Holder {
    /// What its holder signs in with.
    pub(super) fn login(&self) -> Login {
        match self {
            Self::Nothing(login) => *login,
            Self::Role { kind: RoleKind::Account, .. } | Self::Custom(RoleKind::Account) => Login::Account,
            Self::AppMember | Self::Role { .. } | Self::Custom(_) => Login::User,
        }
    }

    /// The role that is held; for what is held automatically none.
    pub(super) fn role(&self) -> Option<&str> {
        match self {
            Self::Role { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The roles of a policy whose conditions bear on what is held.
    pub(super) fn roles_of<'a>(&self, info: &'a PolicyInfo) -> Vec<&'a RoleInfo> {
        let bears = |role: &&RoleInfo| match self {
            Self::Role { name, .. } => role.name == *name,
            Self::Custom(_) => false,
            Self::Nothing(login) => match role.automatic {
                Some(Automatic::Everyone) => true,
                Some(Automatic::UserLogin) => *login == Login::User,
                Some(Automatic::AccountLogin) => *login == Login::Account,
                Some(Automatic::AppRole) | None => false,
            },
            Self::AppMember => role.automatic == Some(Automatic::AppRole),
        };
        info.roles.iter().filter(bears).collect()
    }
}

/// Everybody to ask about. A role that is held automatically in both policies is not granted to anybody.
pub(super) fn all(old: &PolicyInfo, new: &PolicyInfo) -> Vec<Holder> {
    let mut holders = vec![Holder::Nothing(Login::User), Holder::Nothing(Login::Account), Holder::AppMember];
    let mut seen = BTreeSet::new();
    for role in old.roles.iter().chain(&new.roles) {
        let is_granted = |info: &PolicyInfo| info.roles.iter().any(|it| it.name == role.name && it.automatic.is_none());
        if (is_granted(old) || is_granted(new)) && seen.insert((role.name.as_str(), role.kind)) {
            holders.push(Holder::Role { name: role.name.clone(), kind: role.kind });
        }
    }
    holders.extend([RoleKind::User, RoleKind::Account, RoleKind::App].map(Holder::Custom));
    holders
}
