//! External-access instances: create, edit, delete (F5, F6, F10-F13, F16-F19, F25-F32).

use super::{Context, Findings};
use crate::change::{ExternalAccessEdit, Grantee, ProposedMode, Refusal, Warning};
use crate::decision::Obligations;
use crate::facts::{AccessMode, ExternalAccess};

pub(super) fn create(context: &Context<'_, '_>, edit: &ExternalAccessEdit<'_>, findings: &mut Findings<'_>) {
    let facts = context.change_facts;
    findings.refuse_if(facts.customer_managed, Refusal::ManagedCustomer);
    findings.refuse_if(facts.instance.is_some(), Refusal::AlreadyExists);
    if let Grantee::Partner(_) = edit.grantee {
        findings.refuse_if(!facts.partner.accredited, Refusal::PartnerNotAccredited);
        findings.refuse_if(!facts.partner.domain_enabled, Refusal::DomainNotEnabled);
    }
    refuse_a_backward_period(edit, findings);
    // F27: every instance counts, the vendor's and the disabled ones too.
    findings.refuse_if(context.is_full("external-access-instances", facts.instances), Refusal::LimitExceeded);
    findings.oblige_if(true, Obligations::DATA_PROTECTION_AGREEMENT);
}

pub(super) fn edit(context: &Context<'_, '_>, edit: &ExternalAccessEdit<'_>, findings: &mut Findings<'_>) {
    let facts = context.change_facts;
    findings.refuse_if(facts.customer_managed, Refusal::ManagedCustomer);
    findings.refuse_if(facts.instance.is_none(), Refusal::NotFound);
    refuse_a_backward_period(edit, findings);
    let Some(instance) = facts.instance else { return };
    // F11: what was off and is on again hands data over anew.
    let begins = instance.mode == AccessMode::Disabled && edit.mode != ProposedMode::Disabled;
    findings.oblige_if(begins, Obligations::DATA_PROTECTION_AGREEMENT);
    findings.warn_if(changes_nothing(edit, instance), Warning::NoChange);
}

pub(super) fn delete(context: &Context<'_, '_>, grantee: Grantee<'_>, findings: &mut Findings<'_>) {
    let facts = context.change_facts;
    findings.refuse_if(facts.customer_managed, Refusal::ManagedCustomer);
    findings.refuse_if(grantee == Grantee::Vendor, Refusal::VendorInstance);
    findings.refuse_if(facts.instance.is_none(), Refusal::NotFound);
}

/// F28: a period that is empty or runs backward is never on.
fn refuse_a_backward_period(edit: &ExternalAccessEdit<'_>, findings: &mut Findings<'_>) {
    findings.refuse_if(edit.mode == ProposedMode::Period(None), Refusal::InvalidPeriod);
}

fn changes_nothing(edit: &ExternalAccessEdit<'_>, instance: ExternalAccess) -> bool {
    let same_mode = match instance.mode {
        AccessMode::Continuous => edit.mode == ProposedMode::Continuous,
        AccessMode::Period(window) => edit.mode == ProposedMode::Period(Some(window)),
        AccessMode::Disabled => edit.mode == ProposedMode::Disabled,
    };
    same_mode && edit.role_management == instance.role_management
}
