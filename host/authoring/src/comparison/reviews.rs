//! Changes that people may make: each kind, and the assignment of each role, proposed by everybody.

use std::collections::BTreeMap;

use guestpass_contract::{
    AccessMode, AccessRequest, AppLevel, Arrival, Change, ChangeFacts, ChangeFactsBuilder, ChangePersonDraft,
    CustomRoleEdit, ExternalAccess, ExternalAccessEdit, ExternalAccessSettings, Grantee, KeptRequestDraft, Login,
    NewPerson, PartnerStanding, PartnerUserEdit, PolicyInfo, Refusal, Relationship, RelationshipStatus, RequestStatus,
    RoleAssignment, RoleHolder, RoleKind, RoleSwitch, RunGrant, UnfitFacts, Verdict,
};

use super::answers::Kind;
use super::assignments::Value;
use super::facts::THING;
use super::places::{NOW_MS, WINDOW};
use super::targets::Target;

/// The standings in which changes are proposed.
pub(super) const PLACES: [&str; 5] = ["member", "partner-user", "vendor", "third-party", "third-party-granted"];

/// Somebody whom changes name.
const EVE: &str = "eve";

/// A change, and the role whose conditions its holder is to meet.
pub(super) struct Proposal {
    pub(super) target: Target,
    pub(super) change: Change,
    pub(super) facts: ChangeFacts,
    pub(super) role: Option<String>,
}

/// Every change that is proposed. Whether one is valid in all is not the point: whether people may make it is told too.
pub(super) fn all(old: &PolicyInfo, new: &PolicyInfo) -> Result<Vec<Proposal>, UnfitFacts> {
    let mut roles: BTreeMap<&str, RoleKind> = BTreeMap::new();
    for role in old.roles.iter().chain(&new.roles) {
        roles.insert(&role.name, role.kind);
    }
    let mut proposals = Vec::new();
    // Whether a role that only one policy has can be assigned is told by its being new or gone.
    let is_in_both = |role: &str| [old, new].iter().all(|info| info.roles.iter().any(|it| it.name == role));
    for (role, kind) in roles.iter().filter(|(role, _)| is_in_both(role)) {
        let target = Target::Change { kind: "assign-role".to_owned(), role: Some((*role).to_owned()) };
        let holder = match kind {
            RoleKind::Account => RoleHolder::Account(EVE.to_owned()),
            RoleKind::User | RoleKind::App => RoleHolder::Person(EVE.to_owned()),
        };
        let on_resource = (*kind == RoleKind::App).then(|| THING.to_owned());
        let change = Change::AssignRole(RoleAssignment { holder, role: (*role).to_owned(), on_resource });
        let login = if *kind == RoleKind::Account { Login::Account } else { Login::User };
        let facts = change_facts(RequestStatus::Pending, login)?;
        proposals.push(Proposal { target, change, facts, role: Some((*role).to_owned()) });
    }
    let any = roles.keys().next().copied().unwrap_or_default();
    for (kind, change) in others(any) {
        let status = if kind == "revoke-grant" { RequestStatus::Granted } else { RequestStatus::Pending };
        let target = Target::Change { kind: kind.to_owned(), role: None };
        proposals.push(Proposal { target, change, facts: change_facts(status, Login::User)?, role: None });
    }
    Ok(proposals)
}

