//! What every source does.

use std::fmt::Write;
use std::future::{self, Future};
use std::path::PathBuf;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::errors::SourceError;
use crate::limits;
use crate::package::PolicyPackage;
use crate::registry::Credentials;

/// A place that policies are fetched from.
pub trait PolicySource: Send + Sync {
    /// Looks once. `known` is the revision that the last look gave, if its packages need not be seen again.
    ///
    /// A source does not try again by itself: when to do that is for whoever follows it.
    ///
    /// # Errors
    /// [`SourceError`], when nothing could be brought. That says nothing against what was brought before.
    fn fetch(&self, known: Option<&Revision>) -> impl Future<Output = Result<Fetched, SourceError>> + Send;

    /// Ends when the source may have something new. A source that is not told of changes never ends: it has to be
    /// looked at from time to time.
    fn changed(&self) -> impl Future<Output = ()> + Send {
        future::pending()
    }
}

/// What one look at a source gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The same as at the known revision.
    Unchanged,
    /// Something else.
    New {
        /// At least one package, in the order in which they are to be tried: the first acceptable one is meant. Only a
        /// folder brings more than one.
        packages: Vec<PolicyPackage>,
        /// Why others that lie there cannot be read. It is to be told of, and says nothing against the packages.
        unreadable: Vec<SourceError>,
        /// What to give to the next look.
        revision: Revision,
    },
}

/// Which state of a source a look has seen. It is good for as long as the source is open, and is not kept on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    content: String,
    /// What the server calls the pieces, if it does.
    pub(crate) tags: Vec<Option<String>>,
}

impl Revision {
    /// The revision of what was fetched.
    pub(crate) fn of(packages: &[PolicyPackage], tags: Vec<Option<String>>) -> Self {
        let mut hash = Sha256::new();
        for package in packages {
            for part in [Some(&package.component), package.envelope.as_ref()] {
                // The length keeps the pieces apart.
                hash.update(part.map_or(u64::MAX, |bytes| bytes.len() as u64).to_le_bytes());
                hash.update(part.map_or(&[][..], Vec::as_slice));
            }
        }
        let mut content = String::with_capacity(64);
        for byte in hash.finalize() {
            // Writing to a string does not fail.
            let _ = write!(content, "{byte:02x}");
        }
        Self { content, tags }
    }

    /// The digest of everything that was fetched.
    pub(crate) fn content(&self) -> &str {
        &self.content
    }

    /// New, unless the content is known.
    pub(crate) fn compare(packages: Vec<PolicyPackage>, tags: Vec<Option<String>>, known: Option<&Self>) -> Fetched {
        let revision = Self::of(&packages, tags);
        match known {
            Some(known) if known.content == revision.content => Fetched::Unchanged,
            _ => Fetched::New { packages, unreadable: Vec::new(), revision },
        }
    }
}

/// How sources are asked.
#[derive(Debug, Clone)]
pub struct SourceOptions {
    /// A file of certificates in PEM: authorities that are trusted beside those of the system.
    pub certificates: Option<PathBuf>,
    /// What a registry asks for.
    pub credentials: Credentials,
    /// Time for one request, from its first byte to the last one of its answer.
    pub request_time_max: Duration,
}

impl Default for SourceOptions {
    fn default() -> Self {
        Self { certificates: None, credentials: Credentials::Anonymous, request_time_max: limits::REQUEST_TIME_MAX }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fetched, Revision};
    use crate::package::PolicyPackage;

    fn package(component: &[u8], envelope: Option<&[u8]>) -> PolicyPackage {
        PolicyPackage { component: component.to_vec(), envelope: envelope.map(<[u8]>::to_vec) }
    }

    #[test]
    fn every_byte_and_every_border_makes_another_revision() {
        let base = Revision::of(&[package(b"ab", Some(b"c"))], Vec::new());
        for other in
            [package(b"a", Some(b"bc")), package(b"ab", Some(b"d")), package(b"abc", None), package(b"ab", Some(b""))]
        {
            assert_ne!(Revision::of(&[other], Vec::new()), base);
        }
    }

    #[test]
    fn the_same_content_is_not_new_whatever_the_server_calls_it() {
        let packages = vec![package(b"ab", None)];
        let known = Revision::of(&packages, vec![Some("v1".to_owned())]);
        let tags = vec![Some("v2".to_owned())];
        assert_eq!(Revision::compare(packages.clone(), tags.clone(), Some(&known)), Fetched::Unchanged);
        assert!(matches!(Revision::compare(packages, tags, None), Fetched::New { .. }));
    }
}
