//! From the rules' answers to the contract's types.
//!
//! Names are looked up by their spelling: an enumeration that both sides do not spell alike is a failed test.

use guestpass_contract as contract;
use guestpass_rules as rules;

/// What a component with this policy says about itself.
pub(crate) fn policy_info(policy: &rules::Policy) -> contract::PolicyInfo {
    let header = policy.header();
    let name_of = |&index: &rules::PrivilegeIndex| policy.privilege_name(index).map(str::to_owned);
    contract::PolicyInfo {
        name: header.name.clone(),
        version: header.version.clone(),
        source_digest: header.source_digest.clone(),
        contract_version: contract::CONTRACT_VERSION.to_owned(),
        roles: policy.roles().iter().map(role_info).collect(),
        privileges: policy
            .privileges()
            .iter()
            .map(|it| contract::PrivilegeInfo { name: it.name.clone(), summary: it.summary.clone() })
            .collect(),
        apis: policy
            .apis()
            .iter()
            .map(|api| contract::ApiInfo {
                name: api.name.clone(),
                summary: api.summary.clone(),
                privileges: api.privileges.iter().filter_map(name_of).collect(),
            })
            .collect(),
        field_groups: Vec::new(),
        limits: policy
            .limits()
            .iter()
            .map(|limit| contract::LimitInfo { name: limit.name.clone(), maximum: limit.maximum })
            .collect(),
        settings: Vec::new(),
    }
}

fn role_info(role: &rules::Role) -> contract::RoleInfo {
    contract::RoleInfo {
        name: role.name.clone(),
        title: role.title.clone(),
        summary: role.summary.clone(),
        privileges: role.privileges.iter().map(|index| index.0).collect(),
        switchable: role.switchable,
        deprecated: role.deprecated,
    }
}

pub(crate) fn decision(decision: &rules::Decision) -> contract::Decision {
    contract::Decision {
        effect: match decision.effect {
            rules::Effect::Deny => contract::Effect::Deny,
            rules::Effect::Allow => contract::Effect::Allow,
        },
        reason: reason(decision.reason),
        granted_by: decision.granted_by.as_ref().map(granted_by),
        valid_from: decision.valid_from.map(|instant| instant.0),
        valid_until: decision.valid_until.map(|instant| instant.0),
        hidden_field_groups: 0,
        obligations: obligations(decision.obligations),
        facts_read: facts_read(decision.facts_read),
        explanation: decision
            .explanation
            .as_ref()
            .map(|explanation| contract::Explanation { gates: explanation.gates.iter().map(gate_result).collect() }),
    }
}

/// `WindowEnded` is spelt `window-ended` in the contract.
fn kebab(spelling: &str) -> String {
    let mut name = String::new();
    for character in spelling.chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// A reason that the contract does not know comes out as one that no vector expects.
fn reason(reason: rules::Reason) -> contract::Reason {
    contract::Reason::from_name(&kebab(&format!("{reason:?}"))).unwrap_or(contract::Reason::RuleError)
}

fn granted_by(granted_by: &rules::GrantedBy) -> contract::GrantedBy {
    contract::GrantedBy {
        role: granted_by.role.map(|role| match role {
            rules::RoleReference::Policy(index) => contract::RoleReference::Policy(index.0),
            rules::RoleReference::Custom(index) => contract::RoleReference::Custom(index.0),
        }),
        held: match granted_by.held {
            rules::Holding::Direct => contract::Holding::Direct,
            rules::Holding::Group => contract::Holding::Group,
            rules::Holding::AppRole => contract::Holding::AppRole,
            rules::Holding::Automatic => contract::Holding::Automatic,
            rules::Holding::External => contract::Holding::External,
            rules::Holding::FullAccess => contract::Holding::FullAccess,
        },
        privilege: granted_by.privilege.0,
    }
}

fn obligations(owed: rules::Obligations) -> contract::Obligations {
    contract::Obligations {
        data_protection_agreement: owed.contains(rules::Obligations::DATA_PROTECTION_AGREEMENT),
        name_the_person: owed.contains(rules::Obligations::NAME_THE_PERSON),
    }
}

fn facts_read(read: rules::FactsRead) -> contract::FactsRead {
    use rules::FactsRead as Read;
    contract::FactsRead {
        principal: read.contains(Read::PRINCIPAL),
        entitlements: read.contains(Read::ENTITLEMENTS),
        relationship: read.contains(Read::RELATIONSHIP),
        partner_standing: read.contains(Read::PARTNER_STANDING),
        listed_users: read.contains(Read::LISTED_USERS),
        external_access: read.contains(Read::EXTERNAL_ACCESS),
        role_grants: read.contains(Read::ROLE_GRANTS),
        groups: read.contains(Read::GROUPS),
        custom_roles: read.contains(Read::CUSTOM_ROLES),
        disabled_roles: read.contains(Read::DISABLED_ROLES),
    }
}

fn gate_result(result: &rules::GateResult) -> contract::GateResult {
    let gate = contract::Gate::from_name(&kebab(&format!("{:?}", result.gate)));
    contract::GateResult {
        gate: gate.unwrap_or(contract::Gate::WellFormed),
        outcome: match result.outcome {
            rules::GateOutcome::Passed => contract::GateOutcome::Passed,
            rules::GateOutcome::Skipped => contract::GateOutcome::Skipped,
            rules::GateOutcome::Failed(why) => contract::GateOutcome::Failed(reason(why)),
            rules::GateOutcome::NotReached => contract::GateOutcome::NotReached,
        },
    }
}
