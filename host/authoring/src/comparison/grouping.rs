//! Gathers single differences until each group is a sentence.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::answers::Kind;
use super::holders::Holder;
use super::places::Place;
use super::targets::{Target, implied_by};
use guestpass_contract::PolicyInfo;

/// Differences that one sentence says: each of the holders, in each of the standings, at each of the targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "difference"))]
pub struct Difference {
    /// In which way the answers differ.
    pub kind: Kind,
    /// The whole of it for people.
    pub sentence: String,
    /// What is held, such as `role saas-viewer`.
    pub holders: Vec<String>,
    /// What is asked for, all of it.
    pub targets: Vec<Target>,
    /// The standings, by their stable names.
    pub standings: Vec<String>,
    /// What conditions ask for; none when it does not matter.
    pub when: Option<String>,
    /// What is different, for kinds that say it.
    pub detail: Option<String>,
    /// How many single answers differ.
    pub answers: usize,
}

/// Where a difference was found: the numbers of holder, target and place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) kind: Kind,
    pub(super) detail: String,
    pub(super) holder: usize,
    pub(super) target: usize,
    pub(super) place: usize,
}

/// What is needed to name things.
pub(super) struct Catalogue<'a> {
    pub(super) holders: &'a [Holder],
    pub(super) targets: &'a [Target],
    pub(super) places: &'a [Place],
    pub(super) old: &'a PolicyInfo,
    pub(super) new: &'a PolicyInfo,
}

type Set = BTreeSet<usize>;
/// Kind, detail, condition.
type Manner = (Kind, String, Option<String>);
/// Where each difference is, and on which condition.
pub(super) type Found = BTreeMap<Spot, Option<String>>;

/// What is told of a holder in some places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// These targets.
    Targets(Set),
    /// Whatever is given there when nothing is in the way.
    Everything,
}

/// What each policy allows, to whom and where: one flag for each target.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    pub(super) old: BTreeMap<(usize, usize), Vec<bool>>,
    pub(super) new: BTreeMap<(usize, usize), Vec<bool>>,
}

impl Allowed {
    /// Keeps what the old policy and the new one allow a holder in a place, on whatever condition.
    pub(super) fn note(&mut self, at: (usize, usize), target: usize, [old, new]: [bool; 2]) {
        for (allowed, policy) in [(old, &mut self.old), (new, &mut self.new)] {
            let flags = policy.entry(at).or_default();
            if flags.len() <= target {
                flags.resize(target.saturating_add(1), false);
            }
            if let Some(flag) = flags.get_mut(target) {
                *flag |= allowed;
            }
        }
    }

    /// What is in the way at this place mattered to one policy, and does not to the other.
    fn is_way_opened(&self, spot: &Spot, base: usize) -> bool {
        let matters = |allowed: &BTreeMap<(usize, usize), Vec<bool>>| {
            allowed.get(&(spot.holder, spot.place)) != allowed.get(&(spot.holder, base))
        };
        match spot.kind {
            Kind::NewlyAllowed => matters(&self.old) && !matters(&self.new),
            Kind::NewlyDenied => matters(&self.new) && !matters(&self.old),
            _ => false,
        }
    }
}

/// Groups of differences, each with a sentence.
pub(super) fn grouped(mut found: Found, allowed: &Allowed, catalogue: &Catalogue<'_>) -> Vec<Difference> {
    let mut differences = super::only_in_one::taken(&mut found, catalogue);
    let mut everything: BTreeMap<(Manner, usize, usize), Set> = BTreeMap::new();
    let mut by_place: BTreeMap<(Manner, usize, usize), Set> = BTreeMap::new();
    for (spot, when) in &found {
        if is_told_of_everybody(spot, &found, catalogue) {
            continue;
        }
        let base = catalogue.places.get(spot.place).and_then(|place| place.base);
        if base.is_some_and(|base| allowed.is_way_opened(spot, base)) {
            let manner = (spot.kind, String::new(), None);
            everything.entry((manner, spot.holder, spot.place)).or_default().insert(spot.target);
        } else {
            let manner = (spot.kind, spot.detail.clone(), when.clone());
            by_place.entry((manner, spot.holder, spot.target)).or_default().insert(spot.place);
        }
    }
    let mut by_target: BTreeMap<(Manner, usize, Set), Set> = BTreeMap::new();
    for ((manner, holder, target), places) in by_place {
        for places in by_circumstance(places, catalogue) {
            by_target.entry((manner.clone(), holder, places)).or_default().insert(target);
        }
    }
    let mut opened: BTreeMap<(Manner, usize), (Set, Set)> = BTreeMap::new();
    for ((manner, holder, place), targets) in everything {
        let (places, all) = opened.entry((manner, holder)).or_default();
        places.insert(place);
        all.extend(targets);
    }
    let mut by_holder: BTreeMap<(Manner, What, Set), (Set, Set)> = BTreeMap::new();
    for ((manner, holder, places), targets) in by_target {
        let (holders, all) = by_holder.entry((manner, What::Targets(targets.clone()), places)).or_default();
        holders.insert(holder);
        all.extend(targets);
    }
    for ((manner, holder), (places, targets)) in opened {
        for places in by_circumstance(places, catalogue) {
            let (holders, all) = by_holder.entry((manner.clone(), What::Everything, places)).or_default();
            holders.insert(holder);
            all.extend(&targets);
        }
    }
    differences.extend(by_holder.into_iter().map(|((manner, what, places), (holders, targets))| {
        difference(manner, what == What::Everything, [&holders, &targets, &places], catalogue)
    }));
    differences.sort_by_key(|difference| difference.kind);
    differences
}

