//! Requests for access and their answers.

use super::{check, person};
use crate::change::{AccessRequest, Change, ChangeFacts, ChangePerson, KeptRequest};
use crate::facts::{Attribute, AttributeSubject, AttributeValue, Facts, RequestStatus};
use crate::identifiers::{EntityId, OrganisationId, RoleName};
use crate::time::{Instant, Window};
use alloc::vec::Vec;

const HOUR: i64 = 3_600_000;
const COMPLETE: AccessRequest<'_> = AccessRequest {
    account: Some(OrganisationId("acme")),
    company: Some(EntityId("acme-berlin")),
    requested_by: Some(EntityId("ada")),
    valid_from: Some(Instant(0)),
    valid_to: Some(Instant(2_000)),
};

fn submit(request: AccessRequest<'static>) -> Change<'static> {
    Change::SubmitRequest(request)
}

fn between(from: i64, to: i64) -> Change<'static> {
    submit(AccessRequest { valid_from: Some(Instant(from)), valid_to: Some(Instant(to)), ..COMPLETE })
}

fn in_account(_: &mut Facts<'static>, it: &mut ChangeFacts<'static>) {
    it.company_in_account = true;
}

/// A request that somebody else has made, for the time from 0 to 2000.
fn kept(it: &mut ChangeFacts<'static>, status: RequestStatus) {
    it.request = Window::new(Instant(0), Instant(2_000)).map(|window| KeptRequest {
        status,
        account: OrganisationId("acme"),
        company: EntityId("acme-berlin"),
        requested_by: EntityId("sam"),
        created_by: EntityId("kim"),
        window,
    });
}

#[test]
fn a_request_is_complete() {
    let empty = AccessRequest { account: None, company: None, requested_by: None, valid_from: None, valid_to: None };
    check(&[
        ("complete", in_account, submit(COMPLETE), "accepted"),
        (
            "empty",
            |_, _| {},
            submit(empty),
            "refused MissingAccount MissingCompany MissingRequestedBy MissingValidFrom MissingValidTo",
        ),
        ("no company", |_, _| {}, submit(AccessRequest { company: None, ..COMPLETE }), "refused MissingCompany"),
        ("no account", |_, _| {}, submit(AccessRequest { account: None, ..COMPLETE }), "refused MissingAccount"),
        ("another company", |_, _| {}, submit(COMPLETE), "refused CompanyNotInAccount"),
        (
            "another account",
            in_account,
            submit(AccessRequest { account: Some(OrganisationId("zenith")), ..COMPLETE }),
            "refused NotFound",
        ),
        (
            "an account without a name",
            in_account,
            submit(AccessRequest { account: Some(OrganisationId("")), ..COMPLETE }),
            "refused Malformed",
        ),
    ]);
}

#[test]
fn a_request_is_for_a_time_that_can_be_granted() {
    check(&[
        ("empty", in_account, between(2_000, 2_000), "refused InvalidPeriod"),
        ("backward and over", in_account, between(900, 800), "refused InvalidPeriod RequestExpired"),
        ("over now", in_account, between(0, 1_000), "refused RequestExpired"),
        ("not over yet", in_account, between(0, 1_001), "accepted"),
        ("as long as it may be", in_account, between(0, 24 * HOUR), "accepted"),
        ("longer", in_account, between(0, 24 * HOUR + 1), "refused LimitExceeded"),
        ("for ever", in_account, between(i64::MIN, i64::MAX), "refused LimitExceeded"),
        ("for ever, backward", in_account, between(i64::MAX, i64::MIN), "refused InvalidPeriod RequestExpired"),
    ]);
}

#[test]
fn only_some_may_be_responsible() {
    let for_sam = || submit(AccessRequest { requested_by: Some(EntityId("sam")), ..COMPLETE });
    fn sam(facts: &mut Facts<'static>, it: &mut ChangeFacts<'static>, role: &'static str, named: bool) {
        it.company_in_account = true;
        it.person = Some(ChangePerson { roles: Vec::from([RoleName(role)]), ..person() });
        let (subject, value) = (AttributeSubject::Person, AttributeValue::Boolean(named));
        facts.attributes.push(Attribute { subject, name: "named", value });
    }
    check(&[
        ("nobody knows", in_account, for_sam(), "refused RequesterNotEligible"),
        ("a role that may", |facts, it| sam(facts, it, "Admin", false), for_sam(), "accepted"),
        ("a role that may abroad", |facts, it| sam(facts, it, "Support", true), for_sam(), "accepted"),
        (
            "a role that may, of an unnamed person",
            |facts, it| sam(facts, it, "Support", false),
            for_sam(),
            "refused RequesterNotEligible",
        ),
        (
            "a role that may with a grant only",
            |facts, it| sam(facts, it, "Abroad", true),
            for_sam(),
            "refused RequesterNotEligible",
        ),
        (
            "a role that may on a condition only",
            |facts, it| sam(facts, it, "Perhaps", true),
            for_sam(),
            "refused RequesterNotEligible",
        ),
        ("another role", |facts, it| sam(facts, it, "HR", true), for_sam(), "refused RequesterNotEligible"),
        ("no such role", |facts, it| sam(facts, it, "Gone", true), for_sam(), "refused RequesterNotEligible"),
        (
            "a role that is off",
            |facts, it| {
                sam(facts, it, "Support", true);
                facts.disabled_roles.push(RoleName("Support"));
            },
            for_sam(),
            "refused RequesterNotEligible",
        ),
    ]);
}

