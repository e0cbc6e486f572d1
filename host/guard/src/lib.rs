//! Guards routes by privilege expressions.
//!
//! A [`Guard`] stands before a service of tower, such as a route of axum. It lets a request through when a
//! [`Decider`] says that whoever sends it has the privileges, and answers with a problem (RFC 9457) otherwise. Any
//! doubt denies: nobody is known, the policy gives no answer, the server that decides is away.
//!
//! - [`PolicyInProcess`] asks a policy that this program has loaded, or will have. Facts may be waited for.
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
//!
//! Policies with a signed manifest come and expire while the program runs. The `Activator` of guestpass-distribution
//! has them, and there need be none when the routes are made:
//!
//! ```
//! # use std::sync::Arc;
//! # use guestpass::contract::Facts;
//! # use guestpass::generations::Generations;
//! # use guestpass_guard::{Guard, PolicyInProcess};
//! # struct Activator;
//! # impl Activator {
//! #     fn generations(&self) -> Option<Generations> { None }
//! #     fn decides_until_ms(&self) -> i64 { 0 }
//! # }
//! # fn facts_of(parts: &http::request::Parts) -> Option<Facts> { None }
//! fn guard(activator: &Arc<Activator>, privileges: &str) -> Guard<PolicyInProcess> {
//!     let (finds, says) = (Arc::clone(activator), Arc::clone(activator));
//!     let decider = PolicyInProcess::new(move || finds.generations(), facts_of);
//!     let decider = decider.until(move || says.decides_until_ms());
//!     // Whoever is not let through because nobody can say is told no more than that. The log is.
//!     Guard::new(decider, privileges).telling(|parts, undecided| eprintln!("{}: {undecided}", parts.uri.path()))
//! }
//! ```

#![forbid(unsafe_code)]

mod decider;
mod in_process;
mod layer;
mod refusal;
mod remote;

pub use decider::{Answer, Decider, Undecided};
pub use in_process::{FindsPolicy, PolicyInProcess};
pub use layer::{Guard, Guarded};
pub use remote::{RemoteServer, Subject};
