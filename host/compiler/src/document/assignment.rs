//! `[assignment]`: how roles are assigned (P11).

use super::section::Section;
use crate::diagnostics::Sink;
use guestpass_model::AssignmentModel;

pub(super) fn read(root: &Section<'_>, sink: &mut Sink<'_>) -> AssignmentModel {
    let Some(section) = root.section("assignment", &["deprecated-roles"], sink) else {
        return AssignmentModel::default();
    };
    let refuse_deprecated = section.choice("deprecated-roles", &[("warn", false), ("refuse", true)], sink);
    AssignmentModel { refuse_deprecated: refuse_deprecated.unwrap_or_default() }
}
