//! External access as the customer sees it: who is let in, when, and the people of each (F4, F12, F22, S14); who else
//! can be let in (F17, F18), and how much of it there may be (F25, F26).

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use guestpass_contract::{Reason, RequestDraft};
use guestpass_store::model::{
    AccessMode, AuthorisedUser, ExternalAccess, Holder, Organisation, OrganisationKind, PartnerListing, Person,
    Relationship, RelationshipStatus, RoleAssignment, Window,
};
use guestpass_store::{Consistency, FactsQuestion, Name, OrganisationId, PersonId, Revision, Supplied};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::{Asking, FAILED_COST};
use crate::administration::ground::MANY;
use crate::problem::Problem;

/// The operations that open this screen, in one product or the other.
const OPERATIONS: [&str; 2] = ["external-access.list", "partner-status.list"];

/// The operations by which somebody from outside gets in, in one product or the other (S13).
pub(super) const SIGN_IN: [&str; 2] = ["sign-in", "customer.sign-in"];

/// People of one list at most for whom it is decided whether they get in now.
const DECIDED_MAX: usize = 1_000;

/// Whom a customer lets in.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ExternalAccess")]
pub(super) struct Listing {
    /// Whether a partner manages the customer wholly; then nothing here can be changed (S14).
    managed: bool,
    /// One for each organisation that is let in, or was.
    instances: Vec<Instance>,
    /// Who can be let in besides: partners that are accredited, and enabled in the customer's product (F17, F18).
    selectable: Vec<Grantee>,
    limits: Limits,
}

