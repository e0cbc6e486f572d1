//! Support staff may view tickets on weekdays of an approved window.

use crate::bindings::exports::guestpass::policy::evaluation::{Gate, Instant, Reason};
use crate::question::Question;
use crate::week;

/// The gates of this rule in the order of the contract, each with what it says at an instant.
pub(crate) fn gates(question: &Question, now: Instant) -> [(Gate, Result<(), Reason>); 3] {
    [
        (Gate::Identification, if question.identified { Ok(()) } else { Err(Reason::NotIdentified) }),
        (Gate::AccessMode, access_mode(question, now)),
        (Gate::Privilege, privilege(question)),
    ]
}

/// The first gate that is shut names the reason.
pub(crate) fn reason(question: &Question, now: Instant) -> Reason {
    let shut = gates(question, now).into_iter().find_map(|(_, outcome)| outcome.err());
    shut.unwrap_or(Reason::Granted)
}

/// The instants between which the answer stays what it is at `now`: the first from which it is the same without a
/// break, and the first at which it is another; none where there is no end.
pub(crate) fn valid(question: &Question, now: Instant) -> (Option<Instant>, Option<Instant>) {
    let here = reason(question, now);
    // The next edge of the week is enough: where the week makes no difference, a window opens or closes first.
    let edges = || question.windows.edges().chain(week::edges_around(now));
    let begins = |edge: &Instant| *edge <= now && edge.checked_sub(1).is_some_and(|at| reason(question, at) != here);
    let ends = |edge: &Instant| *edge > now && reason(question, *edge) != here;
    (edges().filter(begins).max(), edges().filter(ends).min())
}

fn access_mode(question: &Question, now: Instant) -> Result<(), Reason> {
    question.windows.judge(now)?;
    if week::is_weekday(now) { Ok(()) } else { Err(Reason::ConditionNotMet) }
}

fn privilege(question: &Question) -> Result<(), Reason> {
    match (question.holds_role, question.about_tickets) {
        (true, true) => Ok(()),
        (true, false) => Err(Reason::NoPrivilege),
        (false, _) => Err(Reason::NoRoleAssigned),
    }
}
