//! The store itself: opened once, shared by everybody.

mod asked;
mod auditing;
mod circuit;
mod counting;
mod migrations;
mod notices;
mod opening;
mod reading;
mod secrets;
mod sql;
mod writing;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use sqlx::AnyPool;

use crate::errors::StoreError;
use crate::facts::{Consistency, FactsCache, FactsQuestion, Material, material};
use crate::identifiers::{OrganisationId, PersonId};
use crate::location::StoreLocation;
use crate::model::{AccessRequest, Entity, RequestPlace, RoleAssignment};
use crate::revision::Revision;
pub use asked::Asked;
use circuit::Circuit;
pub use counting::{CustomRoles, LiveRequests};
use notices::Known;
pub use reading::{Kept, Listed, Page};
pub(crate) use sql::one_person_in_one_organisation;
pub use writing::{Expected, Writing};

/// How long a store that is closed waits for connections in use.
const CLOSE_TIME_MAX: Duration = Duration::from_secs(5);

/// How a store is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreOptions {
    /// Connections to the database at most.
    pub connections_max: u32,
    /// How long anything may wait for a connection or a lock.
    pub patience: Duration,
    /// Facts that are kept in memory at most, counted in people of an organisation: those of one count as several when
    /// their rows have more than 4 KiB of text.
    pub materials_max: u64,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { connections_max: 8, patience: Duration::from_secs(1), materials_max: 100_000 }
    }
}

/// The directory. A clone is the same one.
#[derive(Clone, Debug)]
pub struct Directory {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    pool: AnyPool,
    location: StoreLocation,
    known: Known,
    circuit: Circuit,
    patience: Duration,
    cache: FactsCache,
    /// Held as long as the store is open: two servers on one file would not hear of each other.
    _lock: Option<opening::FileLock>,
    /// Keeps a store in memory there.
    _anchor: Option<opening::Anchor>,
}

impl Directory {
    /// Opens a store, and makes its tables or brings them up to date.
    ///
    /// # Errors
    ///
    /// The database is away, its tables are newer than this program, or another server has the file open.
    pub async fn open(location: &StoreLocation, options: StoreOptions) -> Result<Self, StoreError> {
        let lock = opening::lock(location)?;
        let (pool, anchor) = opening::connect(location, options).await?;
        let (known, cache) = (Known::default(), FactsCache::new(options.materials_max));
        let (circuit, patience) = (Circuit::new(location.is_postgres()), options.patience);
        let location = location.clone();
        let shared = Shared { pool, location, known, circuit, patience, cache, _lock: lock, _anchor: anchor };
        let directory = Self { shared: Arc::new(shared) };
        directory.catch_up().await?;
        Ok(directory)
    }

    /// Closes all connections; what was committed is on disk already. One that is in use and does not come back within
    /// five seconds is left to the operating system.
    pub async fn close(&self) {
        drop(tokio::time::timeout(CLOSE_TIME_MAX, self.shared.pool.close()).await);
    }

