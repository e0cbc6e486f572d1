//! Makes sense of random facts: every range becomes a name that the policy knows, so that some requests are granted.

use guestpass_contract::{
    AccessMode, CustomRole, Facts, PolicyInfo, PrincipalKind, Relationship, RelationshipStatus, Requests, Target,
    TextRange,
};

/// The organisation; the first name.
const ORGANISATION: &str = "initech";

/// What the policy's main suite needs; the third name.
const ENTITLEMENT: &str = "flexera-one-saas-management";

/// Names to choose from: a few of everything, roles and privileges most.
pub fn names(info: &PolicyInfo) -> Vec<String> {
    let mut names = [ORGANISATION, "ada@initech.example", ENTITLEMENT].map(str::to_owned).to_vec();
    names.extend(info.roles.iter().map(|role| role.name.clone()));
    names.extend(info.privileges.iter().take(20).map(|privilege| privilege.name.clone()));
    names.extend(info.apis.iter().take(5).map(|api| api.name.clone()));
    names
}

/// Where each name lies in [`text`].
fn place(names: &[String], choice: usize) -> TextRange {
    let choice = choice % names.len();
    let start: usize = names[..choice].iter().map(String::len).sum();
    let number = |length: usize| u32::try_from(length).expect("small");
    TextRange { start: number(start), length: number(names[choice].len()) }
}

fn choose(range: &mut TextRange, names: &[String]) {
    *range = place(names, usize::try_from(range.start).expect("small"));
}

pub fn facts(facts: &mut Facts, names: &[String]) {
    facts.text = names.concat();
    let principal = &mut facts.principal;
    if principal.kind == PrincipalKind::Unidentified {
        principal.kind = PrincipalKind::Member;
    }
    for range in [&mut principal.id, &mut principal.email, &mut principal.identity] {
        choose(range, names);
    }
    if principal.kind == PrincipalKind::PartnerUser {
        facts.relationship = Some(Relationship { status: RelationshipStatus::Established, managed: true });
    }
    facts.organisation = place(names, 0);
    facts.listed_users.clear();
    facts.disabled_roles.clear();
    // A custom role of the same name as one of the policy's would spoil the facts.
    facts.custom_roles.clear();
    facts.custom_roles.push(CustomRole { name: place(names, 1), privileges_start: 0, privileges_length: 0 });
    facts.custom_privileges.clear();
    for range in facts.entitlements.iter_mut().chain(&mut facts.groups) {
        choose(range, names);
    }
    facts.entitlements.push(place(names, 2));
    if let Some(access) = &mut facts.external_access
        && matches!(access.mode, AccessMode::Period(window) if window.start >= window.end)
    {
        access.mode = AccessMode::Continuous;
    }
    for grant in &mut facts.role_grants {
        choose(&mut grant.role, names);
        grant.organisation = place(names, 0);
        grant.group = None;
        grant.on_resource = None;
        if grant.window.is_some_and(|window| window.start >= window.end) {
            grant.window = None;
        }
    }
}

pub fn requests(requests: &mut Requests, names: &[String]) {
    requests.text = names.concat();
    for request in &mut requests.items {
        match &mut request.target {
            Target::Privileges(range) | Target::Api(range) => choose(range, names),
        }
        request.on_resource = None;
    }
}
