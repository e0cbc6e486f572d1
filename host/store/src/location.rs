//! Where a store is.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::errors::StoreError;

/// Where the directory is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreLocation {
    /// In memory, gone with the process: for tests and for trying things.
    Memory,
    /// One SQLite file, with two files of the same name beside it while it is open.
    File(PathBuf),
    /// A PostgreSQL database, as a URL. It may hold a password: show it to nobody.
    Postgres(String),
}

impl StoreLocation {
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Memory => "sqlite::memory:".to_owned(),
            Self::File(path) => format!("sqlite://{}?mode=rwc", escaped(path)),
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl StoreLocation {
    /// The URL to look at what is there, and to make nothing that is not.
    pub(crate) fn url_to_read(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite://{}?mode=ro", escaped(path)),
            Self::Memory | Self::Postgres(_) => self.url(),
        }
    }
}

/// SQLite takes a URL, in which these characters would end the path.
fn escaped(path: &Path) -> String {
    path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// What stands before `://`, when it can be the scheme of a URL.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once("://")?;
    let is_of_schemes = |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
    (!scheme.is_empty() && scheme.chars().all(is_of_schemes)).then_some(scheme)
}

impl FromStr for StoreLocation {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.strip_prefix("sqlite:") {
            Some(":memory:") => Ok(Self::Memory),
            Some(path) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
            _ if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
                Ok(Self::Postgres(text.to_owned()))
            }
            _ => Err(StoreError::Location(scheme(text).map(str::to_owned))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StoreLocation;

    #[test]
    fn a_store_is_named_by_a_url() {
        for (text, expected) in [
            ("sqlite::memory:", Some("sqlite::memory:")),
            ("sqlite:a b?.db", Some("sqlite://a b%3f.db?mode=rwc")),
            ("postgres://localhost/guestpass", Some("postgres://localhost/guestpass")),
            ("sqlite:", None),
            ("guestpass.db", None),
            ("mysql://localhost/guestpass", None),
        ] {
            let url = text.parse::<StoreLocation>().ok().map(|location| location.url());
            assert_eq!(url.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_location_that_names_no_store_is_not_repeated() {
        for (text, expected) in [
            ("postgre://u:s3cret@h/d", "`postgre://` is of no store; write "),
            ("u:s3cret@h/d", "the location names no store; write "),
            ("s3cret@://", "the location names no store; write "),
        ] {
            let error = text.parse::<StoreLocation>().unwrap_err();
            assert!(error.to_string().starts_with(expected), "{error}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        }
    }
}
