//! Which roles a person holds, and how.

use crate::condition::{Circumstances, Condition, MissingAttribute};
use crate::document::{Document, List, Role};
use crate::facts::{CustomRole, Facts, RoleGrant};
use crate::gates;
use crate::instants::{Instant, Window};

/// A role, of the policy or of the organisation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum HeldRole<'a> {
    /// With its position in the document.
    Policy(usize, &'a Role),
    Custom(&'a CustomRole),
}

impl<'a> HeldRole<'a> {
    pub(crate) fn find(document: &'a Document, facts: &'a Facts, name: &str) -> Option<Self> {
        let policy = document.roles.iter().enumerate().find(|(_, role)| role.name == name);
        let policy = policy.map(|(position, role)| Self::Policy(position, role));
        policy.or_else(|| facts.custom_role(name).map(Self::Custom))
    }

    pub(crate) fn name(self) -> &'a str {
        match self {
            Self::Policy(_, role) => &role.name,
            Self::Custom(role) => &role.name,
        }
    }

    pub(crate) fn kind(self) -> &'a str {
        match self {
            Self::Policy(_, role) => &role.kind,
            Self::Custom(role) => &role.kind,
        }
    }

    fn level(self) -> &'a str {
        match self {
            Self::Policy(_, role) => &role.level,
            Self::Custom(role) => &role.level,
        }
    }

    /// Roles of the policy in the order of the document, then custom roles by name.
    pub(crate) fn order(self) -> (bool, usize, &'a str) {
        match self {
            Self::Policy(position, _) => (false, position, ""),
            Self::Custom(role) => (true, 0, &role.name),
        }
    }

    /// C20, C24: whether the person is what the role asks of its holders.
    pub(crate) fn is_eligible(self, facts: &Facts) -> Result<bool, MissingAttribute> {
        let Self::Policy(_, Role { name, holder_when: Some(condition), .. }) = self else { return Ok(true) };
        condition.holds(&Circumstances {
            principal_id: &facts.principal.id,
            principal: &facts.about_principal,
            organisation_id: &facts.organisation,
            organisation: &facts.about_organisation,
            context: &facts.about_context,
            resource: None,
            privilege: None,
            role: name,
            now: 0,
        })
    }
}

/// How a role is held; the order decides between holdings of one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Held {
    Direct,
    Group,
    AppRole,
    Automatic,
    External,
    ThirdParty,
    AccessGrant,
}

impl Held {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::AppRole => "app-role",
            Self::Automatic => "automatic",
            Self::External => "external",
            Self::ThirdParty => "third-party",
            Self::AccessGrant => "access-grant",
        }
    }
}

/// A role that is held in one way.
#[derive(Debug, Clone)]
pub(crate) struct Holding<'a> {
    pub(crate) role: HeldRole<'a>,
    pub(crate) held: Held,
    /// Which of the role's lists it gives.
    pub(crate) list: List,
    pub(crate) on_resource: Option<&'a str>,
    pub(crate) role_window: Option<Window>,
    pub(crate) access_window: Option<Window>,
    /// P14: the app role through which an automatic one is held.
    pub(crate) through: Option<HeldRole<'a>>,
}

impl<'a> Holding<'a> {
    fn of(role: HeldRole<'a>, held: Held, list: List) -> Self {
        Self { role, held, list, on_resource: None, role_window: None, access_window: None, through: None }
    }

    /// Why it does not hold at an instant; none when it does.
    pub(crate) fn missed(&self, now: Instant) -> Option<&'static str> {
        let role_grant = self.role_window.and_then(|window| window.missed(now));
        role_grant.or_else(|| self.access_window.and_then(|window| window.missed(now)))
    }

    /// P4.
    pub(crate) fn is_disabled(&self, facts: &Facts) -> bool {
        facts.is_disabled(self.role.name()) || self.through.is_some_and(|role| facts.is_disabled(role.name()))
    }

    pub(crate) fn is_eligible(&self, facts: &Facts) -> Result<bool, MissingAttribute> {
        Ok(self.role.is_eligible(facts)? && self.through.map_or(Ok(true), |role| role.is_eligible(facts))?)
    }

    /// Inside its windows, not switched off, and the person is eligible.
    pub(crate) fn is_active(&self, facts: &Facts, now: Instant) -> bool {
        self.missed(now).is_none() && !self.is_disabled(facts) && self.is_eligible(facts) == Ok(true)
    }

    pub(crate) fn reaches(&self, resource: Option<&str>) -> bool {
        self.on_resource.is_none() || self.on_resource == resource
    }

    /// Whether the list that it gives holds anything.
    pub(crate) fn gives_anything(&self) -> bool {
        match self.role {
            HeldRole::Policy(_, role) => !role.gives(self.list).is_empty(),
            HeldRole::Custom(_) => true,
        }
    }

    /// The conditions under which its list holds the privilege, none among them for always; empty when it does not
    /// hold it.
    pub(crate) fn conditions(&self, privilege: &str) -> Vec<Option<&'a Condition>> {
        match self.role {
            HeldRole::Policy(_, role) => {
                role.gives(self.list).get(privilege).into_iter().flatten().map(Option::as_ref).collect()
            }
            HeldRole::Custom(role) if role.privileges.iter().any(|it| it == privilege) => vec![None],
            HeldRole::Custom(_) => Vec::new(),
        }
    }
}

