//! From the contract's types to the rules' own, written apart from the component's conversion so that each checks the
//! other.

mod change;
mod change_facts;
mod facts;
mod words;

pub use change::lower_change;
pub use change_facts::lower_change_facts;
pub use facts::LoweredFacts;

use guestpass_contract as contract;
use guestpass_rules as rules;

/// What was lowered, or a plain sentence on why it could not be.
pub type Lowered<T> = Result<T, &'static str>;

/// The rules' view of the contract's requests.
///
/// # Errors
/// A plain sentence when a range leaves the text.
pub fn lower_requests(requests: &contract::Requests) -> Lowered<Vec<rules::Request<'_>>> {
    let name = |range: contract::TextRange| piece(&requests.text, range);
    let lower = |request: &contract::Request| {
        Ok(rules::Request {
            target: match request.target {
                contract::Target::Privileges(range) => {
                    rules::Target::Privileges(rules::PrivilegeExpression(name(range)?))
                }
                contract::Target::Api(range) => rules::Target::Api(name(range)?),
            },
            on_resource: request.on_resource.map(|range| name(range).map(rules::EntityId)).transpose()?,
            now: rules::Instant(request.now),
            explain: request.explain,
        })
    };
    requests.items.iter().map(lower).collect()
}

fn piece(text: &str, range: contract::TextRange) -> Lowered<&str> {
    range.of(text).ok_or("a name leaves the text")
}

fn span<'a>(text: &'a str, names: &[contract::TextRange], span: contract::NameSpan) -> Lowered<Vec<&'a str>> {
    let ranges = span.of(names).ok_or("a span leaves the list of names")?;
    ranges.iter().map(|&range| piece(text, range)).collect()
}

fn window(window: contract::Window) -> Lowered<rules::Window> {
    rules::Window::new(rules::Instant(window.start), rules::Instant(window.end)).ok_or("a window runs backward")
}
