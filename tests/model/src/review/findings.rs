//! Everything that a review has found.

use crate::answer::Verdict;
use crate::instants::Instant;
use std::collections::BTreeSet;

/// All refusals, in the order of the contract.
pub(crate) const REFUSALS: [&str; 41] = [
    "malformed",
    "unsupported-change",
    "not-permitted",
    "not-an-assigner",
    "managed-customer",
    "vendor-instance",
    "not-found",
    "already-exists",
    "partner-not-accredited",
    "domain-not-enabled",
    "no-relationship",
    "exclusive-relationship",
    "no-own-system-access",
    "limit-exceeded",
    "invalid-period",
    "reserved-name",
    "malformed-privilege",
    "unknown-role",
    "role-not-switchable",
    "role-disabled",
    "role-deprecated",
    "role-automatic",
    "wrong-holder",
    "holder-not-eligible",
    "attribute-missing",
    "role-not-run-scoped",
    "role-required",
    "role-not-chosen",
    "arrival-disabled",
    "missing-account",
    "missing-company",
    "missing-requested-by",
    "missing-valid-from",
    "missing-valid-to",
    "company-not-in-account",
    "requester-not-eligible",
    "self-grant",
    "request-expired",
    "request-not-pending",
    "grant-not-active",
    "not-the-requester",
];

/// All warnings, in the order of the contract.
pub(crate) const WARNINGS: [&str; 6] =
    ["dual-listed", "deprecated-role", "no-default-role", "undeclared-privilege", "role-management-off", "no-change"];

/// What a review has found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) refusals: BTreeSet<&'static str>,
    pub(crate) denial: Option<&'static str>,
    pub(crate) warnings: BTreeSet<&'static str>,
    /// By name, which is the order of the contract.
    pub(crate) obligations: BTreeSet<&'static str>,
    pub(crate) roles: Vec<String>,
    pub(crate) access: Option<(Instant, Instant)>,
}

impl Findings {
    pub(crate) fn refuse(&mut self, refusal: &'static str) {
        self.refusals.insert(refusal);
    }

    pub(crate) fn refuse_if(&mut self, is_so: bool, refusal: &'static str) {
        if is_so {
            self.refuse(refusal);
        }
    }

    pub(crate) fn warn_if(&mut self, is_so: bool, warning: &'static str) {
        if is_so {
            self.warnings.insert(warning);
        }
    }

    /// The person may not make the change at all.
    pub(crate) fn deny(&mut self, reason: &'static str) {
        self.refuse("not-permitted");
        self.denial = Some(reason);
    }

    pub(crate) fn verdict(self) -> Verdict {
        let in_order = |all: &[&'static str], found: &BTreeSet<&'static str>| {
            all.iter().copied().filter(|it| found.contains(it)).collect()
        };
        if self.refusals.is_empty() {
            Verdict::Accepted {
                warnings: in_order(&WARNINGS, &self.warnings),
                obligations: self.obligations.into_iter().collect(),
                roles: self.roles,
                access: self.access,
            }
        } else {
            Verdict::Refused { refusals: in_order(&REFUSALS, &self.refusals), denial: self.denial }
        }
    }
}
