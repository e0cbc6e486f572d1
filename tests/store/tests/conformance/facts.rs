//! Facts are what the directory keeps, and nothing of anybody else.

use anyhow::{Context, Result};
use guestpass_contract::{AccessMode, ExternalAccess, FactsBuilder, PartnerStanding, PrincipalDraft, PrincipalKind};
use guestpass_contract::{Relationship, RelationshipStatus};
use guestpass_store::model::{AttributeValue, CustomRole, GroupMember, Holder, Organisation, Person, RoleAssignment};
use guestpass_store::model::{Group, OrganisationKind};
use guestpass_store::{Consistency, Directory, Expected, FactsQuestion, StoreError, Supplied};
use guestpass_store_tests::{by_hand, on_every_store};

use crate::scene;

#[test]
fn facts_of_a_partners_user_say_what_lets_them_in() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let found = directory.material(&scene::about_dana("initech")?, Consistency::Latest).await?;
        let mut expected = FactsBuilder::new("initech")?;
        expected.entitlement("flexera-one-saas-management")?;
        expected.principal(&PrincipalDraft {
            email: "Dana@Contoso.example",
            ..PrincipalDraft::partner_user("dana@contoso.example", PartnerStanding::all())
        })?;
        expected.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
        expected.external_access(ExternalAccess { mode: AccessMode::Continuous, role_management: false });
        assert_eq!(found.facts(&Supplied::default())?, expected.build());
        Ok(())
    })
}

/// Somebody of each kind, as seen from `initech`.
async fn kinds(directory: &Directory) -> Result<Vec<(&'static str, PrincipalKind)>> {
    let mut writing = directory.begin().await?;
    writing.put(&Organisation::new("vendor".parse()?, OrganisationKind::Vendor), Expected::Absent).await?;
    writing.put(&Organisation::new("support".parse()?, OrganisationKind::Account), Expected::Absent).await?;
    for (person, home) in [("mia", "initech"), ("victor", "vendor"), ("sam", "support"), ("gus", "globex")] {
        writing.put(&Person::new(person.parse()?, home.parse()?), Expected::Absent).await?;
    }
    writing.commit().await?;
    Ok(vec![
        ("mia", PrincipalKind::Member),
        ("victor", PrincipalKind::VendorEmployee),
        ("dana@contoso.example", PrincipalKind::PartnerUser),
        ("sam", PrincipalKind::ThirdParty),
        ("gus", PrincipalKind::ThirdParty),
        ("nobody", PrincipalKind::Unidentified),
    ])
}

fn about(person: &str) -> Result<FactsQuestion> {
    Ok(FactsQuestion { organisation: "initech".parse()?, person: person.parse()?, resource: None })
}

#[test]
fn the_kind_of_a_person_comes_from_where_they_are_at_home() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        for (person, kind) in kinds(&directory).await? {
            let material = directory.material(&about(person)?, Consistency::Latest).await?;
            assert_eq!(material.facts(&Supplied::default())?.principal.kind, kind, "{person}");
        }
        Ok(())
    })
}

#[test]
fn roles_come_from_the_person_their_groups_and_their_home() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        kinds(&directory).await?;
        let mut writing = directory.begin().await?;
        for organisation in ["initech", "globex"] {
            let (organisation, id) = (organisation.parse()?, "admins".parse()?);
            writing.put(&Group { organisation, id, name: String::new() }, Expected::Absent).await?;
        }
        let member = |organisation: &str, person: &str| -> Result<GroupMember> {
            let (organisation, group) = (organisation.parse()?, "admins".parse()?);
            Ok(GroupMember { organisation, group, person: person.parse()? })
        };
        writing.put(&member("initech", "mia")?, Expected::Absent).await?;
        writing.put(&member("globex", "gus")?, Expected::Absent).await?;
        let (organisation, name) = ("initech".parse()?, "auditor".parse()?);
        let privileges = vec!["iam:users:view".parse()?];
        let role = CustomRole { organisation, name, kind: Default::default(), level: Default::default(), privileges };
        writing.put(&role, Expected::Absent).await?;
        let other = CustomRole { name: "unheld".parse()?, ..role };
        writing.put(&other, Expected::Absent).await?;
        let at_home = CustomRole { organisation: "support".parse()?, name: "helper".parse()?, ..other };
        writing.put(&at_home, Expected::Absent).await?;
        for (organisation, holder, role) in [
            ("initech", Holder::Person("mia".parse()?), "auditor"),
            ("initech", Holder::Group("admins".parse()?), "ADMIN"),
            ("globex", Holder::Group("admins".parse()?), "ADMIN"),
            ("globex", Holder::Person("mia".parse()?), "OWNER"),
            ("support", Holder::Person("sam".parse()?), "SUPPORT"),
            ("support", Holder::Person("sam".parse()?), "helper"),
            ("globex", Holder::Person("sam".parse()?), "STRAY"),
            ("vendor", Holder::Person("victor".parse()?), "SELLER"),
            ("contoso", Holder::Person(scene::dana()?.id), "PARTNER"),
            ("initech", Holder::Person(scene::dana()?.id), "VIEWER"),
        ] {
            let (organisation, role) = (organisation.parse()?, role.parse()?);
            let assignment =
                RoleAssignment { organisation, holder, role, on_resource: None, window: None, assigned_by: None };
            writing.put(&assignment, Expected::Absent).await?;
        }
        let (organisation, role, on_resource) = ("support".parse()?, "OWNER".parse()?, Some("crm".parse()?));
        let (holder, window) = (Holder::Person("sam".parse()?), None);
        let on_one = RoleAssignment { organisation, holder, role, on_resource, window, assigned_by: None };
        writing.put(&on_one, Expected::Absent).await?;
        writing.commit().await?;
        // From home, a third party brings roles of the policy, and others bring nothing.
        for (person, roles, custom_roles) in [
            ("mia", vec!["auditor", "ADMIN"], 1),
            ("sam", vec!["SUPPORT"], 0),
            ("gus", vec![], 0),
            ("victor", vec![], 0),
            ("dana@contoso.example", vec!["VIEWER"], 0),
        ] {
            let material = directory.material(&about(person)?, Consistency::Latest).await?;
            let facts = material.facts(&Supplied::default())?;
            let mut held: Vec<_> = facts.role_grants.iter().filter_map(|held| held.role.of(&facts.text)).collect();
            held.sort_unstable_by_key(|role| std::cmp::Reverse(*role));
            assert_eq!(held, roles, "{person}");
            assert_eq!(facts.custom_roles.len(), custom_roles, "{person}");
        }
        Ok(())
    })
}

