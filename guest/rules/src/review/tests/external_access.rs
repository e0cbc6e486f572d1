//! Instances, relationships and the partner's people.

use super::{check, person};
use crate::change::{Change, ExternalAccessEdit, Grantee, PartnerUserEdit, ProposedMode};
use crate::facts::{AccessMode, ExternalAccess, ListedUser, PartnerStanding, Relationship, RelationshipStatus};
use crate::identifiers::{EntityId, OrganisationId};
use crate::time::{Instant, Window};
use alloc::vec::Vec;

const PARTNER: Grantee<'_> = Grantee::Partner(OrganisationId("integrators"));
const CUSTOMER: OrganisationId<'_> = OrganisationId("acme");
const EDIT: PartnerUserEdit<'_> = PartnerUserEdit { customer: CUSTOMER, person: EntityId("dana") };

fn settings(grantee: Grantee<'static>, mode: ProposedMode) -> ExternalAccessEdit<'static> {
    ExternalAccessEdit { grantee, mode, role_management: false }
}

fn instance(mode: AccessMode) -> Option<ExternalAccess> {
    Some(ExternalAccess { mode, role_management: false })
}

fn selectable() -> PartnerStanding {
    PartnerStanding { accredited: true, domain_enabled: true, ..PartnerStanding::default() }
}

fn relationship(status: RelationshipStatus, managed: bool) -> Option<Relationship> {
    Some(Relationship { status, managed })
}

#[test]
fn an_instance_is_created_for_the_vendor_or_a_selectable_partner() {
    let vendor = || Change::CreateExternalAccess(settings(Grantee::Vendor, ProposedMode::Continuous));
    let partner = || Change::CreateExternalAccess(settings(PARTNER, ProposedMode::Disabled));
    let backward = Change::CreateExternalAccess(settings(Grantee::Vendor, ProposedMode::Period(None)));
    check(&[
        ("the vendor", |_, _| {}, vendor(), "accepted owes-agreement"),
        ("a partner", |_, it| it.partner = selectable(), partner(), "accepted owes-agreement"),
        ("neither", |_, _| {}, partner(), "refused PartnerNotAccredited DomainNotEnabled"),
        ("managed", |_, it| it.customer_managed = true, vendor(), "refused ManagedCustomer"),
        ("there is one", |_, it| it.instance = instance(AccessMode::Disabled), vendor(), "refused AlreadyExists"),
        ("the last", |_, it| it.instances = 1, vendor(), "accepted owes-agreement"),
        ("one too many", |_, it| it.instances = 2, vendor(), "refused LimitExceeded"),
        ("more than ever", |_, it| it.instances = u32::MAX, vendor(), "refused LimitExceeded"),
        ("a backward period", |_, _| {}, backward, "refused InvalidPeriod"),
    ]);
}

#[test]
fn an_instance_is_edited_where_there_is_one() {
    let window = Window::new(Instant(1), Instant(2));
    let edit = |mode| Change::EditExternalAccess(settings(PARTNER, mode));
    let managed_roles = Change::EditExternalAccess(ExternalAccessEdit {
        role_management: true,
        ..settings(PARTNER, ProposedMode::Continuous)
    });
    check(&[
        ("there is none", |_, _| {}, edit(ProposedMode::Continuous), "refused NotFound"),
        (
            "every reason",
            |_, it| it.customer_managed = true,
            edit(ProposedMode::Period(None)),
            "refused ManagedCustomer NotFound InvalidPeriod",
        ),
        (
            "switched on",
            |_, it| it.instance = instance(AccessMode::Disabled),
            edit(ProposedMode::Continuous),
            "accepted owes-agreement",
        ),
        (
            "switched off",
            |_, it| it.instance = instance(AccessMode::Continuous),
            edit(ProposedMode::Disabled),
            "accepted",
        ),
        (
            "the same",
            |_, it| it.instance = instance(AccessMode::Disabled),
            edit(ProposedMode::Disabled),
            "accepted NoChange",
        ),
        (
            "the same period",
            |_, it| it.instance = Window::new(Instant(1), Instant(2)).and_then(|it| instance(AccessMode::Period(it))),
            edit(ProposedMode::Period(window)),
            "accepted NoChange",
        ),
        (
            "another period",
            |_, it| it.instance = Window::new(Instant(1), Instant(3)).and_then(|it| instance(AccessMode::Period(it))),
            edit(ProposedMode::Period(window)),
            "accepted",
        ),
        ("role management alone", |_, it| it.instance = instance(AccessMode::Continuous), managed_roles, "accepted"),
    ]);
}

#[test]
fn the_vendors_instance_stays() {
    let (vendor, partner) = (Change::DeleteExternalAccess(Grantee::Vendor), Change::DeleteExternalAccess(PARTNER));
    let nameless = Change::DeleteExternalAccess(Grantee::Partner(OrganisationId("")));
    check(&[
        ("vendor", |_, it| it.instance = instance(AccessMode::Disabled), vendor, "refused VendorInstance"),
        ("partner", |_, it| it.instance = instance(AccessMode::Disabled), partner.clone(), "accepted"),
        ("none", |_, it| it.customer_managed = true, partner, "refused ManagedCustomer NotFound"),
        ("without a name", |_, _| {}, nameless, "refused Malformed"),
    ]);
}

#[test]
fn a_managed_customer_has_one_partner() {
    use RelationshipStatus::{Ended, Established};
    let (establish, make, end) = (
        || Change::EstablishRelationship(CUSTOMER),
        || Change::MakeCustomerManaged(CUSTOMER),
        || Change::EndRelationship(CUSTOMER),
    );
    check(&[
        ("new", |_, _| {}, establish(), "accepted"),
        ("again", |_, it| it.relationship = relationship(Ended, true), establish(), "accepted"),
        ("standing", |_, it| it.relationship = relationship(Established, false), establish(), "refused AlreadyExists"),
        ("taken", |_, it| it.managed_elsewhere = true, establish(), "refused ExclusiveRelationship"),
        ("none", |_, _| {}, make(), "refused NoRelationship"),
        ("managed", |_, it| it.relationship = relationship(Established, false), make(), "accepted"),
        ("managed already", |_, it| it.relationship = relationship(Established, true), make(), "accepted NoChange"),
        ("others", |_, it| it.other_relationships = 1, make(), "refused NoRelationship ExclusiveRelationship"),
        ("ended", |_, it| it.relationship = relationship(Ended, true), end(), "refused NoRelationship"),
        ("to end", |_, it| it.relationship = relationship(Established, true), end(), "accepted"),
    ]);
}

#[test]
fn a_partner_authorises_people_of_its_own() {
    let (authorise, withdraw) = (|| Change::AuthoriseUser(EDIT), || Change::WithdrawUserAuthorisation(EDIT));
    let nameless = Change::AuthoriseUser(PartnerUserEdit { person: EntityId(""), ..EDIT });
    check(&[
        ("nothing is known", |_, _| {}, authorise(), "refused NotFound NoRelationship NoOwnSystemAccess"),
        ("without a name", |_, _| {}, nameless, "refused Malformed"),
        (
            "all is well",
            |_, it| {
                it.relationship = relationship(RelationshipStatus::Established, false);
                it.partner.own_system_access = true;
                it.person = Some(person());
            },
            authorise(),
            "accepted",
        ),
        (
            "listed twice, and authorised already",
            |_, it| {
                it.relationship = relationship(RelationshipStatus::Established, false);
                it.partner = PartnerStanding { own_system_access: true, authorised: true, ..it.partner };
                let listed = ListedUser { email: " Dana@partner.example", identity: "" };
                it.person = Some(super::ChangePerson { counterparts: Vec::from([listed]), ..person() });
            },
            authorise(),
            "accepted DualListed NoChange",
        ),
        (
            "one who cannot be told apart counts, another person does not",
            |_, it| {
                it.relationship = relationship(RelationshipStatus::Established, false);
                it.partner.own_system_access = true;
                let listed = ["eve@acme.example", ""].map(|email| ListedUser { email, identity: "7" });
                it.person = Some(super::ChangePerson { counterparts: listed.into(), ..person() });
            },
            authorise(),
            "accepted DualListed",
        ),
        (
            "another person",
            |_, it| {
                it.relationship = relationship(RelationshipStatus::Established, false);
                it.partner.own_system_access = true;
                let listed = ListedUser { email: "eve@acme.example", identity: "" };
                it.person = Some(super::ChangePerson { counterparts: Vec::from([listed]), ..person() });
            },
            authorise(),
            "accepted",
        ),
        ("not authorised", |_, _| {}, withdraw(), "refused NotFound"),
        ("authorised", |_, it| it.partner.authorised = true, withdraw(), "accepted"),
    ]);
}
