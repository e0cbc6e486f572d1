//! Workflow runs opened to roles (P12).

use guestpass_contract::{Refusal, RunGrant};
use guestpass_store::model::{AttributeValue, Resource};
use guestpass_store::{Expected, StoreError};

use super::resource_name;
use crate::administration::administered::{Created, Unadministered};
use crate::administration::gathered::Gathered;
use crate::administration::ground::Ground;

/// The attribute that says to which roles a run is open.
const OPENED_TO: &str = "opened_to";

pub(super) async fn gather(ground: &mut Ground<'_>, grant: &RunGrant) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered { resource: resource_name("run", &grant.run), ..Gathered::default() };
    gathered.refuse_if(run(ground, grant).await?.is_none(), Refusal::NotFound);
    Ok(gathered)
}

async fn run(ground: &mut Ground<'_>, grant: &RunGrant) -> Result<Option<Resource>, StoreError> {
    ground.get(&[ground.organisation.as_str(), "run", &grant.run]).await
}

pub(super) async fn open(
    ground: &mut Ground<'_>,
    grant: &RunGrant,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    put(ground, grant, true, expected).await
}

pub(super) async fn close(
    ground: &mut Ground<'_>,
    grant: &RunGrant,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    put(ground, grant, false, expected).await
}

async fn put(
    ground: &mut Ground<'_>,
    grant: &RunGrant,
    is_open: bool,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let Some(mut run) = run(ground, grant).await? else { return Ok(None) };
    let mut roles = match run.attributes.remove(OPENED_TO) {
        Some(AttributeValue::Texts(roles)) => roles,
        _ => Vec::new(),
    };
    roles.retain(|role| *role != grant.role);
    if is_open {
        roles.push(grant.role.clone());
        roles.sort();
    }
    run.attributes.insert(OPENED_TO.to_owned(), AttributeValue::Texts(roles));
    ground.writing.put(&run, expected).await?;
    Ok(None)
}
