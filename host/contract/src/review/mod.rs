//! Changes that somebody wants to make, and the verdict on them.

mod change;
mod external;
mod facts;
mod people;
mod refusal;
mod roles;
mod verdict;

pub use change::Change;
pub use external::{ExternalAccessEdit, ExternalAccessSettings, Grantee, PartnerUserEdit};
pub use facts::{ChangeFacts, ChangePerson, KeptRequest};
pub use people::{AccessRequest, Arrival, NewPerson};
pub use refusal::{Refusal, Warning};
pub use roles::{CustomRoleEdit, RoleAssignment, RoleHolder, RoleSwitch, RunGrant};
pub use verdict::{Acceptance, Rejection, Verdict};
