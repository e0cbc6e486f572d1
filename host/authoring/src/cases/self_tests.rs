//! Cases as self-tests: a candidate must pass them before it answers anybody.

use guestpass::generations::{ExpectedDecision, SelfTest};
use guestpass_contract::{Effect, Facts, Requests, TextTooLong};

use super::{Cases, ExpectedAnswer, Question};

/// The cases that ask requests, as self-tests of a candidate. They compare effect and reason; changes are not asked.
///
/// # Errors
/// [`TextTooLong`] when the names of a request outgrow what a call can hold.
pub fn self_tests(cases: &Cases) -> Result<Vec<SelfTest>, TextTooLong> {
    let mut tests = Vec::new();
    for case in &cases.cases {
        let (Question::Request(request), ExpectedAnswer::Decision { allowed, reason, .. }) =
            (&case.question, &case.expected)
        else {
            continue;
        };
        let mut requests = Requests::default();
        requests.push(&request.as_draft())?;
        let effect = if *allowed { Effect::Allow } else { Effect::Deny };
        let expected = vec![ExpectedDecision { effect, reason: *reason }];
        tests.push(SelfTest { name: case.name.clone(), facts: Facts::clone(&case.facts), requests, expected });
    }
    Ok(tests)
}
