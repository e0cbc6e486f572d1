//! The log of a store, read a page at a time.

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyConnection, AnyPool};

use super::chain::{Chain, Damage, Verified};
use super::checkpoint::Checkpoint;
use super::entry::Entry;
use super::sql;
use crate::errors::StoreError;
use crate::location::StoreLocation;

/// Entries of one page at most.
const PAGE_MAX: u32 = 1000;
/// Entries that are read at once when all are.
const AT_ONCE: u32 = 500;

/// A part of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// Only entries about this organisation; none for all.
    pub organisation: Option<String>,
    /// The sequence of the last entry of the part before this one; 0 for the first part.
    pub after: u64,
    /// Entries at most; from 1 to 1,000.
    pub limit: u32,
}

/// Reads a part of the log, entries that can be trusted to be entries and no more: whether they are chained is up to
/// [`AuditLog::verify`].
pub(crate) async fn read_page(connection: &mut AnyConnection, page: &AuditPage) -> Result<Vec<Entry>, StoreError> {
    let after = i64::try_from(page.after).unwrap_or(i64::MAX);
    let rows = sql::page(connection, page.organisation.as_deref(), after, page.limit.clamp(1, PAGE_MAX)).await?;
    let read = |row: &sql::AuditRow| {
        row.entry().map_err(|reason| sql::damaged(row.sequence, serde::de::Error::custom(reason)))
    };
    rows.iter().map(read).collect()
}

/// The log of a store that is only looked at: nothing is locked or brought up to date, so that a server may use it at
/// the same time.
#[derive(Clone, Debug)]
pub struct AuditLog {
    pool: AnyPool,
}

impl AuditLog {
    /// Opens the log of a store.
    ///
    /// # Errors
    /// There is no such store, or the database is away.
    pub async fn open(location: &StoreLocation) -> Result<Self, StoreError> {
        install_default_drivers();
        let pool = AnyPoolOptions::new().max_connections(1).connect(&location.url_to_read()).await?;
        Ok(Self { pool })
    }

    /// Reads all of it and finds the first damage. Each entry that fits is handed to `seen`.
    ///
    /// # Errors
    /// The database is away, or it holds no log. That the log is damaged is a result.
    pub async fn verify(
        &self,
        checkpoints: &[Checkpoint],
        mut seen: impl FnMut(&Entry),
    ) -> Result<Result<Verified, Damage>, StoreError> {
        let mut chain = match Chain::new(checkpoints) {
            Ok(chain) => chain,
            Err(damage) => return Ok(Err(damage)),
        };
        // Before every number: a row in front of the first entry is damage, too.
        let mut after = i64::MIN;
        loop {
            let rows = sql::page(&mut *self.pool.acquire().await?, None, after, AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after = last.sequence;
            for row in &rows {
                let entry = row.entry().map_err(|reason| chain.unreadable(reason));
                match entry.and_then(|entry| chain.take(&entry).map(|()| entry)) {
                    Ok(entry) => seen(&entry),
                    Err(damage) => return Ok(Err(damage)),
                }
            }
        }
        Ok(chain.finish())
    }

    /// The lines of the log as they stand in the database, good or bad, with their sequences.
    ///
    /// # Errors
    /// The database is away, or it holds no log.
    pub async fn lines(&self, after: i64) -> Result<Vec<(i64, String)>, StoreError> {
        let rows = sql::page(&mut *self.pool.acquire().await?, None, after, AT_ONCE).await?;
        Ok(rows.into_iter().map(|row| (row.sequence, row.body)).collect())
    }
}
