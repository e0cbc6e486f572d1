//! Facts of made-up people.

use guestpass_contract::{
    AccessGrantDraft, AppLevel, AttributeDraft, CustomRoleDraft, Facts, FactsBuilder, Login, PartnerStanding,
    PrincipalDraft, PrincipalKind, RoleGrantDraft, RoleKind, SubjectDraft, UnfitFacts, ValueDraft,
};

use super::assignments::{OVERRIDDEN, TextValue, Value};
use super::holders::Holder;
use super::places::{Asked, Listed, Setup};

const ORGANISATION: &str = "initech";
const HOME: &str = "umbrella";
pub(super) const PERSON: &str = "sam";
pub(super) const THING: &str = "thing";
const ELSEWHERE: &str = "another thing";
const EMAIL: &str = "sam@partner.example";
const IDENTITY: &str = "idp|sam";
const GROUP: &str = "crew";
/// A text that no condition names.
const OTHER: &str = "something else";
const KEEPER: &str = "guestpass diff keeper";
const CUSTOM: &str = "guestpass diff custom role";

#[cfg(test)]
thread_local! {
    /// Facts that were made.
    pub(super) static MADE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Attributes with values; what is absent is left out.
pub(super) type Known<'a> = [(&'a str, &'a Value)];

/// What facts are made from.
pub(super) struct Cast<'a> {
    pub(super) entitlements: &'a [String],
    /// All privileges of both policies; empty when they are too many for one custom role.
    pub(super) privileges: Vec<&'a str>,
}

/// Ids that a condition may name.
pub(super) struct Ids<'k> {
    pub(super) organisation: &'k str,
    pub(super) person: &'k str,
    resource: &'k str,
}

impl Default for Ids<'_> {
    fn default() -> Self {
        Self { organisation: ORGANISATION, person: PERSON, resource: THING }
    }
}

/// The resource that is asked about.
pub(super) fn resource<'k>(asked: Asked, known: &Known<'k>) -> Option<&'k str> {
    match asked {
        Asked::Whole => None,
        Asked::Elsewhere => Some(ELSEWHERE),
        Asked::Oneself => Some(overridden(known, "principal.id").unwrap_or(PERSON)),
        Asked::Thing => Some(overridden(known, "resource.id").unwrap_or(THING)),
    }
}

/// The constant that stands in place of a built-in name.
fn overridden<'k>(known: &Known<'k>, name: &str) -> Option<&'k str> {
    known.iter().find_map(|(known, value)| match value {
        Value::Text(TextValue::Constant(text)) if *known == name => Some(text.as_str()),
        _ => None,
    })
}

impl Cast<'_> {
    /// Facts about whoever holds that and stands there. `asked` is the resource that attributes of resources are about.
    pub(super) fn facts(
        &self,
        holder: &Holder,
        setup: &Setup,
        asked: Asked,
        known: &Known<'_>,
    ) -> Result<Facts, UnfitFacts> {
        #[cfg(test)]
        MADE.set(MADE.get().saturating_add(1));
        let ids = Ids {
            organisation: overridden(known, "organisation.id").unwrap_or(ORGANISATION),
            person: overridden(known, "principal.id").unwrap_or(PERSON),
            resource: resource(asked, known).unwrap_or(THING),
        };
        let mut facts = FactsBuilder::new(ids.organisation)?;
        for (number, entitlement) in self.entitlements.iter().enumerate() {
            if setup.not_entitled != Some(number) {
                facts.entitlement(entitlement)?;
            }
        }
        facts.principal(&principal(holder, setup, &ids))?;
        setup.relationship.map(|relationship| facts.relationship(relationship));
        setup.access.map(|access| facts.external_access(access));
        match setup.listed {
            Listed::Nobody => {}
            Listed::SameEmail => drop(facts.listed_user(EMAIL, "idp|other")?),
            Listed::SameIdentity => drop(facts.listed_user("other@initech.example", IDENTITY)?),
        }
        if setup.by_group {
            facts.group(GROUP)?;
        }
        if let Some((status, is_for_thing, window)) = setup.request {
            let on_resource = is_for_thing.then_some(THING);
            facts.access_grant(&AccessGrantDraft { status, on_resource, window })?;
        }
        self.hold(&mut facts, holder, setup, &ids)?;
        for (name, value) in known {
            attribute(&mut facts, name, value, holder, &ids)?;
        }
        Ok(facts.build())
    }

    fn hold(&self, facts: &mut FactsBuilder, holder: &Holder, setup: &Setup, ids: &Ids<'_>) -> Result<(), UnfitFacts> {
        let (role, kind) = match holder {
            Holder::Nothing(_) => return Ok(()),
            Holder::AppMember => {
                let draft =
                    CustomRoleDraft { kind: RoleKind::App, level: AppLevel::View, ..CustomRoleDraft::of(KEEPER, &[]) };
                facts.custom_role(&draft)?;
                (KEEPER, RoleKind::App)
            }
            Holder::Role { name, kind } => (name.as_str(), *kind),
            Holder::Custom(kind) => {
                let level = if *kind == RoleKind::App { AppLevel::Full } else { AppLevel::None };
                let draft = CustomRoleDraft { kind: *kind, level, ..CustomRoleDraft::of(CUSTOM, &self.privileges) };
                facts.custom_role(&draft)?;
                (CUSTOM, *kind)
            }
        };
        if setup.switched_off {
            facts.disabled_role(role)?;
        }
        let organisation = if setup.kind == PrincipalKind::ThirdParty { HOME } else { ids.organisation };
        let grant = RoleGrantDraft {
            group: setup.by_group.then_some(GROUP),
            window: setup.grant_window,
            ..RoleGrantDraft::of(role, organisation)
        };
        match (holder, kind) {
            (Holder::AppMember, _) => drop(facts.role_grant(&RoleGrantDraft { on_resource: Some("kept"), ..grant })?),
            (_, RoleKind::App) => {
                // On the one resource, and on the person where people are asked about.
                let resource = if ids.resource == ELSEWHERE { THING } else { ids.resource };
                facts.role_grant(&RoleGrantDraft { on_resource: Some(resource), ..grant })?;
            }
            (_, RoleKind::User | RoleKind::Account) => drop(facts.role_grant(&grant)?),
        }
        Ok(())
    }
}

