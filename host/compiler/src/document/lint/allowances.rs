//! `[lint]`: warnings that the author has thought about, each with the reason.

use crate::code::{ALLOWABLE, DiagnosticCode};
use crate::diagnostics::{Allowance, Sink, says};
use crate::document::section::{self, Section};
use crate::document::text;
use crate::limits::{ALLOWANCES_MAX, SUMMARY_BYTES_MAX};
use crate::suggest::quoted;
use toml::Spanned;
use toml::de::DeValue;

const KEYS: &[&str] = &["code", "name", "reason"];

const CODE_HELP: &str = "write `code = \"policy::...\"` as the warning shows it";

/// From here on the sink keeps these warnings to itself.
pub(in crate::document) fn read(root: &Section<'_>, sink: &mut Sink<'_>) {
    let Some(section) = root.section("lint", &["allow"], sink) else { return };
    let Some(value) = section.optional("allow") else { return };
    let Some(items) = value.get_ref().as_array() else {
        return section::wrong_type(value, "allow", "a list of tables", sink);
    };
    if items.len() > ALLOWANCES_MAX {
        sink.error(DiagnosticCode::TooMany, &value.span(), || {
            says(format!("`[lint]` allows {} warnings, at most {ALLOWANCES_MAX} can be allowed", items.len()))
                .help("leave `name` out to allow a warning wherever it stands")
        });
    }
    let allowances = items.iter().filter_map(|item| allowance(item, sink)).collect();
    sink.allow(allowances);
}

fn allowance(item: &Spanned<DeValue<'_>>, sink: &mut Sink<'_>) -> Option<Allowance> {
    let table = section::table(item, "allow", sink)?;
    let section = Section::open(table, item.span(), "an allowance of `[lint]`".to_owned(), KEYS, sink);
    let code = section.string("code", CODE_HELP, sink);
    let name = section.optional_string("name", sink);
    // For the readers of the document: whoever allows something says why.
    section.sentence("reason", SUMMARY_BYTES_MAX, sink);
    let code = code?;
    let known = ALLOWABLE.iter().copied().find(|known| known.as_str() == code.value);
    if known.is_none() {
        let names: Vec<&str> = ALLOWABLE.iter().map(|code| code.as_str()).collect();
        text::unknown_value(&code, "a warning that can be allowed", &names, sink);
    }
    let name = name.map(|name| name.value.to_owned());
    Some(Allowance { code: known?, name, span: item.span(), is_used: false })
}

/// An allowance that allows nothing hides what will be wrong one day.
pub(in crate::document) fn report_unused(sink: &mut Sink<'_>) {
    for allowance in sink.take_allowances().into_iter().filter(|allowance| !allowance.is_used) {
        let Allowance { code, name, span, .. } = allowance;
        sink.warning(DiagnosticCode::UnusedAllowance, code.as_str(), &span, || {
            let of = name.map(|name| format!(" about {}", quoted(&name))).unwrap_or_default();
            says(format!("there is no warning `{code}`{of} to allow")).help("take the allowance away")
        });
    }
}
