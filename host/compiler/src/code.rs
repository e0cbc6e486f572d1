//! The stable code of each thing that can be wrong with a policy document.

use serde::{Serialize, Serializer};
use std::fmt;

macro_rules! codes {
    ($( $(#[$doc:meta])* $name:ident = $text:literal, )*) => {
        /// What is wrong with a document, or doubtful about it. The texts are stable: scripts may match on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum DiagnosticCode {
            $( $(#[$doc])* $name, )*
        }

        impl DiagnosticCode {
            /// Every code, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// The code as text, such as `policy::unknown-key`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $( Self::$name => $text, )*
                }
            }
        }
    };
}

codes! {
    /// The file is not text.
    NotUtf8 = "policy::not-utf8",
    /// The document is larger than 1 MiB.
    DocumentTooLarge = "policy::document-too-large",
    /// The document is not TOML.
    Syntax = "policy::syntax",
    /// A key or a table stands twice.
    DuplicateKey = "policy::duplicate-key",
    /// A key that the document format does not have.
    UnknownKey = "policy::unknown-key",
    /// A key that must be there is not.
    MissingKey = "policy::missing-key",
    /// A value of another type than its key takes.
    WrongType = "policy::wrong-type",
    /// A text is empty, too long, or holds a control character.
    InvalidText = "policy::invalid-text",
    /// A name holds something that names of its kind may not hold.
    InvalidName = "policy::invalid-name",
    /// The version is not a semantic version.
    InvalidVersion = "policy::invalid-version",
    /// The document is written for another contract.
    ContractMismatch = "policy::contract-mismatch",
    /// More of something than a policy may hold.
    TooMany = "policy::too-many",
    /// A value that is not one of a fixed choice.
    UnknownValue = "policy::unknown-value",
    /// A list that must name something is empty.
    EmptyList = "policy::empty-list",
    /// Something is listed twice. A warning.
    RepeatedItem = "policy::repeated-item",
    /// A privilege breaks the grammar (R5).
    InvalidPrivilege = "policy::invalid-privilege",
    /// A suite is named that has no table.
    UnknownSuite = "policy::unknown-suite",
    /// A privilege is named that is not declared: an error in a role, a warning in an operation (R16).
    UnknownPrivilege = "policy::unknown-privilege",
    /// A role includes one that is not there.
    UnknownRole = "policy::unknown-role",
    /// A role includes itself, directly or through others.
    IncludeCycle = "policy::include-cycle",
    /// A privilege expression is malformed (R13).
    InvalidExpression = "policy::invalid-expression",
    /// An operation says none of the things that it can require, or more than one of them (R14).
    UndecidedApi = "policy::undecided-api",
    /// A change says none of the things that it can require, or more than one of them.
    UndecidedChange = "policy::undecided-change",
    /// An operation or a change needs a privilege, and the document declares none of those that it names: nobody can
    /// hold it yet. A warning (R16).
    UncallableApi = "policy::uncallable-api",
    /// The gates are not in the order in which they are tried (S22).
    GateOrder = "policy::gate-order",
    /// An operation names a gate that stands before nobody, as the policy does not have it. A warning.
    UnusedGate = "policy::unused-gate",
    /// The dual-listing gate has nothing to tell people by (S11).
    NothingToCompare = "policy::nothing-to-compare",
    /// A gate about partners is asked of the vendor's employees, who never pass it. A warning.
    GateNeverPasses = "policy::gate-never-passes",
    /// There are gates for people from outside, and no suite of which they could get anything: the suites of full
    /// access are the ceiling of what roles give them too (F9, F33). A warning.
    EmptyFullAccess = "policy::empty-full-access",
    /// A limit is not a number from 0 to 4294967295 or `unlimited`.
    InvalidLimit = "policy::invalid-limit",
    /// A suite has no privilege. A warning.
    UnusedSuite = "policy::unused-suite",
    /// Neither a role nor full access gives a privilege. A warning.
    UnreachablePrivilege = "policy::unreachable-privilege",
    /// A role gives nothing. A warning.
    EmptyRole = "policy::empty-role",
    /// A role that is no app role has a level.
    UnexpectedLevel = "policy::unexpected-level",
    /// A role that everybody of a kind holds without a grant says who may assign it.
    AssignedAutomatic = "policy::assigned-automatic",
    /// A condition cannot be read.
    InvalidCondition = "policy::invalid-condition",
    /// A condition is longer, deeper or made of more pieces than a condition may be.
    ConditionTooLarge = "policy::condition-too-large",
    /// A condition uses something of CEL that conditions do not have.
    UnsupportedCondition = "policy::unsupported-condition",
    /// A condition asks about an attribute that is not declared.
    UnknownAttribute = "policy::unknown-attribute",
    /// A condition on a role's holder asks about a request.
    AttributeOutOfScope = "policy::attribute-out-of-scope",
    /// A condition compares values of different types, or is not true or false.
    MismatchedTypes = "policy::mismatched-types",
    /// A condition holds whatever the facts say. A warning.
    ConditionAlwaysTrue = "policy::condition-always-true",
    /// A condition never holds. A warning.
    ConditionAlwaysFalse = "policy::condition-always-false",
    /// One role gives a privilege both on a condition and without one. A warning.
    ShadowedCondition = "policy::shadowed-condition",
    /// Nobody may assign a role, and nobody holds it without a grant. A warning.
    UnassignableRole = "policy::unassignable-role",
    /// A role gives something to people who hold it elsewhere, and nobody can hold it so: it is an app role or
    /// automatic, and no other role includes it (C18, C21). A warning.
    NeverAbroad = "policy::never-abroad",
    /// Something names a deprecated role or privilege. A warning.
    DeprecatedUse = "policy::deprecated-use",
    /// No condition asks about an attribute. A warning.
    UnusedAttribute = "policy::unused-attribute",
    /// Nobody can hold a privilege whose use shows or hides the fields of a group. A warning.
    UnusedFieldGroup = "policy::unused-field-group",
    /// People from outside get in without a gate that every policy should have (S3, F20, F12). A warning.
    MissingGate = "policy::missing-gate",
    /// `[lint]` allows something that the document does not do. A warning.
    UnusedAllowance = "policy::unused-allowance",
    /// The rules refuse what the compiler accepted. A fault of the compiler, not of the document.
    RefusedByRules = "policy::refused-by-rules",
}

/// The warnings that a document may allow itself in `[lint]`: all but the one about `[lint]` itself.
pub(crate) const ALLOWABLE: &[DiagnosticCode] = &[
    DiagnosticCode::ConditionAlwaysFalse,
    DiagnosticCode::ConditionAlwaysTrue,
    DiagnosticCode::DeprecatedUse,
    DiagnosticCode::EmptyFullAccess,
    DiagnosticCode::EmptyRole,
    DiagnosticCode::GateNeverPasses,
    DiagnosticCode::MissingGate,
    DiagnosticCode::NeverAbroad,
    DiagnosticCode::RepeatedItem,
    DiagnosticCode::ShadowedCondition,
    DiagnosticCode::UnassignableRole,
    DiagnosticCode::UncallableApi,
    DiagnosticCode::UnknownPrivilege,
    DiagnosticCode::UnreachablePrivilege,
    DiagnosticCode::UnusedAttribute,
    DiagnosticCode::UnusedFieldGroup,
    DiagnosticCode::UnusedGate,
    DiagnosticCode::UnusedSuite,
];

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for DiagnosticCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
