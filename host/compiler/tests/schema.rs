//! The schema that editors are given knows every section of a document.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use guestpass_compiler::{DOCUMENT_SCHEMA, Template};
use serde_json::Value;

fn schema() -> Value {
    serde_json::from_str(DOCUMENT_SCHEMA).expect("the schema is JSON")
}

fn described(document: &str) -> Value {
    let table: toml::Table = document.parse().expect("the document is TOML");
    serde_json::to_value(table).expect("it has no dates")
}

#[test]
fn every_template_keeps_to_it() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    for template in Template::ready().chain([Template::START]) {
        let document = described(&template.document("sample"));
        let found: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(found.is_empty(), "{}: {found:?}", template.name);
    }
}

#[test]
fn slips_are_found_in_every_section() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let sound = Template::START.document("sample");
    for (written, slip) in [
        ("name = \"sample\"", "name = \"Sample\""),
        ("contract = ", "contracts = "),
        ("[suites.docs]\nsummary", "[suites.docs]\nsumary"),
        ("\"resource.author\" = \"text\"", "\"resource.author\" = \"string\""),
        ("title = \"Author\"", "titel = \"Author\""),
        ("includes = [\"author\"]", "includes = \"author\""),
        ("any-role-required = true", "any-role-required = 1"),
        ("assign-role = ", "asign-role = "),
        ("\"access-mode\", ", "\"mode\", "),
        ("external-access-instances = 20", "external-access-instances = \"many\""),
        ("# [lint]\n# allow = [{ code", "[lint]\nallow = [{ kode"),
    ] {
        let document = sound.replacen(written, slip, 1);
        assert_ne!(document, sound, "{written}");
        assert!(!validator.is_valid(&described(&document)), "{slip}");
    }
}
