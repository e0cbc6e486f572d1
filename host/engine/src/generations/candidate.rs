//! From bytes to a policy that may be activated.

use super::self_test::{SELF_TESTS_MAX, SelfTest, SelfTestFailure};
use crate::check_error::CheckError;
use crate::load_error::LoadError;
use crate::policy::Policy;
use crate::runtime::Runtime;

/// What is known of a component before it is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expectation<'a> {
    /// The digest it must have, `sha256:` and 64 lower-case hexadecimal digits. None trusts the bytes: leave it out
    /// only where nobody else can write them.
    pub digest: Option<&'a str>,
}

impl<'a> Expectation<'a> {
    /// Exactly the bytes with this digest.
    #[must_use]
    pub fn digest(digest: &'a str) -> Self {
        Self { digest: Some(digest) }
    }
}

/// A policy that has passed everything and waits to be activated. Nothing is active because of it.
#[derive(Debug, Clone)]
pub struct Candidate {
    policy: Policy,
}

/// Why a component did not become a candidate. Nothing has changed because of it.
#[derive(Debug, thiserror::Error)]
pub enum CandidateError {
    /// It was not loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// There are more self-tests than [`SELF_TESTS_MAX`].
    #[error("there are {count} self-tests, and {SELF_TESTS_MAX} are allowed")]
    TooManySelfTests {
        /// How many there are.
        count: usize,
    },
    /// It answered a self-test otherwise than expected.
    #[error(transparent)]
    SelfTest(#[from] SelfTestFailure),
    /// Its instances could not be started.
    #[error("its instances could not be started: {0}")]
    Warm(CheckError),
}

impl CandidateError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Load(error) => error.code(),
            Self::TooManySelfTests { .. } => "candidate-too-many-self-tests",
            Self::SelfTest(_) => "candidate-self-test",
            Self::Warm(_) => "candidate-not-warm",
        }
    }
}

impl Candidate {
    /// Instances that wait for the first calls: about as many as a small server has processors.
    const WARM_INSTANCES: usize = 4;

    /// Size, digest, structure, compilation, description, self-tests, warm instances: in this order, and the first that
    /// fails refuses the component. It takes a fraction of a second of one processor or more; call it where no request
    /// waits.
    ///
    /// # Errors
    /// [`CandidateError`], whose code says at which step it was refused.
    pub fn prepare(
        runtime: &Runtime,
        component: &[u8],
        expectation: &Expectation<'_>,
        self_tests: &[SelfTest],
    ) -> Result<Self, CandidateError> {
        if self_tests.len() > SELF_TESTS_MAX {
            return Err(CandidateError::TooManySelfTests { count: self_tests.len() });
        }
        let policy = match expectation.digest {
            Some(digest) => runtime.load_expecting(component, digest)?,
            None => runtime.load(component)?,
        };
        self_tests.iter().try_for_each(|test| test.run(&policy))?;
        policy.warm(Self::WARM_INSTANCES).map_err(CandidateError::Warm)?;
        Ok(Self { policy })
    }

    /// The policy, to ask it more before it is activated.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Digest of the component.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.policy.digest()
    }

    pub(super) fn into_policy(self) -> Policy {
        self.policy
    }

    pub(super) fn of(policy: Policy) -> Self {
        Self { policy }
    }
}
