//! What operations ask for, and how decisions explain themselves.

use super::*;
use guestpass_rules::limits::{EXPRESSION_BYTES_MAX, EXPRESSION_OPERANDS_MAX, REQUESTS_MAX};
use guestpass_rules::policy::{EntryRules, PolicyBuilder};
use guestpass_rules::{Gate, Reason};

const OPERATIONS: &[Case] = &[
    (Unidentified, |_| {}, "api:free", 0, "NotIdentified"),
    (Member, |_| {}, "api:none", 0, "UnknownApi"),
    (Unidentified, |_| {}, "api:none", 0, "UnknownApi"),
    (PartnerUser, |f| f.external_access = None, "api:free", 0, "NoRoleRequired"),
    (PartnerUser, |f| f.external_access = None, "api:enter", 0, "NoExternalAccess"),
    (PartnerUser, |f| f.principal.partner.sso_enabled = false, "api:enter", 0, "SsoNotEnabled"),
    (PartnerUser, |_| {}, "api:enter", 0, "NoRoleRequired"),
    (ThirdParty, |_| {}, "api:enter", 0, "NoExternalAccess"),
    (PartnerUser, |f| mode(f, 5, 9), "api:enter", 5, "NoRoleRequired [5..9)"),
    (PartnerUser, |f| mode(f, 5, 9), "api:enter", 9, "WindowEnded [9..)"),
    (Member, |_| {}, "api:log-in", 0, "NoRoleAssigned"),
    (Member, |f| f.role_grants = vec![on("app", "STARTER")], "api:log-in", 0, "NoRoleAssigned"),
    (Member, |f| f.role_grants = vec![on("app", "STARTER")], "api:log-in@app", 0, "Granted STARTER AppRole -"),
    (
        Member,
        |f| {
            f.role_grants = vec![grant("HR")];
            f.disabled_roles = vec![RoleName("HR")];
        },
        "api:log-in",
        0,
        "RoleDisabled",
    ),
    (VendorEmployee, |f| full_access(f), "api:log-in", 0, "Granted - FullAccess -"),
    (VendorEmployee, |f| full_access(f), "api:rows", 0, "Granted - FullAccess data:row:view hide 1"),
    (VendorEmployee, |f| full_access(f), "iam:users:view", 0, "NoPrivilege"),
    (Member, |f| f.entitlements.clear(), "api:rows", 0, "NotEntitled"),
    (PartnerUser, |f| f.principal.partner.sso_enabled = false, "api:rows", 0, "SsoNotEnabled"),
    (PartnerUser, |f| f.principal.partner.sso_enabled = false, "api:link", 0, "NoRoleAssigned"),
    (PartnerUser, |f| f.principal.partner.authorised = false, "api:link", 0, "NotAuthorised"),
];

/// R7, R10, S19-S22, P1.
#[test]
fn operations_ask_for_what_they_need_and_no_more() {
    all_hold(OPERATIONS);
}

