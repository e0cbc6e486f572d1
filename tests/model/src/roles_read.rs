//! Roles of a document, with what they include.

use crate::condition::Condition;
use crate::document::{Gives, Role, text_of, texts};
use crate::json::Unreadable;
use toml::{Table, Value};

/// Reads one role and the privileges of all roles that it includes, to any depth.
pub(crate) fn role(roles: Option<&Table>, name: &str) -> Result<Role, Unreadable> {
    let mut own = Gives::new();
    let mut third_party = Gives::new();
    let mut with_grant = Gives::new();
    let mut included = vec![name.to_owned()];
    let mut position = 0;
    while let Some(next) = included.get(position).cloned() {
        let found = table_of(roles, &next)?;
        add(&mut own, found, "privileges")?;
        add(&mut third_party, found, "third-party")?;
        add(&mut with_grant, found, "with-grant")?;
        let more = texts(Some(found), "includes")?;
        let new: Vec<String> = more.into_iter().filter(|name| !included.contains(name)).collect();
        included.extend(new);
        position += 1;
    }
    let found = table_of(roles, name)?;
    let word = |key: &str| found.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str| found.get(key).and_then(Value::as_bool).unwrap_or(false);
    Ok(Role {
        name: name.to_owned(),
        kind: word("kind").unwrap_or_else(|| "user".to_owned()),
        level: word("level").unwrap_or_else(|| "none".to_owned()),
        automatic: word("automatic"),
        own,
        third_party,
        with_grant,
        assigned_by: assigned_by(found)?,
        holder_when: word("holder-when").map(|condition| Condition::read(&condition)).transpose()?,
        run_scoped: flag("run-scoped"),
        switchable: flag("switchable"),
        deprecated: flag("deprecated"),
    })
}

fn table_of<'a>(roles: Option<&'a Table>, name: &str) -> Result<&'a Table, Unreadable> {
    let found = roles.and_then(|roles| roles.get(name)).and_then(Value::as_table);
    found.ok_or_else(|| Unreadable(format!("there is no role `{name}`")))
}

fn add(gives: &mut Gives, role: &Table, key: &str) -> Result<(), Unreadable> {
    for entry in role.get(key).and_then(Value::as_array).into_iter().flatten() {
        let (privilege, condition) = match entry {
            Value::Table(entry) => {
                let privilege = entry.get("privilege").ok_or_else(|| Unreadable(format!("{entry} names nothing")))?;
                let condition = entry.get("when").map(text_of).transpose()?;
                (text_of(privilege)?, condition.map(|text| Condition::read(&text)).transpose()?)
            }
            other => (text_of(other)?, None),
        };
        gives.entry(privilege).or_default().push(condition);
    }
    Ok(())
}

/// C9-C22: both lists absent, a privilege decides; an empty list lets nobody assign the role.
fn assigned_by(role: &Table) -> Result<Option<Vec<(String, bool)>>, Unreadable> {
    let (always, with_grant) = ("assigned-by", "assigned-by-with-grant");
    if role.get(always).is_none() && role.get(with_grant).is_none() {
        return Ok(None);
    }
    let always = texts(Some(role), always)?.into_iter().map(|name| (name, false));
    let with_grant = texts(Some(role), with_grant)?.into_iter().map(|name| (name, true));
    Ok(Some(always.chain(with_grant).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_take_over_all_three_lists() {
        let text = r#"
            [a]
            includes = ["b"]
            privileges = ["x:y:a"]
            [b]
            includes = ["c"]
            third-party = [{ privilege = "x:y:b", when = "principal.named" }]
            [c]
            with-grant = ["x:y:c"]
            assigned-by-with-grant = ["a"]
        "#;
        let roles: Table = text.parse().expect("TOML");
        let a = role(Some(&roles), "a").expect("a role");
        assert!(
            a.own.contains_key("x:y:a") && a.third_party.contains_key("x:y:b") && a.with_grant.contains_key("x:y:c")
        );
        assert_eq!((a.own.len(), a.third_party.len(), a.with_grant.len(), &a.assigned_by), (1, 1, 1, &None));
        let c = role(Some(&roles), "c").expect("a role");
        assert_eq!(c.assigned_by, Some(vec![("a".to_owned(), true)]));
        assert!(role(Some(&roles), "d").is_err());
    }
}