#[test]
fn what_a_request_brings_never_stands_in_for_what_is_kept() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        let mut dana = scene::dana()?;
        dana.attributes.insert("named".to_owned(), AttributeValue::Boolean(false));
        writing.put(&dana, Expected::Any).await?;
        writing.commit().await?;
        let material = directory.material(&scene::about_dana("initech")?, Consistency::Latest).await?;
        let brought = [("named", AttributeValue::Boolean(true)), ("level", AttributeValue::Integer(3))];
        let principal = brought.map(|(name, value)| (name.to_owned(), value)).into();
        let facts = material.facts(&Supplied { principal, ..Supplied::default() })?;
        let attributes: Vec<_> = facts.attributes.iter().map(|one| (one.name.of(&facts.text), one.value)).collect();
        let (named, level) = (guestpass_contract::AttributeValue::Boolean(false), 3);
        let level = guestpass_contract::AttributeValue::Integer(level);
        assert_eq!(attributes, [(Some("named"), named), (Some("level"), level)]);
        Ok(())
    })
}

/// Neither case, nor blanks, nor a missing address hides somebody whom the customer lists as well (F24, S9, S11).
#[test]
fn whoever_the_rules_take_for_the_same_person_is_found() -> Result<()> {
    on_every_store(async |stores, place| {
        for (email, identity, expected) in [
            ("Dana@Contoso.example", "idp-7", vec!["blank", "both", "cased", "identity-alone", "moved"]),
            ("\tdana@contoso.example ", "", vec!["blank", "both", "cased"]),
            ("", "idp-7", vec!["both", "identity-alone", "moved"]),
            ("", "", vec![]),
        ] {
            let directory = stores.open(place).await?;
            scene::write(&directory).await?;
            let mut writing = directory.begin().await?;
            let dana = Person { email: email.to_owned(), identity: identity.to_owned(), ..scene::dana()? };
            writing.put(&dana, Expected::Any).await?;
            for (id, email, identity) in [
                ("blank", " dana@contoso.example", ""),
                ("both", "dana@contoso.example", "idp-7"),
                ("cased", "DANA@contoso.example\t", "idp-8"),
                ("identity-alone", "", "idp-7"),
                ("moved", "dana@elsewhere.example", "idp-7"),
                ("nobody", "", ""),
                ("other", "dan@contoso.example", "idp-9"),
            ] {
                let mut listed = Person::new(id.parse()?, "initech".parse()?);
                (listed.email, listed.identity) = (email.to_owned(), identity.to_owned());
                writing.put(&listed, Expected::Absent).await?;
            }
            writing.commit().await?;
            let material = directory.material(&scene::about_dana("initech")?, Consistency::Latest).await?;
            let facts = material.facts(&Supplied::default())?;
            assert_eq!(facts.listed_users.len(), expected.len(), "`{email}` and `{identity}`: {expected:?}");
        }
        Ok(())
    })
}

