//! What administration asks of the directory is answered alike by every database.

use anyhow::Result;
use guestpass_store::model::{Group, Holder, Organisation, Person, RoleAssignment};
use guestpass_store::{Directory, Expected, StoreError};
use guestpass_store_tests::on_every_store;

use crate::scene;

/// People by home and address, in an order that is none.
const PEOPLE: [(&str, &str, &str); 6] = [
    ("mia", "initech", "Mia@Initech.example"),
    ("Mia", "initech", "mia@initech.example"),
    ("mi", "initech", ""),
    ("kim", "contoso", "mia@initech.example"),
    ("lee", "globex", "lee@globex.example"),
    ("m\u{ed}a", "initech", "m\u{ed}a@initech.example"),
];

/// Roles at `initech`: the holder, whether it is a group, and the role.
const ROLES: [(&str, bool, &str); 8] = [
    ("dana@contoso.example", false, "auditor"),
    ("dana@contoso.example", false, "clerk"),
    ("kim", false, "auditor"),
    ("lee", false, "auditor"),
    ("mia", false, "auditor"),
    ("Mia", false, "owner"),
    // A group may be called like a person of elsewhere, and is none.
    ("kim", true, "owner"),
    ("staff", true, "auditor"),
];

async fn write(directory: &Directory) -> Result<()> {
    scene::write(directory).await?;
    let mut writing = directory.begin().await?;
    for (id, home, email) in PEOPLE {
        let mut person = Person::new(id.parse()?, home.parse()?);
        person.email = email.to_owned();
        writing.put(&person, Expected::Absent).await?;
    }
    for id in ["kim", "staff"] {
        let (organisation, id) = ("initech".parse()?, id.parse()?);
        writing.put(&Group { organisation, id, name: String::new() }, Expected::Absent).await?;
    }
    for (holder, is_group, role) in ROLES {
        let holder = if is_group { Holder::Group(holder.parse()?) } else { Holder::Person(holder.parse()?) };
        writing.put(&assignment("initech", holder, role)?, Expected::Absent).await?;
    }
    // The same role once more on one thing is the same pair; one held elsewhere is none of these.
    let mut limited = assignment("initech", Holder::Person("kim".parse()?), "auditor")?;
    limited.on_resource = Some("crm".parse()?);
    writing.put(&limited, Expected::Absent).await?;
    writing.put(&assignment("globex", Holder::Person("kim".parse()?), "owner")?, Expected::Absent).await?;
    writing.commit().await?;
    Ok(())
}

fn assignment(organisation: &str, holder: Holder, role: &str) -> Result<RoleAssignment> {
    let (organisation, role) = (organisation.parse()?, role.parse()?);
    Ok(RoleAssignment { organisation, holder, role, on_resource: None, window: None, assigned_by: None })
}

async fn people(directory: &Directory, wanted: &[(&'static str, &str)]) -> Result<Vec<String>> {
    let found = directory.find::<Person>(wanted, 100).await?;
    Ok(found.into_iter().map(|kept| kept.entity.id.to_string()).collect())
}

#[test]
fn values_are_found_by_their_columns_in_the_order_of_their_keys() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        write(&directory).await?;
        let key = Person::email_key("MIA@initech.example");
        for (wanted, expected) in [
            (vec![("home", "initech")], vec!["Mia", "mi", "mia", "m\u{ed}a"]),
            (vec![("email_key", key.as_str())], vec!["Mia", "kim", "mia"]),
            (vec![("email_key", key.as_str()), ("home", "contoso")], vec!["kim"]),
            (vec![("home", "Initech")], vec![]),
            (vec![("home", "initech ")], vec![]),
            (vec![("home", "init%")], vec![]),
            (vec![("home", "")], vec![]),
        ] {
            assert_eq!(people(&directory, &wanted).await?, expected, "{wanted:?}");
        }
        let kinds = directory.find::<Organisation>(&[("kind", "partner")], 10).await?;
        assert_eq!(kinds.len(), 1);
        let mut writing = directory.begin().await?;
        assert_eq!(writing.find::<Person>(&[("home", "initech")], 4).await?.len(), 4);
        drop(writing);
        let refused = directory.find::<Person>(&[("home", "initech")], 3).await;
        assert!(matches!(refused, Err(StoreError::TooMany { count_max: 3, .. })), "{refused:?}");
        Ok(())
    })
}

#[test]
fn roles_of_outsiders_are_counted_once_each() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        write(&directory).await?;
        let mut writing = directory.begin().await?;
        for (organisation, expected) in [("initech", 4), ("globex", 1), ("contoso", 0), ("nowhere", 0)] {
            assert_eq!(writing.external_roles(&organisation.parse()?).await?, expected, "{organisation}");
        }
        let role = assignment("initech", Holder::Person("lee".parse()?), "clerk")?;
        writing.put(&role, Expected::Absent).await?;
        assert_eq!(writing.external_roles(&"initech".parse()?).await?, 5, "what this write has changed counts");
        Ok(())
    })
}

#[test]
fn roles_of_the_people_of_one_home_are_theirs_alone() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        write(&directory).await?;
        let mut writing = directory.begin().await?;
        for (organisation, home, expected) in [
            ("initech", "contoso", vec!["dana auditor", "dana clerk", "kim auditor", "kim auditor on crm"]),
            ("initech", "globex", vec!["lee auditor"]),
            ("initech", "initech", vec!["Mia owner", "mia auditor"]),
            ("globex", "contoso", vec!["kim owner"]),
            ("contoso", "initech", vec![]),
        ] {
            let found = writing.roles_of_people_of(&organisation.parse()?, &home.parse()?).await?;
            let mut found: Vec<String> = found.into_iter().map(|kept| told(&kept.entity)).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{home} at {organisation}");
        }
        Ok(())
    })
}

fn told(assignment: &RoleAssignment) -> String {
    let name = match &assignment.holder {
        Holder::Person(person) => person.as_str().split('@').next().unwrap_or_default(),
        Holder::Group(group) => group.as_str(),
    };
    let on = assignment.on_resource.as_ref().map(|resource| format!(" on {resource}")).unwrap_or_default();
    format!("{name} {}{on}", assignment.role)
}
