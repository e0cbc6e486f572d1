//! Guards routes by privilege expressions.
//!
//! A [`Guard`] stands before a service of tower, such as a route of axum. It lets a request through when a
//! [`Decider`] says that whoever sends it has the privileges, and answers with a problem (RFC 9457) otherwise. Any
//! doubt denies: nobody is known, the policy gives no answer, the server that decides is away.
//!
//! - [`PolicyInProcess`] asks a policy that this program has loaded.
//! - [`RemoteServer`] asks a Guestpass server, or any other that speaks OpenID AuthZEN 1.0.
//!
//! ```
//! use axum::{Router, routing::get};
//! use guestpass::generations::Generations;
//! use guestpass_guard::{Guard, PolicyInProcess};
//! # use guestpass::contract::Facts;
//! # fn facts_of(parts: &http::request::Parts) -> Option<Facts> { None }
//!
//! fn routes(policy: Generations) -> Router {
//!     let decider = PolicyInProcess::new(policy, facts_of);
//!     let guard = |privileges| Guard::new(decider.clone(), privileges);
//!     Router::new()
//!         .route("/applications", get("a list").route_layer(guard("saas:application:view")))
//!         .route("/users", get("people").route_layer(guard("iam:users:view || common:org:own")))
//! }
//! ```

#![forbid(unsafe_code)]

mod decider;
mod in_process;
mod layer;
mod refusal;
mod remote;

pub use decider::{Answer, Decider, Undecided};
pub use in_process::PolicyInProcess;
pub use layer::{Guard, Guarded};
pub use remote::{RemoteServer, Subject};
