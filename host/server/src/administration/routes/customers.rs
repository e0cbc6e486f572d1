//! A partner's list of customers (S1-S5, S19-S21).

use std::collections::BTreeSet;

use axum::Json;
use guestpass_contract::{Decision, RequestDraft};
use guestpass_store::model::{
    AuthorisedUser, Entity, ExternalAccess, Login, Organisation, OrganisationKind, PartnerListing, Person,
    Relationship, RelationshipStatus,
};
use guestpass_store::{
    Consistency, Directory, FactsQuestion, Kept, OrganisationId, PersonId, Revision, StoreError, Supplied,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::{Asking, Part};
use crate::administration::Seen;
use crate::administration::ground::MANY;
use crate::extract::StrictQuery;
use crate::problem::Problem;

const LIST: &str = "partner-access.list";
const USERS: &str = "partner-access.users";
const AUTHORISE: &str = "partner-access.authorise";
const RELATIONSHIP: &str = "partner-access.relationship";
const STATUS: &str = "partner-access.status";
/// F15, S3: whether the person who asks may see that there is such a customer.
pub(in crate::administration) const ROW: &str = "partner-access.row";
/// S19, S20: what the customer allows.
const LINK: &str = "sign-in-link.access";
/// S13, S21: what the customer, the partner and the person allow together.
const SIGN_IN: &str = "customer.sign-in";

/// Customers at most of which one part asks whether they are shown.
const LOOKED_AT_MAX: usize = 1_000;

/// Relationships that are read at once.
const STRETCH: u32 = 200;

/// Stretches at most that are read for one part, or to look for customers that are no rows.
const STRETCHES_MAX: usize = 50;

/// A part of a partner's customers.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "Customers")]
pub(super) struct Listing {
    /// Those that the policy shows the person who asks (F15). Behind a thousand in a row that it does not show, there
    /// are none.
    customers: Vec<Row>,
    /// What to give as `after` for the next part, which may be empty; null when this is the last.
    next: Option<String>,
    /// The partner's own people, for who may authorise them (S6, S8); empty for others.
    people: Vec<Candidate>,
    /// Customers that have chosen the partner and have no relationship with it, for who may establish one; empty for
    /// others.
    prospects: Vec<Prospect>,
    /// Customers that are no rows, because they are not managed and have not set up the partner's access (S1), though
    /// the relationship stands: for who may end it, or make them managed customers; empty for others. They are in the
    /// first part, which looks at no more than a thousand of them among the first ten thousand customers, and in no
    /// other.
    not_set_up: Vec<NotSetUp>,
}

/// Somebody of the partner.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PartnerUser")]
struct Candidate {
    id: PersonId,
    name: String,
    email: String,
    /// Without it, they cannot be authorised for anybody (S8).
    own_system_access: bool,
}

/// A customer whose relationship does not stand.
#[derive(Debug, Serialize, JsonSchema)]
struct Prospect {
    id: OrganisationId,
    name: String,
    domain: String,
}

/// A customer whose relationship stands, and that lets nobody of the partner in yet.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CustomerWithoutAccess")]
struct NotSetUp {
    id: OrganisationId,
    name: String,
    domain: String,
    /// Of the relationship, for `If-Match`.
    revision: Revision,
}

/// A customer whose relationship stands, and that is managed or has set up the partner's access (S1), whether or not
/// that is on (S3).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Customer")]
struct Row {
    id: OrganisationId,
    name: String,
    domain: String,
    managed: bool,
    /// Whether the customer lets the partner in now (S4, S5).
    access_enabled: bool,
    /// Why, or why not.
    access_reason: &'static str,
    /// When that changes, in milliseconds since 1970-01-01T00:00:00Z; null when it never does by itself.
    access_until_ms: Option<i64>,
    /// Those whom the partner has authorised; null for who may not see them.
    authorised_users: Option<Vec<Authorised>>,
    /// Whether the person who asks is shown a link to sign in (S19-S21).
    link_visible: bool,
    /// Whether the person who asks could sign in (S21).
    sign_in: bool,
    /// Why, or why not.
    sign_in_reason: &'static str,
    /// Of the relationship, for `If-Match`.
    revision: Revision,
}

/// Somebody who is authorised, by name (X7).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuthorisedUser")]
struct Authorised {
    id: PersonId,
    name: String,
    email: String,
}

pub(super) async fn list(asking: Asking, StrictQuery(part): StrictQuery<Part>) -> Result<Json<Listing>, Problem> {
    let partner = asking.organisation_for(&[LIST]).await?;
    if partner.kind != OrganisationKind::Partner {
        return Ok(Json(Listing::default()));
    }
    let material = asking.material(&partner.id, None).await?;
    let may_see_users = asking.allows(&material, USERS)?;
    let newest = asking.state.directory.newest().await?;
    let Looked { rows, so_far } = look(&asking, &part, &partner.id, newest).await?;
    let (in_part, next) = part.of(&rows, |shown| shown.kept.entity.customer.as_str());
    let mut listing = Listing { next: next.or(so_far), ..Listing::default() };
    for shown in in_part {
        listing.customers.push(row(&asking, shown, may_see_users).await?);
    }
    if asking.allows(&material, AUTHORISE)? {
        listing.people = people(&asking, &partner.id).await?;
    }
    if asking.allows(&material, RELATIONSHIP)? {
        listing.prospects = prospects(&asking, &partner.id).await?;
        if part.is_first() {
            listing.not_set_up = not_set_up(&asking, &partner.id, newest).await?;
        }
    }
    Ok(Json(listing))
}

/// The relationships of a partner that stand, in the order of its customers and a stretch at a time: there may be any
/// number of them.
struct Standing<'a> {
    directory: &'a Directory,
    partner: &'a OrganisationId,
    /// The last customer that was read.
    after: Option<String>,
}

