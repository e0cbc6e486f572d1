//! The rules as ordinary Rust: what is left of a decision when no component is called.

use super::{document, holdings};
use crate::subjects::Subject;
use crate::work::{CLOSES_MS, OPENS_MS, PERSON, Question, Work, organisation, privilege};
use anyhow::{Context, Result, ensure};
use guestpass_rules::{
    Attribute, AttributeSubject, AttributeValue, EntityId, Facts, Instant, Login, OrganisationId, PartnerStanding,
    Policy, Principal, PrincipalKind, PrivilegeExpression, Request, RoleGrant, RoleName, Target, Window, check,
};

/// Names that live as long as the program, as facts borrow theirs.
fn kept(name: String) -> &'static str {
    name.leak()
}

fn facts(work: Work) -> Facts<'static> {
    let here = OrganisationId(kept(organisation(work.asked_organisation())));
    let mut groups = Vec::new();
    let mut role_grants = Vec::new();
    for (role, group) in holdings(work) {
        let group = group.map(|group| EntityId(kept(group)));
        groups.extend(group);
        role_grants.push(RoleGrant {
            role: RoleName(kept(role)),
            organisation: here,
            group,
            on_resource: None,
            window: Window::new(Instant(OPENS_MS), Instant(CLOSES_MS)),
        });
    }
    let clearance = AttributeValue::Text(kept(work.clearance()));
    let clearance = Attribute { subject: AttributeSubject::Context, name: "clearance", value: clearance };
    Facts {
        organisation: here,
        entitlements: Vec::new(),
        principal: Principal {
            kind: PrincipalKind::Member,
            login: Login::User,
            id: EntityId(PERSON),
            email: "",
            identity: "",
            home: OrganisationId(""),
            partner: PartnerStanding::default(),
        },
        relationship: None,
        external_access: None,
        listed_users: Vec::new(),
        groups,
        role_grants,
        custom_roles: Vec::new(),
        disabled_roles: Vec::new(),
        access_grants: Vec::new(),
        attributes: if work.conditions > 0 { vec![clearance] } else { Vec::new() },
    }
}

struct Native {
    policy: Policy,
    facts: Facts<'static>,
    requests: Vec<Request<'static>>,
}

fn prepare(work: Work, questions: &[Question]) -> Result<Native> {
    let policy = guestpass_compiler::parse("peers.toml", &document(work)?)?.model.into_policy()?;
    let request = |question: &Question| Request {
        target: Target::Privileges(PrivilegeExpression(kept(privilege(question.privilege)))),
        on_resource: None,
        now: Instant(question.now_ms),
        explain: false,
    };
    Ok(Native { policy, facts: facts(work), requests: questions.iter().map(request).collect() })
}

/// Each question in a call of its own.
pub(in crate::subjects) fn native(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    Ok(Box::new(prepare(work, questions)?))
}

impl Subject for Native {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let request = self.requests.get(position).context("there is no such question")?;
        let decisions = check(&self.policy, &self.facts, std::slice::from_ref(request));
        Ok(decisions.first().context("a question has an answer")?.effect == guestpass_rules::Effect::Allow)
    }

    fn questions(&self) -> usize {
        self.requests.len()
    }
}

struct NativeBatch(Native);

/// All questions in one call.
pub(in crate::subjects) fn native_batch(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    Ok(Box::new(NativeBatch(prepare(work, questions)?)))
}

impl Subject for NativeBatch {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let decisions = check(&self.0.policy, &self.0.facts, &self.0.requests);
        Ok(decisions.get(position).context("a question has an answer")?.effect == guestpass_rules::Effect::Allow)
    }

    fn ask_all(&mut self) -> Result<usize> {
        let decisions = check(&self.0.policy, &self.0.facts, &self.0.requests);
        ensure!(decisions.len() == self.questions(), "a question has an answer");
        Ok(decisions.iter().filter(|decision| decision.effect == guestpass_rules::Effect::Allow).count())
    }

    fn questions(&self) -> usize {
        self.0.requests.len()
    }
}
