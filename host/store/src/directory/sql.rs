//! The statements. Their only moving parts are names of our own tables and columns.

use crate::model::Table;

/// `a = $1 AND b = $2` for the columns of a key, from `$first`.
fn equal(columns: &[&str], first: usize) -> String {
    let one = |(number, column): (usize, &&str)| format!("{column} = ${number}");
    (first..).zip(columns).map(one).collect::<Vec<_>>().join(" AND ")
}

pub(super) fn select(table: &Table) -> String {
    format!("SELECT revision, body FROM {} WHERE {}", table.name, equal(table.key(), 1))
}

/// A page: the values whose key begins with so many given columns, after a whole key if there is one.
pub(super) fn list(table: &Table, prefix: usize, has_begun: bool) -> String {
    let key = table.key();
    let mut conditions = Vec::new();
    if prefix > 0 {
        conditions.push(equal(key.get(..prefix).unwrap_or(key), 1));
    }
    if has_begun {
        let numbers = (prefix + 1..).take(key.len()).map(|number| format!("${number}")).collect::<Vec<_>>();
        conditions.push(format!("({}) > ({})", key.join(", "), numbers.join(", ")));
    }
    let all = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    let limit = prefix + if has_begun { key.len() } else { 0 } + 1;
    format!("SELECT revision, body FROM {}{all} ORDER BY {} LIMIT ${limit}", table.name, key.join(", "))
}

/// The values with so many given columns, in the order of their keys, after a whole key if there is one.
pub(super) fn find(table: &Table, columns: &[&str], has_begun: bool) -> String {
    let (mut conditions, key) = (equal(columns, 1), table.key().join(", "));
    let mut limit = columns.len() + 1;
    if has_begun {
        let numbers = (limit..).take(table.key().len()).map(|number| format!("${number}")).collect::<Vec<_>>();
        conditions = format!("{conditions} AND ({key}) > ({})", numbers.join(", "));
        limit += numbers.len();
    }
    format!("SELECT revision, body FROM {} WHERE {conditions} ORDER BY {key} LIMIT ${limit}", table.name)
}

pub(super) fn insert(table: &Table) -> String {
    let count = table.columns.len();
    let numbers = (1..=count + 2).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    format!("INSERT INTO {} ({}, revision, body) VALUES ({numbers})", table.name, table.columns.join(", "))
}

/// Replaces a row; the key comes after the columns.
pub(super) fn update(table: &Table) -> String {
    let count = table.columns.len();
    let columns = (1..).zip(table.columns).map(|(number, column)| format!("{column} = ${number}"));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let key = equal(table.key(), count + 3);
    format!("UPDATE {} SET {columns}, revision = ${}, body = ${} WHERE {key}", table.name, count + 1, count + 2)
}

pub(super) fn delete(table: &Table) -> String {
    format!("DELETE FROM {} WHERE {}", table.name, equal(table.key(), 1))
}

/// The newest revision, and each organisation that changed after `$1`, in one statement and so of one moment.
pub(super) const CHANGES: &str = "SELECT '' AS organisation, value AS revision FROM revision UNION ALL \
     SELECT organisation, revision FROM organisation_revisions WHERE revision > $1";

/// Pairs of a role and somebody who is of another organisation than `$1`, where the role is held (F26).
pub(super) const EXTERNAL_ROLES: &str = "SELECT COUNT(*) FROM ( \
     SELECT DISTINCT a.holder, a.role FROM role_assignments a JOIN people p ON p.id = a.holder \
     WHERE a.organisation = $1 AND a.holder_kind = 'person' AND p.home <> $1) AS pairs";

/// The roles at `$1` of the people of `$2`.
pub(super) const ROLES_OF_PEOPLE_OF: &str = "SELECT a.revision, a.body FROM role_assignments a \
     JOIN people p ON p.id = a.holder WHERE a.organisation = $1 AND a.holder_kind = 'person' AND p.home = $2";

/// Whoever holds the role `$2` at `$1` holds it no longer.
pub(super) const TAKE_FROM_ALL: &str = "DELETE FROM role_assignments WHERE organisation = $1 AND role = $2";

pub(super) const REVISION: &str = "SELECT value FROM revision";

/// Locks the one row that all writers need, and counts on.
pub(super) const NEXT_REVISION: &str = "UPDATE revision SET value = value + 1 WHERE only_row = 1 RETURNING value";

pub(super) const TOUCH: &str = "INSERT INTO organisation_revisions (organisation, revision) VALUES ($1, $2) \
     ON CONFLICT (organisation) DO UPDATE SET revision = excluded.revision";

pub(super) const SECRET: &str = "SELECT value FROM secrets WHERE name = $1";

pub(super) const PUT_SECRET: &str = "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";

