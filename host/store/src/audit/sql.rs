//! The rows of the log.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::digest::Digest;
use super::entry::{Draft, Entry, Phase};
use crate::errors::StoreError;
use crate::revision::Revision;

const HEAD: &str = "SELECT sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1";

const INSERT: &str =
    "INSERT INTO audit_entries (sequence, organisation, concerns, hash, body) VALUES ($1, $2, $3, $4, $5)";

const ONE: &str = "SELECT body FROM audit_entries WHERE sequence = $1";

const PAGE: &str = "SELECT sequence, organisation, concerns, hash, body FROM audit_entries WHERE sequence > $1 \
     ORDER BY sequence LIMIT $2";

const PAGE_OF_ORGANISATION: &str = "SELECT sequence, organisation, concerns, hash, body FROM audit_entries \
     WHERE sequence > $1 AND organisation = $3 ORDER BY sequence LIMIT $2";

/// A row as it stands there, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AuditRow {
    pub(super) sequence: i64,
    organisation: String,
    concerns: i64,
    hash: String,
    pub(super) body: String,
}

impl AuditRow {
    /// Its entry, or what is wrong with it.
    pub(super) fn entry(&self) -> Result<Entry, String> {
        let entry = Entry::read(&self.body).map_err(|error| error.to_string())?;
        let is_same = i64::try_from(entry.sequence) == Ok(self.sequence)
            && entry.organisation.as_str() == self.organisation
            && number(entry.concerns.unwrap_or(0)) == self.concerns
            && entry.hash.to_string() == self.hash;
        if is_same { Ok(entry) } else { Err("the columns beside it contradict it".to_owned()) }
    }
}

/// Writes the next entry. All writers wait for each other, so that the last one stays the last one until the end of the
/// transaction.
pub(crate) async fn append(
    connection: &mut AnyConnection,
    draft: Draft,
    revision: Revision,
) -> Result<Entry, StoreError> {
    if let Some(began) = draft.concerns {
        has_begun(connection, began).await?;
    }
    let (sequence, previous) = match sqlx::query(HEAD).fetch_optional(&mut *connection).await? {
        Some(row) => behind(&row)?,
        None => (1, Digest::GENESIS),
    };
    let entry = Entry::chained(draft, sequence, revision.number(), previous);
    let line = entry.line().map_err(|cause| damaged(number(sequence), cause))?;
    let insert = sqlx::query(INSERT)
        .bind(number(sequence))
        .bind(entry.organisation.as_str().to_owned())
        .bind(number(entry.concerns.unwrap_or(0)))
        .bind(entry.hash.to_string())
        .bind(line);
    insert.execute(connection).await.map_err(|error| StoreError::of_database(&described(number(sequence)), error))?;
    Ok(entry)
}

/// What ends something has to end what began.
async fn has_begun(connection: &mut AnyConnection, sequence: u64) -> Result<(), StoreError> {
    let query = sqlx::query(ONE).bind(number(sequence));
    let Some(row) = query.fetch_optional(connection).await? else {
        return Err(StoreError::Unconnected(described(number(sequence))));
    };
    let body: String = row.try_get(0)?;
    let entry: Entry = serde_json::from_str(&body).map_err(|cause| damaged(number(sequence), cause))?;
    // That it has ended before is refused by the index.
    if entry.phase == Phase::Began { Ok(()) } else { Err(StoreError::Unconnected(described(number(sequence)))) }
}

pub(super) async fn page(
    connection: &mut AnyConnection,
    organisation: Option<&str>,
    after: i64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let statement = if organisation.is_some() { PAGE_OF_ORGANISATION } else { PAGE };
    let mut query = sqlx::query(statement).bind(after).bind(i64::from(limit));
    if let Some(organisation) = organisation {
        query = query.bind(organisation.to_owned());
    }
    let rows = query.fetch_all(connection).await?;
    let read = |row: &AnyRow| {
        Ok(AuditRow {
            sequence: row.try_get(0)?,
            organisation: row.try_get(1)?,
            concerns: row.try_get(2)?,
            hash: row.try_get(3)?,
            body: row.try_get(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The place behind the last entry. One that has no number or no hash would break the chain for good: nothing is
/// written behind it.
fn behind(row: &AnyRow) -> Result<(u64, Digest), StoreError> {
    let (last, hash): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
    let sequence = u64::try_from(last).map_err(|error| damaged(last, serde::de::Error::custom(error)))?;
    let hash = hash.parse().map_err(|error| damaged(last, serde::de::Error::custom(error)))?;
    Ok((sequence.saturating_add(1), hash))
}

fn number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

pub(super) fn damaged(sequence: i64, cause: serde_json::Error) -> StoreError {
    StoreError::Damaged { what: described(sequence), cause }
}

fn described(sequence: i64) -> String {
    format!("entry {sequence} of the audit log")
}
