//! How much there is of what facts carry only so much of: asked before one more is written.

use guestpass_contract::limits::MAX_ACCESS_GRANTS;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::reading::kept;
use crate::errors::StoreError;
use crate::identifiers::{OrganisationId, PersonId};
use crate::model::{AccessRequest, Holder, digits};

const CUSTOM_ROLES: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(OCTET_LENGTH(body)), 0) AS BIGINT) \
     FROM custom_roles WHERE organisation = $1";

/// The requests for access to `$1` by people of `$2` that wait or are granted, and end after `$3`.
const LIVE_REQUESTS: &str = "SELECT a.revision, a.body FROM people r \
     JOIN access_requests a ON a.requested_by = r.id AND a.account = $1 \
     WHERE r.home = $2 AND a.status IN ('pending', 'granted') AND a.ends > $3 LIMIT $4";

/// Who has a role at `$1` when the person `$2` is given it.
const ONE_PERSON: &str = "people p WHERE p.id = $2";

/// Who has a role at `$1` when the group `$2` is given it.
const MEMBERS: &str = "group_members g JOIN people p ON p.id = g.person WHERE g.organisation = $1 AND g.group_id = $2";

/// That a role `a` of the person `p` is brought along from home, which is another organisation than `$1`: into facts
/// about `$1` a third party brings roles of the policy that are held on the whole, and nobody else brings any.
const BROUGHT: &str = "a.organisation = p.home AND a.on_resource = '' \
     AND EXISTS (SELECT 1 FROM organisations o WHERE o.id = p.home AND o.kind IN ('customer', 'account')) \
     AND NOT EXISTS (SELECT 1 FROM custom_roles c WHERE c.organisation = p.home AND c.name = a.role)";

/// The most roles that one of these people has in the facts about `$1`: their own there, those that they bring along
/// from home, and those of their groups there. With them, the roles that `$2` itself holds there: a group has them
/// before it has any members. The groups of one person are few, and the members and the roles of all groups many:
/// `CROSS JOIN` and `|| ''` keep SQLite from going through the many for each person.
fn most_roles(people: &str) -> String {
    format!(
        "SELECT COALESCE(MAX(held), 0) FROM ( \
         SELECT COUNT(*) AS held FROM role_assignments \
           WHERE organisation = $1 AND holder_kind = $3 AND holder = $2 \
         UNION ALL SELECT (SELECT COUNT(*) FROM role_assignments a \
             WHERE a.holder_kind = 'person' AND a.holder = p.id AND (a.organisation = $1 OR {BROUGHT})) \
           + (SELECT COUNT(*) FROM group_members m CROSS JOIN role_assignments a \
             WHERE m.person = p.id AND m.organisation || '' = $1 \
             AND a.holder_kind = 'group' AND a.holder = m.group_id AND a.organisation = m.organisation) AS held \
         FROM {people}) AS counts"
    )
}

/// The roles that an organisation made for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CustomRoles {
    /// How many there are.
    pub count: usize,
    /// Bytes of all of them, as they are kept.
    pub bytes: usize,
}

/// Requests for access to one account by people of one organisation that wait or are granted, and have not ended; as
/// many as facts can carry, and not more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiveRequests {
    /// All of them.
    pub all: usize,
    /// Those that one person wrote down, for whomever.
    pub by_person: usize,
}

/// More than can be counted is more than any limit.
fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

pub(super) async fn custom_roles(
    connection: &mut AnyConnection,
    organisation: &OrganisationId,
) -> Result<CustomRoles, StoreError> {
    let row = sqlx::query(CUSTOM_ROLES).bind(organisation.to_string()).fetch_one(connection).await?;
    Ok(CustomRoles { count: count(row.try_get(0)?), bytes: count(row.try_get(1)?) })
}

pub(super) async fn live_requests(
    connection: &mut AnyConnection,
    account: &OrganisationId,
    home: &OrganisationId,
    person: &PersonId,
    now_ms: i64,
) -> Result<LiveRequests, StoreError> {
    let count_max = i64::try_from(MAX_ACCESS_GRANTS).unwrap_or(i64::MAX);
    let query = sqlx::query(LIVE_REQUESTS).bind(account.to_string()).bind(home.to_string());
    let rows = query.bind(digits(now_ms)).bind(count_max).fetch_all(connection).await?;
    let what = || format!("a request for access to `{account}` by somebody of `{home}`");
    let mut live = LiveRequests::default();
    for row in &rows {
        let request = kept::<AccessRequest>(row, &[("account", account.as_str())], what)?.entity;
        if now_ms < request.window.end_ms {
            live.all += 1;
            live.by_person += usize::from(request.created_by == *person);
        }
    }
    Ok(live)
}

pub(super) async fn roles_held(
    connection: &mut AnyConnection,
    organisation: &OrganisationId,
    holder: &Holder,
) -> Result<usize, StoreError> {
    let statement = most_roles(match holder {
        Holder::Person(_) => ONE_PERSON,
        Holder::Group(_) => MEMBERS,
    });
    let (kind, holder) = holder.columns();
    let query = sqlx::query(AssertSqlSafe(statement)).bind(organisation.to_string());
    let row = query.bind(holder.to_owned()).bind(kind.to_owned()).fetch_one(connection).await?;
    Ok(count(row.try_get(0)?))
}