/// Everything about one person (`$2`) in one organisation (`$1`) and one resource of it (`$3`, `$4`), of one moment.
/// Each row says in `part` what it is. Of requests for access there are those that facts have room for, in the order in
/// which they are carried (`facts/requests.rs`); one that was rejected or withdrawn says nothing.
pub(crate) fn one_person_in_one_organisation() -> &'static str {
    "SELECT 'revision' AS part, value AS revision, '' AS body FROM revision \
     UNION ALL SELECT 'organisation', revision, body FROM organisations WHERE id = $1 \
     UNION ALL SELECT 'person', revision, body FROM people WHERE id = $2 \
     UNION ALL SELECT 'home', o.revision, o.body FROM people p JOIN organisations o ON o.id = p.home \
       WHERE p.id = $2 \
     UNION ALL SELECT 'member', revision, body FROM group_members WHERE person = $2 AND organisation = $1 \
     UNION ALL SELECT 'assignment', a.revision, a.body FROM role_assignments a \
       WHERE a.holder_kind = 'person' AND a.holder = $2 \
       AND (a.organisation = $1 OR a.organisation = (SELECT home FROM people WHERE id = $2)) \
     UNION ALL SELECT 'assignment', a.revision, a.body FROM group_members m JOIN role_assignments a \
       ON a.holder_kind = 'group' AND a.holder = m.group_id AND a.organisation = m.organisation \
       WHERE m.person = $2 AND m.organisation = $1 \
     UNION ALL SELECT 'custom-role', c.revision, c.body FROM custom_roles c WHERE c.organisation = $1 AND c.name IN ( \
       SELECT a.role FROM role_assignments a \
         WHERE a.holder_kind = 'person' AND a.holder = $2 AND a.organisation = $1 \
       UNION SELECT a.role FROM group_members m JOIN role_assignments a \
         ON a.holder_kind = 'group' AND a.holder = m.group_id AND a.organisation = m.organisation \
         WHERE m.person = $2 AND m.organisation = $1) \
     UNION ALL SELECT 'home-role', c.revision, c.body FROM people p JOIN custom_roles c ON c.organisation = p.home \
       WHERE p.id = $2 AND p.home <> $1 AND c.name IN ( \
       SELECT a.role FROM role_assignments a \
         WHERE a.holder_kind = 'person' AND a.holder = $2 AND a.organisation = p.home) \
     UNION ALL SELECT 'relationship', r.revision, r.body FROM people p JOIN relationships r \
       ON r.customer = $1 AND r.partner = p.home WHERE p.id = $2 \
     UNION ALL SELECT 'listing', l.revision, l.body FROM people p JOIN partner_listings l \
       ON l.customer = $1 AND l.partner = p.home WHERE p.id = $2 \
     UNION ALL SELECT 'external-access', e.revision, e.body FROM people p JOIN external_accesses e \
       ON e.customer = $1 AND e.grantee = p.home WHERE p.id = $2 \
     UNION ALL SELECT 'authorised', u.revision, u.body FROM people p JOIN authorised_users u \
       ON u.customer = $1 AND u.partner = p.home AND u.person = p.id WHERE p.id = $2 \
     UNION ALL SELECT 'listed', q.revision, q.body FROM people p JOIN people q \
       ON q.email_key = p.email_key AND q.home = $1 WHERE p.id = $2 AND p.email_key <> '' AND q.id <> p.id \
     UNION ALL SELECT 'listed', q.revision, q.body FROM people p JOIN people q \
       ON q.identity = p.identity AND q.home = $1 WHERE p.id = $2 AND p.identity <> '' AND q.id <> p.id \
       AND NOT (p.email_key <> '' AND q.email_key = p.email_key) \
     UNION ALL SELECT 'request', a.revision, a.body FROM ( \
       SELECT q.account, q.id FROM people p JOIN people r ON r.home = p.home \
         JOIN access_requests q ON q.requested_by = r.id AND q.account = $1 \
         WHERE p.id = $2 AND q.status NOT IN ('rejected', 'withdrawn') \
         ORDER BY CASE q.status WHEN 'granted' THEN 0 WHEN 'pending' THEN 1 ELSE 2 END, q.ends DESC, q.id LIMIT 100 \
       ) AS carried JOIN access_requests a ON a.account = carried.account AND a.id = carried.id \
     UNION ALL SELECT 'resource', revision, body FROM resources WHERE organisation = $1 AND kind = $3 AND id = $4"
}

#[cfg(test)]
mod tests {
    use crate::model::{Entity, Group, GroupMember, Person};
    use guestpass_contract::limits::MAX_ACCESS_GRANTS;

    #[test]
    fn statements_name_the_columns_in_order() {
        let (people, groups) = (&Person::TABLE, &Group::TABLE);
        for (made, expected) in [
            (super::select(groups), "SELECT revision, body FROM user_groups WHERE organisation = $1 AND id = $2"),
            (super::list(people, 0, false), "SELECT revision, body FROM people ORDER BY id LIMIT $1"),
            (
                super::list(groups, 1, true),
                "SELECT revision, body FROM user_groups WHERE organisation = $1 AND (organisation, id) > ($2, $3) \
                 ORDER BY organisation, id LIMIT $4",
            ),
            (
                super::insert(groups),
                "INSERT INTO user_groups (organisation, id, revision, body) VALUES ($1, $2, $3, $4)",
            ),
            (
                super::update(groups),
                "UPDATE user_groups SET organisation = $1, id = $2, revision = $3, body = $4 \
                 WHERE organisation = $5 AND id = $6",
            ),
            (
                super::find(people, &["home"], false),
                "SELECT revision, body FROM people WHERE home = $1 ORDER BY id LIMIT $2",
            ),
            (
                super::find(&GroupMember::TABLE, &["person"], true),
                "SELECT revision, body FROM group_members WHERE person = $1 \
                 AND (organisation, group_id, person) > ($2, $3, $4) \
                 ORDER BY organisation, group_id, person LIMIT $5",
            ),
            (super::delete(people), "DELETE FROM people WHERE id = $1"),
        ] {
            assert_eq!(made, expected);
        }
    }

    #[test]
    fn as_many_requests_are_read_as_facts_can_carry() {
        let limit = format!(" LIMIT {MAX_ACCESS_GRANTS} ");
        assert!(super::one_person_in_one_organisation().contains(&limit), "{limit}");
    }
}
