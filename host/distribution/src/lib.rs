//! Where policies come from, and what is kept of them.
//!
//! - [`SourceLocation`] says where a policy lies: a file, a watched folder, an HTTPS server or an OCI registry.
//! - [`PolicySource`] fetches it from there as a [`PolicyPackage`]: the component and its signed manifest, together.
//! - [`push`] puts a package into a registry.
//! - [`Follower`] looks at a source again and again, and hands what is new to a [`Recipient`].
//! - [`Activator`] is that recipient in a server: it verifies packages, keeps the good ones and makes them the active
//!   policy, which requests pin through its generations.
//! - [`Keep`] is the folder in which the last good policies and what has been seen survive a restart.
//!
//! **Invariant:** a source never says that a policy is good. It brings bytes within [limits], and whoever verifies the
//! signatures decides. Nothing that a source says about a package (a tag, a name, a time) takes part in that.
//!
//! What is deliberately not here: no retries inside a source, no clock and no randomness but those of
//! [`Surroundings`], no redirects that a server chooses (reliability row 49), no archive that would have to be unpacked
//! (row 32).

#![forbid(unsafe_code)]

mod activation;
mod claim;
mod errors;
mod follow;
mod http;
mod keep;
pub mod limits;
mod location;
mod package;
mod registry;
mod source;
mod sources;

pub use activation::{Activator, ActivatorOptions, ActiveRecord, PREVIOUS_MAX, PolicyStorage, SetAside};
pub use errors::{Fault, SourceError};
pub use follow::{
    Accepted, ActivePolicy, Checked, FollowEvent, FollowObserver, FollowStatus, Follower, Outcome, Pace, Recipient,
    Refused, Standing, StatusHandle, Surroundings, SystemSurroundings, Trouble,
};
pub use keep::{Keep, KeptFile, Step, Steps};
pub use location::{LocationError, RegistryLocation, SourceLocation, WebLocation};
pub use package::{MANIFEST_SUFFIX, PolicyPackage, manifest_beside};
pub use registry::{ArtifactDigest, Credentials, push};
pub use source::{Fetched, PolicySource, Revision, SourceOptions};
pub use sources::{AnySource, open};