impl Standing<'_> {
    /// Those of the next stretch, each with whether it is a row: its customer is managed or has set up the partner's
    /// access (S1). None when there are no further ones.
    async fn next(&mut self) -> Result<Option<Vec<(Kept<Relationship>, bool)>>, StoreError> {
        let read = self.read::<Relationship>("partner", self.after.as_deref()).await?;
        let Some(last) = read.last().map(|kept| kept.entity.customer.clone()) else { return Ok(None) };
        let set_up = self.set_up(&last).await?;
        self.after = Some(last.to_string());
        let standing = read.into_iter().filter(|kept| kept.entity.status == RelationshipStatus::Established);
        let told = standing.map(|kept| {
            let is_row = kept.entity.managed || set_up.contains(&kept.entity.customer);
            (kept, is_row)
        });
        Ok(Some(told.collect()))
    }

    /// The customers of a stretch, which ends with the last one, that have set up the partner's access.
    async fn set_up(&self, last: &OrganisationId) -> Result<BTreeSet<OrganisationId>, StoreError> {
        let (mut set_up, mut after) = (BTreeSet::new(), self.after.clone());
        loop {
            let read = self.read::<ExternalAccess>("grantee", after.as_deref()).await?;
            let Some(so_far) = read.last().map(|kept| kept.entity.customer.clone()) else { return Ok(set_up) };
            set_up.extend(read.into_iter().map(|kept| kept.entity.customer));
            if so_far >= *last {
                return Ok(set_up);
            }
            after = Some(so_far.to_string());
        }
    }

    async fn read<E: Entity>(&self, column: &'static str, after: Option<&str>) -> Result<Vec<Kept<E>>, StoreError> {
        let partner = self.partner.as_str();
        let key = after.map(|customer| [customer, partner]);
        self.directory.find_after(&[(column, partner)], key.as_ref().map_or(&[], |key| &key[..]), STRETCH).await
    }
}

/// A customer that the person who asks may know of.
struct Shown {
    kept: Kept<Relationship>,
    customer: Organisation,
    /// What the person who asks may do there, by the customer's side of it.
    material: Seen,
}

/// The customers of one part, one more if there is any, and none that is not shown.
struct Looked {
    rows: Vec<Shown>,
    /// The customer to go on behind, when enough were looked at before all were.
    so_far: Option<String>,
}

/// What is hidden is left out here, before the list is cut into parts: where a part ends tells the name of a customer.
async fn look(asking: &Asking, part: &Part, partner: &OrganisationId, newest: Revision) -> Result<Looked, Problem> {
    let after = part.after().map(str::to_owned);
    let mut standing = Standing { directory: &asking.state.directory, partner, after };
    let (mut looked, mut left) = (Looked { rows: Vec::new(), so_far: None }, LOOKED_AT_MAX);
    for _ in 0..STRETCHES_MAX {
        let Some(stretch) = standing.next().await? else { return Ok(looked) };
        for (kept, _) in stretch.into_iter().filter(|(_, is_row)| *is_row) {
            if left == 0 {
                looked.so_far = looked.rows.last().map(|last| last.kept.entity.customer.to_string());
                return Ok(looked);
            }
            left -= 1;
            looked.rows.extend(shown(asking, kept, newest).await?);
            if looked.rows.len() > part.count() {
                return Ok(looked);
            }
        }
    }
    looked.so_far = standing.after;
    Ok(looked)
}

