//! Finds the values of declared attributes, worked out once for all requests of a call.

use crate::facts::{AttributeSubject, AttributeValue, Facts};
use crate::identifiers::EntityId;
use crate::order::sort_by;
use crate::policy::{AttributeEntity, AttributeIndex, Policy};
use alloc::vec;
use alloc::vec::Vec;

/// The attributes of the facts that the policy declares.
pub(crate) struct Attributes<'a> {
    policy: &'a Policy,
    /// By [`AttributeIndex`]: those of the person, the organisation and the circumstances. Empty when the facts have
    /// none.
    lasting: Vec<Option<&'a AttributeValue<'a>>>,
    /// Those of resources, rising.
    of_resources: Vec<(AttributeIndex, EntityId<'a>, &'a AttributeValue<'a>)>,
}

impl<'a> Attributes<'a> {
    /// `person` says whose attributes stand for those of the principal: the person asking, or the person that a change
    /// names.
    pub(crate) fn of(policy: &'a Policy, facts: &'a Facts<'a>, person: AttributeSubject<'static>) -> Self {
        let mut found = Self { policy, lasting: Vec::new(), of_resources: Vec::new() };
        if facts.attributes.is_empty() {
            return found;
        }
        found.lasting = vec![None; policy.attributes().len()];
        let someone_else =
            if person == AttributeSubject::Person { AttributeSubject::Principal } else { AttributeSubject::Person };
        for attribute in facts.attributes.iter().filter(|attribute| attribute.subject != someone_else) {
            let Some(index) = policy.attribute_index(attribute.subject, attribute.name) else { continue };
            if let AttributeSubject::Resource(resource) = attribute.subject {
                found.of_resources.push((index, resource, &attribute.value));
            } else if let Some(place) = found.lasting.get_mut(usize::from(index.0)) {
                *place = Some(&attribute.value);
            }
        }
        sort_by(&mut found.of_resources, |one, other| (one.0, one.1).cmp(&(other.0, other.1)));
        found
    }

    /// The value of an attribute; none when the facts do not have it. That of a resource is looked for at the very
    /// resource asked about.
    pub(crate) fn value(
        &self,
        index: AttributeIndex,
        on_resource: Option<EntityId<'_>>,
    ) -> Option<&'a AttributeValue<'a>> {
        let declared = self.policy.attributes().get(usize::from(index.0))?;
        if declared.entity != AttributeEntity::Resource {
            return self.lasting.get(usize::from(index.0)).copied().flatten();
        }
        let wanted = (index, on_resource?);
        let position =
            self.of_resources.binary_search_by(|&(index, resource, _)| (index, resource).cmp(&wanted)).ok()?;
        self.of_resources.get(position).map(|&(_, _, value)| value)
    }
}
