//! Asks everything: each holder in each place for each target, and with each assignment of attributes.

use std::collections::{BTreeMap, BTreeSet};

use guestpass::Provenance;
use guestpass_contract::limits::{MAX_ENTITLEMENTS, MAX_TEXT_BYTES};
use guestpass_contract::{AttributeType, PolicyInfo, Reason, RequestDraft, Requirement, RoleKind};

use super::answers::differences;
use super::asking::Both;
use super::assignments::{Assignments, Domain, OVERRIDDEN, Value};
use super::blind_spots::BlindSpot;
use super::bounds::Bounds;
use super::constants::Pieces;
use super::errors::{ComparisonError, Side};
use super::facts::{Cast, Known, resource};
use super::grouping::{Allowed, Catalogue, Difference, Spot, grouped};
use super::holders::{self, Holder};
use super::places::{self, Place};
use super::reviews::{self, Liked, Proposal};
use super::targets::{self, Target};

/// Which assignments, of those that were tried, differ at a spot.
type Found = BTreeMap<Spot, BTreeSet<usize>>;

/// What all questions share.
struct Exhaustive<'b, 'a> {
    both: &'b mut Both<'a>,
    old: &'a PolicyInfo,
    new: &'a PolicyInfo,
    cast: Cast<'b>,
    places: &'b [Place],
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
    let mut blind_spots = undescribed(both);
    let never_away = entitlements.get(taken_away.len()..).unwrap_or_default();
    if let [first, ..] = never_away {
        blind_spots.push(BlindSpot::NeverTakenAway { count: never_away.len(), first: first.clone() });
    }
    let mut exhaustive = Exhaustive {
        cast: Cast { entitlements, privileges: custom_privileges(&targets, &mut blind_spots) },
        both,
        old,
        new,
        places: &places,
        targets: targets.get(..asked).unwrap_or_default(),
        unentitled: BTreeSet::new(),
        allowed: Allowed::default(),
    };
    let mut all = BTreeMap::new();
    for (number, holder) in holders.iter().enumerate() {
        for (attributes, targets) in exhaustive.by_attributes(holder) {
            let domains = exhaustive.domains(holder, &attributes);
            let assignments = Assignments::new(domains, bounds.assignments_max);
            let tried = u64::try_from(assignments.tried.len()).unwrap_or(u64::MAX);
            if tried < assignments.all {
                blind_spots.push(BlindSpot::Combinations {
                    left_out: assignments.all.saturating_sub(tried),
                    all: assignments.all,
                    attributes: attributes.into_iter().collect(),
                    role: holder.role().map(str::to_owned),
                });
            }
            let found = exhaustive.ask(&Batch { number, holder, targets: &targets }, &assignments)?;
            all.extend(found.into_iter().map(|(spot, numbers)| (spot, assignments.in_words(&numbers))));
        }
    }
    all.extend(exhaustive.proposed(&holders, &proposals)?);
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
            for info in [self.old, self.new] {
                for condition in conditions(holder, info, target) {
                    pieces.add(&condition);
                }
            }
            let is_attribute = |name: &&String| self.types(name).next().is_some() || is_overridden(name, &pieces);
            let attributes = pieces.names.iter().filter(is_attribute).cloned().collect();
            batches.entry(attributes).or_default().push(number);
        }
        batches
    }

    fn types(&self, name: &str) -> impl Iterator<Item = AttributeType> {
        let infos = [self.old, self.new].into_iter();
        infos.flat_map(|info| &info.attributes).filter(move |it| it.name == name).map(|it| it.holds)
    }

    fn domains(&self, holder: &Holder, attributes: &BTreeSet<String>) -> Vec<Domain> {
        let mut all = Vec::new();
        for info in [self.old, self.new] {
            for role in holder.roles_of(info) {
                let given = role.privileges.iter().map(|given| given.condition);
                all.extend(given.chain([role.holder_condition]).filter_map(|index| holders::condition(info, index)));
            }
        }
        let domain = |name: &String| {
            let mut pieces = Pieces::default();
            all.iter().filter(|it| it.names.contains(name)).for_each(|it| pieces.add(it));
            Domain::new(name, &self.types(name).collect(), &pieces)
        };
        attributes.iter().map(domain).collect()
    }

    /// Every change proposed by everybody. People are what the conditions on holders like them to be.
    fn proposed(
        &mut self,
        holders: &[Holder],
        proposals: &[Proposal],
    ) -> Result<BTreeMap<Spot, Option<String>>, ComparisonError> {
        let mut found = BTreeMap::new();
        let places = self.places.iter().enumerate().filter(|(_, place)| reviews::PLACES.contains(&&*place.code));
        for ((place, standing), (holder, held)) in
            places.flat_map(|place| holders.iter().enumerate().map(move |holder| (place, holder)))
        {
            let liked = self.liked(held, "principal");
            for (proposal, proposed) in proposals.iter().enumerate() {
                let named = proposed.role.as_ref().map(|role| self.liked_of_role(role)).unwrap_or_default();
                let known: Vec<(&str, &Value)> =
                    liked.iter().chain(&named).map(|(name, value)| (name.as_str(), value)).collect();
                let facts = self.cast.facts(held, &standing.setup, standing.asked, &known)?;
                let pair = self.both.review(&facts, &proposed.facts, &proposed.change, reviews::PROPOSED_MS)?;
                let Some((old, new)) = pair else { continue };
                for (kind, detail) in reviews::differences(&old, &new) {
                    let target = self.targets.len().saturating_add(proposal);
                    found.insert(Spot { kind, detail, holder, target, place }, None);
                }
            }
        }
        Ok(found)
    }

    /// Attributes of a person as the conditions on holders of these roles like them.
    fn liked(&self, holder: &Holder, subject: &str) -> Liked {
        let mut pieces = Pieces::default();
        for info in [self.old, self.new] {
            let roles = holder.roles_of(info).into_iter();
            roles.filter_map(|role| holders::condition(info, role.holder_condition)).for_each(|it| pieces.add(&it));
        }
        let liked = pieces.names.iter().filter_map(|name| {
            let domain = Domain::new(name, &self.types(name).collect(), &pieces);
            let value = domain.value(0).filter(|_| !OVERRIDDEN.contains(&name.as_str()))?.clone();
            let (entity, attribute) = name.split_once('.')?;
            let subject = if entity == "principal" { subject } else { entity };
            Some((format!("{subject}.{attribute}"), value))
        });
        liked.collect()
    }

    /// The same of the person whom a change names; what is of the organisation is known already.
    fn liked_of_role(&self, role: &str) -> Liked {
        let holder = Holder::Role { name: role.to_owned(), kind: RoleKind::User };
        let mut liked = self.liked(&holder, "person");
        liked.retain(|(name, _)| name.starts_with("person."));
        liked
    }

    fn ask(&mut self, batch: &Batch<'_>, assignments: &Assignments) -> Result<Found, ComparisonError> {
        let mut found = Found::new();
        for (number, assignment) in assignments.tried.iter().enumerate() {
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
        let places = self.places;
        let numbered: Vec<(usize, &Place)> = places.iter().enumerate().collect();
        // Attributes of a resource are of the one asked about, so that it belongs to the facts.
        for group in numbered.chunk_by(|(_, one), (_, other)| (&one.setup, one.asked) == (&other.setup, other.asked)) {
            let Some((_, first)) = group.first() else { continue };
            let facts = self.cast.facts(batch.holder, &first.setup, first.asked, known)?;
            let now = known.iter().find_map(|(name, value)| match value {
                Value::Timestamp(instant) if *name == "context.now" => Some(*instant),
                _ => None,
            });
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

/// The conditions of a policy that bear on a target for whoever holds that.
fn conditions(holder: &Holder, info: &PolicyInfo, target: &Target) -> Vec<Pieces> {
    let names: Vec<&str> = match target {
        Target::Privilege(name) => vec![name],
        Target::Operation(name) => match targets::requirement(info, name) {
            Some(Requirement::Privileges(names)) => names.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        },
        Target::Change { .. } => Vec::new(),
    };
    let mut found = Vec::new();
    for role in holder.roles_of(info) {
        found.extend(holders::condition(info, role.holder_condition));
        for given in &role.privileges {
            let privilege = info.privileges.get(usize::from(given.privilege));
            if privilege.is_some_and(|privilege| names.contains(&privilege.name.as_str())) {
                found.extend(holders::condition(info, given.condition));
            }
        }
    }
    found
}
