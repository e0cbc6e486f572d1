//! Roles that are held, and roles that the organisation made for itself.

use crate::identifiers::{EntityId, OrganisationId, RoleName};
use crate::time::Window;
use core::cmp::Ordering;

/// A role held by the person or by a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleGrant<'a> {
    /// Which role; an unknown one gives nothing (R16).
    pub role: RoleName<'a>,
    /// The organisation that it was granted in (R1).
    pub organisation: OrganisationId<'a>,
    /// The group that holds it; none when the person does (R2).
    pub group: Option<EntityId<'a>>,
    /// The one resource that it is limited to (P13, P21).
    pub on_resource: Option<EntityId<'a>>,
    /// When it holds; none for always (C35).
    pub window: Option<Window>,
}

impl RoleGrant<'_> {
    /// Whether an identifier that must be there is empty.
    pub(super) fn is_nameless(&self) -> bool {
        let is_empty = |id: Option<EntityId<'_>>| id.is_some_and(|id| id.0.is_empty());
        self.role.0.is_empty() || self.organisation.0.is_empty() || is_empty(self.group) || is_empty(self.on_resource)
    }
}

/// Who may hold a role (C2, P13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoleKind {
    /// Users, groups and external people.
    #[default]
    User,
    /// Account logins.
    Account,
    /// Users, each on one resource: an app role.
    App,
}

/// How much an app role allows, rising (P31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum AppLevel {
    /// Nothing yet.
    #[default]
    None,
    /// Looking: from here on the role makes its holder an app manager (P14).
    View,
    /// Changing.
    Edit,
    /// Everything.
    Full,
}

/// A role that the organisation made for itself (R3, P3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomRole<'a> {
    /// Unique among the organisation's custom roles and the policy's own (R3).
    pub name: RoleName<'a>,
    /// Who may hold it.
    pub kind: RoleKind,
    /// For an app role: its level.
    pub level: AppLevel,
    /// What it gives.
    pub privileges: PrivilegeNames<'a>,
}

/// Names of privileges in byte order, joined by single blanks. A name that the policy does not declare gives nothing
/// (R16), and neither does one that does not stand between its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivilegeNames<'a>(pub &'a str);

impl<'a> PrivilegeNames<'a> {
    /// The names, in the order in which they stand.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        self.0.split(' ').filter(|name| !name.is_empty())
    }

    /// Whether the name is among them. Takes a logarithmic number of steps: an organisation's roles may be long, and
    /// the text is there already.
    #[must_use]
    pub fn contains(self, name: &str) -> bool {
        let (text, name) = (self.0.as_bytes(), name.as_bytes());
        // The name can only begin at or after `from`, and before `to`.
        let (mut from, mut to) = (0, text.len());
        while from < to {
            let middle = from.midpoint(to);
            let start = start_of_name(text, from, middle);
            let end = start.saturating_add(name.len());
            // What stands there may be shorter; then the blank after it, or the end of the text, comes before every
            // letter.
            let there = text.get(start..end.min(text.len())).unwrap_or_default();
            match name.cmp(there) {
                Ordering::Equal if text.get(end).is_none_or(|&after| after == b' ') => {
                    return !name.is_empty() && !name.contains(&b' ') && is_in_order(text, start, end);
                }
                Ordering::Equal | Ordering::Less => to = start.saturating_sub(1),
                Ordering::Greater => from = end_of_name(text, middle).saturating_add(1),
            }
        }
        false
    }
}

/// Where the name begins that stands at `at`, or ends there; not before `from`.
fn start_of_name(text: &[u8], from: usize, at: usize) -> usize {
    let before = text.get(from..at).unwrap_or_default();
    before.iter().rposition(|&byte| byte == b' ').map_or(from, |blank| from.saturating_add(blank).saturating_add(1))
}

/// Where the name ends that stands at `at`.
fn end_of_name(text: &[u8], at: usize) -> usize {
    let after = text.get(at..).unwrap_or_default();
    after.iter().position(|&byte| byte == b' ').map_or(text.len(), |length| at.saturating_add(length))
}

/// Whether a name stands between its neighbours.
fn is_in_order(text: &[u8], start: usize, end: usize) -> bool {
    let name = text.get(start..end).unwrap_or_default();
    let follows = start.checked_sub(1).is_none_or(|blank| {
        let earlier = text.get(start_of_name(text, 0, blank)..blank).unwrap_or_default();
        earlier <= name
    });
    let next = end.saturating_add(1);
    follows && (next >= text.len() || text.get(next..end_of_name(text, next)).is_some_and(|later| name <= later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    #[test]
    fn every_name_that_is_there_is_found_and_no_other() {
        for count in 0..60_usize {
            let all: Vec<String> = (0..count).map(|number| alloc::format!("s:r{:03}:view", number * 2)).collect();
            let joined = all.join(" ");
            let names = PrivilegeNames(&joined);
            for number in 0..121 {
                let name = alloc::format!("s:r{number:03}:view");
                assert_eq!(names.contains(&name), all.contains(&name), "`{name}` in `{joined}`");
            }
            for cut in ["", " ", "s", "s:r000:view s:r002:view", "s:r000:vie", "s:r000:vieww"] {
                assert!(!names.contains(cut), "`{cut}` in `{joined}`");
            }
            assert_eq!(names.iter().count(), count);
        }
    }

    #[test]
    fn a_name_out_of_order_gives_nothing() {
        for (names, wanted, expected) in [
            ("b a c", "a", false),
            ("b a c", "b", false),
            ("a c b", "c", false),
            ("a b c", "b", true),
            ("a a", "a", true),
            ("  a  c ", "b", false),
            ("a", "a", true),
        ] {
            assert_eq!(PrivilegeNames(names).contains(wanted), expected, "`{wanted}` in `{names}`");
        }
    }
}
