//! Requests for access, as people look at them: a part at a time, however many there are.

use std::collections::BTreeSet;

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::reading::{Kept, can_be_kept, kept};
use crate::errors::StoreError;
use crate::identifiers::{OrganisationId, PersonId};
use crate::model::{AccessRequest, RequestPlace, digits};

/// Whose requests for access a list has.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// Those for access to an account.
    To(&'a OrganisationId),
    /// Those that somebody is responsible for, without those to one account.
    By(&'a PersonId, &'a OrganisationId),
}

/// The accounts that `$1` has asked for access to.
const ACCOUNTS: &str = "SELECT DISTINCT account FROM access_requests WHERE requested_by = $1";

/// The organisations of those who have asked for access to `$1`.
const HOMES: &str = "SELECT DISTINCT r.home FROM access_requests a JOIN people r ON r.id = a.requested_by \
     WHERE a.account = $1";

/// Those that wait at `$2` and come after the place `$4`, `$5`, and then those that are over; or these alone, after
/// that place. Of both kinds there are `$3` at most.
fn statement(asked: Asked<'_>, is_over: bool) -> String {
    let whose = match asked {
        Asked::To(_) => "account = $1",
        Asked::By(..) => "requested_by = $1 AND account <> $6",
    };
    let (waiting, over) = ("status = 'pending' AND ends > $2", "(status <> 'pending' OR ends <= $2)");
    let part = |which: &str, name: &str, after: &str| {
        format!(
            "SELECT revision, body FROM (SELECT revision, body FROM access_requests WHERE {whose} AND {which}{after} \
             ORDER BY recency, id LIMIT $3) AS {name}"
        )
    };
    let after = " AND (recency, id) > ($4, $5)";
    if is_over {
        return part(over, "ended", after);
    }
    format!("{} UNION ALL {}", part(waiting, "waiting", after), part(over, "ended", ""))
}

/// Requests in the order of their places, after one of these if there is one.
pub(super) async fn requests(
    connection: &mut AnyConnection,
    asked: Asked<'_>,
    now_ms: i64,
    after: Option<&RequestPlace>,
    limit: u32,
) -> Result<Vec<Kept<AccessRequest>>, StoreError> {
    let (recency, id) = after.map_or(("", ""), |place| (place.recency.as_str(), place.id.as_str()));
    if !can_be_kept([recency, id]) {
        return Ok(Vec::new());
    }
    let (column, whose) = match asked {
        Asked::To(account) => ("account", account.as_str()),
        Asked::By(person, _) => ("requested_by", person.as_str()),
    };
    let statement = statement(asked, after.is_some_and(|place| place.is_over));
    let mut query = sqlx::query(AssertSqlSafe(statement)).bind(whose.to_owned()).bind(digits(now_ms));
    query = query.bind(i64::from(limit)).bind(recency.to_owned()).bind(id.to_owned());
    if let Asked::By(_, account) = asked {
        query = query.bind(account.to_string());
    }
    let rows = query.fetch_all(connection).await?;
    let what = || format!("a request for access of the {column} `{whose}`");
    let requests = rows.iter().map(|row| kept::<AccessRequest>(row, &[(column, whose)], what));
    let mut requests = requests.collect::<Result<Vec<_>, _>>()?;
    requests.sort_by_cached_key(|kept| (RequestPlace::of(&kept.entity, now_ms), kept.entity.account.clone()));
    requests.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(requests)
}

pub(super) async fn accounts_asked(
    connection: &mut AnyConnection,
    person: &PersonId,
) -> Result<BTreeSet<OrganisationId>, StoreError> {
    organisations(connection, ACCOUNTS, person.as_str()).await
}

pub(super) async fn homes_that_asked(
    connection: &mut AnyConnection,
    account: &OrganisationId,
) -> Result<BTreeSet<OrganisationId>, StoreError> {
    organisations(connection, HOMES, account.as_str()).await
}

async fn organisations(
    connection: &mut AnyConnection,
    statement: &'static str,
    of: &str,
) -> Result<BTreeSet<OrganisationId>, StoreError> {
    let rows = sqlx::query(statement).bind(of.to_owned()).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(OrganisationId::try_from(row.try_get::<String, _>(0)?)?)).collect()
}
