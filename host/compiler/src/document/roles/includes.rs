//! What a role gives once everything that it includes is counted in.

use super::Role;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, Wording, says};
use crate::limits::ROLE_PRIVILEGES_MAX;
use crate::suggest::quoted;
use guestpass_model::RolePrivilegeModel;
use std::collections::BTreeSet;

/// For each role, its own privileges and those of all roles that it includes, with their reach and their conditions.
/// Empty where roles include each other in a cycle, or once all of them together give too many; both are reported.
pub(super) fn expand(roles: &[Role<'_>], sink: &mut Sink<'_>) -> Vec<BTreeSet<RolePrivilegeModel>> {
    let mut expanded = vec![BTreeSet::new(); roles.len()];
    let Some(order) = bottom_up(roles, sink) else { return expanded };
    let mut total: usize = 0;
    for position in order {
        let Some(role) = roles.get(position) else { continue };
        let mut privileges = role.own.clone();
        for (included, _) in &role.includes {
            privileges.extend(expanded.get(*included).into_iter().flatten().copied());
        }
        total = total.saturating_add(privileges.len());
        if total > ROLE_PRIVILEGES_MAX {
            sink.error(DiagnosticCode::TooMany, &role.name.span, || {
                says(format!(
                    "with {} all roles together give more than {ROLE_PRIVILEGES_MAX} privileges, counted once for each role",
                    quoted(role.name.value)
                ))
            });
            break;
        }
        if let Some(place) = expanded.get_mut(position) {
            *place = privileges;
        }
    }
    expanded
}

/// How far the walk through the roles has come with one of them.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Unseen,
    /// On the path from the role where the walk began to the one where it stands.
    OnPath,
    Done,
}

/// Every role after all that it includes; none, and reported, when there is a cycle. Without recursion, as a chain of
/// roles may be as long as the catalogue.
fn bottom_up(roles: &[Role<'_>], sink: &mut Sink<'_>) -> Option<Vec<usize>> {
    let mut has_cycle = false;
    let mut order = Vec::with_capacity(roles.len());
    let mut progress = vec![Progress::Unseen; roles.len()];
    for start in 0..roles.len() {
        if progress.get(start) != Some(&Progress::Unseen) {
            continue;
        }
        set(&mut progress, start, Progress::OnPath);
        let mut path = vec![(start, 0_usize)];
        while let Some((position, next)) = path.last_mut() {
            let step = roles.get(*position).and_then(|role| role.includes.get(*next));
            let Some((included, place)) = step else {
                set(&mut progress, *position, Progress::Done);
                order.push(*position);
                path.pop();
                continue;
            };
            *next = next.saturating_add(1);
            match progress.get(*included) {
                Some(Progress::Unseen) => {
                    set(&mut progress, *included, Progress::OnPath);
                    path.push((*included, 0));
                }
                Some(Progress::OnPath) => {
                    has_cycle = true;
                    let cycle = path.iter().skip_while(|(position, _)| position != included);
                    let names = cycle.filter_map(|(position, _)| roles.get(*position)).map(|role| role.name.value);
                    sink.error(DiagnosticCode::IncludeCycle, &place.span, || cycle_words(names, place.value));
                }
                Some(Progress::Done) | None => {}
            }
        }
    }
    (!has_cycle).then_some(order)
}

fn set(progress: &mut [Progress], position: usize, to: Progress) {
    if let Some(place) = progress.get_mut(position) {
        *place = to;
    }
}

/// The roles of a cycle in their order, then the first again.
fn cycle_words<'n>(names: impl Iterator<Item = &'n str>, first: &'n str) -> Wording {
    /// Longer cycles are shown by their ends.
    const SHOWN_MAX: usize = 10;
    let mut steps: Vec<String> = names.chain(std::iter::once(first)).map(quoted).collect();
    if steps.len() > SHOWN_MAX {
        let left_out = steps.len().saturating_sub(SHOWN_MAX);
        let middle = SHOWN_MAX / 2;
        steps.splice(middle..middle.saturating_add(left_out), [format!("({left_out} more)")]);
    }
    says(format!("roles include each other in a cycle: {}", steps.join(" includes ")))
        .help("take one of these includes away")
}
