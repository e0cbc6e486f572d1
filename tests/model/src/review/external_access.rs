//! A customer's external-access instances.

use super::{Findings, Review};
use crate::facts::{ExternalAccess, Mode};

impl Review<'_> {
    /// F17-F19, F25: the grantee is not let in yet, is eligible, and there is room.
    pub(super) fn create_external_access(
        &self,
        partner: Option<&str>,
        wished: &ExternalAccess,
        findings: &mut Findings,
    ) {
        let known = &self.facts.change;
        findings.refuse_if(known.customer_managed, "managed-customer");
        findings.refuse_if(known.instance.is_some(), "already-exists");
        findings.refuse_if(partner.is_some() && !known.partner.accredited, "partner-not-accredited");
        findings.refuse_if(partner.is_some() && !known.partner.domain_enabled, "domain-not-enabled");
        findings.refuse_if(is_backward(wished), "invalid-period");
        let limit = self.document.limit("external-access-instances");
        findings.refuse_if(limit.is_some_and(|limit| known.instances + 1 > limit), "limit-exceeded");
        // F11
        findings.obligations.insert("data-protection-agreement");
    }

    /// F12, F19, F31.
    pub(super) fn edit_external_access(&self, wished: &ExternalAccess, findings: &mut Findings) {
        let known = &self.facts.change;
        findings.refuse_if(known.customer_managed, "managed-customer");
        findings.refuse_if(known.instance.is_none(), "not-found");
        findings.refuse_if(is_backward(wished), "invalid-period");
        // F11
        if let Some(instance) = &known.instance {
            if instance.mode == Mode::Disabled && wished.mode != Mode::Disabled {
                findings.obligations.insert("data-protection-agreement");
            }
            findings.warn_if(instance == wished, "no-change");
        }
    }

    /// F13, F16, F19: the vendor's instance stays.
    pub(super) fn delete_external_access(&self, partner: Option<&str>, findings: &mut Findings) {
        let known = &self.facts.change;
        findings.refuse_if(known.customer_managed, "managed-customer");
        findings.refuse_if(partner.is_none(), "vendor-instance");
        findings.refuse_if(known.instance.is_none(), "not-found");
    }
}

/// F28: a period starts before it ends.
fn is_backward(wished: &ExternalAccess) -> bool {
    matches!(wished.mode, Mode::Period(window) if window.start >= window.end)
}
