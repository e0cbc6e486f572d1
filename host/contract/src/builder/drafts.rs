//! Parts of the facts, with names in place of ranges.

use crate::{AppLevel, InstantMs, Login, PartnerStanding, PrincipalKind, RequestStatus, RoleKind, Window};

/// Who is asking, with names in place of text ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalDraft<'a> {
    /// How the person stands to the organisation.
    pub kind: PrincipalKind,
    /// What the person signed in with.
    pub login: Login,
    /// Who it is.
    pub id: &'a str,
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
    /// The organisation whose roles a third party holds; empty for other kinds.
    pub home: &'a str,
    /// What holds of a partner's user; ignored for other kinds.
    pub partner: PartnerStanding,
}

impl<'a> PrincipalDraft<'a> {
    /// Nobody: every request is denied (R7).
    #[must_use]
    pub fn unidentified() -> Self {
        Self {
            kind: PrincipalKind::Unidentified,
            login: Login::User,
            id: "",
            email: "",
            identity: "",
            home: "",
            partner: PartnerStanding::empty(),
        }
    }

    /// A user of the organisation itself.
    #[must_use]
    pub fn member(id: &'a str) -> Self {
        Self { kind: PrincipalKind::Member, id, ..Self::unidentified() }
    }

    /// The login of an account of the organisation itself (C6).
    #[must_use]
    pub fn account(id: &'a str) -> Self {
        Self { login: Login::Account, ..Self::member(id) }
    }

    /// A partner's user whose id is also the e-mail address.
    #[must_use]
    pub fn partner_user(email: &'a str, partner: PartnerStanding) -> Self {
        Self { kind: PrincipalKind::PartnerUser, id: email, email, partner, ..Self::unidentified() }
    }

    /// An employee of the vendor.
    #[must_use]
    pub fn vendor_employee(id: &'a str) -> Self {
        Self { kind: PrincipalKind::VendorEmployee, id, ..Self::unidentified() }
    }

    /// A user of another organisation, `home`, who holds roles there.
    #[must_use]
    pub fn third_party(id: &'a str, home: &'a str) -> Self {
        Self { kind: PrincipalKind::ThirdParty, id, home, ..Self::unidentified() }
    }
}

/// A user that the customer itself lists, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListedUserDraft<'a> {
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when there is none.
    pub identity: &'a str,
}

/// A role grant, with names in place of text ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGrantDraft<'a> {
    /// Which role.
    pub role: &'a str,
    /// The organisation that it was granted in.
    pub organisation: &'a str,
    /// The group that holds it; none when the person does.
    pub group: Option<&'a str>,
    /// The one resource that it is limited to.
    pub on_resource: Option<&'a str>,
    /// When it holds; none for always.
    pub window: Option<Window>,
}

impl<'a> RoleGrantDraft<'a> {
    /// The role, held by the person in the whole organisation, for as long as the grant stands.
    #[must_use]
    pub fn of(role: &'a str, organisation: &'a str) -> Self {
        Self { role, organisation, group: None, on_resource: None, window: None }
    }
}

/// A role of the organisation's own, with names in place of text ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRoleDraft<'a> {
    /// Its name.
    pub name: &'a str,
    /// Who may hold it.
    pub kind: RoleKind,
    /// For an app role: its level.
    pub level: AppLevel,
    /// Its privileges, in any order.
    pub privileges: &'a [&'a str],
}

impl<'a> CustomRoleDraft<'a> {
    /// A role for users that gives these privileges.
    #[must_use]
    pub fn of(name: &'a str, privileges: &'a [&'a str]) -> Self {
        Self { name, kind: RoleKind::User, level: AppLevel::None, privileges }
    }
}

/// A request for access and what became of it, with names in place of text ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessGrantDraft<'a> {
    /// How far it has come.
    pub status: RequestStatus,
    /// The part of the organisation that it is for; none for all of it.
    pub on_resource: Option<&'a str>,
    /// When it gives access.
    pub window: Window,
}

/// What an attribute is about, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectDraft<'a> {
    /// The person asking.
    Principal,
    /// The organisation.
    Organisation,
    /// This resource.
    Resource(&'a str),
    /// The circumstances of the request.
    Context,
    /// The person that a change names.
    Person,
}

/// The value of an attribute, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueDraft<'a> {
    /// A text.
    Text(&'a str),
    /// Texts.
    Texts(&'a [&'a str]),
    /// A number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// An instant.
    Timestamp(InstantMs),
}

/// Something that a condition may ask about, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeDraft<'a> {
    /// What it is about.
    pub subject: SubjectDraft<'a>,
    /// Its name, such as `subscriptions`.
    pub name: &'a str,
    /// Its value.
    pub value: ValueDraft<'a>,
}
