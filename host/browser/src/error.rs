//! What can go wrong between a page and a policy component. Every error has a stable code.

use guestpass_contract::json::JsonError;
use guestpass_contract::{LyingDecision, LyingVerdict};

use crate::abi::AbiError;

/// Why a component is not loaded. Nothing of it has been evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The bytes end in the middle of something.
    #[error("the component ends after {at} bytes, in the middle of something: download it again")]
    Truncated {
        /// Where they end, in bytes.
        at: usize,
    },
    /// The bytes are something else than a component.
    #[error("these bytes are not a WebAssembly component: pass what `guestpass policy build` wrote")]
    NotAComponent,
    /// The component holds more than one core module.
    #[error("the component holds a second core module: a policy has exactly one")]
    TwoModules,
    /// The component holds no core module.
    #[error("the component holds no core module: a policy has exactly one")]
    NoModule,
    /// The component, or its core module, imports something.
    #[error("the component imports something: a policy imports nothing")]
    Imports,
    /// The component is larger than [`crate::COMPONENT_BYTES_MAX`].
    #[error("the component has {bytes} bytes, more than the {max} that are allowed", max = crate::COMPONENT_BYTES_MAX)]
    TooLarge {
        /// Its size, in bytes.
        bytes: usize,
    },
    /// A structure of the component breaks the binary format.
    #[error("the component is malformed at byte {at}")]
    Malformed {
        /// Where, in bytes.
        at: usize,
    },
    /// The component uses a feature that no policy needs and this host does not follow.
    #[error("the component uses a feature at byte {at} that policies must not use")]
    Unsupported {
        /// Where, in bytes.
        at: usize,
    },
    /// `options.digest` is not spelled as a digest.
    #[error("the digest `{digest}` is not `sha256:` and 64 lower-case hexadecimal digits")]
    DigestMalformed {
        /// What was passed.
        digest: String,
    },
    /// The bytes are not the ones that the page asked for.
    #[error(
        "the component has the digest `{actual}`, not `{expected}`: it is another version, or was changed on its way"
    )]
    DigestMismatch {
        /// What the page asked for.
        expected: String,
        /// What it was given.
        actual: String,
    },
    /// The core module lacks a function or the memory that the contract names.
    #[error("the component does not export `{name}`: it was made for another contract than {version}",
        version = guestpass_contract::CONTRACT_VERSION)]
    MissingExport {
        /// Which export.
        name: String,
    },
    /// The component stopped, or answered nonsense, when it was asked what it is.
    #[error("the component does not start: {reason}")]
    Start {
        /// What happened.
        reason: String,
    },
    /// The component carries no policy: it is the engine component itself.
    #[error("the component carries no policy: build one into it with `guestpass policy build`")]
    NoPolicy,
    /// What the component says about itself breaks the contract.
    #[error("what the component says about itself breaks the contract: {reason}")]
    Description {
        /// What is wrong with it.
        reason: String,
    },
}

impl LoadError {
    /// Stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Truncated { .. } => "component-truncated",
            Self::NotAComponent => "component-not-a-component",
            Self::TwoModules => "component-two-modules",
            Self::NoModule => "component-no-module",
            Self::Imports => "component-imports",
            Self::TooLarge { .. } => "component-too-large",
            Self::Malformed { .. } => "component-malformed",
            Self::Unsupported { .. } => "component-feature",
            Self::DigestMalformed { .. } => "digest-malformed",
            Self::DigestMismatch { .. } => "digest-mismatch",
            Self::MissingExport { .. } => "component-missing-export",
            Self::Start { .. } => "component-does-not-start",
            Self::NoPolicy => "component-without-policy",
            Self::Description { .. } => "component-description",
        }
    }
}

/// Why a call gave no answer. The page must treat it as a denial.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The policy stopped in the middle. Its instance is thrown away; the next call gets a fresh one.
    #[error("the policy stopped before it had an answer: {reason}")]
    Trap {
        /// The browser's words.
        reason: String,
    },
    /// What came back is no value of the contract. The instance is thrown away.
    #[error("the answer of the policy cannot be read: {0}")]
    Unreadable(#[from] AbiError),
    /// There are more or fewer decisions than requests.
    #[error("the policy answered {received} of {asked} requests")]
    Count {
        /// Number of requests.
        asked: usize,
        /// Number of decisions.
        received: usize,
    },
    /// A decision contradicts itself or the policy.
    #[error("decision {position} of the policy cannot be true: {lie}")]
    Untrue {
        /// Which decision, counted from 0.
        position: usize,
        /// What is wrong with it.
        lie: LyingDecision,
    },
    /// A verdict contradicts itself.
    #[error("the verdict of the policy cannot be true: {0}")]
    UntrueVerdict(LyingVerdict),
}

impl CallError {
    /// Stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Trap { .. } => "trap",
            Self::Unreadable(_) => "policy-answer-unreadable",
            Self::Count { .. } => "policy-answer-count",
            Self::Untrue { .. } | Self::UntrueVerdict(_) => "policy-answer-untrue",
        }
    }
}

/// Why a question got no decision or verdict. The page must treat it as a denial.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// The facts cannot be read.
    #[error("facts: {}", Place(.0))]
    Facts(JsonError),
    /// A request cannot be read.
    #[error("request: {}", Place(.0))]
    Requests(JsonError),
    /// The change cannot be read.
    #[error("change: {}", Place(.0))]
    Change(JsonError),
    /// The end of a timeline cannot be read.
    #[error("until: {}", Place(.0))]
    Until(JsonError),
    /// The names of the requests take more than 4 GiB.
    #[error("request: the names of the requests are too long; ask fewer at once")]
    RequestsTooLong,
    /// The component gave no answer that could be used.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The answer has no JSON form.
    #[error("answer: {}", Place(.0))]
    Print(JsonError),
}

impl EvaluateError {
    /// Stable code, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Facts(error)
            | Self::Requests(error)
            | Self::Change(error)
            | Self::Until(error)
            | Self::Print(error) => error.code(),
            Self::RequestsTooLong => "json-too-large",
            Self::Call(error) => error.code(),
        }
    }
}

/// A JSON error without line and column: the text was made from objects, and its author has never seen it.
struct Place<'a>(&'a JsonError);

impl core::fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if self.0.path().is_empty() {
            formatter.write_str(self.0.message())
        } else {
            write!(formatter, "`{}`: {}", self.0.path(), self.0.message())
        }
    }
}