/// How much external access there is, and how much of it there may be.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ExternalAccessLimits")]
struct Limits {
    /// F25, F27: all of them, the vendor's and the disabled ones too.
    instances: Limit,
    /// F26: pairs of a person from outside and a role.
    role_assignments: Limit,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ExternalAccessLimit")]
struct Limit {
    used: u32,
    /// Null for no limit.
    allowed: Option<u32>,
}

/// One organisation that is let in.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ExternalAccessInstance")]
struct Instance {
    grantee: Grantee,
    /// As it is set; null for a partner that is let in because it manages the customer.
    mode: Option<AccessMode>,
    role_management: bool,
    /// What the mode says of this moment, and nothing besides: an accreditation, a domain or a relationship that is
    /// gone keeps people out whatever the mode. Who gets in now is said of each of `users`.
    status: Status,
    /// For `If-Match`; null when there is nothing to change.
    revision: Option<Revision>,
    /// Those whom the partner has authorised. All people of the vendor are meant; here are those who hold a role (F22).
    users: Vec<User>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Grantee {
    id: OrganisationId,
    kind: OrganisationKind,
    name: String,
    domain: String,
    /// For a partner: without it, nobody gets in (F32).
    accredited: bool,
}

/// Whether the mode has the door open at this moment (F29, S14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ExternalAccessStatus")]
enum Status {
    Enabled,
    NotStarted,
    Ended,
    Disabled,
}

/// Somebody who is let in, by name (X7).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ExternalUser")]
struct User {
    id: String,
    name: String,
    email: String,
    /// The roles that the customer has given them.
    roles: Vec<Name>,
    /// Whether they get in now (F22): null when the policy has no operation by which anybody signs in, when it gave no
    /// answer, and for whoever comes after the first thousand people of the list: fewer when there were no answers.
    sign_in: Option<bool>,
    /// Why, or why not; null with `sign_in`.
    sign_in_reason: Option<&'static str>,
}

pub(super) async fn list(asking: Asking) -> Result<Json<Listing>, Problem> {
    let customer = asking.organisation_for(&OPERATIONS).await?;
    let (directory, id) = (&asking.state.directory, customer.id.as_str());
    let relationships = directory.find::<Relationship>(&[("customer", id)], MANY).await?;
    let manager = relationships
        .iter()
        .map(|kept| &kept.entity)
        .find(|relationship| relationship.managed && relationship.status == RelationshipStatus::Established);
    let mut instances = BTreeMap::new();
    for kept in directory.find::<ExternalAccess>(&[("customer", id)], MANY).await? {
        instances.insert(kept.entity.grantee.clone(), Some(kept));
    }
    if let Some(manager) = manager {
        instances.entry(manager.partner.clone()).or_insert(None);
    }
    let mut listing = Listing {
        managed: manager.is_some(),
        instances: Vec::new(),
        selectable: selectable(&asking, id, &instances.keys().cloned().collect()).await?,
        limits: Limits {
            instances: limit(
                &asking,
                "external-access-instances",
                u32::try_from(instances.values().flatten().count()).unwrap_or(u32::MAX),
            ),
            role_assignments: limit(
                &asking,
                "external-access-role-assignments",
                directory.external_roles(&customer.id).await?,
            ),
        },
    };
    let mut sign_ins = SignIns::new(&asking).await?;
    for (grantee, kept) in instances {
        let Some(found) = directory.get::<Organisation>(&[grantee.as_str()]).await? else { continue };
        let is_manager = manager.is_some_and(|manager| manager.partner == grantee);
        let access = kept.as_ref().map(|kept| &kept.entity);
        listing.instances.push(Instance {
            users: users(&mut sign_ins, &customer.id, &found.entity).await?,
            grantee: found.entity.into(),
            mode: access.map(|access| access.mode),
            role_management: access.is_some_and(|access| access.role_management),
            status: if is_manager { Status::Enabled } else { status(access, asking.now_ms) },
            revision: kept.as_ref().map(|kept| kept.revision),
        });
    }
    Ok(Json(listing))
}

/// F12, F29: a period holds its start and not its end.
fn status(access: Option<&ExternalAccess>, now_ms: i64) -> Status {
    match access.map(|access| access.mode) {
        None | Some(AccessMode::Disabled) => Status::Disabled,
        Some(AccessMode::Continuous) => Status::Enabled,
        Some(AccessMode::Period(Window { start_ms, .. })) if now_ms < start_ms => Status::NotStarted,
        Some(AccessMode::Period(Window { end_ms, .. })) if now_ms >= end_ms => Status::Ended,
        Some(AccessMode::Period(_)) => Status::Enabled,
    }
}

impl From<Organisation> for Grantee {
    fn from(organisation: Organisation) -> Self {
        let Organisation { id, kind, name, domain, accredited, .. } = organisation;
        Self { id, kind, name, domain, accredited }
    }
}

fn limit(asking: &Asking, name: &str, used: u32) -> Limit {
    let limits = &asking.generation.policy().info().limits;
    let allowed = limits.iter().find(|limit| limit.name == name).and_then(|limit| limit.maximum);
    Limit { used, allowed }
}

/// The vendor too, when it is not let in. Of partners whose domain is not enabled here, it is not told that there are
/// any.
async fn selectable(
    asking: &Asking,
    customer: &str,
    let_in: &BTreeSet<OrganisationId>,
) -> Result<Vec<Grantee>, Problem> {
    let directory = &asking.state.directory;
    let vendor = directory.find::<Organisation>(&[("kind", "vendor")], 1).await?.into_iter();
    let mut selectable: Vec<_> =
        vendor.map(|kept| kept.entity).filter(|vendor| !let_in.contains(&vendor.id)).map(Grantee::from).collect();
    for kept in directory.find::<PartnerListing>(&[("customer", customer)], MANY).await? {
        let partner = kept.entity.partner;
        if let_in.contains(&partner) {
            continue;
        }
        let found = directory.get::<Organisation>(&[partner.as_str()]).await?;
        let found = found.map(|kept| kept.entity).filter(|found| found.accredited);
        selectable.extend(found.map(Grantee::from));
    }
    Ok(selectable)
}

async fn users(
    sign_ins: &mut SignIns<'_>,
    customer: &OrganisationId,
    home: &Organisation,
) -> Result<Vec<User>, Problem> {
    let directory = &sign_ins.asking.state.directory;
    let mut roles = BTreeMap::<PersonId, Vec<Name>>::new();
    let wanted = [("customer", customer.as_str()), ("partner", home.id.as_str())];
    for kept in directory.find::<AuthorisedUser>(&wanted, MANY).await? {
        roles.insert(kept.entity.person, Vec::new());
    }
    let is_vendor = home.kind == OrganisationKind::Vendor;
    for kept in directory.roles_of_people_of(customer, &home.id).await? {
        let RoleAssignment { holder: Holder::Person(person), role, .. } = kept.entity else { continue };
        if is_vendor {
            roles.entry(person).or_default().push(role);
        } else if let Some(held) = roles.get_mut(&person) {
            held.push(role);
        }
    }
    let mut users = Vec::new();
    for (id, roles) in roles {
        let Some(kept) = directory.get::<Person>(&[id.as_str()]).await? else { continue };
        let Person { name, email, .. } = kept.entity;
        let (sign_in, sign_in_reason) = sign_ins.decide(&id).await?.unzip();
        users.push(User { id: id.to_string(), name, email, roles, sign_in, sign_in_reason });
    }
    Ok(users)
}

/// Decides for one after the other whether they get in now, all on what the directory held at one moment or later.
struct SignIns<'a> {
    asking: &'a Asking,
    operations: Vec<&'static str>,
    newest: Revision,
    left: usize,
}

impl<'a> SignIns<'a> {
    async fn new(asking: &'a Asking) -> Result<Self, Problem> {
        let operations = SIGN_IN.into_iter().filter(|operation| asking.declares(operation)).collect();
        Ok(Self { asking, operations, newest: asking.state.directory.newest().await?, left: DECIDED_MAX })
    }

