//! Asks everything: each holder in each place for each target, and with each assignment of attributes.

use std::collections::{BTreeMap, BTreeSet};

use guestpass::Provenance;
use guestpass_contract::limits::{MAX_ENTITLEMENTS, MAX_TEXT_BYTES};
use guestpass_contract::{PolicyInfo, Reason, RequestDraft, Requirement, RoleKind};

use super::answers::differences;
use super::asking::Both;
use super::assignments::{Assignments, Domain, OVERRIDDEN, Value, count};
use super::blind_spots::BlindSpot;
use super::bounds::Bounds;
use super::constants::Pieces;
use super::described::{Described, types};
use super::domains::Domains;
use super::errors::{ComparisonError, Side};
use super::facts::{Cast, Known, resource};
use super::grouping::{Allowed, Catalogue, Difference, Spot, grouped};
use super::holders::{self, Holder};
use super::liked::liked;
use super::places::{self, Place};
use super::reviews::{self, Liked, Proposal};
use super::targets::{self, Target};

/// Which assignments, of those that were tried, differ at a spot.
type Found = BTreeMap<Spot, BTreeSet<usize>>;

/// Places of one setup, with their numbers.
type Group<'b> = Vec<(usize, &'b Place)>;

/// What all questions share.
struct Exhaustive<'b, 'a> {
    both: &'b mut Both<'a>,
    old: &'a PolicyInfo,
    new: &'a PolicyInfo,
    /// Both, with their conditions read.
    described: [Described<'a>; 2],
    assignments_max: usize,
    cast: Cast<'b>,
    places: &'b [Place],
    /// Places that share facts.
    groups: Vec<Group<'b>>,
    targets: &'b [Target],
    /// Targets of suites whose entitlement nobody told.
    unentitled: BTreeSet<usize>,
    allowed: Allowed,
}

/// Targets of one holder that the same attributes bear on.
struct Batch<'t> {
    number: usize,
    holder: &'t Holder,
    targets: &'t [usize],
}

/// What came of all questions.
pub(super) struct Answered {
    pub(super) differences: Vec<Difference>,
    pub(super) blind_spots: Vec<BlindSpot>,
    /// Privileges and operations that need an entitlement which nobody named.
    pub(super) unentitled: usize,
}

/// All differences, and what was not seen.
pub(super) fn ask(both: &mut Both<'_>, bounds: &Bounds) -> Result<Answered, ComparisonError> {
    let (old, new) = (both.old.info(), both.new.info());
    let entitlements = bounds.entitlements.get(..MAX_ENTITLEMENTS).unwrap_or(&bounds.entitlements);
    let taken_away = entitlements.get(..bounds.taken_away_max).unwrap_or(entitlements);
    let places = places::all(taken_away);
    let holders = holders::all(old, new);
    let mut targets = targets::all(old, new);
    let asked = targets.len();
    let proposals = reviews::all(old, new)?;
    targets.extend(proposals.iter().map(|proposal| proposal.target.clone()));
    let described = [old, new].map(Described::new);
    let mut blind_spots = undescribed(both);
    let mut dark: BTreeSet<String> = described.iter().flat_map(Described::dark).collect();
    let never_away = entitlements.get(taken_away.len()..).unwrap_or_default();
    if let [first, ..] = never_away {
        blind_spots.push(BlindSpot::NeverTakenAway { count: never_away.len(), first: first.clone() });
    }
    let mut exhaustive = Exhaustive {
        cast: Cast { entitlements, privileges: custom_privileges(&targets, &mut blind_spots) },
        both,
        old,
        new,
        described,
        assignments_max: bounds.assignments_max,
        places: &places,
        groups: groups(&places),
        targets: targets.get(..asked).unwrap_or_default(),
        unentitled: BTreeSet::new(),
        allowed: Allowed::default(),
    };
    let mut all = BTreeMap::new();
    for (number, holder) in holders.iter().enumerate() {
        for (attributes, targets) in exhaustive.by_attributes(holder) {
            let domains = exhaustive.domains(holder, &attributes, &mut dark);
            let (combinations, tried) = Assignments::count(&domains, bounds.assignments_max);
            if tried < combinations {
                blind_spots.push(BlindSpot::Combinations {
                    left_out: combinations.saturating_sub(tried),
                    all: combinations,
                    attributes: attributes.into_iter().collect(),
                    role: holder.role().map(str::to_owned),
                });
            }
            let batch = Batch { number, holder, targets: &targets };
            if exhaustive.leaves_out(&batch, tried) {
                continue;
            }
            let assignments = Assignments::new(domains, bounds.assignments_max);
            let found = exhaustive.ask(&batch, &assignments)?;
            all.extend(found.into_iter().map(|(spot, numbers)| (spot, assignments.in_words(&numbers))));
        }
    }
    all.extend(exhaustive.proposed(&holders, &proposals, &mut dark)?);
    blind_spots.extend(dark.into_iter().map(BlindSpot::Condition));
    let unentitled = exhaustive.unentitled.len();
    if unentitled > 0 {
        blind_spots.push(BlindSpot::Unentitled(unentitled));
    }
    let catalogue = Catalogue { holders: &holders, targets: &targets, places: &places, old, new };
    Ok(Answered { differences: grouped(all, &exhaustive.allowed, &catalogue), blind_spots, unentitled })
}

