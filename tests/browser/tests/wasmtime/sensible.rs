//! Makes sense of random facts: every range becomes a name that the policy knows, so that some requests are granted.

use std::ops::Range;

use guestpass_contract::{
    AccessMode, AppLevel, Change, ChangeFacts, CustomRole, ExternalAccess, Facts, ListedUser, NameSpan, PolicyInfo,
    PrincipalKind, Relationship, RelationshipStatus, Requests, RoleHolder, RoleKind, Target, TextRange, Window,
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
    choose_among(range, names, 0..names.len());
}

fn choose_among(range: &mut TextRange, names: &[String], among: Range<usize>) {
    let choice = usize::try_from(range.start).expect("small");
    *range = place(names, among.start + choice % among.len());
}

/// Where the roles stand among the names: behind the three fixed ones.
fn roles(names: &[String]) -> Range<usize> {
    3..privileges(names).start
}

/// Where the privileges stand among the names.
fn privileges(names: &[String]) -> Range<usize> {
    let is_privilege = |name: &String| name.split(':').count() == 3;
    let start = names.iter().position(is_privilege).expect("a privilege");
    start..start + names[start..].iter().take_while(|name| is_privilege(name)).count()
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
    principal.home = TextRange::default();
    if principal.kind == PrincipalKind::ThirdParty {
        principal.home = place(names, 1);
    }
    if principal.kind == PrincipalKind::PartnerUser {
        facts.relationship = Some(Relationship { status: RelationshipStatus::Established, managed: true });
    }
    let home = if principal.kind == PrincipalKind::ThirdParty { place(names, 1) } else { place(names, 0) };
    facts.organisation = place(names, 0);
    facts.listed_users.clear();
    // The entitlement, then the groups; nothing is switched off.
    facts.names.truncate(3);
    facts.names.iter_mut().for_each(|range| choose(range, names));
    facts.names.insert(0, place(names, 2));
    let groups = u32::try_from(facts.names.len() - 1).expect("small");
    facts.entitlements = NameSpan { start: 0, length: 1 };
    facts.groups = NameSpan { start: 1, length: groups };
    facts.disabled_roles = NameSpan::default();
    // A custom role of the same name as one of the policy's would spoil the facts.
    facts.custom_roles.clear();
    let (kind, level) = (RoleKind::User, AppLevel::None);
    facts.custom_roles.push(CustomRole {
        name: place(names, 1),
        kind,
        level,
        privileges: place(names, names.len() / 2),
    });
    facts.attributes.clear();
    if let Some(access) = &mut facts.external_access {
        make_forward(access);
    }
    for grant in &mut facts.access_grants {
        grant.on_resource = None;
        grant.window = forward(grant.window);
    }
    for grant in &mut facts.role_grants {
        choose_among(&mut grant.role, names, roles(names));
        grant.organisation = home;
        grant.group = None;
        grant.on_resource = None;
        grant.window = grant.window.filter(|window| window.start < window.end);
    }
}

fn forward(window: Window) -> Window {
    if window.start < window.end { window } else { Window { start: 0, end: 1 } }
}

fn make_forward(access: &mut ExternalAccess) {
    if let AccessMode::Period(window) = access.mode {
        access.mode = AccessMode::Period(forward(window));
    }
}

/// Every name one that the policy knows, every window forward, every list short.
pub fn change_facts(facts: &mut ChangeFacts, names: &[String]) {
    facts.text = names.concat();
    facts.names.iter_mut().for_each(|range| choose(range, names));
    choose(&mut facts.default_role, names);
    if let Some(access) = &mut facts.instance {
        make_forward(access);
    }
    if let Some(person) = &mut facts.person {
        for range in [&mut person.email, &mut person.identity] {
            choose(range, names);
        }
        for ListedUser { email, identity } in &mut person.counterparts {
            choose(email, names);
            choose(identity, names);
        }
        person.roles = NameSpan { start: 0, length: u32::try_from(facts.names.len()).expect("small") };
    }
    if let Some(request) = &mut facts.request {
        request.account = place(names, 0);
        for range in [&mut request.company, &mut request.requested_by, &mut request.created_by] {
            choose(range, names);
        }
        request.window = forward(request.window);
    }
}

/// Every name of a role one that the policy knows.
pub fn change(change: &mut Change, names: &[String]) {
    let choose = |name: &mut String| {
        let choice = name.len();
        names[choice % names.len()].clone_into(name);
    };
    match change {
        Change::AssignRole(assignment) | Change::UnassignRole(assignment) => {
            choose(&mut assignment.role);
            match &mut assignment.holder {
                RoleHolder::Person(id)
                | RoleHolder::Group(id)
                | RoleHolder::Account(id)
                | RoleHolder::ExternalPerson(id) => choose(id),
            }
            assignment.on_resource = None;
        }
        Change::SwitchRole(switch) => choose(&mut switch.role),
        Change::AddPerson(person) => {
            choose(&mut person.email);
            person.roles.iter_mut().for_each(choose);
        }
        Change::SetDefaultRole(Some(role)) => choose(role),
        Change::GrantRun(grant) | Change::WithdrawRun(grant) => {
            choose(&mut grant.role);
            choose(&mut grant.run);
        }
        Change::CreateCustomRole(edit) | Change::EditCustomRole(edit) => choose(&mut edit.name),
        Change::GrantRequest(id)
        | Change::RejectRequest(id)
        | Change::WithdrawRequest(id)
        | Change::RevokeGrant(id)
        | Change::EstablishRelationship(id)
        | Change::MakeCustomerManaged(id)
        | Change::EndRelationship(id)
        | Change::DeleteCustomRole(id) => choose(id),
        _ => {}
    }
}

pub fn requests(requests: &mut Requests, names: &[String]) {
    requests.text = names.concat();
    for request in &mut requests.items {
        match &mut request.target {
            Target::Privileges(range) => choose_among(range, names, privileges(names)),
            Target::Api(range) => choose(range, names),
        }
        request.on_resource = None;
    }
}
