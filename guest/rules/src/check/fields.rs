//! Which groups of fields an allowed request may not show (P13, P28).

use super::judge::Judge;
use super::roles::Candidate;
use crate::decision::FactsRead;
use crate::identifiers::{EntityId, PrivilegeIndex};
use crate::time::Instant;
use alloc::vec::Vec;

/// The groups of fields that the use of one privilege can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fields {
    /// One bit for each.
    asked: u64,
    /// Those that full access shows, at whatever instant.
    always_shown: u64,
    pub(crate) facts_read: FactsRead,
}

/// A role that may show a group of fields.
pub(crate) type Showing<'a> = (u64, Candidate<'a>);

impl Fields {
    /// No group has anything to say.
    pub(crate) const NONE: Self = Self { asked: 0, always_shown: 0, facts_read: FactsRead::NONE };

    /// What the use of a privilege can show, and the roles that may show it.
    pub(crate) fn of<'a>(judge: &Judge<'a>, used: PrivilegeIndex, showing: &mut Vec<Showing<'a>>) -> Self {
        let mut fields = Self::NONE;
        let mut candidates = Vec::new();
        for (position, group) in (0_u32..).zip(judge.policy().field_groups()) {
            if group.on.binary_search(&used).is_err() {
                continue;
            }
            // There are at most 64 groups.
            let bit = 1_u64.checked_shl(position).unwrap_or(0);
            fields.asked |= bit;
            for &shown_by in &group.shown_by {
                fields.facts_read = fields.facts_read.and(judge.reads_for_entitlement(shown_by));
                if !judge.is_entitled(shown_by) || !judge.is_within_reach(shown_by) {
                    continue;
                }
                match judge.roles() {
                    None => fields.always_shown |= bit,
                    Some(roles) => {
                        roles.push_candidates(&[shown_by], &mut candidates);
                        showing.extend(candidates.drain(..).map(|candidate| (bit, candidate)));
                    }
                }
            }
        }
        fields
    }

    /// The groups to hide at one instant.
    pub(crate) fn hidden<'a>(
        self,
        judge: &Judge<'a>,
        showing: &[Showing<'a>],
        on_resource: Option<EntityId<'a>>,
        at: Instant,
    ) -> u64 {
        let mut hidden = self.asked & !self.always_shown;
        let Some(roles) = judge.roles() else { return hidden };
        for (bit, candidate) in showing {
            let may_show = hidden & bit != 0;
            if may_show && roles.first_given(core::slice::from_ref(candidate), on_resource, at).is_ok() {
                hidden &= !bit;
            }
        }
        hidden
    }
}

/// Adds the instants at which a group of fields may begin or cease to be shown.
pub(crate) fn push_boundaries<'a>(
    judge: &Judge<'a>,
    showing: &[Showing<'a>],
    on_resource: Option<EntityId<'a>>,
    boundaries: &mut Vec<Instant>,
) {
    let Some(roles) = judge.roles() else { return };
    for (_, candidate) in showing {
        roles.push_boundaries(core::slice::from_ref(candidate), on_resource, boundaries);
    }
}