/// The policies that may ask about more than they describe.
fn undescribed(both: &Both<'_>) -> Vec<BlindSpot> {
    let sides = [(Side::Old, both.old), (Side::New, both.new)].into_iter();
    let custom = sides.filter(|(_, policy)| policy.provenance() == Provenance::Custom);
    custom.map(|(side, _)| BlindSpot::Undescribed(side)).collect()
}

/// Attributes of a resource are of the one asked about, so that it belongs to the facts.
fn groups(places: &[Place]) -> Vec<Group<'_>> {
    let numbered: Vec<(usize, &Place)> = places.iter().enumerate().collect();
    let groups = numbered.chunk_by(|(_, one), (_, other)| (&one.setup, one.asked) == (&other.setup, other.asked));
    groups.map(<[_]>::to_vec).collect()
}

/// Unless they are too many for one set of facts.
fn custom_privileges<'t>(targets: &'t [Target], blind_spots: &mut Vec<BlindSpot>) -> Vec<&'t str> {
    let names = targets.iter().filter_map(|target| match target {
        Target::Privilege(name) => Some(name.as_str()),
        Target::Operation(_) | Target::Change { .. } => None,
    });
    let names: Vec<&str> = names.collect();
    let bytes: usize = names.iter().map(|name| name.len().saturating_add(1)).sum();
    if bytes < MAX_TEXT_BYTES / 2 {
        return names;
    }
    blind_spots.push(BlindSpot::CustomRoles);
    Vec::new()
}

impl Exhaustive<'_, '_> {
    /// Targets by the attributes that conditions of the holder's roles ask about for them.
    fn by_attributes(&self, holder: &Holder) -> BTreeMap<BTreeSet<String>, Vec<usize>> {
        let mut batches: BTreeMap<BTreeSet<String>, Vec<usize>> = BTreeMap::new();
        for (number, target) in self.targets.iter().enumerate() {
            let mut pieces = Pieces::default();
            for described in &self.described {
                conditions(holder, described, target).into_iter().for_each(|condition| pieces.add(condition));
            }
            let is_attribute =
                |name: &&String| !types(&self.described, name).is_empty() || is_overridden(name, &pieces);
            let attributes = pieces.names.iter().filter(is_attribute).cloned().collect();
            batches.entry(attributes).or_default().push(number);
        }
        batches
    }

    /// Conditions that ask for more values than these are added to `dark`.
    fn domains(&self, holder: &Holder, attributes: &BTreeSet<String>, dark: &mut BTreeSet<String>) -> Vec<Domain> {
        let conditions = self.described.iter().flat_map(|it| it.conditions_of(&holder.roles_of(it.info)));
        let domains = Domains { conditions: conditions.collect(), automatic: self.automatic(holder) };
        let domain = |name: &String| {
            let (domain, is_whole) = domains.domain(name, &types(&self.described, name));
            if !is_whole {
                let of_name = BTreeSet::from([name.clone()]);
                dark.extend(self.described.iter().flat_map(|described| described.naming(&of_name)));
            }
            domain
        };
        attributes.iter().map(domain).collect()
    }

    /// The roles of somebody who is granted none.
    fn automatic(&self, holder: &Holder) -> BTreeSet<String> {
        let roles = self.described.iter().filter(|_| holder.role().is_none()).flat_map(|it| holder.roles_of(it.info));
        roles.map(|role| role.name.clone()).collect()
    }

