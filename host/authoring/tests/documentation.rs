//! Pages that are made from policies.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use guestpass::{Limits, Runtime};
use guestpass_authoring::documentation::{Entry, Form, page};

const HOSTILE: &str = r#"
name = "hostile"
version = "1.0.0"
contract = "0.2"
[suites.s]
summary = "All"
[privileges]
"s:a:view" = "<script>alert(1)</script> | *view* `it` & more"
"s:a:edit" = "Edit"
[roles.viewer]
title = "<img src=x onerror=alert(1)>"
summary = "[click](javascript:alert(1))"
privileges = ["s:a:view", { privilege = "s:a:edit", when = 'role.name == "<b>" || resource.id == principal.id' }]
[roles."two | three"]
title = "Two"
summary = "Two"
privileges = ["s:a:edit"]
[roles."a``<style>td{display:none}</style>``b"]
title = "Three"
summary = "Three"
privileges = [{ privilege = "s:a:edit", when = 'resource.id == "`` <s>```<u>`"' }]
[roles.'back\|<q>`\\|<q>']
title = "Four"
summary = "Four"
privileges = ["s:a:edit"]
[external]
full-access = ["s"]
[external.partner]
gates = ["relationship", "authorisation", "access-mode"]
[limits]
external-access-instances = 1
external-access-role-assignments = "unlimited"
"#;

/// As Markdown, as HTML, and as HTML of the component alone.
fn pages(source: &str) -> [String; 3] {
    let compiled = guestpass_compiler::compile("sample.toml", source).expect("the document compiles");
    let runtime = Runtime::new(Limits::default()).expect("wasmtime runs here");
    let policy = runtime.load(&compiled.component).expect("the component loads");
    let entry = Entry::of_document(source);
    let page = |entry, form| page(policy.info(), policy.digest(), entry, form);
    [page(Some(&entry), Form::Markdown), page(Some(&entry), Form::Html), page(None, Form::Html)]
}

#[test]
fn a_page_says_what_the_policy_says() {
    let [markdown, html, of_component] = pages(HOSTILE);
    for part in [
        "# Policy `hostile`\n",
        "4 roles, 2 privileges, 0 operations, 0 changes.\n",
        "--> g0{{\"relationship\"}} --> g1{{\"authorisation\"}} --> g2{{\"access-mode\"}}",
        "| Held | by grant |\n| Assigned by | whoever may make the change |\n",
        "| `s:a:edit` | Edit | `role.name == \"<b>\" \\|\\| resource.id == principal.id` |\n",
        "| Privilege | `viewer` | `two \\| three` | ``` a``<style>td{display:none}</style>``b ``` |",
        "| `a:edit` | ◐ | ● | ◐ | ● |\n| `a:view` | ● |   |   |   |\n",
        "| `external-access-role-assignments` | unlimited |\n",
    ] {
        assert!(markdown.contains(part), "`{part}` is missing in\n{markdown}");
    }
    assert!(html.contains("<ol class=\"gates\" aria-label=\"A partner&#39;s user\">"));
    assert!(of_component.contains("The component does not describe its gates"));
}

#[test]
fn nothing_of_the_author_is_mark_up() {
    let [_, html, _] = pages(HOSTILE);
    for harmful in ["<script", "<img", "href=", "<b>", "<s>", "<u>", "<q>", "<em>", "http:", "https:"] {
        assert!(!html.contains(harmful), "`{harmful}` stands in\n{html}");
    }
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; | *view* `it` &amp; more"));
    assert_eq!(html.matches("<style>").count(), 1);
    assert!(html.contains("(<code>a``&lt;style&gt;td{display:none}&lt;/style&gt;``b</code>)"), "{html}");
}
