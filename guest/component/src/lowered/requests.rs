//! What is asked about the facts.

use super::names::Text;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::limits::{EXPRESSION_BYTES_MAX, NAME_BYTES_MAX, REQUESTS_MAX};
use guestpass_rules::{Instant, PrivilegeExpression, Reason, Request, Target};

/// Requests of one call. One that cannot be read is denied by itself; the others are answered.
pub(crate) struct Requests<'a> {
    /// Those that the rules decide, in their order.
    pub(crate) readable: Vec<Request<'a>>,
    /// The others, in their order.
    pub(crate) unreadable: Vec<Unreadable>,
}

/// A request that cannot be read.
pub(crate) struct Unreadable {
    /// Its position among all requests.
    pub(crate) position: usize,
    pub(crate) reason: Reason,
    pub(crate) explain: bool,
}

/// The requests, or why all of them are denied.
pub(crate) fn requests(requests: &wit::Requests) -> Result<Requests<'_>, Reason> {
    if requests.items.len() > REQUESTS_MAX {
        return Err(Reason::LimitExceeded);
    }
    let text = Text::new(&requests.text, Reason::MalformedRequest)?;
    let mut lowered = Requests { readable: Vec::with_capacity(requests.items.len()), unreadable: Vec::new() };
    for (position, item) in requests.items.iter().enumerate() {
        match request(text, item) {
            Ok(request) => lowered.readable.push(request),
            Err(reason) => lowered.unreadable.push(Unreadable { position, reason, explain: item.explain }),
        }
    }
    Ok(lowered)
}

fn request<'a>(text: Text<'a>, request: &wit::Request) -> Result<Request<'a>, Reason> {
    Ok(Request {
        target: match request.target {
            wit::Target::Privileges(range) => {
                Target::Privileges(PrivilegeExpression(text.piece(range, EXPRESSION_BYTES_MAX)?))
            }
            wit::Target::Api(range) => Target::Api(text.piece(range, NAME_BYTES_MAX)?),
        },
        on_resource: text.entity(request.on_resource)?,
        now: Instant(request.now),
        explain: request.explain,
    })
}
