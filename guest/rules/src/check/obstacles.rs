//! Why the roles that would do did not.

use crate::decision::Reason;

/// What stood between a person and a role that would have done. The declaration order is the order in which one of
/// several names the reason: the nearest miss first, so that what takes one change to mend comes before what takes a
/// new grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Obstacle {
    RoleDisabled,
    WindowNotStarted,
    WindowEnded,
    RequestPending,
    GrantRevoked,
    NoAccessGrant,
    HolderNotEligible,
    AttributeMissing,
    ConditionNotMet,
}

impl Obstacle {
    fn reason(self) -> Reason {
        match self {
            Self::RoleDisabled => Reason::RoleDisabled,
            Self::WindowNotStarted => Reason::WindowNotStarted,
            Self::WindowEnded => Reason::WindowEnded,
            Self::RequestPending => Reason::RequestPending,
            Self::GrantRevoked => Reason::GrantRevoked,
            Self::NoAccessGrant => Reason::NoAccessGrant,
            Self::HolderNotEligible => Reason::HolderNotEligible,
            Self::AttributeMissing => Reason::AttributeMissing,
            Self::ConditionNotMet => Reason::ConditionNotMet,
        }
    }
}

/// The obstacles of one request at one instant, of which only the first matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Obstacles {
    first: Option<Obstacle>,
}

impl Obstacles {
    pub(crate) fn note(&mut self, obstacle: Obstacle) {
        self.first = Some(self.first.map_or(obstacle, |first| first.min(obstacle)));
    }

    pub(crate) fn reason(self) -> Option<Reason> {
        self.first.map(Obstacle::reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_miss_comes_first() {
        use Obstacle::{
            AttributeMissing, ConditionNotMet, GrantRevoked, HolderNotEligible, NoAccessGrant, RequestPending,
            RoleDisabled, WindowEnded, WindowNotStarted,
        };
        let nearest_first = [
            (RoleDisabled, Reason::RoleDisabled),
            (WindowNotStarted, Reason::WindowNotStarted),
            (WindowEnded, Reason::WindowEnded),
            (RequestPending, Reason::RequestPending),
            (GrantRevoked, Reason::GrantRevoked),
            (NoAccessGrant, Reason::NoAccessGrant),
            (HolderNotEligible, Reason::HolderNotEligible),
            (AttributeMissing, Reason::AttributeMissing),
            (ConditionNotMet, Reason::ConditionNotMet),
        ];
        for (place, &(nearer, reason)) in nearest_first.iter().enumerate() {
            for &(farther, _) in nearest_first.iter().skip(place) {
                for noted in [[nearer, farther], [farther, nearer]] {
                    let mut obstacles = Obstacles::default();
                    noted.into_iter().for_each(|obstacle| obstacles.note(obstacle));
                    assert_eq!(obstacles.reason(), Some(reason), "{noted:?}");
                }
            }
        }
        assert_eq!(Obstacles::default().reason(), None);
    }
}
