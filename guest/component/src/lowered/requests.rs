//! What is asked about the facts.

use super::names::Text;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::limits::{EXPRESSION_BYTES_MAX, NAME_BYTES_MAX, REQUESTS_MAX};
use guestpass_rules::{Instant, PrivilegeExpression, Reason, Request, Target};

/// Reads requests, which share a text.
#[derive(Clone, Copy)]
pub(crate) struct Requests<'a> {
    text: Text<'a>,
}

/// What the requests have in common, or why all of them are denied.
pub(crate) fn requests(requests: &wit::Requests) -> Result<Requests<'_>, Reason> {
    if requests.items.len() > REQUESTS_MAX {
        return Err(Reason::LimitExceeded);
    }
    Ok(Requests { text: Text::new(&requests.text, Reason::MalformedRequest)? })
}

impl<'a> Requests<'a> {
    /// One of them, or why it is denied.
    pub(crate) fn request(self, request: &wit::Request) -> Result<Request<'a>, Reason> {
        let text = self.text;
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
}