    /// Whether somebody gets in, and why or why not; none when the policy cannot say it or gives no answer, or enough
    /// were decided. One answer that is late keeps nobody from the list.
    async fn decide(&mut self, person: &PersonId) -> Result<Option<(bool, &'static str)>, Problem> {
        let Self { asking, operations, newest, left } = self;
        if operations.is_empty() || *left == 0 {
            return Ok(None);
        }
        *left -= 1;
        let question =
            FactsQuestion { organisation: asking.organisation.clone(), person: person.clone(), resource: None };
        let material = asking.material_for(&question, Consistency::AtLeast(*newest)).await?;
        let supplied = Supplied::default();
        // Whoever has more than facts can carry is denied everything, and keeps nobody else out of this list.
        if material.facts(&supplied).is_err() {
            return Ok(Some((false, Reason::LimitExceeded.name())));
        }
        let decide = |operation: &&str| {
            let decision = asking.decide(&material, &supplied, &RequestDraft::api(operation, asking.now_ms))?;
            Ok::<_, Problem>((decision.is_allowed(), decision.reason))
        };
        let said = together(operations.iter().map(decide));
        if said.is_err() {
            *left = left.saturating_sub(FAILED_COST);
        }
        Ok(said.ok().flatten().map(|(is_allowed, reason)| (is_allowed, reason.name())))
    }
}

/// What several operations come to: the first that is allowed, and else why the first is not.
fn together<E>(decisions: impl Iterator<Item = Result<(bool, Reason), E>>) -> Result<Option<(bool, Reason)>, E> {
    let mut denial = None;
    for decision in decisions {
        let (is_allowed, reason) = decision?;
        if is_allowed {
            return Ok(Some((true, reason)));
        }
        denial.get_or_insert((false, reason));
    }
    Ok(denial)
}

#[cfg(test)]
mod tests {
    use super::{Reason, Status, status, together};
    use guestpass_store::model::{AccessMode, ExternalAccess, Window};

    #[test]
    fn the_status_is_that_of_the_moment() {
        let period = AccessMode::Period(Window { start_ms: 10, end_ms: 20 });
        for (mode, now_ms, expected) in [
            (AccessMode::Continuous, 0, Status::Enabled),
            (AccessMode::Disabled, 0, Status::Disabled),
            (period, 9, Status::NotStarted),
            (period, 10, Status::Enabled),
            (period, 19, Status::Enabled),
            (period, 20, Status::Ended),
        ] {
            let (customer, grantee) = ("initech".parse().unwrap(), "partner".parse().unwrap());
            let access = ExternalAccess { customer, grantee, mode, role_management: false };
            assert_eq!(status(Some(&access), now_ms), expected, "{mode:?} at {now_ms}");
        }
        assert_eq!(status(None, 0), Status::Disabled);
    }

    #[test]
    fn without_an_answer_it_is_unknown_whether_somebody_gets_in() {
        let (granted, ended) = (Ok((true, Reason::Granted)), Ok((false, Reason::WindowEnded)));
        let late = Err("late");
        for (decisions, expected) in [
            (&[][..], Ok(None)),
            (&[granted, late], Ok(Some((true, Reason::Granted)))),
            (&[ended, granted], Ok(Some((true, Reason::Granted)))),
            (&[ended, Ok((false, Reason::NotEntitled))], Ok(Some((false, Reason::WindowEnded)))),
            (&[ended, late], Err("late")),
            (&[late, granted], Err("late")),
        ] {
            assert_eq!(together(decisions.iter().copied()), expected, "{decisions:?}");
        }
    }
}