#[test]
fn a_decision_says_what_it_rests_on() {
    let roles = FactsRead::PRINCIPAL
        .and(FactsRead::ROLE_GRANTS)
        .and(FactsRead::GROUPS)
        .and(FactsRead::CUSTOM_ROLES)
        .and(FactsRead::DISABLED_ROLES)
        .and(FactsRead::ATTRIBUTES);
    let mode = FactsRead::PRINCIPAL.and(FactsRead::EXTERNAL_ACCESS).and(FactsRead::RELATIONSHIP);
    let nobody: fn(&mut Facts<'static>) = |_| {};
    for (kind, adjust, question, expected) in [
        (Member, nobody, "api:free", FactsRead::PRINCIPAL),
        (Member, nobody, "iam:users:view", roles),
        (Member, nobody, "api:log-in", roles),
        (Member, nobody, "data:row:view", roles.and(FactsRead::ENTITLEMENTS)),
        (ThirdParty, nobody, "iam:users:view", roles.and(FactsRead::ACCESS_GRANTS)),
        (Member, |f| f.role_grants = vec![grant("VIEWER")], "apps:app:view", roles.and(FactsRead::ENTITLEMENTS)),
        (VendorEmployee, nobody, "api:enter", mode),
        (VendorEmployee, |f| full_access(f), "iam:users:view", mode),
        (VendorEmployee, nobody, "iam:users:view", roles.and(mode)),
    ] {
        let (decision, _) = decide(&(kind, adjust, question, 0, "")).expect("the example is a policy");
        assert_eq!(decision.facts_read, expected, "{kind:?} asks {question}");
    }
}

/// What is held shows even behind a gate that is closed.
fn without_sso(facts: &mut Facts<'static>, role: &'static str) {
    facts.principal.partner.sso_enabled = false;
    facts.role_grants = vec![grant(role)];
}

#[test]
fn explanations_show_every_gate_that_applies() {
    let nobody: fn(&mut Facts<'static>) = |_| {};
    for (kind, adjust, question, expected) in [
        (Member, nobody, "api:free", "ppss"),
        (Member, nobody, "api:enter", "ppss"),
        (Member, nobody, "api:log-in", "ppsf"),
        (Member, nobody, "data:row:view", "pppf"),
        (Member, |f: &mut Facts<'static>| f.entitlements.clear(), "data:row:view", "ppff"),
        (ThirdParty, nobody, "data:row:view", "pppf"),
        (VendorEmployee, |f| full_access(f), "data:row:view", "ppppp"),
        (VendorEmployee, |f| f.external_access = None, "api:enter", "ppsfs"),
        (ThirdParty, nobody, "api:enter", "ppsfs"),
        (
            Member,
            |f: &mut Facts<'static>| {
                f.entitlements.clear();
                f.role_grants = vec![grant("VIEWER")];
            },
            "data:row:view",
            "ppfp",
        ),
        (PartnerUser, |f| f.principal.partner.sso_enabled = false, "data:row:view", "pppppppppfppf"),
        (PartnerUser, |f| f.principal.partner.sso_enabled = false, "api:link", "ppppsssspsspf"),
        (PartnerUser, |f| without_sso(f, "HR"), "apps:app:view", "pppppppppfppf"),
        (PartnerUser, |f| without_sso(f, "VIEWER"), "data:row:view", "pppppppppfppp"),
        (PartnerUser, |f| without_sso(f, "VIEWER"), "apps:app:view", "pppppppppfppf"),
        (PartnerUser, |f| without_sso(f, "HR"), "api:log-in", "ppsppppppfppp"),
        (PartnerUser, nobody, "api:free", "ppsssssssssss"),
        (Unidentified, nobody, "api:free", "pfnn"),
        (Member, nobody, "api:none", "fnnn"),
    ] {
        let (decision, _) = decide(&(kind, adjust, question, 0, "")).expect("the example is a policy");
        let gates = decision.explanation.expect("the request asks for it").gates;
        let letter = |outcome| match outcome {
            GateOutcome::Passed => 'p',
            GateOutcome::Skipped => 's',
            GateOutcome::Failed(_) => 'f',
            GateOutcome::NotReached => 'n',
        };
        let letters: String = gates.iter().map(|result| letter(result.outcome)).collect();
        assert_eq!(letters, expected, "{kind:?} asks {question}");
    }
}

#[test]
fn an_explained_denial_names_what_would_flip_it() {
    let nobody: fn(&mut Facts<'static>) = |_| {};
    for (kind, question, is_any) in
        [(Member, "iam:users:view", true), (Member, "api:enter", false), (Unidentified, "api:free", false)]
    {
        let (decision, _) = decide(&(kind, nobody, question, 0, "")).expect("the example is a policy");
        let remedies = decision.explanation.expect("the request asks for it").remedies;
        assert_eq!(!remedies.is_empty(), is_any, "{kind:?} asks {question}");
    }
}

#[test]
fn so_many_requests_are_decided_and_no_more() {
    let policy = example::policy().expect("the example is a policy");
    let request = Request { target: Target::Api("free"), on_resource: None, now: Instant(0), explain: false };
    for (count, expected) in [
        (REQUESTS_MAX, Reason::NoRoleRequired),
        (REQUESTS_MAX + 1, Reason::LimitExceeded),
        (REQUESTS_MAX + 2, Reason::LimitExceeded),
    ] {
        let decisions = check(&policy, &facts(Member), &vec![request; count]);
        assert_eq!(decisions.len(), count);
        assert!(decisions.iter().all(|decision| decision.reason == expected), "{count} requests");
    }
}

#[test]
fn so_many_privileges_are_joined_and_no_more() {
    let policy = example::policy().expect("the example is a policy");
    for (count, expected) in [
        (EXPRESSION_OPERANDS_MAX, Reason::NoRoleAssigned),
        (EXPRESSION_OPERANDS_MAX + 1, Reason::LimitExceeded),
        (EXPRESSION_BYTES_MAX, Reason::LimitExceeded),
    ] {
        let joined = vec!["iam:users:view"; count].join("||");
        let target = Target::Privileges(PrivilegeExpression(&joined));
        let request = Request { target, on_resource: None, now: Instant(0), explain: false };
        let reasons: Vec<_> = check(&policy, &facts(Member), &[request]).iter().map(|it| it.reason).collect();
        assert_eq!(reasons, [expected], "{count} privileges");
    }
}

/// A policy that names no gates for a kind of people lets none of them in.
#[test]
fn without_gates_of_entry_there_is_no_way_in() {
    let builder = example::builder();
    let entry = EntryRules { vendor_gates: Vec::new(), ..builder.entry.clone() };
    let policy = PolicyBuilder { entry, ..builder }.build().expect("the example is a policy");
    let mut facts = facts(VendorEmployee);
    full_access(&mut facts);
    for (api, expected) in [
        ("free", Reason::NoRoleRequired),
        ("enter", Reason::NoExternalAccess),
        ("log-in", Reason::NoExternalAccess),
        ("rows", Reason::NoExternalAccess),
        ("link", Reason::NoExternalAccess),
    ] {
        let request = Request { target: Target::Api(api), on_resource: None, now: Instant(0), explain: false };
        let reasons: Vec<_> = check(&policy, &facts, &[request]).iter().map(|decision| decision.reason).collect();
        assert_eq!(reasons, [expected], "{api}");
    }
}

/// Nor does an operation whose gates are none for that kind of people, whatever they hold (S21, X5).
#[test]
fn gates_for_others_let_nobody_in() {
    let mut builder = example::builder();
    let link = builder.apis.iter_mut().find(|api| api.name == "link").expect("the example has it");
    link.gates = Some(vec![Gate::Relationship, Gate::Authorisation]);
    let policy = builder.build().expect("the example is a policy");
    let mut facts = facts(VendorEmployee);
    full_access(&mut facts);
    let request = Request { target: Target::Api("link"), on_resource: None, now: Instant(0), explain: true };
    for decision in check(&policy, &facts, &[request]) {
        assert_eq!(decision.reason, Reason::NoExternalAccess);
        let last = decision.explanation.and_then(|explanation| explanation.gates.iter().rev().nth(1).copied());
        let closed = GateOutcome::Failed(Reason::NoExternalAccess);
        assert_eq!(last.map(|it| (it.gate, it.outcome)), Some((Gate::AccessMode, closed)));
    }
}
