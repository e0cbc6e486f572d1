//! How people from outside get in: the gates in their order, as a picture.

use super::Form;
use super::text::{code, codes, html};

/// What a document says about people from outside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    partner_gates: Vec<String>,
    vendor_gates: Vec<String>,
    full_access: Vec<String>,
}

impl Entry {
    /// Reads it from a document that the compiler accepts; of any other, what can be read.
    #[must_use]
    pub fn of_document(source: &str) -> Self {
        let document: toml::Table = source.parse().unwrap_or_default();
        let external = document.get("external").and_then(toml::Value::as_table);
        let texts = |value: Option<&toml::Value>| {
            let items = value.and_then(toml::Value::as_array).into_iter().flatten();
            items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        let gates = |kind: &str| texts(external.and_then(|external| external.get(kind)?.get("gates")));
        Self {
            partner_gates: gates("partner"),
            vendor_gates: gates("vendor"),
            full_access: texts(external.and_then(|external| external.get("full-access"))),
        }
    }

    /// Who passes gates, and which.
    fn kinds(&self) -> Vec<(&'static str, &[String])> {
        let mut kinds: Vec<(&str, &[String])> =
            vec![("A partner's user", &self.partner_gates), ("An employee of the vendor", &self.vendor_gates)];
        kinds.retain(|(_, gates)| !gates.is_empty());
        kinds
    }
}

pub(super) fn section(entry: Option<&Entry>, form: Form) -> String {
    let mut text = "## People from outside\n\n".to_owned();
    let Some(entry) = entry else {
        return text + "The component does not describe its gates; the page of its document does.\n";
    };
    let kinds = entry.kinds();
    if kinds.is_empty() {
        return text + "Nobody from outside gets in.\n";
    }
    for (who, gates) in kinds {
        text.push_str(&format!(
            "**{who}** passes these gates, in this order; the first that fails is the reason given.\n\n"
        ));
        text.push_str(&match form {
            Form::Markdown => mermaid(gates),
            Form::Html => steps(who, gates),
        });
    }
    let suites = codes(entry.full_access.iter().map(String::as_str));
    text.push_str(&if suites.is_empty() {
        "Full access gives nothing.\n".to_owned()
    } else {
        format!(
            "Without role management, full access gives everything of {suites}, but not to change external access.\n"
        )
    });
    text
}

/// The pictures of a page for browsers, as they stand in it: the only mark-up that is no Markdown.
pub(super) fn pictures(entry: Option<&Entry>) -> Vec<String> {
    entry.into_iter().flat_map(Entry::kinds).map(|(who, gates)| steps(who, gates)).collect()
}

fn mermaid(gates: &[String]) -> String {
    let steps: String =
        gates.iter().enumerate().map(|(position, gate)| format!(" --> g{position}{{{{\"{gate}\"}}}}")).collect();
    let listed = gates.iter().map(|gate| code(gate)).collect::<Vec<_>>().join(" → ");
    format!("{listed}\n\n```mermaid\nflowchart LR\n  asks([\"asks\"]){steps} --> roles([\"roles decide\"])\n```\n\n")
}

/// Boxes joined by arrows; they wrap where the page is narrow.
fn steps(who: &str, gates: &[String]) -> String {
    const ARROW: &str = "<svg class=\"arrow\" viewBox=\"0 0 24 12\" aria-hidden=\"true\">\
        <path d=\"M0 6h20M15 1l6 5-6 5\"/></svg>";
    let item = |class: &str, text: &str| format!("<li class=\"{class}\">{}{ARROW}</li>", html(text));
    let gates: String = gates.iter().map(|gate| item("gate", gate)).collect();
    let last = "<li class=\"end\">roles decide</li>";
    format!("<ol class=\"gates\" aria-label=\"{}\">{}{gates}{last}</ol>\n\n", html(who), item("end", "asks"))
}
