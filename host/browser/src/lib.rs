//! Runs a Guestpass policy component in a page: the same bytes that servers run, so the same answers.
//!
//! ```js
//! import init, { Policy } from "guestpass"; await init();
//! const policy = await Policy.load(bytes, { digest: "sha256:…" });
//! const decision = policy.check(facts, { privileges: "saas:application:view", now: new Date() });
//! ```
//!
//! **A page's answer is advice.** It is good for showing a button or greying it out, and for previews. The facts are in
//! the user's hands there, and so is this code: the server decides again, every time.
//!
//! What happens to a component before it is asked anything
//! 1. The bytes are copied and their SHA-256 is compared with the digest that the page asked for: [`require_digest`].
//! 2. [`core_module`] walks the component and finds its one core module; a second one or an import is refused.
//! 3. The browser compiles the module and instantiates it with nothing to import (`js/index.js`).
//! 4. The component describes itself, and [`Description::ask`] checks what it says.
//!
//! Every decision and verdict is checked as well before the page sees it. A [`LoadError`] or an [`EvaluateError`]
//! reaches the page as a `GuestpassError` with the same code; there is no decision then, which is a denial. A
//! component that stops or answers nonsense loses its instance; the next question gets a fresh one.
//!
//! Invariant: only the module `page` knows JavaScript. Everything else is plain Rust that the tests run natively,
//! against a make-believe memory and against wasmtime.
//!
//! What this host cannot do: stop a component that never returns, because browsers give no such means. Load components
//! of others in a Worker, and terminate it when it takes too long.

#![forbid(unsafe_code)]

pub mod abi;
mod digest;
mod error;
mod evaluate;
mod page;
mod walk;

pub use digest::{digest_of, require_digest};
pub use error::{CallError, EvaluateError, LoadError};
pub use evaluate::{Description, Explain, KnownFacts, Period, Proposal, Questions};
pub use page::{Candidate, Policy};
pub use walk::{COMPONENT_BYTES_MAX, core_module};
