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
    use alloc::string::{String, ToString};
    use alloc::vec;
    use guestpass_rules::policy::{AttributeIndex, Comparison, ConditionNode, Operand, Reach, Requirement};
    use guestpass_rules::{AppLevel, ChangeKind, Gate, InvalidPolicy, RoleKind};

    fn name(text: &str) -> String {
        text.to_string()
    }

    /// A role with everything that a role can say.
    fn role() -> RoleModel {
        let given = |reach, condition| RolePrivilegeModel { reach, privilege: 0, condition };
        RoleModel {
            name: name("support"),
            functions: vec![name("helps")],
            designed_for: vec![name("the help desk")],
            constraints: vec![name("by name only")],
            kind: RoleKindModel::App,
            level: AppLevelModel::View,
            automatic: Some(AutomaticModel::AppRole),
            privileges: vec![
                given(ReachModel::Own, None),
                given(ReachModel::ThirdParty, Some(0)),
                given(ReachModel::WithGrant, Some(1)),
            ],
            assigned_by: Some(vec![AssignerModel { role: 0, needs_grant: true }]),
            holder_condition: Some(1),
            run_scoped: true,
            ..RoleModel::default()
        }
    }

    /// Two conditions that hold every kind of node and every kind of operand.
    fn conditions() -> Vec<ConditionModel> {
        let compare = |comparison, left, right| NodeModel::Compare { comparison, left, right };
        let built_in = OperandModel::BuiltIn;
        let first = vec![
            NodeModel::Has(2),
            compare(ComparisonModel::Less, OperandModel::Integer(-1), OperandModel::Attribute(2)),
            NodeModel::And(0, 1),
            compare(ComparisonModel::GreaterOrEqual, built_in(BuiltInModel::Now), OperandModel::Timestamp(i64::MAX)),
            NodeModel::Or(2, 3),
        ];
        let second = vec![
            NodeModel::In { item: built_in(BuiltInModel::RoleName), list: OperandModel::Texts(vec![name("a")]) },
            NodeModel::Not(0),
            compare(ComparisonModel::NotEqual, OperandModel::Attribute(0), OperandModel::Boolean(true)),
            NodeModel::And(1, 2),
            compare(ComparisonModel::Equal, OperandModel::Attribute(1), OperandModel::Text(name("b"))),
            NodeModel::Or(3, 4),
        ];
        vec![
            ConditionModel { source: name("first"), nodes: first },
            ConditionModel { source: name("second"), nodes: second },
        ]
    }

    /// A model with every part that a policy can have.
    fn model() -> PolicyModel {
        let attribute =
            |entity, text: &str, holds: AttributeTypeModel| AttributeModel { entity, name: name(text), holds };
        let api = |text: &str, requirement| ApiModel { name: name(text), summary: name(""), requirement, gates: None };
        let gates = Some(vec![GateModel::Relationship, GateModel::AccessMode]);
        PolicyModel {
            name: name("sample"),
            suites: vec![SuiteModel { name: name("saas"), entitlement: None }],
            privileges: vec![PrivilegeModel { name: name("saas:application:view"), summary: name("") }],
            roles: vec![role()],
            apis: vec![
                api("a", RequirementModel::Nothing),
                api("b", RequirementModel::Entry),
                api("c", RequirementModel::AnyRole),
                ApiModel { gates, ..api("d", RequirementModel::AnyOf(vec![0])) },
            ],
            limits: vec![LimitModel { name: name("access-grant-hours"), maximum: Some(72) }],
            attributes: vec![
                attribute(EntityModel::Principal, "named", AttributeTypeModel::Boolean),
                attribute(EntityModel::Principal, "site", AttributeTypeModel::Text),
                attribute(EntityModel::Resource, "level", AttributeTypeModel::Integer),
            ],
            conditions: conditions(),
            field_groups: vec![FieldGroupModel {
                name: name("financial"),
                summary: name(""),
                fields: vec![name("spend")],
                shown_by: vec![0],
                on: vec![0],
            }],
            changes: ChangeKind::ALL
                .iter()
                .map(|kind| ChangeRuleModel { kind: *kind, requirement: RequirementModel::AnyRole })
                .collect(),
            assignment: AssignmentModel { refuse_deprecated: true },
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
    #[test]
    fn an_unknown_kind_of_change_is_refused() {
        let mut known = model();
        known.changes.truncate(1);
        known.assignment = AssignmentModel::default();
        let mut bytes = encode(&known).expect("a small model can be encoded");
        // The end: one rule, its kind, what it asks for, and the switch of assignment.
        let kind = bytes.len() - 3;
        assert_eq!(bytes[kind - 1..], [1, 0, 2, 0]);
        bytes[kind] = u8::try_from(ChangeKind::ALL.len()).expect("few kinds");
        assert_eq!(decode(&bytes), Err(ModelError::Malformed));
    }

    #[test]
    fn a_policy_says_what_the_model_says() {
        // What asks a holder about a resource is refused, so that the other condition is asked of them.
        let policy = model().into_policy().expect("the model keeps the rules");
        let role = policy.roles().first().expect("the role");
        assert_eq!((role.kind, role.level, role.run_scoped), (RoleKind::App, AppLevel::View, true));
        let reaches: Vec<_> = role.privileges.iter().map(|given| given.reach).collect();
        assert_eq!(reaches, [Reach::Own, Reach::ThirdParty, Reach::WithGrant]);
        assert!(role.assigned_by.iter().flatten().all(|assigner| assigner.needs_grant));
        let first = &policy.conditions()[0].nodes;
        assert_eq!(first[0], ConditionNode::Has(AttributeIndex(2)));
        let less = ConditionNode::Compare {
            comparison: Comparison::Less,
            left: Operand::Integer(-1),
            right: Operand::Attribute(AttributeIndex(2)),
        };
        assert_eq!(first[1], less);
        let requirements: Vec<_> = policy.apis().iter().map(|api| &api.requirement).collect();
        assert_eq!(requirements[..3], [&Requirement::Nothing, &Requirement::Entry, &Requirement::AnyRole]);
        assert_eq!(policy.apis()[3].gates.as_deref(), Some([Gate::Relationship, Gate::AccessMode].as_slice()));
        let kinds: Vec<_> = policy.changes().iter().map(|rule| rule.kind).collect();
        assert_eq!(kinds, ChangeKind::ALL);
        assert_eq!(policy.limit("access-grant-hours"), Some(72));
        assert!(policy.assignment().refuse_deprecated);
    }

    #[test]
    fn a_model_that_breaks_a_rule_is_no_policy() {
        let mut forward = model();
        forward.conditions[0].nodes[2] = NodeModel::And(0, 3);
        let refused = forward.into_policy().expect_err("a node refers forward");
        assert_eq!(refused, InvalidPolicy::Condition { source_text: name("first") });
        let mut of_request = model();
        of_request.roles[0].holder_condition = Some(0);
        assert!(of_request.into_policy().is_err(), "a holder is asked about a resource");
    }
}