/// One of each kind that is not about who holds a role.
fn others(role: &str) -> Vec<(&'static str, Change)> {
    let (partner, customer) = (|| Grantee::Partner("northwind".to_owned()), || "initech".to_owned());
    let settings = ExternalAccessSettings { mode: AccessMode::Period(WINDOW), role_management: true };
    let access = || ExternalAccessEdit { grantee: partner(), settings };
    let user = || PartnerUserEdit { customer: customer(), person: EVE.to_owned() };
    let custom = || {
        let (name, kind, level) = ("guestpass diff new role".to_owned(), RoleKind::User, AppLevel::None);
        CustomRoleEdit { name, kind, level, privileges: Vec::new() }
    };
    let run = || RunGrant { run: THING.to_owned(), role: role.to_owned() };
    let person = |arrival| {
        let roles = if arrival == Arrival::Manual { vec![role.to_owned()] } else { Vec::new() };
        Change::AddPerson(NewPerson { email: "eve@initech.example".to_owned(), arrival, roles })
    };
    let holder = RoleHolder::Person(EVE.to_owned());
    let assignment = RoleAssignment { holder, role: "guestpass diff keeper".to_owned(), on_resource: None };
    let request = || "request-1".to_owned();
    let submitted = AccessRequest {
        account: Some(customer()),
        company: Some(THING.to_owned()),
        description: None,
        requested_by: Some(EVE.to_owned()),
        valid_from: Some(WINDOW.start),
        valid_to: Some(WINDOW.end),
    };
    vec![
        ("create-external-access", Change::CreateExternalAccess(access())),
        ("edit-external-access", Change::EditExternalAccess(access())),
        ("delete-external-access", Change::DeleteExternalAccess(partner())),
        ("establish-relationship", Change::EstablishRelationship(customer())),
        ("make-customer-managed", Change::MakeCustomerManaged(customer())),
        ("end-relationship", Change::EndRelationship(customer())),
        ("authorise-user", Change::AuthoriseUser(user())),
        ("withdraw-user-authorisation", Change::WithdrawUserAuthorisation(user())),
        ("create-custom-role", Change::CreateCustomRole(custom())),
        ("edit-custom-role", Change::EditCustomRole(custom())),
        ("delete-custom-role", Change::DeleteCustomRole(custom().name)),
        ("switch-role", Change::SwitchRole(RoleSwitch { role: role.to_owned(), enabled: false })),
        ("unassign-role", Change::UnassignRole(assignment)),
        ("add-person", person(Arrival::Manual)),
        ("arrive-by-sso", person(Arrival::Sso)),
        ("arrive-by-account-request", person(Arrival::AccountRequest)),
        ("set-default-role", Change::SetDefaultRole(None)),
        ("grant-run", Change::GrantRun(run())),
        ("withdraw-run", Change::WithdrawRun(run())),
        ("submit-request", Change::SubmitRequest(submitted)),
        ("grant-request", Change::GrantRequest(request())),
        ("reject-request", Change::RejectRequest(request())),
        ("withdraw-request", Change::WithdrawRequest(request())),
        ("revoke-grant", Change::RevokeGrant(request())),
    ]
}

fn change_facts(status: RequestStatus, login: Login) -> Result<ChangeFacts, UnfitFacts> {
    let mut facts = ChangeFactsBuilder::new();
    facts.instance(ExternalAccess { mode: AccessMode::Continuous, role_management: true });
    facts.instances(1).role_assignments(1).partner(PartnerStanding::all());
    facts.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
    facts.person(&ChangePersonDraft { login, email: "eve@initech.example", ..ChangePersonDraft::default() })?;
    facts.sso_arrivals(true).account_requests(true).company_in_account(true);
    facts.request(&KeptRequestDraft {
        status,
        account: "initech",
        company: THING,
        requested_by: EVE,
        created_by: EVE,
        window: WINDOW,
    })?;
    Ok(facts.build())
}

/// In which way two verdicts differ.
pub(super) fn differences(old: &Verdict, new: &Verdict) -> Vec<(Kind, String)> {
    let at = |verdict: &Verdict| match verdict {
        Verdict::Accepted(_) => 2,
        Verdict::Refused(rejection) if rejection.refusals.iter().any(|refusal| is_about_person(*refusal)) => 0,
        Verdict::Refused(_) => 1,
    };
    match at(old).cmp(&at(new)) {
        std::cmp::Ordering::Less => return vec![(Kind::NewlyAllowed, String::new())],
        std::cmp::Ordering::Greater => return vec![(Kind::NewlyDenied, String::new())],
        std::cmp::Ordering::Equal => {}
    }
    if old == new {
        return Vec::new();
    }
    let words = |verdict: &Verdict| match verdict {
        Verdict::Accepted(acceptance) => {
            let warnings = acceptance.warnings.iter().map(|warning| warning.name());
            format!("accepted {}", warnings.chain(acceptance.obligations.names()).collect::<Vec<_>>().join(" "))
        }
        Verdict::Refused(rejection) => {
            let refusals = rejection.refusals.iter().map(|refusal| refusal.name());
            refusals.chain(rejection.denial.map(|reason| reason.name())).collect::<Vec<_>>().join(" ")
        }
    };
    vec![(Kind::OtherReason, format!("`{}`, not `{}`", words(new), words(old)))]
}

/// Who makes the change is refused, not the change.
fn is_about_person(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::NotPermitted | Refusal::NotAnAssigner | Refusal::UnsupportedChange)
}

/// The instant at which changes are proposed.
pub(super) const PROPOSED_MS: i64 = NOW_MS;

/// Attributes as the conditions on holders like them: of the person who proposes, and of the one whom the change names.
pub(super) type Liked = Vec<(String, Value)>;
