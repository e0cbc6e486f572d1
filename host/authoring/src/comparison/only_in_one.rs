//! Roles that only one of the policies has: each is one difference, with all that it gives or gave.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Kind;
use super::grouping::{Catalogue, Difference, Found, Spot, name, told};
use super::holders::Holder;
use super::targets::Target;

/// What a role gives, wherever and on whatever condition.
type Given<'f> = BTreeSet<(usize, usize, Option<&'f str>)>;

/// Takes what was found of such roles. Why the other policy denies to a role that it does not know says nothing.
pub(super) fn taken(found: &mut Found, catalogue: &Catalogue<'_>) -> Vec<Difference> {
    let single: BTreeMap<usize, Kind> =
        (0..catalogue.holders.len()).filter_map(|holder| Some((holder, only_in(holder, catalogue)?))).collect();
    let mut all = std::mem::take(found);
    let mut apart: BTreeMap<usize, Found> = BTreeMap::new();
    while let Some((spot, when)) = all.pop_first() {
        match single.get(&spot.holder) {
            None => drop(found.insert(spot, when)),
            Some(kind) if *kind == spot.kind => drop(apart.entry(spot.holder).or_default().insert(spot, when)),
            Some(_) => {}
        }
    }
    let given: BTreeMap<usize, Given<'_>> = apart.iter().map(|(holder, found)| (*holder, given(found))).collect();
    let of = |holder: &usize, kind: &Kind| {
        let nothing = Given::new();
        let given_here = given.get(holder).unwrap_or(&nothing);
        let same = given.iter().find(|(other, there)| single.get(other) != Some(kind) && *there == given_here);
        difference(*holder, *kind, given_here, same.map(|(other, _)| *other), catalogue)
    };
    single.iter().map(|(holder, kind)| of(holder, kind)).collect()
}

/// Newly allowed for a role of the new policy alone, newly denied for one of the old.
fn only_in(holder: usize, catalogue: &Catalogue<'_>) -> Option<Kind> {
    let role = catalogue.holders.get(holder).and_then(Holder::role)?;
    let [old, new] = [catalogue.old, catalogue.new].map(|info| info.roles.iter().any(|it| it.name == role));
    match (old, new) {
        (false, true) => Some(Kind::NewlyAllowed),
        (true, false) => Some(Kind::NewlyDenied),
        _ => None,
    }
}

fn given(found: &Found) -> Given<'_> {
    found.iter().map(|(Spot { target, place, .. }, when)| (*target, *place, when.as_deref())).collect()
}

fn difference(
    holder: usize,
    kind: Kind,
    given: &Given<'_>,
    same: Option<usize>,
    catalogue: &Catalogue<'_>,
) -> Difference {
    let role = |number: usize| catalogue.holders.get(number).and_then(Holder::role).unwrap_or_default();
    let targets: BTreeSet<usize> = given.iter().map(|(target, _, _)| *target).collect();
    let targets: Vec<Target> = targets.iter().filter_map(|number| catalogue.targets.get(*number)).cloned().collect();
    let places: BTreeSet<usize> = given.iter().map(|(_, place, _)| *place).collect();
    let what = match (targets.is_empty(), same) {
        (true, _) => "nothing".to_owned(),
        (false, Some(same)) if kind == Kind::NewlyAllowed => format!("exactly what `{}` gave", role(same)),
        (false, Some(same)) => format!("exactly what `{}` gives", role(same)),
        (false, None) => told(&targets, catalogue),
    };
    let sentence = match kind {
        Kind::NewlyAllowed => format!("role `{}` is new, and gives {what}", role(holder)),
        _ => format!("role `{}` is gone, and gave {what}", role(holder)),
    };
    Difference {
        kind,
        sentence,
        holders: catalogue.holders.get(holder).map(name).into_iter().collect(),
        standings: places.iter().filter_map(|it| catalogue.places.get(*it)).map(|it| it.code.clone()).collect(),
        targets,
        when: None,
        detail: None,
        answers: given.len(),
    }
}