    /// Every change proposed by everybody. People are what the conditions on holders like them to be.
    fn proposed(
        &mut self,
        holders: &[Holder],
        proposals: &[Proposal],
        dark: &mut BTreeSet<String>,
    ) -> Result<BTreeMap<Spot, Option<String>>, ComparisonError> {
        let mut found = BTreeMap::new();
        let (mut proposers, mut all) = (Vec::new(), Vec::new());
        for (number, holder) in holders.iter().enumerate() {
            let liked = self.liked(holder, "principal", dark);
            proposers.extend(liked.into_iter().map(|liked| (number, holder, liked)));
        }
        for (number, proposal) in proposals.iter().enumerate() {
            let liked = proposal.role.as_ref().map(|role| self.liked_of_role(role, dark));
            let liked = liked.unwrap_or_else(|| vec![Liked::new()]);
            all.extend(liked.into_iter().map(|liked| (number, proposal, liked)));
        }
        let places = self.places.iter().enumerate().filter(|(_, place)| reviews::PLACES.contains(&&*place.code));
        for ((place, standing), (holder, held, liked)) in
            places.flat_map(|place| proposers.iter().map(move |proposer| (place, proposer)))
        {
            if self.both.room() == 0 {
                self.both.leave_out(count(all.len()));
                continue;
            }
            for (proposal, proposed, named) in &all {
                if self.both.room() == 0 {
                    self.both.leave_out(1);
                    continue;
                }
                let known: Vec<(&str, &Value)> =
                    liked.iter().chain(named).map(|(name, value)| (name.as_str(), value)).collect();
                let facts = self.cast.facts(held, &standing.setup, standing.asked, &known)?;
                let pair = self.both.review(&facts, &proposed.facts, &proposed.change, reviews::PROPOSED_MS)?;
                let Some((old, new)) = pair else { continue };
                for (kind, detail) in reviews::differences(&old, &new) {
                    let target = self.targets.len().saturating_add(*proposal);
                    found.insert(Spot { kind, detail, holder: *holder, target, place }, None);
                }
            }
        }
        Ok(found)
    }

    /// Attributes of a person as the conditions on holders of these roles like them, in as many ways as it takes.
    fn liked(&self, holder: &Holder, subject: &str, dark: &mut BTreeSet<String>) -> Vec<Liked> {
        liked(&self.described, holder, subject, self.assignments_max, dark)
    }

    /// The same of the person whom a change names; what is of the organisation is known already.
    fn liked_of_role(&self, role: &str, dark: &mut BTreeSet<String>) -> Vec<Liked> {
        let holder = Holder::Role { name: role.to_owned(), kind: RoleKind::User };
        let mut ways = self.liked(&holder, "person", dark);
        ways.iter_mut().for_each(|liked| liked.retain(|(name, _)| name.starts_with("person.")));
        ways
    }

    /// Whether there is no room for any question of a batch, all of which are counted then.
    fn leaves_out(&mut self, batch: &Batch<'_>, assignments: u64) -> bool {
        let places = self.groups.iter().map(Vec::len).min().unwrap_or_default();
        if count(places.saturating_mul(batch.targets.len())) <= self.both.room() {
            return false;
        }
        let questions = count(self.places.len().saturating_mul(batch.targets.len()));
        self.both.leave_out(questions.saturating_mul(assignments));
        true
    }

    fn ask(&mut self, batch: &Batch<'_>, assignments: &Assignments) -> Result<Found, ComparisonError> {
        let mut found = Found::new();
        for (number, assignment) in assignments.tried.iter().enumerate() {
            if self.leaves_out(batch, count(assignments.tried.len().saturating_sub(number))) {
                break;
            }
            let known = assignments.domains.iter().zip(assignment);
            let known = known.filter_map(|(domain, choice)| Some((domain.name.as_str(), domain.value(*choice)?)));
            self.ask_known(batch, number, &known.collect::<Vec<_>>(), &mut found)?;
        }
        Ok(found)
    }

    fn ask_known(
        &mut self,
        batch: &Batch<'_>,
        assignment: usize,
        known: &Known<'_>,
        found: &mut Found,
    ) -> Result<(), ComparisonError> {
        let now = known.iter().find_map(|(name, value)| match value {
            Value::Timestamp(instant) if *name == "context.now" => Some(*instant),
            _ => None,
        });
        for group in &self.groups {
            let Some((_, first)) = group.first() else { continue };
            let questions = count(group.len().saturating_mul(batch.targets.len()));
            if questions > self.both.room() {
                self.both.leave_out(questions);
                continue;
            }
            let facts = self.cast.facts(batch.holder, &first.setup, first.asked, known)?;
            let spots: Vec<(usize, &Place, usize)> = group
                .iter()
                .flat_map(|(number, place)| batch.targets.iter().map(|target| (*number, *place, *target)))
                .collect();
            let drafts = spots.iter().filter_map(|(_, place, target)| {
                Some(RequestDraft {
                    target: self.targets.get(*target)?.draft()?,
                    on_resource: resource(place.asked, known),
                    now: now.filter(|_| !place.is_moment()).unwrap_or(place.now_ms),
                    explain: false,
                })
            });
            let pairs = self.both.check(&facts, &drafts.collect::<Vec<_>>())?;
            for ((old, new), (place, _, target)) in pairs.iter().zip(&spots) {
                if *place == 0 && [old, new].iter().any(|it| it.reason == Reason::NotEntitled) {
                    self.unentitled.insert(*target);
                }
                self.allowed.note((batch.number, *place), *target, [old.is_allowed(), new.is_allowed()]);
                for (kind, detail) in differences(old, new, self.old, self.new) {
                    let spot = Spot { kind, detail, holder: batch.number, target: *target, place: *place };
                    found.entry(spot).or_default().insert(assignment);
                }
            }
        }
        Ok(())
    }
}

