//! Each way in which a component can lie, found; and what is right, accepted.

mod decisions;
mod policies;
mod verdicts;

use guestpass_contract::{
    ApiInfo, AppLevel, Assigner, AttributeInfo, AttributeType, ChangeInfo, FieldGroupInfo, LimitInfo, PolicyInfo,
    PrivilegeInfo, Reach, Requirement, RoleInfo, RoleKind, RolePrivilege,
};

fn privilege(name: &str) -> PrivilegeInfo {
    PrivilegeInfo { name: name.to_owned(), summary: String::new() }
}

fn given(reach: Reach, privilege: u16, condition: Option<u16>) -> RolePrivilege {
    RolePrivilege { privilege, reach, condition }
}

fn role(name: &str, privileges: Vec<RolePrivilege>) -> RoleInfo {
    RoleInfo {
        name: name.to_owned(),
        title: String::new(),
        summary: String::new(),
        functions: vec![],
        designed_for: vec![],
        constraints: vec![],
        kind: RoleKind::User,
        level: AppLevel::None,
        automatic: None,
        privileges,
        assigned_by: None,
        holder_condition: None,
        run_scoped: false,
        switchable: false,
        deprecated: false,
    }
}

fn field_group(name: &str) -> FieldGroupInfo {
    let (name, summary) = (name.to_owned(), String::new());
    FieldGroupInfo { name, summary, fields: vec![], shown_by: vec![0], on: vec![1] }
}

fn info() -> PolicyInfo {
    let requirement = Requirement::Nothing;
    let assigner = Assigner { role: 1, needs_grant: true };
    PolicyInfo {
        name: "flexera-one".to_owned(),
        version: "1".to_owned(),
        source_digest: "0a".repeat(32),
        contract_version: "0.2.7".to_owned(),
        roles: vec![
            RoleInfo {
                assigned_by: Some(vec![assigner]),
                holder_condition: Some(1),
                ..role("hr", vec![given(Reach::Own, 0, None)])
            },
            role(
                "it",
                vec![
                    given(Reach::Own, 0, None),
                    given(Reach::Own, 1, None),
                    given(Reach::Own, 1, Some(0)),
                    given(Reach::ThirdParty, 0, Some(1)),
                ],
            ),
        ],
        privileges: vec![privilege("a:b:c"), privilege("a:b:d")],
        apis: vec![ApiInfo { name: "list".to_owned(), summary: String::new(), requirement, gates: None }],
        field_groups: vec![field_group("costs"), field_group("names")],
        conditions: vec!["principal.named".to_owned(), "context.now > 0".to_owned()],
        attributes: vec![AttributeInfo { name: "principal.named".to_owned(), holds: AttributeType::Boolean }],
        changes: vec![ChangeInfo { name: "grant-run".to_owned(), requirement: Requirement::AnyRole }],
        limits: vec![LimitInfo { name: "external-access-instances".to_owned(), maximum: None }],
        settings: vec!["role:hr".to_owned()],
    }
}
