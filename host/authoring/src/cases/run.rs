//! Asks a policy, and compares.

use guestpass::{CheckError, Policy};
use guestpass_contract::json::{OwnedRequest, instant_to_string};
use guestpass_contract::{Acceptance, Decision, Facts, InstantMs, PolicyInfo, Rejection, RoleReference, Verdict};

use super::{Case, Cases, ExpectedAnswer, Question, Until};

/// What the policy answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// To a request.
    Decision(Box<Decision>),
    /// To a change.
    Verdict(Verdict),
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseOutcome {
    /// As expected.
    Passed(Answer),
    /// Not as expected.
    Failed {
        /// What came.
        answer: Answer,
        /// Each difference in one sentence, `expected ..., got ...`; at least one.
        differences: Vec<String>,
    },
    /// The policy gave no answer, which is a denial, and never what a case expects.
    Error(CheckError),
}

/// A case and how it ended.
pub struct CaseResult<'c> {
    /// The case.
    pub case: &'c Case,
    /// How it ended.
    pub outcome: CaseOutcome,
}

impl CaseResult<'_> {
    /// Whether the answer was the expected one.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        matches!(self.outcome, CaseOutcome::Passed(_))
    }

    /// What the policy answered, if it did.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match &self.outcome {
            CaseOutcome::Passed(answer) | CaseOutcome::Failed { answer, .. } => Some(answer),
            CaseOutcome::Error(_) => None,
        }
    }
}

/// Runs the cases whose names hold `filter`, in their order.
pub fn run<'c>(policy: &Policy, cases: &'c Cases, filter: &str) -> Vec<CaseResult<'c>> {
    let chosen = cases.cases.iter().filter(|case| case.name.contains(filter));
    chosen.map(|case| CaseResult { case, outcome: one(policy, case) }).collect()
}

fn one(policy: &Policy, case: &Case) -> CaseOutcome {
    // A machine that is busy with something else is no answer of the policy: ask once more.
    let asked = match ask(policy, case) {
        Err(CheckError::Deadline) => ask(policy, case),
        asked => asked,
    };
    let answer = match asked {
        Ok(answer) => answer,
        Err(error) => return CaseOutcome::Error(error),
    };
    let differences = differences(&answer, &case.expected, policy.info(), &case.facts);
    if differences.is_empty() { CaseOutcome::Passed(answer) } else { CaseOutcome::Failed { answer, differences } }
}

fn ask(policy: &Policy, case: &Case) -> Result<Answer, CheckError> {
    match &case.question {
        Question::Request(request) => {
            let draft = OwnedRequest::as_draft(request);
            policy.check_one(&case.facts, &draft).map(|decision| Answer::Decision(Box::new(decision)))
        }
        Question::Change { change_facts, proposed } => {
            policy.review(&case.facts, change_facts, &proposed.change, proposed.now_ms).map(Answer::Verdict)
        }
    }
}

fn differences(answer: &Answer, expected: &ExpectedAnswer, info: &PolicyInfo, facts: &Facts) -> Vec<String> {
    let mut found = Differences(Vec::new());
    match (answer, expected) {
        (Answer::Decision(decision), expected) => found.decision(decision, expected, info, facts),
        (Answer::Verdict(Verdict::Accepted(acceptance)), ExpectedAnswer::Accepted { warnings, roles, obligations }) => {
            found.acceptance(acceptance, warnings.as_deref(), roles.as_deref(), obligations.as_deref());
        }
        (Answer::Verdict(Verdict::Refused(rejection)), ExpectedAnswer::Refused { reasons, denial }) => {
            found.rejection(rejection, reasons.as_deref(), *denial);
        }
        (Answer::Verdict(Verdict::Accepted(_)), _) => found.add("verdict", "refused", "accepted"),
        (Answer::Verdict(Verdict::Refused(_)), _) => found.add("verdict", "accepted", "refused"),
    }
    found.0
}

/// Differences that were found so far.
struct Differences(Vec<String>);

