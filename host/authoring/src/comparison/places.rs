//! Where and when a person may stand: every kind of principal with all in order, and with one thing in the way.

use guestpass_contract::{
    AccessMode, ExternalAccess, InstantMs, PartnerStanding, PrincipalKind, Relationship, RelationshipStatus,
    RequestStatus, Window,
};

/// The instant that most questions ask about: 2027-06-01T00:00:00Z. Windows lie around it.
pub(super) const NOW_MS: InstantMs = 1_811_808_000_000;
/// The window of every period, grant and access grant that has one.
pub(super) const WINDOW: Window = Window { start: NOW_MS - 3_600_000, end: NOW_MS + 3_600_000 };

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The resource that app roles and company grants are for.
    Thing,
    /// Another resource.
    Elsewhere,
    /// The organisation as a whole.
    Whole,
    /// The person.
    Oneself,
}

/// Whom the customer lists besides (S9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Nobody,
    /// Somebody with the same e-mail address.
    SameEmail,
    /// Somebody with the same identity.
    SameIdentity,
}

/// What is true of a person besides the role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setup {
    pub(super) kind: PrincipalKind,
    /// The person signs in with what the role is not for (C2).
    pub(super) wrong_login: bool,
    pub(super) by_group: bool,
    pub(super) grant_window: Option<Window>,
    pub(super) switched_off: bool,
    /// The entitlement that is missing, by its number.
    pub(super) not_entitled: Option<usize>,
    pub(super) partner: PartnerStanding,
    pub(super) relationship: Option<Relationship>,
    pub(super) access: Option<ExternalAccess>,
    pub(super) listed: Listed,
    /// A request for access, whether it is for the one resource, and its window.
    pub(super) request: Option<(RequestStatus, bool, Window)>,
}

/// A way to stand, and an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Stable name.
    pub(super) code: String,
    /// `a member`
    pub(super) who: &'static str,
    /// What is special, such as `without single sign-on`; empty when all is in order.
    pub(super) circumstance: String,
    /// The place that differs in nothing but that.
    pub(super) base: Option<usize>,
    pub(super) setup: Setup,
    pub(super) asked: Asked,
    pub(super) now_ms: InstantMs,
}

impl Place {
    /// Whether the instant matters to it.
    pub(super) fn is_moment(&self) -> bool {
        self.now_ms != NOW_MS
    }
}

/// Collects places; those with the same setup stand together, so that they share facts.
struct Places {
    places: Vec<Place>,
    who: &'static str,
    prefix: &'static str,
    setup: Setup,
    base: usize,
}

/// All places, for policies that ask for these entitlements.
pub(super) fn all(entitlements: &[String]) -> Vec<Place> {
    let mut places = Places { places: Vec::new(), who: "", prefix: "", setup: ordinary(), base: 0 };
    members(&mut places, entitlements);
    partner_users(&mut places);
    managed(&mut places);
    vendor(&mut places);
    third_parties(&mut places);
    places.begin("unidentified", "somebody whom nobody has identified", unidentified());
    places.places
}

fn ordinary() -> Setup {
    Setup {
        kind: PrincipalKind::Member,
        wrong_login: false,
        by_group: false,
        grant_window: None,
        switched_off: false,
        not_entitled: None,
        partner: PartnerStanding::all(),
        relationship: None,
        access: None,
        listed: Listed::Nobody,
        request: None,
    }
}

fn unidentified() -> Setup {
    Setup { kind: PrincipalKind::Unidentified, ..ordinary() }
}

fn roles_count(mode: AccessMode) -> Option<ExternalAccess> {
    Some(ExternalAccess { mode, role_management: true })
}

fn full(mode: AccessMode) -> Option<ExternalAccess> {
    Some(ExternalAccess { mode, role_management: false })
}

impl Places {
    /// The place in which all is in order, and a new family with it.
    fn begin(&mut self, prefix: &'static str, who: &'static str, setup: Setup) {
        (self.prefix, self.who, self.base) = (prefix, who, self.places.len());
        self.setup = setup.clone();
        let (code, circumstance) = (prefix.to_owned(), String::new());
        self.places.push(Place { code, who, circumstance, base: None, setup, asked: Asked::Thing, now_ms: NOW_MS });
    }

    fn add(&mut self, name: &str, circumstance: &str, change: impl FnOnce(&mut Setup)) {
        let mut setup = self.setup.clone();
        change(&mut setup);
        self.push(name, circumstance, setup, Asked::Thing, NOW_MS);
    }

