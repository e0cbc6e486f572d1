//! From answers to what they reach.

use std::collections::BTreeSet;

use guestpass_contract::json::OwnedTarget;
use guestpass_contract::{
    Change, Decision, Facts, Gate, GateOutcome, GrantedBy, Holding, PolicyInfo, Reach, Reason, Refusal, Requirement,
    RoleHolder, RoleInfo, RoleReference, Verdict,
};

use super::{Coverage, DocumentLines, KindCoverage, Missing};
use crate::cases::{Answer, CaseResult, Question};

/// What the answers of the results reach of a policy. `document` gives the lines and the gates that there are; without
/// it the gates are those that the answers mention.
#[must_use]
pub fn measure(info: &PolicyInfo, results: &[CaseResult<'_>], document: Option<&DocumentLines<'_>>) -> Coverage {
    let mut seen = Seen::default();
    for result in results {
        let facts = &result.case.facts;
        match (&result.case.question, result.answer()) {
            (Question::Request(request), Some(Answer::Decision(decision))) => {
                seen.decision(&request.target, decision, facts, info);
            }
            (Question::Change { proposed, .. }, Some(Answer::Verdict(verdict))) => {
                seen.verdict(&proposed.change, verdict, info);
            }
            _ => {}
        }
    }
    let kinds = Kinds { info, seen: &seen, document };
    Coverage::new(vec![
        kinds.roles(),
        kinds.privileges(),
        kinds.gates(),
        kinds.conditions(),
        kinds.operations(),
        kinds.changes(),
    ])
}

/// What was seen. The flag is true for allowed, passed, true and accepted.
#[derive(Default)]
struct Seen {
    roles: BTreeSet<u16>,
    privileges: BTreeSet<(String, bool)>,
    gates: BTreeSet<(Gate, bool)>,
    gates_mentioned: BTreeSet<Gate>,
    conditions: BTreeSet<(u16, bool)>,
    operations: BTreeSet<(String, bool)>,
    changes: BTreeSet<(String, bool)>,
}

impl Seen {
    fn decision(&mut self, target: &OwnedTarget, decision: &Decision, facts: &Facts, info: &PolicyInfo) {
        let is_allowed = decision.is_allowed();
        for result in decision.explanation.iter().flat_map(|explanation| &explanation.gates) {
            self.gates_mentioned.insert(result.gate);
            match result.outcome {
                GateOutcome::Passed => self.gates.insert((result.gate, true)),
                GateOutcome::Failed(_) => self.gates.insert((result.gate, false)),
                GateOutcome::Skipped | GateOutcome::NotReached => false,
            };
        }
        let wanted = wanted(target, info);
        if let OwnedTarget::Api(name) = target {
            self.operations.insert((name.clone(), is_allowed));
        }
        if let Some(granted) = decision.granted_by {
            self.granted(granted, info);
        } else if !is_allowed {
            self.privileges.extend(wanted.iter().map(|name| (name.clone(), false)));
            self.denied(decision.reason, &wanted, facts, info);
        }
    }

    fn granted(&mut self, granted: GrantedBy, info: &PolicyInfo) {
        let privilege = granted.privilege.and_then(|index| info.privileges.get(usize::from(index)));
        self.privileges.extend(privilege.map(|privilege| (privilege.name.clone(), true)));
        let Some(RoleReference::Policy(index)) = granted.role else { return };
        self.roles.insert(index);
        let Some(role) = info.roles.get(usize::from(index)) else { return };
        self.conditions.extend(role.holder_condition.map(|condition| (condition, true)));
        let reach = match granted.held {
            Holding::ThirdParty => Reach::ThirdParty,
            Holding::AccessGrant => Reach::WithGrant,
            _ => Reach::Own,
        };
        let entries = role.privileges.iter().filter(|entry| Some(entry.privilege) == granted.privilege);
        let conditions: Vec<Option<u16>> =
            entries.filter(|entry| entry.reach == reach).map(|entry| entry.condition).collect();
        // Of two conditions one was enough, and nobody says which.
        if let [Some(condition)] = conditions.as_slice() {
            self.conditions.insert((*condition, true));
        }
    }

    fn denied(&mut self, reason: Reason, wanted: &[String], facts: &Facts, info: &PolicyInfo) {
        let gives = |entry: &guestpass_contract::RolePrivilege| {
            let privilege = info.privileges.get(usize::from(entry.privilege));
            privilege.is_some_and(|privilege| wanted.contains(&privilege.name))
        };
        for role in info.roles.iter().filter(|role| is_held(role, facts)) {
            let entries = role.privileges.iter().filter(|entry| gives(entry));
            match reason {
                Reason::ConditionNotMet => {
                    let conditions = entries.filter_map(|entry| entry.condition);
                    self.conditions.extend(conditions.map(|condition| (condition, false)));
                }
                Reason::HolderNotEligible if entries.count() > 0 => {
                    self.conditions.extend(role.holder_condition.map(|condition| (condition, false)));
                }
                _ => {}
            }
        }
    }

    fn verdict(&mut self, change: &Change, verdict: &Verdict, info: &PolicyInfo) {
        let is_accepted = matches!(verdict, Verdict::Accepted(_));
        self.changes.insert((kind_of(change).to_owned(), is_accepted));
        let Change::AssignRole(assignment) = change else { return };
        let is_person = matches!(assignment.holder, RoleHolder::Person(_) | RoleHolder::Account(_));
        let role = info.roles.iter().find(|role| role.name == assignment.role);
        let Some(condition) = role.and_then(|role| role.holder_condition).filter(|_| is_person) else { return };
        match verdict {
            Verdict::Accepted(_) => self.conditions.insert((condition, true)),
            Verdict::Refused(rejection) if rejection.refusals.contains(&Refusal::HolderNotEligible) => {
                self.conditions.insert((condition, false))
            }
            Verdict::Refused(_) => false,
        };
    }
}

/// A role that the person was granted, or that everybody of a kind holds.
fn is_held(role: &RoleInfo, facts: &Facts) -> bool {
    let mut names = facts.role_grants.iter().filter_map(|grant| grant.role.of(&facts.text));
    role.automatic.is_some() || names.any(|name| name == role.name)
}

/// The privileges that a request names, by itself or through its operation.
fn wanted(target: &OwnedTarget, info: &PolicyInfo) -> Vec<String> {
    match target {
        OwnedTarget::Privileges(expression) => {
            expression.split(['|', '+']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        }
        OwnedTarget::Api(name) => match info.apis.iter().find(|api| api.name == *name).map(|api| &api.requirement) {
            Some(Requirement::Privileges(names)) => names.clone(),
            _ => Vec::new(),
        },
    }
}

struct Kinds<'a> {
    info: &'a PolicyInfo,
    seen: &'a Seen,
    document: Option<&'a DocumentLines<'a>>,
}

/// What is to be seen of something: one way and the other.
type Ways = [(bool, &'static str); 2];
const DECIDED: Ways = [(true, "allowed"), (false, "denied")];

impl Kinds<'_> {
    fn line(&self, table: &str, name: &str) -> Option<usize> {
        self.document.and_then(|document| document.of(table, name))
    }

    fn roles(&self) -> KindCoverage {
        let item = |(index, role): (usize, &RoleInfo)| {
            let seen = u16::try_from(index).is_ok_and(|index| self.seen.roles.contains(&index));
            (Missing { name: role.name.clone(), what: "granting", line: self.line("roles", &role.name) }, seen)
        };
        KindCoverage::new("roles", self.info.roles.iter().enumerate().map(item).collect())
    }

    fn privileges(&self) -> KindCoverage {
        let names = self.info.privileges.iter().map(|privilege| privilege.name.as_str());
        self.decided("privileges", "privileges", names, &self.seen.privileges, DECIDED)
    }

    fn operations(&self) -> KindCoverage {
        let names = self.info.apis.iter().map(|api| api.name.as_str());
        self.decided("operations", "apis", names, &self.seen.operations, DECIDED)
    }

    fn changes(&self) -> KindCoverage {
        let names = self.info.changes.iter().map(|change| change.name.as_str());
        let ways = [(true, "accepted"), (false, "refused")];
        self.decided("changes", "changes", names, &self.seen.changes, ways)
    }

    fn decided<'n>(
        &self,
        kind: &'static str,
        table: &str,
        names: impl Iterator<Item = &'n str>,
        seen: &BTreeSet<(String, bool)>,
        ways: Ways,
    ) -> KindCoverage {
        let both = |name: &'n str| {
            let line = self.line(table, name);
            ways.map(|(way, what)| {
                (Missing { name: name.to_owned(), what, line }, seen.contains(&(name.to_owned(), way)))
            })
        };
        KindCoverage::new(kind, names.flat_map(both).collect())
    }

    /// Facts and requests that break the contract cannot be written as a case: the first gate is not counted.
    fn gates(&self) -> KindCoverage {
        let mut gates: Vec<(Gate, Option<usize>)> = match self.document {
            Some(document) => document.gates().into_iter().map(|(gate, line)| (gate, Some(line))).collect(),
            None => Vec::new(),
        };
        let has_entitlements = self.document.is_none_or(DocumentLines::has_entitlements);
        for gate in &self.seen.gates_mentioned {
            let may_fail = *gate != Gate::Entitlement || has_entitlements;
            if may_fail && *gate != Gate::WellFormed && !gates.iter().any(|(known, _)| known == gate) {
                gates.push((*gate, None));
            }
        }
        gates.sort_unstable();
        let both = |(gate, line): (Gate, Option<usize>)| {
            [(true, "passed"), (false, "failed")].map(|(way, what)| {
                (Missing { name: gate.name().to_owned(), what, line }, self.seen.gates.contains(&(gate, way)))
            })
        };
        KindCoverage::new("gates", gates.into_iter().flat_map(both).collect())
    }

    fn conditions(&self) -> KindCoverage {
        let both = |(index, text): (usize, &String)| {
            let line = self.document.and_then(|document| document.of_condition(text));
            [(true, "true"), (false, "false")].map(|(way, what)| {
                let seen = u16::try_from(index).is_ok_and(|index| self.seen.conditions.contains(&(index, way)));
                (Missing { name: text.clone(), what, line }, seen)
            })
        };
        KindCoverage::new("conditions", self.info.conditions.iter().enumerate().flat_map(both).collect())
    }
}