fn is_overridden(name: &str, pieces: &Pieces) -> bool {
    match name {
        "context.now" => !pieces.timestamps.is_empty(),
        _ => OVERRIDDEN.contains(&name) && !pieces.texts.is_empty(),
    }
}

/// The conditions of a policy that bear on a target for whoever holds that, and on the fields that it shows.
fn conditions<'p>(holder: &Holder, described: &'p Described<'_>, target: &Target) -> Vec<&'p Pieces> {
    let info = described.info;
    let mut names: Vec<&str> = match target {
        Target::Privilege(name) => vec![name],
        Target::Operation(name) => match targets::requirement(info, name) {
            Some(Requirement::Privileges(names)) => names.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        },
        Target::Change { .. } => Vec::new(),
    };
    let name = |index: &u16| info.privileges.get(usize::from(*index)).map(|privilege| privilege.name.as_str());
    let shown = info.field_groups.iter().filter(|it| it.on.iter().filter_map(name).any(|on| names.contains(&on)));
    let showing: Vec<&str> = shown.flat_map(|group| group.shown_by.iter().filter_map(name)).collect();
    names.extend(showing);
    let mut found = Vec::new();
    for role in holder.roles_of(info) {
        found.extend(described.condition(role.holder_condition));
        for given in &role.privileges {
            let privilege = info.privileges.get(usize::from(given.privilege));
            if privilege.is_some_and(|privilege| names.contains(&privilege.name.as_str())) {
                found.extend(described.condition(given.condition));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::asking::Both;
    use super::super::bounds::Bounds;
    use super::super::facts::MADE;
    use super::ask;
    use guestpass::{Limits, Runtime};

    /// Four roles, whose privilege depends on four attributes.
    fn conditional() -> String {
        let attributes: String = (0..4).map(|number| format!("\"principal.a{number}\" = \"boolean\"\n")).collect();
        let role = |number| {
            format!(
                "[roles.clerk{number}]\ntitle = \"Clerk\"\nsummary = \"Reads\"\nprivileges = [{{ privilege = \
                 \"desk:ticket:view\", when = \"principal.a0 && principal.a1 && principal.a2 && principal.a3\" }}]\n"
            )
        };
        let roles: String = (0..4).map(role).collect();
        format!(
            "name = \"small\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.desk]\nsummary = \"Tickets\"\n\
             [attributes]\n{attributes}[privileges]\n\"desk:ticket:view\" = \"View tickets\"\n{roles}"
        )
    }

    #[test]
    fn what_is_left_out_is_counted_and_not_made() {
        let component = guestpass_compiler::compile("small.toml", &conditional()).unwrap().component;
        let limits = Limits { deadline: std::time::Duration::from_secs(5), ..Limits::default() };
        let policy = Runtime::new(limits).unwrap().load(&component).unwrap();
        let asked = |questions_max| {
            MADE.set(0);
            let mut both = Both::new(&policy, &policy, questions_max);
            let answered = ask(&mut both, &Bounds { questions_max, ..Bounds::default() }).unwrap();
            assert!(answered.differences.is_empty() && answered.blind_spots.is_empty());
            (both.questions, both.left_out, MADE.get())
        };
        let (all, left_out, _) = asked(u64::MAX);
        assert_eq!(left_out, 0);
        for questions_max in [0, 1, 3, 1_000, all - 1, all] {
            let (questions, left_out, made) = asked(questions_max);
            assert!(questions <= questions_max, "{questions}");
            assert_eq!(questions + left_out, all, "at most {questions_max}");
            assert!(made <= questions, "{made} facts for {questions} questions");
        }
    }
}
