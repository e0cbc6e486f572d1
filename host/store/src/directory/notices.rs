//! What is known of the writes of everybody.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::identifiers::OrganisationId;
use crate::revision::Revision;

/// The newest revision that was heard of, and the last one of each organisation.
///
/// All writers wait for each other, so whoever has heard of a revision can hear of all before it.
#[derive(Debug, Default)]
pub(super) struct Known {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    revision: Revision,
    changed: BTreeMap<OrganisationId, Revision>,
    /// A commit whose end is not known: it may have been written, so that nothing from memory is sure.
    is_uncertain: bool,
}

impl Known {
    pub(super) fn revision(&self) -> Revision {
        self.read().revision
    }

    pub(super) fn is_certain(&self) -> bool {
        !self.read().is_uncertain
    }

    pub(super) fn hear(&self, newest: Revision, changed: impl IntoIterator<Item = (OrganisationId, Revision)>) {
        let mut state = self.write();
        for (organisation, revision) in changed {
            let last = state.changed.entry(organisation).or_default();
            *last = revision.max(*last);
        }
        state.revision = newest.max(state.revision);
        state.is_uncertain = false;
    }

    pub(super) fn doubt(&self) {
        self.write().is_uncertain = true;
    }

    pub(super) fn is_unchanged_since<'a>(
        &self,
        organisations: impl IntoIterator<Item = &'a OrganisationId>,
        revision: Revision,
    ) -> bool {
        let state = self.read();
        organisations
            .into_iter()
            .all(|organisation| state.changed.get(organisation).is_none_or(|changed| *changed <= revision))
    }

    // The state is whole after every statement, so that a panic elsewhere while it was locked spoils nothing.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}
