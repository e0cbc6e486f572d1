//! What can go wrong with the directory.

use crate::identifiers::UnfitIdentifier;

/// Why the directory did not do what it was asked for. None of it may be taken for a permission.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The text names no store. Of the text there is its scheme at most: behind it there may be a password.
    #[error(
        "{} no store; write `sqlite:FILE`, `sqlite::memory:` or `postgres://USER@HOST/DATABASE`",
        .0.as_ref().map_or("the location names".to_owned(), |scheme| format!("`{scheme}://` is of"))
    )]
    Location(Option<String>),
    /// Another server has the file open. Two would not hear of each other's writes.
    #[error("`{0}` is open in another server; end that one first, or use PostgreSQL for several")]
    InUse(String),
    /// Somebody else wrote first, or what was to be new is there already.
    #[error("{0} is not as expected: somebody has changed it meanwhile; read it again")]
    Conflict(String),
    /// What a row names is not there, or is still named by others.
    #[error("{0} names something that is not there, or is named by others")]
    Unconnected(String),
    /// A row that cannot be read. It is an error and never an answer.
    #[error("{what} is damaged: {cause}")]
    Damaged {
        /// Which row.
        what: String,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// An identifier that cannot be one.
    #[error(transparent)]
    Identifier(#[from] UnfitIdentifier),
    /// More than the directory keeps of one thing.
    #[error("{what} has {bytes} bytes; {bytes_max} are allowed")]
    TooLarge {
        /// Which thing.
        what: String,
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        bytes_max: usize,
    },
    /// More values than can be handed out at once.
    #[error("there are more than {count_max} of {what}")]
    TooMany {
        /// Of which.
        what: String,
        /// How many may be handed out.
        count_max: u32,
    },
    /// The revision that was asked for has not been written in this store.
    #[error("revision {wanted} is not there yet; the newest is {newest}")]
    Behind {
        /// The number that was asked for.
        wanted: i64,
        /// The newest one.
        newest: i64,
    },
    /// The database is away, too slow, or out of room.
    #[error("the database did not do it: {0}")]
    Unavailable(sqlx::Error),
    /// It took longer than anybody waits for it.
    #[error("the database did not answer within {0} ms")]
    TooSlow(u128),
    /// It was away a moment ago, and is asked again in the next.
    #[error("the database was away a moment ago")]
    Away,
    /// What cannot be backed up from here.
    #[error("{0}")]
    NoBackup(&'static str),
    /// A copy that is not what it was copied from.
    #[error("the copy `{path}` cannot be relied on: {reason}")]
    BadBackup {
        /// The copy.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The tables could not be made or brought up to date.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The lock beside the file could not be made.
    #[error("`{path}`: {cause}")]
    File {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
}

impl StoreError {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Location(_) => "store::location",
            Self::InUse(_) => "store::in-use",
            Self::Conflict(_) => "store::conflict",
            Self::Unconnected(_) => "store::unconnected",
            Self::Damaged { .. } => "store::damaged",
            Self::Identifier(_) => "store::identifier",
            Self::TooLarge { .. } => "store::too-large",
            Self::TooMany { .. } => "store::too-many",
            Self::Behind { .. } => "store::behind",
            Self::Unavailable(_) => "store::unavailable",
            Self::TooSlow(_) => "store::too-slow",
            Self::Away => "store::away",
            Self::NoBackup(_) => "store::no-backup",
            Self::BadBackup { .. } => "store::bad-backup",
            Self::Migration(_) => "store::migration",
            Self::File { .. } => "store::file",
        }
    }

    /// Whether the database could not be reached at all, or was lost on the way.
    pub(crate) fn is_of_connection(&self) -> bool {
        use sqlx::Error as Cause;
        match self {
            Self::TooSlow(_) => true,
            // A server that starts or stops says so: class 57P, and class 08 of connections. What else is of class 57
            // ends one query.
            Self::Unavailable(Cause::Database(cause)) => {
                cause.code().is_some_and(|code| code.starts_with("57P") || code.starts_with("08"))
            }
            Self::Unavailable(cause) => {
                matches!(cause, Cause::Io(_) | Cause::Tls(_) | Cause::Protocol(_) | Cause::PoolTimedOut)
            }
            _ => false,
        }
    }

    /// Whether somebody has waited in vain: for a database that is away, or for one that does something else.
    pub(crate) fn is_of_waiting(&self) -> bool {
        matches!(self, Self::TooSlow(_) | Self::Unavailable(sqlx::Error::PoolTimedOut))
    }

    /// Takes an error of the database for what it means while `what` was written or read.
    pub(crate) fn of_database(what: &str, error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Self::Conflict(what.to_owned()),
            sqlx::Error::Database(cause) if cause.is_foreign_key_violation() => Self::Unconnected(what.to_owned()),
            _ => Self::Unavailable(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unavailable(error)
    }
}