    fn push(&mut self, name: &str, circumstance: &str, setup: Setup, asked: Asked, now_ms: InstantMs) {
        let (code, circumstance) = (format!("{}.{name}", self.prefix), circumstance.to_owned());
        self.places.push(Place { code, who: self.who, circumstance, base: Some(self.base), setup, asked, now_ms });
    }

    /// Asked about something else than the resource.
    fn asked(&mut self, name: &str, circumstance: &str, asked: Asked) {
        self.push(name, circumstance, self.setup.clone(), asked, NOW_MS);
    }

    /// The boundaries of a window: one millisecond before, the first, the last, one millisecond after.
    fn window(&mut self, name: &str, of: &str, change: impl FnOnce(&mut Setup)) {
        let mut setup = self.setup.clone();
        change(&mut setup);
        for (moment, circumstance, now_ms) in [
            ("before", "just before", WINDOW.start - 1),
            ("first", "in the first instant of", WINDOW.start),
            ("last", "in the last instant of", WINDOW.end - 1),
            ("end", "at the end of", WINDOW.end),
        ] {
            let circumstance = format!("{circumstance} {of}");
            self.push(&format!("{name}-{moment}"), &circumstance, setup.clone(), Asked::Thing, now_ms);
        }
    }
}

fn members(places: &mut Places, entitlements: &[String]) {
    places.begin("member", "a member", ordinary());
    places.asked("whole", "on the organisation as a whole", Asked::Whole);
    places.asked("elsewhere", "on a resource that the role is not held on", Asked::Elsewhere);
    places.asked("oneself", "on oneself", Asked::Oneself);
    places.add("by-group", "through a group", |setup| setup.by_group = true);
    places.add("other-login", "with the login that the role is not for", |setup| setup.wrong_login = true);
    places.add("switched-off", "while the role is switched off", |setup| setup.switched_off = true);
    for (number, name) in entitlements.iter().enumerate() {
        let (code, words) = (format!("without-{name}"), format!("without the entitlement `{name}`"));
        places.add(&code, &words, |setup| setup.not_entitled = Some(number));
    }
    places.window("grant", "the grant of the role", |setup| setup.grant_window = Some(WINDOW));
}

/// The flags of a partner's standing, each with what it is called when it is missing.
const MISSING: [(PartnerStanding, &str, &str); 6] = [
    (PartnerStanding::ACCREDITED, "not-accredited", "though the partner is not accredited"),
    (PartnerStanding::DOMAIN_ENABLED, "domain-not-enabled", "though the partner's domain is not enabled"),
    (PartnerStanding::PARTNER_SERVICE_LAYER, "no-service-layer", "without access to the partner service layer"),
    (PartnerStanding::OWN_SYSTEM_ACCESS, "no-own-system", "without access to the partner's own system"),
    (PartnerStanding::AUTHORISED, "not-authorised", "without the partner's authorisation"),
    (PartnerStanding::SSO_ENABLED, "no-sso", "though the partner has no single sign-on"),
];

fn relationship(status: RelationshipStatus, managed: bool) -> Option<Relationship> {
    Some(Relationship { status, managed })
}

fn partner_users(places: &mut Places) {
    let setup = Setup {
        kind: PrincipalKind::PartnerUser,
        relationship: relationship(RelationshipStatus::Established, false),
        access: roles_count(AccessMode::Continuous),
        ..ordinary()
    };
    places.begin("partner-user", "a partner's user", setup.clone());
    places.asked("whole", "on the organisation as a whole", Asked::Whole);
    places.asked("oneself", "on oneself", Asked::Oneself);
    entry(places);
    places.window("access", "the period of access", |setup| setup.access = roles_count(AccessMode::Period(WINDOW)));
    places.window("grant", "the grant of the role", |setup| setup.grant_window = Some(WINDOW));
    places.add("by-group", "through a group", |setup| setup.by_group = true);
    access_off(places);
    let setup = Setup { access: full(AccessMode::Continuous), ..setup };
    places.begin("partner-user-full", "a partner's user with full access", setup);
    entry(places);
    places.window("access", "the period of access", |setup| setup.access = full(AccessMode::Period(WINDOW)));
}

/// One gate of entry failing, whichever it is.
fn entry(places: &mut Places) {
    let managed = places.setup.relationship.is_some_and(|relationship| relationship.managed);
    let of = move |status| move |setup: &mut Setup| setup.relationship = relationship(status, managed);
    places.add("no-relationship", "though there is no relationship", of(RelationshipStatus::None));
    places.add("relationship-ended", "though the relationship has ended", of(RelationshipStatus::Ended));
    for (missing, name, circumstance) in MISSING {
        places.add(name, circumstance, |setup| setup.partner = without(missing));
    }
    places.add("listed-email", "though the customer lists the same e-mail address", |setup| {
        setup.listed = Listed::SameEmail;
    });
    places.add("listed-identity", "though the customer lists the same identity", |setup| {
        setup.listed = Listed::SameIdentity;
    });
}

