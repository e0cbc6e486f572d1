//! Roles that are held, and roles that the organisation made for itself.

use super::external;
use super::names::Text;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::limits::TEXT_BYTES_MAX;
use guestpass_rules::{AppLevel, CustomRole, OrganisationId, PrivilegeNames, Reason, RoleGrant, RoleKind, RoleName};

pub(super) fn grant<'a>(text: Text<'a>, grant: &wit::RoleGrant) -> Result<RoleGrant<'a>, Reason> {
    Ok(RoleGrant {
        role: RoleName(text.name(grant.role)?),
        organisation: OrganisationId(text.name(grant.organisation)?),
        group: text.entity(grant.group)?,
        on_resource: text.entity(grant.on_resource)?,
        window: grant.window.map(external::window).transpose()?,
    })
}

pub(super) fn custom<'a>(text: Text<'a>, role: &wit::CustomRole) -> Result<CustomRole<'a>, Reason> {
    Ok(CustomRole {
        name: RoleName(text.name(role.name)?),
        kind: kind(role.kind),
        level: level(role.level),
        privileges: PrivilegeNames(text.piece(role.privileges, TEXT_BYTES_MAX)?),
    })
}

pub(super) fn kind(kind: wit::RoleKind) -> RoleKind {
    match kind {
        wit::RoleKind::User => RoleKind::User,
        wit::RoleKind::Account => RoleKind::Account,
        wit::RoleKind::App => RoleKind::App,
    }
}

pub(super) fn level(level: wit::AppLevel) -> AppLevel {
    match level {
        wit::AppLevel::None => AppLevel::None,
        wit::AppLevel::View => AppLevel::View,
        wit::AppLevel::Edit => AppLevel::Edit,
        wit::AppLevel::Full => AppLevel::Full,
    }
}