fn principal<'a>(holder: &Holder, setup: &Setup, ids: &Ids<'a>) -> PrincipalDraft<'a> {
    let login = match (holder.login(), setup.wrong_login) {
        (Login::User, false) | (Login::Account, true) => Login::User,
        (Login::Account, false) | (Login::User, true) => Login::Account,
    };
    if setup.kind == PrincipalKind::Unidentified {
        return PrincipalDraft::unidentified();
    }
    PrincipalDraft {
        kind: setup.kind,
        login,
        id: ids.person,
        email: EMAIL,
        identity: IDENTITY,
        home: if setup.kind == PrincipalKind::ThirdParty { HOME } else { "" },
        partner: if setup.kind == PrincipalKind::PartnerUser { setup.partner } else { PartnerStanding::empty() },
    }
}

/// Gives an attribute its value. Attributes of resources are of the one that is asked about.
fn attribute(
    facts: &mut FactsBuilder,
    name: &str,
    value: &Value,
    holder: &Holder,
    ids: &Ids<'_>,
) -> Result<(), UnfitFacts> {
    if OVERRIDDEN.contains(&name) {
        return Ok(());
    }
    let Some((entity, name)) = name.split_once('.') else { return Ok(()) };
    let subject = match entity {
        "principal" => SubjectDraft::Principal,
        "person" => SubjectDraft::Person,
        "organisation" => SubjectDraft::Organisation,
        "resource" => SubjectDraft::Resource(ids.resource),
        _ => SubjectDraft::Context,
    };
    let text = |value: &TextValue| text(value, holder, ids);
    match value {
        Value::Text(value) => facts.attribute(&AttributeDraft { subject, name, value: ValueDraft::Text(&text(value)) }),
        Value::Texts(values) => {
            let texts: Vec<String> = values.iter().map(text).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            facts.attribute(&AttributeDraft { subject, name, value: ValueDraft::Texts(&texts) })
        }
        Value::Integer(number) => {
            facts.attribute(&AttributeDraft { subject, name, value: ValueDraft::Integer(*number) })
        }
        Value::Boolean(truth) => facts.attribute(&AttributeDraft { subject, name, value: ValueDraft::Boolean(*truth) }),
        Value::Timestamp(instant) => {
            facts.attribute(&AttributeDraft { subject, name, value: ValueDraft::Timestamp(*instant) })
        }
    }
    .map(drop)
}

/// The text that is meant.
pub(super) fn text(value: &TextValue, holder: &Holder, ids: &Ids<'_>) -> String {
    match value {
        TextValue::Constant(text) => text.clone(),
        TextValue::Principal => ids.person.to_owned(),
        TextValue::Resource => ids.resource.to_owned(),
        TextValue::Organisation => ids.organisation.to_owned(),
        TextValue::Role => holder.role().unwrap_or(OTHER).to_owned(),
        TextValue::Other => OTHER.to_owned(),
        TextValue::Further(number) => format!("{OTHER} {number}"),
    }
}
