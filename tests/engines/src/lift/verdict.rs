//! Verdicts on changes.

use super::{obligations, reason, spelled};
use guestpass_contract as contract;
use guestpass_rules as rules;

pub(crate) fn verdict(verdict: &rules::Verdict<'_>) -> contract::Verdict {
    match verdict {
        rules::Verdict::Accepted(acceptance) => contract::Verdict::Accepted(contract::Acceptance {
            warnings: acceptance.warnings.iter().map(warning).collect(),
            obligations: obligations(acceptance.obligations),
            roles: acceptance.roles.iter().map(|role| role.0.to_owned()).collect(),
            access: acceptance.access.map(|window| contract::Window { start: window.start().0, end: window.end().0 }),
        }),
        rules::Verdict::Refused(rejection) => contract::Verdict::Refused(contract::Rejection {
            refusals: rejection.refusals.iter().map(refusal).collect(),
            denial: rejection.denial.map(reason),
        }),
    }
}

fn warning(warning: &rules::change::Warning) -> contract::Warning {
    spelled(warning, contract::Warning::from_name, contract::Warning::DualListed)
}

fn refusal(refusal: &rules::change::Refusal) -> contract::Refusal {
    spelled(refusal, contract::Refusal::from_name, contract::Refusal::Malformed)
}
