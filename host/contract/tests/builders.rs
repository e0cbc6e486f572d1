//! Names arrive in the spans that they belong to.

use guestpass_contract::{
    AttributeDraft, AttributeValue, ChangeFactsBuilder, ChangePersonDraft, CustomRoleDraft, Facts, FactsBuilder,
    NameSpan, SubjectDraft, TextRange, UnfitFacts, ValueDraft,
};

fn names<'t>(span: NameSpan, names: &[TextRange], text: &'t str) -> Option<Vec<&'t str>> {
    span.of(names)?.iter().map(|range| range.of(text)).collect()
}

/// The lists that grow one name at a time, in turns.
fn interleaved() -> Result<Facts, UnfitFacts> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.entitlement("e1")?.group("g1")?.disabled_role("d1")?;
    for (name, texts) in [("a", ["x", "y"].as_slice()), ("b", &[])] {
        let (subject, value) = (SubjectDraft::Principal, ValueDraft::Texts(texts));
        facts.attribute(&AttributeDraft { subject, name, value })?;
    }
    facts.entitlement("e2")?.group("g2")?.group("g1")?;
    Ok(facts.build())
}

#[test]
fn each_list_is_one_span() {
    let facts = interleaved().unwrap();
    let list = |span| names(span, &facts.names, &facts.text);
    assert_eq!(list(facts.entitlements), Some(vec!["e1", "e2"]));
    assert_eq!(list(facts.groups), Some(vec!["g1", "g2", "g1"]));
    assert_eq!(list(facts.disabled_roles), Some(vec!["d1"]));
    let values: Vec<_> = facts.attributes.iter().map(|attribute| attribute.value).collect();
    let [AttributeValue::Texts(first), AttributeValue::Texts(second)] = values[..] else { panic!("{values:?}") };
    assert_eq!((list(first), list(second)), (Some(vec!["x", "y"]), Some(vec![])));
    assert_eq!(facts.names.len(), 8);
}

#[test]
fn the_roles_of_the_person_whom_a_change_names() {
    let mut facts = ChangeFactsBuilder::new();
    facts.person(&ChangePersonDraft { roles: &["hr", "it"], ..ChangePersonDraft::default() }).unwrap();
    let facts = facts.build();
    let person = facts.person.as_ref().unwrap();
    assert_eq!(names(person.roles, &facts.names, &facts.text), Some(vec!["hr", "it"]));
}

#[test]
fn privileges_of_custom_roles() {
    let joined = |privileges: &[&str]| {
        let mut facts = FactsBuilder::new("initech")?;
        facts.custom_role(&CustomRoleDraft::of("auditor", privileges))?;
        let facts = facts.build();
        Ok(facts.custom_roles[0].privileges.of(&facts.text).map(str::to_owned))
    };
    let unfit = |name: &str| Err(UnfitFacts::PrivilegeName(name.to_owned()));
    let right = |text: &str| Ok(Some(text.to_owned()));
    type Joined = Result<Option<String>, UnfitFacts>;
    let cases: [(&[&str], Joined); 6] = [
        (&[], right("")),
        (&["a:b:d", "a:b:c", "a:b:d", "B:c:d"], right("B:c:d a:b:c a:b:d")),
        (&["a:b-c:d", "a:b:c"], right("a:b-c:d a:b:c")),
        (&["a:b:c", ""], unfit("")),
        (&["a:b:c d", "a"], unfit("a:b:c d")),
        (&[" a:b:c"], unfit(" a:b:c")),
    ];
    for (privileges, expected) in cases {
        assert_eq!(joined(privileges), expected, "{privileges:?}");
    }
}

#[test]
fn spans_that_leave_the_list() {
    let names = [TextRange::default(); 3];
    let cases = [(0, 3, Some(3)), (3, 0, Some(0)), (1, 3, None), (4, 0, None), (u32::MAX, u32::MAX, None)];
    for (start, length, expected) in cases {
        assert_eq!(NameSpan { start, length }.of(&names).map(<[_]>::len), expected, "{start} {length}");
    }
}