/// Everything that the person holds in this organisation.
pub(crate) fn of_person<'a>(document: &'a Document, facts: &'a Facts) -> Vec<Holding<'a>> {
    match facts.principal.kind.as_str() {
        "member" => of_member(document, facts),
        "partner-user" | "vendor-employee" => of_external(document, facts),
        "third-party" => of_third_party(document, facts),
        _ => Vec::new(),
    }
}

/// C2, P13: user roles count for user logins, account roles for account logins, app roles for users on a resource.
fn kind_fits(facts: &Facts, role: HeldRole<'_>, grant: &RoleGrant) -> bool {
    match role.kind() {
        "user" => facts.principal.login == "user",
        "account" => facts.principal.login == "account",
        _ => facts.principal.login == "user" && grant.on_resource.is_some(),
    }
}

/// R1: grants of this organisation. R16: those of unknown roles give nothing. P15, C17: nor do those of automatic
/// roles, which nobody holds by hand.
fn grants_of<'a>(document: &'a Document, facts: &'a Facts, organisation: &str) -> Vec<(&'a RoleGrant, HeldRole<'a>)> {
    let grants = facts.role_grants.iter().filter(|grant| grant.organisation == organisation);
    grants
        .filter_map(|grant| HeldRole::find(document, facts, &grant.role).map(|role| (grant, role)))
        .filter(|(_, role)| !matches!(role, HeldRole::Policy(_, role) if role.automatic.is_some()))
        .filter(|(grant, role)| kind_fits(facts, *role, grant))
        .collect()
}

/// R2: what was granted to the person or to one of the person's groups, and what members hold automatically.
fn of_member<'a>(document: &'a Document, facts: &'a Facts) -> Vec<Holding<'a>> {
    let is_counted = |grant: &RoleGrant| grant.group.as_ref().is_none_or(|group| facts.groups.contains(group));
    let grants = grants_of(document, facts, &facts.organisation);
    let counted: Vec<_> = grants.into_iter().filter(|(grant, _)| is_counted(grant)).collect();
    let granted = counted.iter().map(|&(grant, role)| {
        let held = match (&grant.on_resource, &grant.group) {
            (Some(_), _) => Held::AppRole,
            (None, Some(_)) => Held::Group,
            (None, None) => Held::Direct,
        };
        let on_resource = grant.on_resource.as_deref();
        Holding { on_resource, role_window: grant.window, ..Holding::of(role, held, List::Own) }
    });
    let mut holdings: Vec<_> = granted.collect();
    for (position, role) in document.roles.iter().enumerate() {
        let automatic = Holding::of(HeldRole::Policy(position, role), Held::Automatic, List::Own);
        match role.automatic.as_deref() {
            Some("everyone") => holdings.push(automatic),
            Some("user-login") if facts.principal.login == "user" => holdings.push(automatic),
            Some("account-login") if facts.principal.login == "account" => holdings.push(automatic),
            Some("app-role") => {
                // P14: an app role at View or above, for as long as it is held.
                let app_roles = counted.iter().filter(|(_, role)| role.kind() == "app" && role.level() != "none");
                holdings.extend(app_roles.map(|&(grant, app_role)| Holding {
                    role_window: grant.window,
                    through: Some(app_role),
                    ..automatic.clone()
                }));
            }
            _ => {}
        }
    }
    holdings
}

/// F9: while Role management is on, what was assigned to the person; never what a group holds.
fn of_external<'a>(document: &'a Document, facts: &'a Facts) -> Vec<Holding<'a>> {
    if has_full_access(facts) {
        return Vec::new();
    }
    let grants = grants_of(document, facts, &facts.organisation);
    let own = grants.into_iter().filter(|(grant, _)| grant.group.is_none());
    own.map(|(grant, role)| Holding {
        on_resource: grant.on_resource.as_deref(),
        role_window: grant.window,
        ..Holding::of(role, Held::External, List::Own)
    })
    .collect()
}

/// F8, S16: a managed customer, or external access with Role management off.
pub(crate) fn has_full_access(facts: &Facts) -> bool {
    let is_let_in = ["partner-user", "vendor-employee"].contains(&facts.principal.kind.as_str());
    let is_unrestricted = facts.external_access.as_ref().is_some_and(|access| !access.role_management);
    is_let_in && (gates::is_managed(facts) || is_unrestricted)
}

/// C7, C18, C21: what the person holds at home, and once more for each access grant here.
fn of_third_party<'a>(document: &'a Document, facts: &'a Facts) -> Vec<Holding<'a>> {
    let mut holdings = Vec::new();
    for (grant, role) in grants_of(document, facts, facts.principal.home.as_deref().unwrap_or_default()) {
        let is_of_policy = matches!(role, HeldRole::Policy(..));
        if !is_of_policy || grant.group.is_some() || grant.on_resource.is_some() {
            continue;
        }
        let abroad = Holding { role_window: grant.window, ..Holding::of(role, Held::ThirdParty, List::ThirdParty) };
        let granted = facts.access_grants.iter().filter(|access| access.status == "granted");
        holdings.extend(granted.map(|access| Holding {
            held: Held::AccessGrant,
            list: List::WithGrant,
            on_resource: access.on_resource.as_deref(),
            access_window: Some(access.window),
            ..abroad.clone()
        }));
        holdings.push(abroad);
    }
    holdings
}
