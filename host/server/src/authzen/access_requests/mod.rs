//! Asking for access: the draft profile "Access Request and Approval" of the AuthZEN working group, as far as it fits.
//!
//! - A denial for want of a grant (C21, C37) says so when the caller sent `"options": {"explain": true}` and the resource
//!   is a company of an account: `context.access_request` says where to ask and until when, and carries a
//!   `binding_token`, which is sealed by a key of the directory, so that any server of it believes it.
//! - `POST /access/v1/requests` submits the request as the person of the credential (C27): the policy reviews it as
//!   every change, it is in the audit log, and `Idempotency-Key` makes a second one of it the same.
//! - `GET /access/v1/requests/{task}` says what became of it. An approval is a grant that ends (C36): the same question
//!   asked again is allowed until then. `context.approval` of such a question is not needed and not believed; the
//!   directory knows what was granted, and what was taken back.
//!
//! - `POST /access/v1/requests/{task}/cancel` takes it back while it is pending, as the person of the credential and as
//!   far as the policy lets them: it is the change `withdraw-request`.
//!
//! Of the draft there are left out: callbacks, because a server that sends to addresses that callers name can be made
//! to ask inside its own network, and the task can be asked; bulk, because a request here is for one company and
//! becomes one grant; and published keys, because only servers of the same directory verify what is sealed, by a
//! shared secret.

mod cancellation;
mod denial;
mod sealed;
mod submission;
mod task;

pub(super) use cancellation::{Cancelling, cancel};
pub(super) use denial::{Requestable, requestable};
pub(crate) use sealed::Seal;
pub(super) use submission::submit;
pub(super) use task::{Described, status};
