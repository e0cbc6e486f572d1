//! Why a source brings nothing.

use std::error::Error;
use std::fmt;

/// Why a source brings nothing. What was known before is still good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    fault: Fault,
    place: String,
    detail: String,
}

/// What went wrong at a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is there.
    NotFound,
    /// It is there and cannot be read.
    Unreadable,
    /// It is a folder, a device or a pipe, or a link that leads out of the watched folder.
    NotAFile,
    /// It is larger than the limit, or does not end.
    TooLarge,
    /// A watched folder holds no component with its manifest.
    NoPackage,
    /// No connection, or one that broke.
    Unreachable,
    /// The other side is not who it should be.
    Untrusted,
    /// The answer did not come in time.
    TooSlow,
    /// The answer ended early.
    CutShort,
    /// The server points elsewhere. It is not followed: only what was configured is asked (reliability row 49).
    Redirected,
    /// The server wants credentials, or others.
    Unauthorized,
    /// The server says no.
    Rejected,
    /// The server is in trouble.
    ServerFailed,
    /// What is in the registry under that name is not a policy.
    NotAPolicy,
    /// Bytes do not have the digest that names them.
    DigestMismatch,
    /// A file of certificate authorities holds none.
    Certificates,
    /// Credentials were configured and cannot be used.
    Credentials,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 17] = [
        Self::NotFound,
        Self::Unreadable,
        Self::NotAFile,
        Self::TooLarge,
        Self::NoPackage,
        Self::Unreachable,
        Self::Untrusted,
        Self::TooSlow,
        Self::CutShort,
        Self::Redirected,
        Self::Unauthorized,
        Self::Rejected,
        Self::ServerFailed,
        Self::NotAPolicy,
        Self::DigestMismatch,
        Self::Certificates,
        Self::Credentials,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "source::not-found",
            Self::Unreadable => "source::unreadable",
            Self::NotAFile => "source::not-a-file",
            Self::TooLarge => "source::too-large",
            Self::NoPackage => "source::no-package",
            Self::Unreachable => "source::unreachable",
            Self::Untrusted => "source::untrusted",
            Self::TooSlow => "source::too-slow",
            Self::CutShort => "source::cut-short",
            Self::Redirected => "source::redirected",
            Self::Unauthorized => "source::unauthorized",
            Self::Rejected => "source::rejected",
            Self::ServerFailed => "source::server-failed",
            Self::NotAPolicy => "source::not-a-policy",
            Self::DigestMismatch => "source::digest-mismatch",
            Self::Certificates => "source::certificates",
            Self::Credentials => "source::credentials",
        }
    }

    /// What to do next.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::NotFound => "check the location; something must be published there first",
            Self::Unreadable => "give whoever runs this the right to read it",
            Self::NotAFile => "give an ordinary file; links in a watched folder must stay inside it",
            Self::TooLarge => "check that it is the right one; what is larger is not read",
            Self::NoPackage => "put a component and the manifest of `guestpass policy sign` there, side by side",
            Self::Unreachable => "check that the server runs and that the network lets you through",
            Self::Untrusted => "check the server's certificate; give its authority's certificate if it is your own",
            Self::TooSlow | Self::CutShort | Self::ServerFailed => "try again later, or ask who runs the server",
            Self::Redirected => "give the address that it points to, if you trust it",
            Self::Unauthorized => {
                "give `GUESTPASS_REGISTRY_USERNAME` and `GUESTPASS_REGISTRY_PASSWORD`, or log in with `docker login`"
            }
            Self::Rejected => "check the location, and what the server allows",
            Self::NotAPolicy => "push the policy with `guestpass policy push`",
            Self::DigestMismatch => "believe nothing of it; publish the policy again",
            Self::Certificates => "give a file of certificates in PEM",
            Self::Credentials => "correct the credentials, or take them away",
        }
    }
}

impl SourceError {
    pub(crate) fn new(fault: Fault, place: impl fmt::Display, detail: impl Into<String>) -> Self {
        Self { fault, place: place.to_string(), detail: detail.into() }
    }

    pub(crate) fn too_large(place: impl fmt::Display, bytes_max: usize) -> Self {
        Self::new(Fault::TooLarge, place, format!("it has more than {bytes_max} bytes"))
    }

    /// What went wrong.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        self.fault
    }

    /// The stable code, such as `source::too-large`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// What to do next.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        self.fault.help()
    }

    /// The file or address that it is about.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong with it, without the place.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: {}", self.place, self.detail)
    }
}

impl Error for SourceError {}

#[cfg(test)]
mod tests {
    use super::Fault;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_a_code_of_its_own() {
        let codes: BTreeSet<&str> = Fault::ALL.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        assert!(codes.iter().all(|code| code.starts_with("source::")));
    }
}