impl Differences {
    fn add(&mut self, what: &str, expected: impl AsRef<str>, got: impl AsRef<str>) {
        let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { format!("`{text}`") };
        let (expected, got) = (shown(expected.as_ref()), shown(got.as_ref()));
        if expected != got {
            self.0.push(format!("{what}: expected {expected}, got {got}"));
        }
    }

    fn decision(&mut self, decision: &Decision, expected: &ExpectedAnswer, info: &PolicyInfo, facts: &Facts) {
        let ExpectedAnswer::Decision { allowed, reason, role, until, hidden, obligations } = expected else {
            return self.add("answer", "a verdict", "a decision");
        };
        let word = |allowed| if allowed { "allowed" } else { "denied" };
        self.add("effect", word(*allowed), word(decision.is_allowed()));
        if let Some(reason) = reason {
            self.add("reason", reason.name(), decision.reason.name());
        }
        if let Some(role) = role {
            self.add("role", role, granting_role(decision, info, facts));
        }
        if let Some(until) = until {
            let text = |instant: InstantMs| instant_to_string(instant).unwrap_or_default();
            let wanted = match until {
                Until::Never => "never".to_owned(),
                Until::Instant(instant) => text(*instant),
            };
            self.add("until", wanted, decision.valid_until.map_or_else(|| "never".to_owned(), text));
        }
        if let Some(hidden) = hidden {
            let bits = info.field_groups.iter().enumerate();
            let set =
                bits.filter(|(bit, _)| decision.hidden_field_groups.checked_shr(to_u32(*bit)).is_some_and(is_odd));
            let mut names: Vec<&str> = set.map(|(_, group)| group.name.as_str()).collect();
            names.sort_unstable();
            self.add("hidden", hidden.join(", "), names.join(", "));
        }
        if let Some(obligations) = obligations {
            self.owed(obligations, decision.obligations);
        }
    }

    fn acceptance(
        &mut self,
        got: &Acceptance,
        warnings: Option<&[guestpass_contract::Warning]>,
        roles: Option<&[String]>,
        obligations: Option<&[String]>,
    ) {
        if let Some(warnings) = warnings {
            self.add("warnings", named(warnings.iter()), named(got.warnings.iter()));
        }
        if let Some(roles) = roles {
            let mut names = got.roles.clone();
            names.sort_unstable();
            self.add("roles", roles.join(", "), names.join(", "));
        }
        if let Some(obligations) = obligations {
            self.owed(obligations, got.obligations);
        }
    }

    fn rejection(
        &mut self,
        got: &Rejection,
        reasons: Option<&[guestpass_contract::Refusal]>,
        denial: Option<guestpass_contract::Reason>,
    ) {
        if let Some(reasons) = reasons {
            self.add("reasons", named(reasons.iter()), named(got.refusals.iter()));
        }
        if let Some(denial) = denial {
            self.add("denial", denial.name(), got.denial.map(guestpass_contract::Reason::name).unwrap_or_default());
        }
    }

    fn owed(&mut self, expected: &[String], got: guestpass_contract::Obligations) {
        let mut names: Vec<&str> = got.names().collect();
        names.sort_unstable();
        self.add("obligations", expected.join(", "), names.join(", "));
    }
}

fn named<T: ToString>(codes: impl Iterator<Item = T>) -> String {
    codes.map(|code| code.to_string()).collect::<Vec<_>>().join(", ")
}

fn to_u32(bit: usize) -> u32 {
    u32::try_from(bit).unwrap_or(u32::MAX)
}

fn is_odd(bits: u64) -> bool {
    bits & 1 == 1
}

/// The role that granted a request; empty for full access and for a denial.
fn granting_role<'t>(decision: &Decision, info: &'t PolicyInfo, facts: &'t Facts) -> &'t str {
    let name = match decision.granted_by.and_then(|granted| granted.role) {
        Some(RoleReference::Policy(index)) => info.roles.get(usize::from(index)).map(|role| role.name.as_str()),
        Some(RoleReference::Custom(index)) => {
            facts.custom_roles.get(usize::from(index)).and_then(|role| role.name.of(&facts.text))
        }
        None => None,
    };
    name.unwrap_or_default()
}