fn without(missing: PartnerStanding) -> PartnerStanding {
    let rest = PartnerStanding::FLAGS.iter().filter(|flag| **flag != missing);
    rest.fold(PartnerStanding::empty(), |standing, flag| standing | *flag)
}

fn access_off(places: &mut Places) {
    places.add("access-off", "though external access is switched off", |setup| {
        setup.access = roles_count(AccessMode::Disabled);
    });
    places.add("no-access", "though no external access is set up", |setup| setup.access = None);
}

fn managed(places: &mut Places) {
    let setup = Setup {
        kind: PrincipalKind::PartnerUser,
        relationship: relationship(RelationshipStatus::Established, true),
        access: roles_count(AccessMode::Continuous),
        ..ordinary()
    };
    places.begin("managed", "a partner's user of a managed customer", setup);
    entry(places);
    access_off(places);
    places.window("access", "the period of access", |setup| setup.access = roles_count(AccessMode::Period(WINDOW)));
}

fn vendor(places: &mut Places) {
    let access = roles_count(AccessMode::Continuous);
    let setup = Setup { kind: PrincipalKind::VendorEmployee, access, ..ordinary() };
    places.begin("vendor", "an employee of the vendor", setup.clone());
    places.asked("whole", "on the organisation as a whole", Asked::Whole);
    access_off(places);
    places.window("access", "the period of access", |setup| setup.access = roles_count(AccessMode::Period(WINDOW)));
    places.window("grant", "the grant of the role", |setup| setup.grant_window = Some(WINDOW));
    let setup = Setup { access: full(AccessMode::Continuous), ..setup };
    places.begin("vendor-full", "an employee of the vendor with full access", setup);
}

fn third_parties(places: &mut Places) {
    let setup = Setup { kind: PrincipalKind::ThirdParty, ..ordinary() };
    places.begin("third-party", "a third party", setup.clone());
    places.asked("oneself", "on oneself", Asked::Oneself);
    places.add("other-login", "with the login that the role is not for", |setup| setup.wrong_login = true);
    places.window("grant", "the grant of the role", |setup| setup.grant_window = Some(WINDOW));
    let far = Window { start: WINDOW.start - 86_400_000, end: WINDOW.end + 86_400_000 };
    for (status, circumstance) in [
        (RequestStatus::Pending, "while access is asked for"),
        (RequestStatus::Rejected, "after access was rejected"),
        (RequestStatus::Withdrawn, "after the request was withdrawn"),
        (RequestStatus::Revoked, "after access was revoked"),
    ] {
        places.add(status.name(), circumstance, |setup| setup.request = Some((status, false, far)));
    }
    let granted = RequestStatus::Granted;
    let setup = Setup { request: Some((granted, false, far)), ..setup };
    places.begin("third-party-granted", "a third party with granted access", setup);
    places.asked("whole", "on the organisation as a whole", Asked::Whole);
    places.add("company", "to the one resource", |setup| setup.request = Some((granted, true, far)));
    let setup = Setup { request: Some((granted, true, far)), ..places.setup.clone() };
    places.push("other-company", "to another resource", setup, Asked::Elsewhere, NOW_MS);
    places.window("access", "the granted access", |setup| setup.request = Some((granted, false, WINDOW)));
}

#[cfg(test)]
mod tests {
    use super::all;
    use std::collections::BTreeSet;

    #[test]
    fn places_have_names_of_their_own_and_differ_from_their_base_in_what_they_say() {
        let places = all(&["a".to_owned(), "b".to_owned()]);
        let codes: BTreeSet<&str> = places.iter().map(|place| place.code.as_str()).collect();
        assert_eq!(codes.len(), places.len());
        for place in &places {
            assert_eq!(place.base.is_none(), place.circumstance.is_empty(), "{}", place.code);
            let base = place.base.map(|base| &places[base]);
            assert!(base.is_none_or(|base| base.base.is_none() && base.who == place.who), "{}", place.code);
        }
        for (position, place) in places.iter().enumerate() {
            let same = places
                .iter()
                .skip(position + 1)
                .find(|other| (&other.setup, other.asked, other.now_ms) == (&place.setup, place.asked, place.now_ms));
            assert_eq!(same.map(|same| &same.code), None, "{} is asked twice", place.code);
        }
    }
}
