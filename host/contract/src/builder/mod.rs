//! Assembles [`Facts`](crate::Facts) and [`ChangeFacts`](crate::ChangeFacts) from names, so that nobody counts bytes by
//! hand.

mod change_facts;
mod drafts;
mod facts;
mod names;

pub use change_facts::{ChangeFactsBuilder, ChangePersonDraft, KeptRequestDraft};
pub use drafts::{
    AccessGrantDraft, AttributeDraft, CustomRoleDraft, ListedUserDraft, PrincipalDraft, RoleGrantDraft, SubjectDraft,
    ValueDraft,
};
pub use facts::FactsBuilder;
pub use names::UnfitFacts;
