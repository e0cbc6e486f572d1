//! What was asked, read from the records of the contract. What cannot be read is denied, and never skipped.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use crate::description::{SUPPORT_VIEWER, VIEW_TICKET, VIEW_TICKETS};
use crate::window::Windows;

/// The longest name, in bytes: the contract's bound on a `text-range`.
const NAME_BYTES_MAX: usize = 256;
/// The longest privilege expression, in bytes.
const EXPRESSION_BYTES_MAX: usize = 4096;

/// All that the rule looks at.
pub(crate) struct Question {
    /// Somebody was identified.
    pub(crate) identified: bool,
    /// The person works for the vendor and holds the role in this organisation.
    pub(crate) holds_role: bool,
    /// What is asked for is to view tickets.
    pub(crate) about_tickets: bool,
    /// When the customer lets support in.
    pub(crate) windows: Windows,
}

impl Question {
    pub(crate) fn read(facts: &wit::Facts, text: &str, request: &wit::Request) -> Result<Self, wit::Reason> {
        let resource = optional(text, request.on_resource, wit::Reason::MalformedRequest)?;
        Ok(Self {
            identified: facts.principal.kind != wit::PrincipalKind::Unidentified,
            holds_role: facts.principal.kind == wit::PrincipalKind::VendorEmployee && holds_role(facts)?,
            about_tickets: is_about_tickets(text, request.target)?,
            windows: windows(facts, resource)?,
        })
    }
}

/// Only a grant to the person for all of the organisation, and without an end of its own, counts: the window ends it.
fn holds_role(facts: &wit::Facts) -> Result<bool, wit::Reason> {
    let organisation = name(&facts.text, facts.organisation, wit::Reason::MalformedFacts)?;
    let mut holds = false;
    // All are read before one is believed: facts of which a part is broken are broken.
    for grant in &facts.role_grants {
        let role = name(&facts.text, grant.role, wit::Reason::MalformedFacts)?;
        let given_in = name(&facts.text, grant.organisation, wit::Reason::MalformedFacts)?;
        let plain = grant.group.is_none() && grant.on_resource.is_none() && grant.window.is_none();
        holds |= plain && role == SUPPORT_VIEWER && given_in == organisation;
    }
    Ok(holds)
}

/// Those for all of the organisation, and those for the very resource asked about.
fn windows(facts: &wit::Facts, resource: Option<&str>) -> Result<Windows, wit::Reason> {
    let mut relevant = Vec::new();
    for grant in &facts.access_grants {
        if grant.window.start >= grant.window.end {
            return Err(wit::Reason::MalformedFacts);
        }
        let of = optional(&facts.text, grant.on_resource, wit::Reason::MalformedFacts)?;
        if of.is_none() || of == resource {
            relevant.push(grant);
        }
    }
    Ok(Windows::of(relevant.into_iter()))
}

fn is_about_tickets(text: &str, target: wit::Target) -> Result<bool, wit::Reason> {
    match target {
        wit::Target::Api(api) if name(text, api, wit::Reason::MalformedRequest)? == VIEW_TICKET => Ok(true),
        wit::Target::Api(_) => Err(wit::Reason::UnknownApi),
        wit::Target::Privileges(range) => {
            let expression = piece(text, range, EXPRESSION_BYTES_MAX, wit::Reason::MalformedRequest)?;
            // Both signs mean "or".
            let names = || expression.split("||").flat_map(|part| part.split('+')).map(str::trim);
            if names().any(str::is_empty) {
                return Err(wit::Reason::MalformedExpression);
            }
            Ok(names().any(|name| name == VIEW_TICKETS))
        }
    }
}

fn optional(text: &str, range: Option<wit::TextRange>, malformed: wit::Reason) -> Result<Option<&str>, wit::Reason> {
    range.map(|range| name(text, range, malformed)).transpose()
}

fn name(text: &str, range: wit::TextRange, malformed: wit::Reason) -> Result<&str, wit::Reason> {
    piece(text, range, NAME_BYTES_MAX, malformed)
}

fn piece(text: &str, range: wit::TextRange, bytes_max: usize, malformed: wit::Reason) -> Result<&str, wit::Reason> {
    let start = usize::try_from(range.start).map_err(|_| malformed)?;
    let length = usize::try_from(range.length).map_err(|_| malformed)?;
    if length > bytes_max {
        return Err(wit::Reason::LimitExceeded);
    }
    start.checked_add(length).and_then(|end| text.get(start..end)).ok_or(malformed)
}
