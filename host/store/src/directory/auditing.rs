//! The audit log of the directory.

use super::Directory;
use crate::audit::{Attempt, AuditPage, Draft, Entry, read_page};
use crate::errors::StoreError;

impl Directory {
    /// Writes that something is about to be done. When this returns, that is on disk; do it only then, and end it by
    /// [`Attempt::completed`] or [`Attempt::refused`] in the write that does it.
    ///
    /// # Errors
    ///
    /// The log cannot be written. Then nothing may be done.
    pub async fn attempt(&self, draft: Draft) -> Result<Attempt, StoreError> {
        let mut writing = self.begin().await?;
        let began = writing.audit(draft.clone()).await?.sequence;
        writing.commit().await?;
        Ok(Attempt { began, draft })
    }

    /// A part of the audit log, oldest first.
    ///
    /// # Errors
    ///
    /// The database is away, or an entry is damaged.
    pub async fn audit(&self, page: &AuditPage) -> Result<Vec<Entry>, StoreError> {
        self.bounded(async { read_page(&mut *self.shared.pool.acquire().await?, page).await }).await
    }
}
