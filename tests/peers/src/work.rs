//! The work that everybody does: one person in one organisation asks for privileges, before, inside and after the
//! period in which the organisation lets anybody in.

/// Privileges of every work.
pub const PRIVILEGES: usize = 400;
/// Roles that the person holds in each organisation: the first three directly, the others through a group each.
pub const ROLES_HELD: usize = 5;
/// Of these, those that the person holds directly.
pub const ROLES_HELD_DIRECTLY: usize = 3;
/// Who asks.
pub const PERSON: &str = "dana";
/// The privilege that only roles with a condition give.
pub const CONDITIONAL_PRIVILEGE: usize = PRIVILEGES - 1;
/// First instant at which the organisations are open, in milliseconds since the Unix epoch.
pub const OPENS_MS: i64 = 1_772_366_400_000;
/// First instant at which they no longer are.
pub const CLOSES_MS: i64 = OPENS_MS + 3_600_000;

/// How much of everything there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Roles of the policy, at least [`ROLES_HELD`].
    pub roles: usize,
    /// Privileges that each role gives.
    pub given_by_a_role: usize,
    /// Organisations that the person is known in, at least one.
    pub organisations: usize,
    /// Further roles that the person holds. Each gives [`CONDITIONAL_PRIVILEGE`] under a condition, which is true of
    /// the last one only.
    pub conditions: usize,
}

/// The ordinary amount.
pub const ORDINARY: Work = Work { roles: 20, given_by_a_role: 40, organisations: 1, conditions: 0 };

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Number of the privilege that is wanted.
    pub privilege: usize,
    /// The instant that is asked about.
    pub now_ms: i64,
}

/// The name of a privilege.
#[must_use]
pub fn privilege(number: usize) -> String {
    format!("store:item-{number:03}:view")
}

/// The name of a role.
#[must_use]
pub fn role(number: usize) -> String {
    format!("role-{number:05}")
}

/// The name of a role that gives its privilege under a condition.
#[must_use]
pub fn conditional_role(number: usize) -> String {
    format!("conditional-{number:02}")
}

/// What the circumstances must be for the condition of a role to be true.
#[must_use]
pub fn clearance(number: usize) -> String {
    format!("level-{number:02}")
}

/// The name of an organisation.
#[must_use]
pub fn organisation(number: usize) -> String {
    format!("organisation-{number:04}")
}

/// The name of a group that the person is a member of.
#[must_use]
pub fn group(number: usize) -> String {
    format!("group-{number}")
}

impl Work {
    /// The privileges of a role, by number. They spread evenly, so that the roles held give the same privileges however
    /// many roles there are.
    pub fn privileges_of(self, role: usize) -> impl Iterator<Item = usize> {
        let first = role * PRIVILEGES / self.roles;
        (first..first + self.given_by_a_role).map(|number| number % PRIVILEGES)
    }

    /// The roles held in an organisation, by number; those of [`ROLES_HELD_DIRECTLY`] first. They differ from one
    /// organisation to the next, so that whoever mixes two of them up answers wrongly.
    #[must_use]
    pub fn held_in(self, organisation: usize) -> [usize; ROLES_HELD] {
        let shift = self.roles + organisation - self.asked_organisation() % self.roles;
        std::array::from_fn(|position| (position * self.roles / ROLES_HELD + shift) % self.roles)
    }

    /// The group through which the role at this position of [`Work::held_in`] is held; none when it is held directly.
    #[must_use]
    pub fn group_of(self, position: usize) -> Option<String> {
        position.checked_sub(ROLES_HELD_DIRECTLY).map(group)
    }

    /// The organisation that is asked about. It stands in the middle of the others.
    #[must_use]
    pub fn asked_organisation(self) -> usize {
        self.organisations / 2
    }

    /// What the circumstances are: what the last condition asks for.
    #[must_use]
    pub fn clearance(self) -> String {
        clearance(self.conditions.saturating_sub(1))
    }

    /// Every privilege at every instant that matters: all that can be asked of this work.
    #[must_use]
    pub fn all_questions(self) -> Vec<Question> {
        let instants = [OPENS_MS - 1, OPENS_MS, CLOSES_MS - 1, CLOSES_MS];
        let at = |now_ms| (0..PRIVILEGES).map(move |privilege| Question { privilege, now_ms });
        instants.into_iter().flat_map(at).collect()
    }

    /// `count` questions in an order that repeats nothing soon. One in eight is asked when the organisation is closed.
    #[must_use]
    pub fn mixed_questions(self, count: usize) -> Vec<Question> {
        let question = |position: usize| Question {
            privilege: position * 97 % PRIVILEGES,
            now_ms: if position % 8 == 7 { CLOSES_MS } else { OPENS_MS },
        };
        (0..count).map(question).collect()
    }

    /// `count` questions, every other one denied, however few privileges a role gives.
    #[must_use]
    pub fn balanced_questions(self, count: usize) -> Vec<Question> {
        let apart = PRIVILEGES / ROLES_HELD;
        let privilege = |position: usize| position / 2 % ROLES_HELD * apart + position % 2 * (apart - 1);
        (0..count).map(|position| Question { privilege: privilege(position), now_ms: OPENS_MS }).collect()
    }

    /// What only the conditions decide.
    #[must_use]
    pub fn conditional_question(self) -> Question {
        Question { privilege: CONDITIONAL_PRIVILEGE, now_ms: OPENS_MS }
    }
}

#[cfg(test)]
mod tests {
    use super::{CLOSES_MS, ORDINARY, PRIVILEGES, Work};
    use std::collections::BTreeSet;

    #[test]
    fn the_roles_held_give_half_of_all_privileges_however_many_roles_and_organisations_there_are() {
        for (roles, organisations) in [(10, 1), (20, 1), (20, 1_000), (10_000, 1)] {
            let work = Work { roles, organisations, ..ORDINARY };
            let held = work.held_in(work.asked_organisation());
            let given: BTreeSet<usize> = held.into_iter().flat_map(|role| work.privileges_of(role)).collect();
            assert_eq!(given.len(), PRIVILEGES / 2, "{work:?}");
        }
    }

    #[test]
    fn neighbouring_organisations_know_the_person_in_other_roles() {
        let work = Work { organisations: 10, ..ORDINARY };
        assert_ne!(work.held_in(4), work.held_in(5));
    }

    #[test]
    fn the_mixed_questions_are_asked_inside_and_outside_of_the_period() {
        let questions = ORDINARY.mixed_questions(256);
        assert_eq!(questions.iter().filter(|question| question.now_ms == CLOSES_MS).count(), 32);
        let privileges: BTreeSet<usize> = questions.iter().map(|question| question.privilege).collect();
        assert_eq!(privileges.len(), 256);
    }
}
