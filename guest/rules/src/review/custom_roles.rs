//! The organisation's catalogue of roles: custom roles (R3, R5, R16, P3) and switches (P4).

use super::named_role::NamedRole;
use super::{Context, Findings};
use crate::change::{CustomRoleEdit, Refusal, RoleSwitch, Warning};
use crate::facts::{AppLevel, RoleKind};
use crate::identifiers::RoleName;
use crate::privilege::PrivilegeName;

pub(super) fn create(context: &Context<'_, '_>, edit: &CustomRoleEdit<'_>, findings: &mut Findings<'_>) {
    findings.refuse_if(is_reserved(context, edit.name), Refusal::ReservedName);
    findings.refuse_if(exists(context, edit.name), Refusal::AlreadyExists);
    judge_content(context, edit, findings);
}

pub(super) fn edit(context: &Context<'_, '_>, edit: &CustomRoleEdit<'_>, findings: &mut Findings<'_>) {
    refuse_what_is_not_ones_own(context, edit.name, findings);
    judge_content(context, edit, findings);
}

/// One that is there goes, even if the policy has taken its name since (R3).
pub(super) fn delete(context: &Context<'_, '_>, name: RoleName<'_>, findings: &mut Findings<'_>) {
    if !exists(context, name) {
        refuse_what_is_not_ones_own(context, name, findings);
    }
}

pub(super) fn switch(context: &Context<'_, '_>, switch: &RoleSwitch<'_>, findings: &mut Findings<'_>) {
    let Some(role) = NamedRole::find(context, switch.role) else { return findings.refuse(Refusal::UnknownRole) };
    let is_switchable = role.of_policy().is_some_and(|role| role.switchable);
    let is_enabled = !context.facts.disabled_roles.contains(&switch.role);
    // What an earlier policy let be switched off is not off for ever.
    let is_restored = switch.enabled && !is_enabled;
    findings.refuse_if(!is_switchable && !is_restored, Refusal::RoleNotSwitchable);
    findings.warn_if(switch.enabled == is_enabled, Warning::NoChange);
}

/// Only the organisation's own roles are the organisation's to change.
fn refuse_what_is_not_ones_own(context: &Context<'_, '_>, name: RoleName<'_>, findings: &mut Findings<'_>) {
    if is_reserved(context, name) {
        findings.refuse(Refusal::ReservedName);
    } else {
        findings.refuse_if(!exists(context, name), Refusal::NotFound);
    }
}

/// R3: the policy's names are taken.
fn is_reserved(context: &Context<'_, '_>, name: RoleName<'_>) -> bool {
    context.policy.role_index(name).is_some()
}

fn exists(context: &Context<'_, '_>, name: RoleName<'_>) -> bool {
    context.facts.custom_roles.iter().any(|role| role.name == name)
}

/// What a custom role may hold, however it comes about.
fn judge_content(context: &Context<'_, '_>, edit: &CustomRoleEdit<'_>, findings: &mut Findings<'_>) {
    for &privilege in &edit.privileges {
        if context.policy.privilege_index(privilege).is_some() {
            continue; // the policy has checked the grammar of its own
        }
        findings.refuse_if(PrivilegeName::parse(privilege).is_err(), Refusal::MalformedPrivilege);
        findings.warn_if(true, Warning::UndeclaredPrivilege);
    }
    // Only app roles have a level (P31).
    findings.refuse_if(edit.level != AppLevel::None && edit.kind != RoleKind::App, Refusal::Malformed);
}
