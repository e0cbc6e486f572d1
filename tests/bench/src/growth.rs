//! One person, one question, and around them more and more that has nothing to do with either: what a decision costs
//! must not grow with it.

use std::fmt::Write;

use guestpass_contract::{
    CustomRoleDraft, Facts, FactsBuilder, PrincipalDraft, RequestDraft, Requests, RoleGrantDraft, TextTooLong,
    UnfitFacts,
};

use crate::NOW_MS;

/// Privileges of every document here.
const PRIVILEGES: usize = 1_000;
/// What is asked for. It stands in the middle of the others.
const ASKED: &str = "store:item-0500:view";

fn privilege(number: usize) -> String {
    format!("store:item-{number:04}:view")
}

/// A policy document with `roles` roles of one privilege each, and the role of the person who asks between them.
#[must_use]
pub fn document(roles: usize) -> String {
    let mut text = String::from(
        "name = \"growth\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.store]\nsummary = \"A store\"\n[privileges]\n",
    );
    for number in 0..PRIVILEGES {
        // A `String` takes whatever is written to it.
        let _ = writeln!(text, "\"{}\" = \"View it\"", privilege(number));
    }
    for number in 0..roles {
        if number == roles / 2 {
            let _ = write!(text, "[roles.reader]\ntitle = \"R\"\nsummary = \"R\"\nprivileges = [\"{ASKED}\"]\n");
        } else {
            let given = privilege(number % PRIVILEGES);
            let _ = write!(text, "[roles.r{number}]\ntitle = \"R\"\nsummary = \"R\"\nprivileges = [\"{given}\"]\n");
        }
    }
    text
}

/// A member who holds the role `reader` and no other.
///
/// # Errors
/// Never for these few names.
pub fn reader_facts() -> Result<Facts, UnfitFacts> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.principal(&PrincipalDraft::member("sam"))?;
    facts.role_grant(&RoleGrantDraft::of("reader", "initech"))?;
    Ok(facts.build())
}

/// A member who holds a role of the organisation's own, which gives `privileges` privileges.
///
/// # Errors
/// Never for fewer than a thousand.
pub fn custom_role_facts(privileges: usize) -> Result<Facts, UnfitFacts> {
    // Around the one that is asked for, as many as there are.
    let first = PRIVILEGES.saturating_sub(privileges) / 2;
    let names: Vec<String> = (first..first.saturating_add(privileges)).map(privilege).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut facts = FactsBuilder::new("initech")?;
    facts.principal(&PrincipalDraft::member("sam"))?;
    facts.custom_role(&CustomRoleDraft::of("house-reader", &names))?;
    facts.role_grant(&RoleGrantDraft::of("house-reader", "initech"))?;
    Ok(facts.build())
}

/// The one question.
///
/// # Errors
/// Never for this name.
pub fn reader_requests() -> Result<Requests, TextTooLong> {
    let mut requests = Requests::default();
    requests.push(&RequestDraft::privileges(ASKED, NOW_MS))?;
    Ok(requests)
}

#[cfg(test)]
mod tests {
    use super::{ASKED, PRIVILEGES, custom_role_facts, document, privilege};

    #[test]
    fn what_is_asked_for_is_always_there() {
        assert_eq!(privilege(PRIVILEGES / 2), ASKED);
        for count in [10, PRIVILEGES] {
            let facts = custom_role_facts(count).unwrap();
            let given = facts.custom_roles.first().and_then(|role| role.privileges.of(&facts.text)).unwrap();
            assert_eq!(given.split(' ').count(), count);
            assert!(given.split(' ').any(|name| name == ASKED), "{given}");
        }
        for roles in [10, 10_000] {
            let text = document(roles);
            assert_eq!(text.matches("[roles.").count(), roles);
            assert_eq!(text.matches("[roles.reader]").count(), 1);
        }
    }
}
