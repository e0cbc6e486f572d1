//! `[changes]`: which changes people may make, and what each requires. A kind that is missing is refused.

use super::privileges::Privileges;
use super::requirement::{self, Asker};
use super::section::{self, Section};
use super::text::Text;
use crate::code::DiagnosticCode;
use crate::diagnostics::Sink;
use guestpass_model::{ChangeRuleModel, RequirementModel};
use guestpass_rules::ChangeKind;
use toml::Spanned;
use toml::de::DeValue;

const FLAGS: &[&str] = &["no-role-required", "any-role-required"];

const HELP: &str = "write a privilege expression such as `\"suite:resource:action\"`, `{ no-role-required = true }` or \
     `{ any-role-required = true }`";

/// The rules in the order of their kinds.
pub(super) fn read(root: &Section<'_>, privileges: &Privileges<'_>, sink: &mut Sink<'_>) -> Vec<ChangeRuleModel> {
    let names: Vec<&'static str> = ChangeKind::ALL.iter().map(|kind| kind.name()).collect();
    let Some(section) = root.section("changes", &names, sink) else { return Vec::new() };
    let mut rules = Vec::new();
    for kind in ChangeKind::ALL {
        if let Some(value) = section.optional(kind.name()) {
            rules.push(ChangeRuleModel { kind: *kind, requirement: required(kind.name(), value, privileges, sink) });
        }
    }
    rules
}

fn required(
    name: &'static str,
    value: &Spanned<DeValue<'_>>,
    privileges: &Privileges<'_>,
    sink: &mut Sink<'_>,
) -> RequirementModel {
    let what = format!("the change `{name}`");
    let asker = Asker { name, what: &what, undecided: DiagnosticCode::UndecidedChange, help: HELP };
    match value.get_ref() {
        DeValue::String(expression) => {
            let expression = Text { value: expression.as_ref(), span: value.span() };
            requirement::of_expression(&asker, &expression, privileges, sink)
        }
        DeValue::Table(table) => {
            let section = Section::open(table, value.span(), format!("change `{name}`"), FLAGS, sink);
            requirement::read(&asker, &section, FLAGS, privileges, sink)
        }
        _ => {
            section::wrong_type(value, name, "a string or a table", sink);
            RequirementModel::AnyOf(Vec::new())
        }
    }
}