    /// The newest revision, as the database knows it now.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn revision(&self) -> Result<Revision, StoreError> {
        self.bounded(async { reading::revision(&mut *self.shared.pool.acquire().await?).await }).await
    }

    /// One value by its key.
    ///
    /// # Errors
    ///
    /// The database is away, or the row is damaged.
    pub async fn get<E: Entity>(&self, key: &[&str]) -> Result<Option<Kept<E>>, StoreError> {
        self.bounded(async { reading::get(&mut *self.shared.pool.acquire().await?, key).await }).await
    }

    /// The values whose keys begin with `prefix`, in the order of their keys, a page at a time.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn list<E: Entity>(&self, prefix: &[&str], page: &Page) -> Result<Listed<E>, StoreError> {
        self.bounded(async { reading::list(&mut *self.shared.pool.acquire().await?, prefix, page).await }).await
    }

    /// All values with these texts in these columns of their table, in the order of their keys.
    ///
    /// The names of columns are those of [`crate::model::Table::columns`]; the database knows no others.
    ///
    /// # Errors
    ///
    /// There are more than `count_max`; the database is away; a row is damaged.
    pub async fn find<E: Entity>(
        &self,
        wanted: &[(&'static str, &str)],
        count_max: u32,
    ) -> Result<Vec<Kept<E>>, StoreError> {
        self.bounded(async { reading::find(&mut *self.shared.pool.acquire().await?, wanted, count_max).await }).await
    }

    /// The first of these values, after one with this key if there is one: the whole key, or nothing.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn find_after<E: Entity>(
        &self,
        wanted: &[(&'static str, &str)],
        after: &[&str],
        limit: u32,
    ) -> Result<Vec<Kept<E>>, StoreError> {
        let pool = &self.shared.pool;
        self.bounded(async { reading::find_after(&mut *pool.acquire().await?, wanted, after, limit).await }).await
    }

    /// Whether there is any value with these texts in these columns, however many there are.
    ///
    /// # Errors
    ///
    /// The database is away, or the row is damaged.
    pub async fn any<E: Entity>(&self, wanted: &[(&'static str, &str)]) -> Result<bool, StoreError> {
        Ok(!self.find_after::<E>(wanted, &[], 1).await?.is_empty())
    }

    /// Requests for access in the order of their places, after one of these if there is one.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn requests(
        &self,
        asked: Asked<'_>,
        now_ms: i64,
        after: Option<&RequestPlace>,
        limit: u32,
    ) -> Result<Vec<Kept<AccessRequest>>, StoreError> {
        let pool = &self.shared.pool;
        self.bounded(async { asked::requests(&mut *pool.acquire().await?, asked, now_ms, after, limit).await }).await
    }

    /// The accounts that somebody has asked for access to.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn accounts_asked(&self, person: &PersonId) -> Result<BTreeSet<OrganisationId>, StoreError> {
        self.bounded(async { asked::accounts_asked(&mut *self.shared.pool.acquire().await?, person).await }).await
    }

    /// The organisations of those who have asked for access to an account.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn homes_that_asked(&self, account: &OrganisationId) -> Result<BTreeSet<OrganisationId>, StoreError> {
        self.bounded(async { asked::homes_that_asked(&mut *self.shared.pool.acquire().await?, account).await }).await
    }

    /// How many pairs of a role and somebody of another organisation there are (F26).
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn external_roles(&self, organisation: &OrganisationId) -> Result<u32, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        reading::external_roles(&mut connection, organisation).await
    }

    /// The roles that people of `home` hold in `organisation`, groups apart.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn roles_of_people_of(
        &self,
        organisation: &OrganisationId,
        home: &OrganisationId,
    ) -> Result<Vec<Kept<RoleAssignment>>, StoreError> {
        let mut connection = self.shared.pool.acquire().await?;
        reading::roles_of_people_of(&mut connection, organisation, home).await
    }

    /// Everything that facts about one person in one organisation are made of: from memory if that is fresh enough,
    /// else by one query.
    ///
    /// # Errors
    ///
    /// The database is away, a row is damaged, or the revision asked for has not been written.
    pub async fn material(
        &self,
        question: &FactsQuestion,
        consistency: Consistency,
    ) -> Result<Arc<Material>, StoreError> {
        self.be_as_fresh_as(consistency).await?;
        let shared = &self.shared;
        if let Some(found) = shared.cache.get(question)
            && shared.known.is_unchanged_since(found.organisations(), found.revision())
        {
            return Ok(found);
        }
        let read = async { material(&mut *shared.pool.acquire().await?, question).await };
        let found = Arc::new(self.bounded(read).await?);
        // Somebody who is not known has no organisation whose changes would be heard of.
        if found.person().is_some() {
            shared.cache.put(question.clone(), Arc::clone(&found));
        }
        Ok(found)
    }

    /// Begins to write. Writers wait for each other, so that what one reads stays true until it commits.
    ///
    /// # Errors
    ///
    /// The database is away, or others wrote for longer than is waited.
    pub async fn begin(&self) -> Result<Writing, StoreError> {
        self.bounded(Writing::begin(self.clone())).await
    }

    /// The newest revision that counts for whoever asks now, and this server has heard of all before it. A request that
    /// asks several things asks this once, and the rest with [`Consistency::AtLeast`]: all of its answers are then as
    /// new as the request, for one query.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn newest(&self) -> Result<Revision, StoreError> {
        self.be_as_fresh_as(Consistency::Latest).await?;
        Ok(self.shared.known.revision())
    }

    /// Waits no longer than is useful, and not at all for a database that was away a moment ago: whoever asks is
    /// denied in bounded time (reliability row 38).
    async fn bounded<T>(&self, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        let Shared { circuit, patience, location, .. } = &*self.shared;
        let begun = circuit.enter()?;
        if !location.is_postgres() {
            return work.await;
        }
        // The wait for a connection or a lock, and the answer itself.
        let time_max = patience.saturating_mul(2);
        let done = tokio::time::timeout(time_max, work).await;
        circuit.note(begun, done.unwrap_or(Err(StoreError::TooSlow(time_max.as_millis()))))
    }

    async fn be_as_fresh_as(&self, consistency: Consistency) -> Result<(), StoreError> {
        // Whoever has the file open is the only one who writes, and knows its own writes.
        let is_alone = !self.shared.location.is_postgres() && self.shared.known.is_certain();
        let known = self.shared.known.revision();
        match consistency {
            Consistency::Known if self.shared.known.is_certain() => return Ok(()),
            Consistency::AtLeast(wanted) if wanted <= known && self.shared.known.is_certain() => return Ok(()),
            Consistency::Latest if is_alone => return Ok(()),
            _ => {}
        }
        let newest = self.catch_up().await?;
        match consistency {
            Consistency::AtLeast(wanted) if wanted > newest => {
                Err(StoreError::Behind { wanted: wanted.number(), newest: newest.number() })
            }
            _ => Ok(()),
        }
    }

    /// Hears of all that was written, here or by other servers.
    async fn catch_up(&self) -> Result<Revision, StoreError> {
        let shared = &self.shared;
        let known = shared.known.revision();
        let read = async { reading::changes_since(&mut *shared.pool.acquire().await?, known).await };
        let (newest, changed) = self.bounded(read).await?;
        shared.known.hear(newest, changed);
        Ok(newest)
    }
}
