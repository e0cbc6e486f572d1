//! Facts as they are handed out.

use guestpass_contract::{AttributeSubject, Facts, PolicyInfo};

/// Without what is known of people and the policy does not declare: it never looks at that, and an organisation keeps
/// it of its own people for itself.
pub(super) fn declared_alone(policy: &PolicyInfo, mut facts: Facts) -> Facts {
    let Facts { text, attributes, .. } = &mut facts;
    attributes.retain(|attribute| {
        let is_of_person = matches!(attribute.subject, AttributeSubject::Principal | AttributeSubject::Person);
        let is_declared = |name| {
            let declared = |known: &str| known.strip_prefix("principal.") == Some(name);
            policy.attributes.iter().any(|known| declared(&known.name))
        };
        !is_of_person || attribute.name.of(text).is_some_and(is_declared)
    });
    facts
}