/// What holds of everybody, whatever the role, need not be said of each role.
fn is_told_of_everybody(spot: &Spot, found: &Found, catalogue: &Catalogue<'_>) -> bool {
    let login = catalogue.holders.get(spot.holder).map(Holder::login);
    let nothing = catalogue.holders.iter().position(|it| matches!(it, Holder::Nothing(of) if Some(*of) == login));
    nothing.is_some_and(|holder| {
        holder != spot.holder && found.get(&Spot { holder, ..spot.clone() }).is_some_and(Option::is_none)
    })
}

/// Places whose base is among them go with it; the others part by what is special about them.
fn by_circumstance(places: Set, catalogue: &Catalogue<'_>) -> Vec<Set> {
    let mut parts: BTreeMap<&str, Set> = BTreeMap::new();
    for number in &places {
        let Some(place) = catalogue.places.get(*number) else { continue };
        let is_with_base = place.base.is_some_and(|base| places.contains(&base));
        parts.entry(if is_with_base { "" } else { &place.circumstance }).or_default().insert(*number);
    }
    parts.into_values().collect()
}

fn difference(
    manner: Manner,
    is_everything: bool,
    [holders, targets, places]: [&Set; 3],
    catalogue: &Catalogue<'_>,
) -> Difference {
    let (kind, detail, when) = manner;
    let places_of: Vec<&Place> = places.iter().filter_map(|number| catalogue.places.get(*number)).collect();
    let targets_of: Vec<Target> = targets.iter().filter_map(|number| catalogue.targets.get(*number)).cloned().collect();
    let mut who: Vec<&str> = Vec::new();
    let mut circumstance = "";
    for place in &places_of {
        let is_with_base = place.base.is_some_and(|base| places.contains(&base));
        if !is_with_base {
            circumstance = &place.circumstance;
            if !who.contains(&place.who) {
                who.push(place.who);
            }
        }
    }
    let who: Vec<String> = who.into_iter().map(str::to_owned).collect();
    let what = if is_everything { "do all that is given".to_owned() } else { told(&targets_of, catalogue) };
    let verb = match kind {
        Kind::NewlyAllowed => format!("may now {what}"),
        Kind::NewlyDenied => format!("may no longer {what}"),
        Kind::MoreShown => format!("is now shown {detail} by {what}"),
        Kind::LessShown => format!("is no longer shown {detail} by {what}"),
        Kind::OtherObligations => format!("gets {what} with other obligations: {detail}"),
        Kind::OtherReason => format!("gets the same answer for {what}, now {detail}"),
        Kind::OtherValidity => format!("gets the same answer for {what}, for another time"),
    };
    let mut sentence = format!("{}{} {verb}", joined(&who, "or"), held(holders, catalogue));
    for part in [circumstance, when.as_deref().unwrap_or_default()] {
        if !part.is_empty() {
            sentence.push_str(", ");
            sentence.push_str(part);
        }
    }
    Difference {
        kind,
        sentence,
        holders: holders.iter().filter_map(|number| catalogue.holders.get(*number)).map(name).collect(),
        targets: targets_of,
        standings: places_of.iter().map(|place| place.code.clone()).collect(),
        when,
        detail: (!detail.is_empty()).then_some(detail),
        answers: holders.len().saturating_mul(targets.len()).saturating_mul(places.len()),
    }
}

pub(super) fn name(holder: &Holder) -> String {
    match holder {
        Holder::Nothing(login) => format!("nothing ({login} login)"),
        Holder::AppMember => "an app role that gives nothing".to_owned(),
        Holder::Role { name, .. } => format!("role {name}"),
        Holder::Custom(kind) => format!("a custom {kind} role that gives everything"),
    }
}

/// ` with role ...`, as it stands behind who it is.
fn held(holders: &Set, catalogue: &Catalogue<'_>) -> String {
    let of = |number: &usize| catalogue.holders.get(*number);
    let roles: BTreeSet<String> =
        holders.iter().filter_map(of).filter_map(Holder::role).map(|role| format!("`{role}`")).collect();
    let all: BTreeSet<&str> = catalogue.holders.iter().filter_map(Holder::role).collect();
    let has_none = holders.iter().filter_map(of).any(|it| matches!(it, Holder::Nothing(_)));
    let roles: Vec<String> = roles.into_iter().collect();
    match (roles.as_slice(), has_none) {
        (_, true) => String::new(),
        ([], false) if holders.iter().filter_map(of).any(|it| *it == Holder::AppMember) => {
            " with an app role".to_owned()
        }
        ([], false) => " with a custom role that names it".to_owned(),
        (roles, false) if roles.len() == all.len() && roles.len() > 1 => " with any role".to_owned(),
        (roles, false) => format!(" with role {}", joined(roles, "or")),
    }
}

/// Targets that a sentence names; the rest are counted. Operations that a privilege brings along are left out.
const NAMED_MAX: usize = 4;

pub(super) fn told(targets: &[Target], catalogue: &Catalogue<'_>) -> String {
    let is_told = |target: &&Target| {
        let implied = implied_by(catalogue.old, catalogue.new, target);
        !implied.iter().any(|privilege| targets.contains(privilege))
    };
    let mut names: Vec<String> = targets.iter().filter(is_told).map(Target::in_words).collect();
    if names.len() > NAMED_MAX {
        let more = names.len().saturating_sub(NAMED_MAX.saturating_sub(1));
        names.truncate(NAMED_MAX.saturating_sub(1));
        names.push(format!("{more} more"));
    }
    joined(&names, "and")
}

/// `a, b and c`
pub(crate) fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [before @ .., word] => format!("{} {last} {word}", before.join(", ")),
    }
}