/// How a policy calls a kind of change.
fn kind_of(change: &Change) -> &'static str {
    use guestpass_contract::Arrival;
    match change {
        Change::CreateExternalAccess(_) => "create-external-access",
        Change::EditExternalAccess(_) => "edit-external-access",
        Change::DeleteExternalAccess(_) => "delete-external-access",
        Change::EstablishRelationship(_) => "establish-relationship",
        Change::MakeCustomerManaged(_) => "make-customer-managed",
        Change::EndRelationship(_) => "end-relationship",
        Change::AuthoriseUser(_) => "authorise-user",
        Change::WithdrawUserAuthorisation(_) => "withdraw-user-authorisation",
        Change::CreateCustomRole(_) => "create-custom-role",
        Change::EditCustomRole(_) => "edit-custom-role",
        Change::DeleteCustomRole(_) => "delete-custom-role",
        Change::SwitchRole(_) => "switch-role",
        Change::AssignRole(_) => "assign-role",
        Change::UnassignRole(_) => "unassign-role",
        Change::AddPerson(person) => match person.arrival {
            Arrival::Manual => "add-person",
            Arrival::Sso => "arrive-by-sso",
            Arrival::AccountRequest => "arrive-by-account-request",
        },
        Change::SetDefaultRole(_) => "set-default-role",
        Change::GrantRun(_) => "grant-run",
        Change::WithdrawRun(_) => "withdraw-run",
        Change::SubmitRequest(_) => "submit-request",
        Change::GrantRequest(_) => "grant-request",
        Change::RejectRequest(_) => "reject-request",
        Change::WithdrawRequest(_) => "withdraw-request",
        Change::RevokeGrant(_) => "revoke-grant",
    }
}
