//! Reads rows, in a transaction or outside.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::sql;
use crate::body;
use crate::errors::StoreError;
use crate::identifiers::OrganisationId;
use crate::model::{Entity, RoleAssignment, Table};
use crate::revision::Revision;

/// A value, and when it was last written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<E> {
    /// The value.
    pub entity: E,
    /// Its last write. Hand it to [`crate::Expected::At`] to change only what you have seen.
    pub revision: Revision,
}

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// [`Listed::next`] of the part before this one; none for the first part.
    pub after: Option<String>,
    /// Values at most; from 1 to 1,000.
    pub limit: u32,
}

impl Page {
    /// The first part, of so many values.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }
}

/// Values in the order of their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<E> {
    /// The values.
    pub kept: Vec<Kept<E>>,
    /// Where the next part begins; none when this was the last.
    pub next: Option<String>,
}

/// Values of one page at most.
const PAGE_MAX: u32 = 1000;

pub(super) async fn revision(connection: &mut AnyConnection) -> Result<Revision, StoreError> {
    let row = sqlx::query(sql::REVISION).fetch_one(connection).await?;
    Ok(Revision::from_number(row.try_get(0)?))
}

pub(super) async fn changes_since(
    connection: &mut AnyConnection,
    known: Revision,
) -> Result<(Revision, Vec<(OrganisationId, Revision)>), StoreError> {
    let rows = sqlx::query(sql::CHANGES).bind(known.number()).fetch_all(connection).await?;
    let (mut newest, mut changed) = (Revision::NONE, Vec::new());
    for row in &rows {
        let (organisation, revision): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let revision = Revision::from_number(revision);
        match organisation.as_str() {
            "" => newest = revision,
            _ => changed.push((OrganisationId::try_from(organisation)?, revision)),
        }
    }
    Ok((newest, changed))
}

/// Whether texts can stand in a column. PostgreSQL takes no NUL in a text, and so nothing is kept by such a one.
pub(super) fn can_be_kept<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    texts.into_iter().all(|text| !text.contains('\0'))
}

pub(super) async fn get<E: Entity>(
    connection: &mut AnyConnection,
    key: &[&str],
) -> Result<Option<Kept<E>>, StoreError> {
    if !can_be_kept(key.iter().copied()) {
        return Ok(None);
    }
    let mut query = sqlx::query(AssertSqlSafe(sql::select(&E::TABLE)));
    for part in key {
        query = query.bind((*part).to_owned());
    }
    let row = query.fetch_optional(connection).await?;
    let place: Vec<_> = E::TABLE.key().iter().copied().zip(key.iter().copied()).collect();
    row.map(|row| kept(&row, &place, || described(&E::TABLE, key))).transpose()
}

pub(super) async fn list<E: Entity>(
    connection: &mut AnyConnection,
    prefix: &[&str],
    page: &Page,
) -> Result<Listed<E>, StoreError> {
    let limit = page.limit.clamp(1, PAGE_MAX);
    let after = page.after.as_deref().map(|after| after_key(&E::TABLE, prefix, after)).transpose()?;
    if !can_be_kept(prefix.iter().copied().chain(after.iter().flatten().map(String::as_str))) {
        return Ok(Listed { kept: Vec::new(), next: None });
    }
    let statement = sql::list(&E::TABLE, prefix.len(), after.is_some());
    let mut query = sqlx::query(AssertSqlSafe(statement));
    for part in prefix {
        query = query.bind((*part).to_owned());
    }
    for part in after.into_iter().flatten() {
        query = query.bind(part);
    }
    // One more than is wanted tells whether there is more.
    let rows = query.bind(i64::from(limit) + 1).fetch_all(connection).await?;
    let place: Vec<_> = E::TABLE.key().iter().copied().zip(prefix.iter().copied()).collect();
    let kept = rows.iter().map(|row| kept(row, &place, || described(&E::TABLE, prefix)));
    let mut listed = Listed { kept: kept.collect::<Result<Vec<Kept<E>>, _>>()?, next: None };
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    if listed.kept.len() > wanted {
        listed.kept.truncate(wanted);
        listed.next = listed.kept.last().map(|last| page_mark(&last.entity));
    }
    Ok(listed)
}

