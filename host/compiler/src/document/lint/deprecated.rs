//! Warns of what is deprecated and still named by something that is not (P11).

use super::places::Places;
use super::{GIVING, places};
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::document::text::Text;
use crate::spans::span_of_part;
use guestpass_model::PolicyModel;
use guestpass_rules::PrivilegeExpression;
use std::collections::BTreeSet;

pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    let roles: BTreeSet<&str> =
        model.roles.iter().filter(|role| role.deprecated).map(|role| role.name.as_str()).collect();
    let privileges: BTreeSet<&str> = places.deprecated_privileges().collect();
    // What is deprecated may go on as it is.
    for role in model.roles.iter().filter(|role| !role.deprecated) {
        let what = format!("the role `{}`", role.name);
        for key in ["includes", "assigned-by", "assigned-by-with-grant"] {
            let named = places.texts(&["roles", &role.name, key]);
            let named = named.iter().filter(|named| roles.contains(named.value));
            named.for_each(|named| report("role", named, &format!("`{key}` of {what}"), sink));
        }
        for key in GIVING {
            let items = places.privileges(&["roles", &role.name, key]).into_iter();
            let named: Vec<Text<'_>> = items.map(|places::Item { name, .. }| name).collect();
            report_all(&named, &privileges, &format!("`{key}` of {what}"), sink);
        }
    }
    for group in &model.field_groups {
        for key in ["shown-by", "on"] {
            let named = places.texts(&["field-groups", &group.name, key]);
            report_all(&named, &privileges, &format!("`{key}` of the field group `{}`", group.name), sink);
        }
    }
    for api in &model.apis {
        let expression = places.text(&["apis", &api.name, "privileges"]);
        report_operands(expression, &privileges, &format!("the operation `{}`", api.name), sink);
    }
    for kind in model.changes.iter().map(|rule| rule.kind.name()) {
        let expression = places.text(&["changes", kind]);
        let expression = expression.or_else(|| places.text(&["changes", kind, "privileges"]));
        report_operands(expression, &privileges, &format!("the change `{kind}`"), sink);
    }
}

fn report_all(named: &[Text<'_>], deprecated: &BTreeSet<&str>, by: &str, sink: &mut Sink<'_>) {
    let named = named.iter().filter(|named| deprecated.contains(named.value));
    named.for_each(|named| report("privilege", named, by, sink));
}

fn report_operands(expression: Option<Text<'_>>, deprecated: &BTreeSet<&str>, by: &str, sink: &mut Sink<'_>) {
    let Some(expression) = expression else { return };
    let operands = PrivilegeExpression(expression.value).operands().flatten();
    let named: Vec<Text<'_>> = operands
        .map(|operand| {
            let span = span_of_part(sink.source, &expression.span, expression.value, operand.as_str());
            Text { value: operand.as_str(), span }
        })
        .collect();
    report_all(&named, deprecated, by, sink);
}

fn report(kind: &str, named: &Text<'_>, by: &str, sink: &mut Sink<'_>) {
    sink.warning(DiagnosticCode::DeprecatedUse, named.value, &named.span, || {
        says(format!("the {kind} `{}` is deprecated, and {by} names it", named.value))
            .help("name what takes its place, or take it away here")
    });
}