/// Customers whose relationship stands and that are no rows.
async fn not_set_up(asking: &Asking, partner: &OrganisationId, newest: Revision) -> Result<Vec<NotSetUp>, Problem> {
    let mut standing = Standing { directory: &asking.state.directory, partner, after: None };
    let (mut found, mut left) = (Vec::new(), LOOKED_AT_MAX);
    for _ in 0..STRETCHES_MAX {
        let Some(stretch) = standing.next().await? else { break };
        let others: Vec<_> = stretch.into_iter().filter(|(_, is_row)| !is_row).take(left).collect();
        left -= others.len();
        for (kept, _) in others {
            found.extend(shown(asking, kept, newest).await?.map(NotSetUp::from));
        }
    }
    Ok(found)
}

/// A customer, for the person who asks: none when the policy shows them no such row (F15). A policy that does not say
/// who is shown one shows it to everybody who may open the list.
async fn shown(asking: &Asking, kept: Kept<Relationship>, newest: Revision) -> Result<Option<Shown>, Problem> {
    let organisation = kept.entity.customer.clone();
    let found = asking.state.directory.get::<Organisation>(&[organisation.as_str()]).await?;
    let Some(found) = found else { return Ok(None) };
    let question = FactsQuestion { organisation, person: asking.person.clone(), resource: None };
    let material = asking.material_for(&question, Consistency::AtLeast(newest)).await?;
    let is_shown = !asking.declares(ROW) || asking.allows(&material, ROW)?;
    Ok(is_shown.then_some(Shown { kept, customer: found.entity, material }))
}

impl From<Shown> for NotSetUp {
    fn from(shown: Shown) -> Self {
        let Organisation { id, name, domain, .. } = shown.customer;
        Self { id, name, domain, revision: shown.kept.revision }
    }
}

async fn row(asking: &Asking, shown: &Shown, may_see_users: bool) -> Result<Row, Problem> {
    let Shown { kept, customer, material } = shown;
    let authorised_users = if may_see_users { Some(authorised(asking, &kept.entity).await?) } else { None };
    let (access, sign_in) = (decision(asking, material, STATUS)?, decision(asking, material, SIGN_IN)?);
    Ok(Row {
        id: customer.id.clone(),
        name: customer.name.clone(),
        domain: customer.domain.clone(),
        managed: kept.entity.managed,
        access_enabled: access.is_allowed(),
        access_reason: access.reason.name(),
        access_until_ms: access.valid_until,
        authorised_users,
        link_visible: asking.allows(material, LINK)?,
        sign_in: sign_in.is_allowed(),
        sign_in_reason: sign_in.reason.name(),
        revision: kept.revision,
    })
}

fn decision(asking: &Asking, material: &Seen, operation: &str) -> Result<Decision, Problem> {
    asking.decide(material, &Supplied::default(), &RequestDraft::api(operation, asking.now_ms))
}

async fn authorised(asking: &Asking, relationship: &Relationship) -> Result<Vec<Authorised>, Problem> {
    let directory = &asking.state.directory;
    let wanted = [("customer", relationship.customer.as_str()), ("partner", relationship.partner.as_str())];
    let mut authorised = Vec::new();
    for kept in directory.find::<AuthorisedUser>(&wanted, MANY).await? {
        let Some(person) = directory.get::<Person>(&[kept.entity.person.as_str()]).await? else { continue };
        let Person { id, name, email, .. } = person.entity;
        authorised.push(Authorised { id, name, email });
    }
    Ok(authorised)
}

async fn people(asking: &Asking, partner: &OrganisationId) -> Result<Vec<Candidate>, Problem> {
    let people = asking.state.directory.find::<Person>(&[("home", partner.as_str())], MANY).await?;
    let people = people.into_iter().map(|kept| kept.entity).filter(|person| person.login == Login::User);
    let candidate =
        |Person { id, name, email, own_system_access, .. }: Person| Candidate { id, name, email, own_system_access };
    Ok(people.map(candidate).collect())
}

async fn prospects(asking: &Asking, partner: &OrganisationId) -> Result<Vec<Prospect>, Problem> {
    let directory = &asking.state.directory;
    let mut prospects = Vec::new();
    for kept in directory.find::<PartnerListing>(&[("partner", partner.as_str())], MANY).await? {
        let key = [kept.entity.customer.as_str(), partner.as_str()];
        let relationship = directory.get::<Relationship>(&key).await?;
        if relationship.is_some_and(|kept| kept.entity.status == RelationshipStatus::Established) {
            continue;
        }
        let Some(found) = directory.get::<Organisation>(&[kept.entity.customer.as_str()]).await? else { continue };
        let Organisation { id, name, domain, .. } = found.entity;
        prospects.push(Prospect { id, name, domain });
    }
    Ok(prospects)
}
