//! What is known of the writes of everybody.
//!
//! On PostgreSQL, where others write too, each question that has to be as new as itself asks for the newest revision.
//! `LISTEN` and `NOTIFY` would spare that, and are not used: a notice comes some time after the commit, and over a
//! connection that may be lost without anybody noticing, so that a revocation that another server has acknowledged
//! would not be obeyed at once (R8, S23). As a mere hint they would spare nothing, since the question would have to be
//! asked all the same. It is one read of a row that stays in memory, and one for all questions of a request.

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

impl State {
    fn hear(&mut self, newest: Revision, changed: impl IntoIterator<Item = (OrganisationId, Revision)>) {
        for (organisation, revision) in changed {
            let last = self.changed.entry(organisation).or_default();
            *last = revision.max(*last);
        }
        self.revision = newest.max(self.revision);
    }
}

impl Known {
    pub(super) fn revision(&self) -> Revision {
        self.read().revision
    }

    pub(super) fn is_certain(&self) -> bool {
        !self.read().is_uncertain
    }

    /// Hears of all that was written, as the database tells it.
    pub(super) fn hear(&self, newest: Revision, changed: impl IntoIterator<Item = (OrganisationId, Revision)>) {
        let mut state = self.write();
        state.hear(newest, changed);
        state.is_uncertain = false;
    }

    /// Hears of one write of this server. Whether one before it has been written is not more certain by that.
    pub(super) fn hear_own(&self, revision: Revision, changed: impl IntoIterator<Item = (OrganisationId, Revision)>) {
        self.write().hear(revision, changed);
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

#[cfg(test)]
mod tests {
    use super::{Known, Revision};

    #[test]
    fn a_later_write_makes_a_doubtful_one_no_more_certain() {
        let (known, two) = (Known::default(), Revision::from_number(2));
        known.doubt();
        known.hear_own(two, [("initech".parse().unwrap(), two)]);
        assert!(!known.is_certain());
        known.hear(two, []);
        assert!(known.is_certain());
    }
}
