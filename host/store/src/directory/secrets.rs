//! Keys that all servers of one directory share.

use sqlx::Row;

use super::{Directory, sql};
use crate::errors::StoreError;

impl Directory {
    /// The secret of this name. `made` becomes it when there is none yet; of several servers that are the first at the
    /// same time, all get the same one. Whoever can read the database can read it.
    ///
    /// # Errors
    ///
    /// The database is away.
    pub async fn secret(&self, name: &str, made: &str) -> Result<String, StoreError> {
        let work = async {
            let mut connection = self.shared.pool.acquire().await?;
            let put = sqlx::query(sql::PUT_SECRET).bind(name.to_owned()).bind(made.to_owned());
            put.execute(&mut *connection).await?;
            let row = sqlx::query(sql::SECRET).bind(name.to_owned()).fetch_one(&mut *connection).await?;
            Ok(row.try_get(0)?)
        };
        self.bounded(work).await
    }
}