/// Roles that organisations made: one at home, and two of the customer, one of which a group of hers holds.
#[test]
fn what_is_held_by_a_name_that_a_policy_took_is_nothing() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        for (organisation, name) in [
            ("contoso", "auditor"),
            ("contoso", "unheld"),
            ("initech", "clerk"),
            ("initech", "baker"),
            ("globex", "viewer"),
        ] {
            let (kind, level, privileges) = (Default::default(), Default::default(), Vec::new());
            let (organisation, name) = (organisation.parse()?, name.parse()?);
            writing.put(&CustomRole { organisation, name, kind, level, privileges }, Expected::Absent).await?;
        }
        let (organisation, id) = ("initech".parse()?, "admins".parse()?);
        writing.put(&Group { organisation, id, name: String::new() }, Expected::Absent).await?;
        let (organisation, group, person) = ("initech".parse()?, "admins".parse()?, scene::dana()?.id);
        writing.put(&GroupMember { organisation, group, person }, Expected::Absent).await?;
        let dana = Holder::Person(scene::dana()?.id);
        for (organisation, holder, role) in [
            ("contoso", dana.clone(), "auditor"),
            ("initech", dana.clone(), "clerk"),
            ("initech", dana, "viewer"),
            ("initech", Holder::Group("admins".parse()?), "baker"),
        ] {
            let (organisation, role, on_resource) = (organisation.parse()?, role.parse()?, None);
            let assignment =
                RoleAssignment { organisation, holder, role, on_resource, window: None, assigned_by: None };
            writing.put(&assignment, Expected::Absent).await?;
        }
        writing.commit().await?;
        let material = directory.material(&scene::about_dana("initech")?, Consistency::Latest).await?;
        for (taken, grants, own) in [
            (&["auditor"][..], 3, 2),
            (&["clerk"], 2, 1),
            (&["baker"], 2, 1),
            (&["auditor", "baker", "clerk", "viewer"], 1, 0),
        ] {
            let seen = material.without_taken(|role| taken.contains(&role)).context("something is taken")?;
            let facts = seen.facts(&Supplied::default())?;
            assert_eq!((facts.role_grants.len(), facts.custom_roles.len()), (grants, own), "{taken:?}");
        }
        for nothing in [&[][..], &["viewer", "unheld", "other"]] {
            assert_eq!(material.without_taken(|role| nothing.contains(&role)), None, "{nothing:?}");
        }
        let at_home = directory.material(&scene::about_dana("contoso")?, Consistency::Latest).await?;
        let seen = at_home.without_taken(|role| role == "auditor").context("she holds it there")?;
        assert_eq!(seen.facts(&Supplied::default())?.role_grants.len(), 0);
        Ok(())
    })
}

/// What a damaged index finds opens no door: the row says of whom it is.
#[test]
fn a_row_of_somebody_else_is_an_error() -> Result<()> {
    on_every_store(async |stores, place| {
        for (change, who) in [
            ("UPDATE authorised_users SET person = 'kim'", "kim"),
            ("UPDATE authorised_users SET partner = 'fabrikam', person = 'fred'", "fred"),
            ("UPDATE partner_listings SET partner = 'fabrikam'", "fred"),
            ("UPDATE group_members SET person = 'gina'", "gina"),
            ("UPDATE group_members SET organisation = 'globex', person = 'gus'", "gus"),
        ] {
            let location = stores.empty(place)?;
            let directory = Directory::open(&location, Default::default()).await?;
            scene::write(&directory).await?;
            let mut writing = directory.begin().await?;
            writing.put(&Organisation::new("fabrikam".parse()?, OrganisationKind::Partner), Expected::Absent).await?;
            for (person, home) in
                [("kim", "contoso"), ("fred", "fabrikam"), ("mia", "initech"), ("gina", "initech"), ("gus", "globex")]
            {
                writing.put(&Person::new(person.parse()?, home.parse()?), Expected::Absent).await?;
            }
            for organisation in ["initech", "globex"] {
                let (organisation, id) = (organisation.parse()?, "admins".parse()?);
                writing.put(&Group { organisation, id, name: String::new() }, Expected::Absent).await?;
            }
            let (organisation, group) = ("initech".parse()?, "admins".parse()?);
            writing.put(&GroupMember { organisation, group, person: "mia".parse()? }, Expected::Absent).await?;
            writing.commit().await?;
            by_hand::run(&location, change).await?;
            let organisation = if who == "gus" { "globex" } else { "initech" }.parse()?;
            let question = FactsQuestion { organisation, person: who.parse()?, resource: None };
            let damaged = directory.material(&question, Consistency::Latest).await;
            assert!(matches!(damaged, Err(StoreError::Damaged { .. })), "{change}: {damaged:?}");
        }
        Ok(())
    })
}

#[test]
fn a_row_that_cannot_be_read_is_an_error() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        let directory = Directory::open(&location, Default::default()).await?;
        scene::write(&directory).await?;
        let pool = by_hand::pool(&location).await?;
        for body in ["", "{", "[]", "{\"customer\":\"initech\"}", "{\"customer\":1}"] {
            sqlx::query("UPDATE authorised_users SET body = $1").bind(body).execute(&pool).await?;
            let damaged = directory.material(&scene::about_dana("initech")?, Consistency::Latest).await;
            assert!(matches!(damaged, Err(StoreError::Damaged { .. })), "{body}: {damaged:?}");
        }
        Ok(())
    })
}