/// All values with these texts in these columns, in the order of their keys; an error when there are more than
/// `count_max`, because half a list would be taken for the whole.
pub(super) async fn find<E: Entity>(
    connection: &mut AnyConnection,
    wanted: &[(&'static str, &str)],
    count_max: u32,
) -> Result<Vec<Kept<E>>, StoreError> {
    let rows = rows_with::<E>(connection, wanted, &[], i64::from(count_max) + 1).await?;
    let what = || described_by::<E>(wanted);
    if rows.len() > usize::try_from(count_max).unwrap_or(usize::MAX) {
        return Err(StoreError::TooMany { what: what(), count_max });
    }
    rows.iter().map(|row| kept(row, wanted, what)).collect()
}

/// The first of these values, after a whole key if there is one.
pub(super) async fn find_after<E: Entity>(
    connection: &mut AnyConnection,
    wanted: &[(&'static str, &str)],
    after: &[&str],
    limit: u32,
) -> Result<Vec<Kept<E>>, StoreError> {
    let rows = rows_with::<E>(connection, wanted, after, i64::from(limit)).await?;
    rows.iter().map(|row| kept(row, wanted, || described_by::<E>(wanted))).collect()
}

/// The rows with these texts in these columns, of which there may be none by a text that cannot be kept.
async fn rows_with<E: Entity>(
    connection: &mut AnyConnection,
    wanted: &[(&'static str, &str)],
    after: &[&str],
    limit: i64,
) -> Result<Vec<AnyRow>, StoreError> {
    let (columns, texts): (Vec<&str>, Vec<&str>) = wanted.iter().copied().unzip();
    if !can_be_kept(texts.iter().chain(after).copied()) {
        return Ok(Vec::new());
    }
    let mut query = sqlx::query(AssertSqlSafe(sql::find(&E::TABLE, &columns, !after.is_empty())));
    for text in texts.iter().chain(after) {
        query = query.bind((*text).to_owned());
    }
    Ok(query.bind(limit).fetch_all(connection).await?)
}

fn described_by<E: Entity>(wanted: &[(&'static str, &str)]) -> String {
    described(&E::TABLE, &wanted.iter().map(|(_, text)| *text).collect::<Vec<_>>())
}

pub(super) async fn external_roles(
    connection: &mut AnyConnection,
    organisation: &OrganisationId,
) -> Result<u32, StoreError> {
    let row = sqlx::query(sql::EXTERNAL_ROLES).bind(organisation.as_str().to_owned()).fetch_one(connection).await?;
    let count: i64 = row.try_get(0)?;
    // More than can be counted is more than any limit.
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

pub(super) async fn roles_of_people_of(
    connection: &mut AnyConnection,
    organisation: &OrganisationId,
    home: &OrganisationId,
) -> Result<Vec<Kept<RoleAssignment>>, StoreError> {
    let query = sqlx::query(sql::ROLES_OF_PEOPLE_OF).bind(organisation.to_string()).bind(home.to_string());
    let rows = query.fetch_all(connection).await?;
    let what = || format!("a role at `{organisation}` of somebody of `{home}`");
    rows.iter().map(|row| kept(row, &[("organisation", organisation.as_str())], what)).collect()
}

/// A key as one text: a list in JSON.
fn page_mark<E: Entity>(entity: &E) -> String {
    let mut key = entity.columns();
    key.truncate(E::TABLE.key_columns);
    serde_json::Value::from(key).to_string()
}

/// Reads what [`page_mark`] wrote, and refuses what belongs to another list.
fn after_key(table: &Table, prefix: &[&str], mark: &str) -> Result<Vec<String>, StoreError> {
    let damaged = |cause| StoreError::Damaged { what: format!("the mark of a page `{}`", mark.escape_debug()), cause };
    let key: Vec<String> = serde_json::from_str(mark).map_err(damaged)?;
    if key.len() == table.key_columns && prefix.iter().zip(&key).all(|(one, other)| one == other) {
        return Ok(key);
    }
    Err(damaged(serde::de::Error::custom("it is not of this list")))
}

/// The value of a row that was found in its place: the texts of some of its columns. A damaged index finds rows that
/// belong elsewhere.
pub(super) fn kept<E: Entity>(
    row: &AnyRow,
    place: &[(&str, &str)],
    what: impl FnOnce() -> String,
) -> Result<Kept<E>, StoreError> {
    let (revision, text): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
    let revision = Revision::from_number(revision);
    let read = body::read(&text, revision).and_then(|entity: E| {
        let columns = entity.columns();
        let column = |name: &str| E::TABLE.columns.iter().position(|column| *column == name);
        let stands =
            |(name, text): &(&str, &str)| column(name).and_then(|at| columns.get(at)).is_some_and(|at| at == text);
        if place.iter().all(stands) { Ok(entity) } else { Err(serde::de::Error::custom("it belongs elsewhere")) }
    });
    let entity = read.map_err(|cause| StoreError::Damaged { what: what(), cause })?;
    Ok(Kept { entity, revision })
}

/// What a row is called in messages.
pub(super) fn described(table: &Table, key: &[impl AsRef<str>]) -> String {
    let key = key.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("/");
    format!("`{}` of `{}`", key, table.name)
}
