//! Writes, all or nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use sqlx::{Any, AssertSqlSafe, Row, Transaction};

use super::counting::{CustomRoles, LiveRequests};
use super::reading::{self, Kept, Listed, Page};
use super::{Directory, counting, sql};
use crate::audit::{Draft, Entry, append};
use crate::body;
use crate::errors::StoreError;
use crate::facts::{FactsQuestion, Material, material};
use crate::identifiers::{Name, OrganisationId, PersonId, UnfitIdentifier};
use crate::model::{Entity, Holder, RoleAssignment};
use crate::revision::Revision;

/// Bytes of one row at most.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// What has to be there before a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Whatever is there, or nothing.
    Any,
    /// Nothing.
    Absent,
    /// What was last written at this revision, and nothing newer (no lost update).
    At(Revision),
}

/// A write in progress. Nothing of it is seen by others, or stays, unless [`Writing::commit`] returns.
#[derive(Debug)]
pub struct Writing {
    directory: Directory,
    transaction: Transaction<'static, Any>,
    revision: Revision,
    touched: BTreeSet<OrganisationId>,
}

impl Writing {
    pub(super) async fn begin(directory: Directory) -> Result<Self, StoreError> {
        let is_postgres = directory.shared.location.is_postgres();
        let begin = if is_postgres { "BEGIN" } else { "BEGIN IMMEDIATE" };
        let mut transaction = directory.shared.pool.begin_with(begin).await?;
        let row = sqlx::query(sql::NEXT_REVISION).fetch_one(&mut *transaction).await?;
        let revision = Revision::from_number(row.try_get(0)?);
        Ok(Self { directory, transaction, revision, touched: BTreeSet::new() })
    }

    /// The revision that this write will have.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// One value by its key, with what this write has changed so far.
    ///
    /// # Errors
    ///
    /// The database is away, or the row is damaged.
    pub async fn get<E: Entity>(&mut self, key: &[&str]) -> Result<Option<Kept<E>>, StoreError> {
        reading::get(&mut self.transaction, key).await
    }

