//! `[limits]`: numbers that an organisation may not exceed.

use super::section::Section;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::suggest::quoted;
use guestpass_model::LimitModel;
use toml::Spanned;
use toml::de::DeValue;

/// The limits that there are: of external access (F25, F26), and of the hours that an access grant may last.
const NAMES: &[&str] = &[INSTANCES, ROLE_ASSIGNMENTS, "access-grant-hours"];

const INSTANCES: &str = "external-access-instances";
const ROLE_ASSIGNMENTS: &str = "external-access-role-assignments";

/// What the document says. Where people from outside can get in, both limits of external access must be said: no limit
/// is a choice too.
pub(super) fn read(root: &Section<'_>, lets_outsiders_in: bool, sink: &mut Sink<'_>) -> Vec<LimitModel> {
    let Some(section) = root.section("limits", NAMES, sink) else {
        if lets_outsiders_in {
            root.required("limits", "add a table `[limits]` with a number or \"unlimited\" for each limit", sink);
        }
        return Vec::new();
    };
    let mut limits = Vec::new();
    for name in NAMES {
        let value = if lets_outsiders_in && [INSTANCES, ROLE_ASSIGNMENTS].contains(name) {
            section.required(name, &format!("write `{name} = 20`, or `{name} = \"unlimited\"`"), sink)
        } else {
            section.optional(name)
        };
        if let Some(value) = value {
            let start = value.span().start;
            limits.push((start, LimitModel { name: (*name).to_owned(), maximum: maximum(value, name, sink) }));
        }
    }
    limits.sort_by_key(|(start, _)| *start);
    limits.into_iter().map(|(_, limit)| limit).collect()
}

fn maximum(value: &Spanned<DeValue<'_>>, name: &str, sink: &mut Sink<'_>) -> Option<u32> {
    match value.get_ref() {
        DeValue::String(text) if text == "unlimited" => return None,
        DeValue::Integer(number) => {
            if let Ok(number) = u32::from_str_radix(number.as_str(), number.radix()) {
                return Some(number);
            }
        }
        _ => {}
    }
    let span = value.span();
    let found = sink.source.get(span.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
    sink.error(DiagnosticCode::InvalidLimit, &span, || {
        says(format!("{} cannot be the limit `{name}`", quoted(found)))
            .help("a limit is a whole number from 0 to 4294967295, or \"unlimited\"")
    });
    None
}
