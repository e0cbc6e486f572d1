//! The binary form in which the compiler hands a policy to the engine component.
//!
//! The compiler has read and checked a document; it [`encode`]s what it found as a [`PolicyModel`]. The component
//! [`decode`]s it once, while the policy is built, and turns it [`into a policy`](PolicyModel::into_policy), which
//! checks everything again: the component trusts nobody. The form never travels further, so it may change with every
//! engine.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod convert;
mod wire;

pub use wire::{
    ApiModel, AppLevelModel, AssignerModel, AssignmentModel, AttributeModel, AttributeTypeModel, AutomaticModel,
    BuiltInModel, ChangeRuleModel, ComparisonModel, ConditionModel, EntityModel, EntryModel, FieldGroupModel,
    GateModel, LimitModel, NodeModel, OperandModel, PolicyModel, PrivilegeModel, ReachModel, RequirementModel,
    RoleKindModel, RoleModel, RolePrivilegeModel, SamePersonModel, SuiteModel,
};

use alloc::vec::Vec;

/// First byte of every model. Raised when the form changes, so that an engine refuses another engine's model.
const FORM_VERSION: u8 = 2;

/// Why bytes are not a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The bytes end early, go on too long, or were never a model of this form.
    #[error("the bytes are not a policy model of this engine")]
    Malformed,
    /// The model does not fit into memory.
    #[error("the policy model is too large to encode")]
    TooLarge,
}

/// The model as bytes. The same model gives the same bytes, always.
///
/// # Errors
/// [`ModelError::TooLarge`] when there is not enough memory.
pub fn encode(model: &PolicyModel) -> Result<Vec<u8>, ModelError> {
    postcard::to_extend(model, Vec::from([FORM_VERSION])).map_err(|_| ModelError::TooLarge)
}

/// The model that the bytes hold.
///
/// # Errors
/// [`ModelError::Malformed`] for anything that [`encode`] did not write.
pub fn decode(bytes: &[u8]) -> Result<PolicyModel, ModelError> {
    let body = bytes.strip_prefix(&[FORM_VERSION]).ok_or(ModelError::Malformed)?;
    match postcard::take_from_bytes(body) {
        Ok((model, [])) => Ok(model),
        _ => Err(ModelError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    fn model() -> PolicyModel {
        PolicyModel {
            name: "sample".to_string(),
            suites: vec![SuiteModel { name: "saas".to_string(), entitlement: None }],
            privileges: vec![PrivilegeModel { name: "saas:application:view".to_string(), summary: "".to_string() }],
            ..PolicyModel::default()
        }
    }

    #[test]
    fn what_was_encoded_is_decoded() {
        let bytes = encode(&model()).expect("a small model can be encoded");
        assert_eq!(decode(&bytes), Ok(model()));
    }

    #[test]
    fn anything_else_is_refused() {
        let bytes = encode(&model()).expect("a small model can be encoded");
        for length in 0..bytes.len() {
            assert_eq!(decode(&bytes[..length]), Err(ModelError::Malformed), "cut to {length} bytes");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(decode(&longer), Err(ModelError::Malformed));
        let mut other_form = bytes;
        other_form[0] = FORM_VERSION + 1;
        assert_eq!(decode(&other_form), Err(ModelError::Malformed));
    }
}