    /// A page of values, as [`Directory::list`] has it.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn list<E: Entity>(&mut self, prefix: &[&str], page: &Page) -> Result<Listed<E>, StoreError> {
        reading::list(&mut self.transaction, prefix, page).await
    }

    /// All values with these texts in these columns, as [`Directory::find`] has it.
    ///
    /// # Errors
    ///
    /// There are more than `count_max`; the database is away; a row is damaged.
    pub async fn find<E: Entity>(
        &mut self,
        wanted: &[(&'static str, &str)],
        count_max: u32,
    ) -> Result<Vec<Kept<E>>, StoreError> {
        reading::find(&mut self.transaction, wanted, count_max).await
    }

    /// Whether there is any value with these texts in these columns, however many there are.
    ///
    /// # Errors
    ///
    /// The database is away, or the row is damaged.
    pub async fn any<E: Entity>(&mut self, wanted: &[(&'static str, &str)]) -> Result<bool, StoreError> {
        Ok(!reading::find_after::<E>(&mut self.transaction, wanted, &[], 1).await?.is_empty())
    }

    /// How many pairs of a role and somebody of another organisation there are (F26).
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn external_roles(&mut self, organisation: &OrganisationId) -> Result<u32, StoreError> {
        reading::external_roles(&mut self.transaction, organisation).await
    }

    /// The roles that people of `home` hold in `organisation`, groups apart.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn roles_of_people_of(
        &mut self,
        organisation: &OrganisationId,
        home: &OrganisationId,
    ) -> Result<Vec<Kept<RoleAssignment>>, StoreError> {
        reading::roles_of_people_of(&mut self.transaction, organisation, home).await
    }

    /// How many roles an organisation has made for itself, and how large they are.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn custom_roles(&mut self, organisation: &OrganisationId) -> Result<CustomRoles, StoreError> {
        counting::custom_roles(&mut self.transaction, organisation).await
    }

    /// How many requests for access to `account` by people of `home` wait or are granted, and have not ended, as far as
    /// facts can carry them; and how many of them `person` wrote down.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn live_requests(
        &mut self,
        account: &OrganisationId,
        home: &OrganisationId,
        person: &PersonId,
        now_ms: i64,
    ) -> Result<LiveRequests, StoreError> {
        counting::live_requests(&mut self.transaction, account, home, person, now_ms).await
    }

    /// How many roles facts about `organisation` carry of the holder: the person's own there, those that a third party
    /// brings along from home, and those of the person's groups there. For a group it is the most that any member has
    /// so, or the group itself.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn roles_held(&mut self, organisation: &OrganisationId, holder: &Holder) -> Result<usize, StoreError> {
        counting::roles_held(&mut self.transaction, organisation, holder).await
    }

    /// What facts are made of, as they are inside this write.
    ///
    /// # Errors
    ///
    /// The database is away, or a row is damaged.
    pub async fn material(&mut self, question: &FactsQuestion) -> Result<Arc<Material>, StoreError> {
        material(&mut self.transaction, question).await.map(Arc::new)
    }

    /// Writes a value, new or in place of the one with the same key.
    ///
    /// # Errors
    ///
    /// What is there is not what was expected; it names something that is not there; it is too large; there is NUL in
    /// what it is found by; the database is away.
    pub async fn put<E: Entity>(&mut self, entity: &E, expected: Expected) -> Result<(), StoreError> {
        let columns = entity.columns();
        let key: Vec<&str> = columns.iter().take(E::TABLE.key_columns).map(String::as_str).collect();
        let what = || reading::described(&E::TABLE, &key);
        let body = body::written(entity, self.revision);
        let body = body.map_err(|cause| StoreError::Damaged { what: what(), cause })?;
        if body.len() > BODY_BYTES_MAX {
            return Err(StoreError::TooLarge { what: what(), bytes: body.len(), bytes_max: BODY_BYTES_MAX });
        }
        if let Some(unfit) = columns.iter().find(|column| !reading::can_be_kept([column.as_str()])) {
            return Err(UnfitIdentifier::Characters(unfit.escape_debug().to_string()).into());
        }
        let old = self.expect::<E>(&key, expected).await?;
        let statement = if old { sql::update(&E::TABLE) } else { sql::insert(&E::TABLE) };
        let mut query = sqlx::query(AssertSqlSafe(statement));
        for column in &columns {
            query = query.bind(column.clone());
        }
        query = query.bind(self.revision.number()).bind(body);
        if old {
            for part in &key {
                query = query.bind((*part).to_owned());
            }
        }
        let done = query.execute(&mut *self.transaction).await;
        done.map_err(|error| StoreError::of_database(&what(), error))?;
        self.touched.extend(entity.organisations());
        Ok(())
    }

    /// Takes a value away. That it is not there is no error with [`Expected::Any`].
    ///
    /// # Errors
    ///
    /// What is there is not what was expected; others name it; the database is away.
    pub async fn delete<E: Entity>(&mut self, key: &[&str], expected: Expected) -> Result<(), StoreError> {
        if !self.expect::<E>(key, expected).await? {
            return Ok(());
        }
        let mut query = sqlx::query(AssertSqlSafe(sql::delete(&E::TABLE)));
        for part in key {
            query = query.bind((*part).to_owned());
        }
        let done = query.execute(&mut *self.transaction).await;
        done.map_err(|error| StoreError::of_database(&reading::described(&E::TABLE, key), error))?;
        Ok(())
    }

    /// Takes a role away from everybody who holds it in an organisation, groups too, however many they are.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn take_from_all(&mut self, organisation: &OrganisationId, role: &Name) -> Result<(), StoreError> {
        let query = sqlx::query(sql::TAKE_FROM_ALL).bind(organisation.to_string()).bind(role.to_string());
        query.execute(&mut *self.transaction).await?;
        self.touched.insert(organisation.clone());
        Ok(())
    }

    /// Writes the next entry of the audit log. It stays if and only if the rest of this write does.
    ///
    /// # Errors
    ///
    /// It ends what has not begun; the last entry is damaged; the database is away. Then commit nothing: what cannot be
    /// logged is not done.
    pub async fn audit(&mut self, draft: Draft) -> Result<Entry, StoreError> {
        append(&mut self.transaction, draft, self.revision).await
    }

    /// Ends the write. When this returns, it is on disk, this server answers by it, and others hear of it.
    ///
    /// # Errors
    ///
    /// The database is away. It may then be written or not; the caller can tell by reading.
    pub async fn commit(self) -> Result<Revision, StoreError> {
        let directory = self.directory.clone();
        // Whoever waits here may go away in the middle, as a client does that closes its connection. What is on disk
        // then has to be heard of nevertheless, or answers from memory would go on as if it were not: so nobody's going
        // away ends this.
        tokio::spawn(self.finish()).await.unwrap_or_else(|_| {
            directory.shared.known.doubt();
            Err(StoreError::Unavailable(sqlx::Error::WorkerCrashed))
        })
    }

    async fn finish(mut self) -> Result<Revision, StoreError> {
        for organisation in &self.touched {
            let touch = sqlx::query(sql::TOUCH).bind(organisation.as_str().to_owned()).bind(self.revision.number());
            touch.execute(&mut *self.transaction).await?;
        }
        let known = &self.directory.shared.known;
        if let Err(error) = self.transaction.commit().await {
            known.doubt();
            return Err(StoreError::Unavailable(error));
        }
        if self.directory.shared.location.is_postgres() {
            // Others may have written between what is known here and this write. It is written, whatever comes now.
            if self.directory.catch_up().await.is_err() {
                self.directory.shared.known.doubt();
            }
        } else {
            let revision = self.revision;
            known.hear_own(revision, self.touched.into_iter().map(|organisation| (organisation, revision)));
        }
        Ok(self.revision)
    }

    /// Whether there is a value, after making sure that it is what was expected. Its organisations count as touched:
    /// it may move from one to another.
    async fn expect<E: Entity>(&mut self, key: &[&str], expected: Expected) -> Result<bool, StoreError> {
        let old: Option<Kept<E>> = self.get(key).await?;
        let is_expected = match (&old, expected) {
            (_, Expected::Any) | (None, Expected::Absent) => true,
            (Some(kept), Expected::At(revision)) => kept.revision == revision,
            (Some(_), Expected::Absent) | (None, Expected::At(_)) => false,
        };
        if !is_expected {
            return Err(StoreError::Conflict(reading::described(&E::TABLE, key)));
        }
        self.touched.extend(old.iter().flat_map(|kept| kept.entity.organisations()));
        Ok(old.is_some())
    }
}
