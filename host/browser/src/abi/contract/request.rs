//! What is asked.

use guestpass_contract::{InstantMs, Request, Requests, Target, TextRange};

use crate::abi::macros::{record, variant};

variant!(Target {
    0 => Privileges(expression: TextRange),
    1 => Api(name: TextRange),
});

record!(Request {
    target: Target,
    on_resource: Option<TextRange>,
    now: InstantMs,
    explain: bool,
});

record!(Requests {
    text: String,
    items: Vec<Request>,
});