#[test]
fn a_request_is_granted_by_somebody_else_while_there_is_time() {
    use RequestStatus::{Granted, Pending, Rejected, Revoked, Withdrawn};
    let grant = || Change::GrantRequest(EntityId("17"));
    check(&[
        ("none", |_, _| {}, grant(), "refused NotFound"),
        ("without a name", |_, _| {}, Change::GrantRequest(EntityId("")), "refused Malformed"),
        ("pending", |_, it| kept(it, Pending), grant(), "accepted 1000..2000"),
        ("granted", |_, it| kept(it, Granted), grant(), "accepted NoChange 1000..2000"),
        ("rejected", |_, it| kept(it, Rejected), grant(), "refused RequestNotPending"),
        ("withdrawn", |_, it| kept(it, Withdrawn), grant(), "refused RequestNotPending"),
        ("revoked", |_, it| kept(it, Revoked), grant(), "refused RequestNotPending"),
        (
            "later",
            |_, it| {
                kept(it, Pending);
                let later = Window::new(Instant(1_500), Instant(1_600));
                it.request = it.request.zip(later).map(|(request, window)| KeptRequest { window, ..request });
            },
            grant(),
            "accepted 1500..1600",
        ),
        (
            "over, and one's own",
            |facts, it| {
                kept(it, Pending);
                facts.principal.id = EntityId("sam");
                let over = Window::new(Instant(0), Instant(1_000));
                it.request = it.request.zip(over).map(|(request, window)| KeptRequest { window, ..request });
            },
            grant(),
            "refused SelfGrant RequestExpired",
        ),
        (
            "whoever typed it in does not grant it either",
            |facts, it| {
                kept(it, Pending);
                facts.principal.id = EntityId("kim");
            },
            grant(),
            "refused SelfGrant",
        ),
        (
            "of another account",
            |_, it| {
                kept(it, Pending);
                let account = OrganisationId("zenith");
                it.request = it.request.map(|request| KeptRequest { account, ..request });
            },
            grant(),
            "refused NotFound",
        ),
    ]);
}

#[test]
fn a_request_is_answered_once() {
    use RequestStatus::{Granted, Pending, Revoked};
    let (reject, withdraw, revoke) = (
        || Change::RejectRequest(EntityId("17")),
        || Change::WithdrawRequest(EntityId("17")),
        || Change::RevokeGrant(EntityId("17")),
    );
    check(&[
        ("reject none", |_, _| {}, reject(), "refused NotFound"),
        ("reject", |_, it| kept(it, Pending), reject(), "accepted"),
        ("reject what is granted", |_, it| kept(it, Granted), reject(), "refused RequestNotPending"),
        ("withdraw none", |_, _| {}, withdraw(), "refused NotFound"),
        ("withdraw somebody's", |_, it| kept(it, Pending), withdraw(), "refused NotTheRequester"),
        (
            "withdraw somebody's that is granted",
            |_, it| kept(it, Granted),
            withdraw(),
            "refused RequestNotPending NotTheRequester",
        ),
        (
            "withdraw as the person responsible",
            |facts, it| {
                kept(it, Pending);
                facts.principal.id = EntityId("sam");
            },
            withdraw(),
            "accepted",
        ),
        (
            "withdraw as the person who asked",
            |facts, it| {
                kept(it, Pending);
                facts.principal.id = EntityId("kim");
            },
            withdraw(),
            "accepted",
        ),
        ("revoke none", |_, _| {}, revoke(), "refused NotFound"),
        ("revoke", |_, it| kept(it, Granted), revoke(), "accepted"),
        ("revoke what is pending", |_, it| kept(it, Pending), revoke(), "refused GrantNotActive"),
        ("revoke again", |_, it| kept(it, Revoked), revoke(), "refused GrantNotActive"),
        (
            "revoke what is over",
            |_, it| {
                kept(it, Granted);
                let over = Window::new(Instant(0), Instant(1_000));
                it.request = it.request.zip(over).map(|(request, window)| KeptRequest { window, ..request });
            },
            revoke(),
            "refused GrantNotActive",
        ),
    ]);
}
