//! The kinds of changes, by which a policy says who may make them.

use super::{Arrival, Change};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)+) => {
        /// A kind of change. A policy lists the kinds that it lets people make, and what each asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ChangeKind {
            $($(#[$doc])* $kind,)+
        }

        impl ChangeKind {
            /// Every kind, in order.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// Its name in documents and descriptions.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// Set up external access (F17).
    CreateExternalAccess = "create-external-access",
    /// Change external access (F12, F19).
    EditExternalAccess = "edit-external-access",
    /// Remove external access (F13, F19).
    DeleteExternalAccess = "delete-external-access",
    /// Establish a relationship (S3).
    EstablishRelationship = "establish-relationship",
    /// Make a customer a managed one (S15).
    MakeCustomerManaged = "make-customer-managed",
    /// End a relationship (S23).
    EndRelationship = "end-relationship",
    /// Authorise a partner's user (F20).
    AuthoriseUser = "authorise-user",
    /// Take an authorisation away.
    WithdrawUserAuthorisation = "withdraw-user-authorisation",
    /// Make a custom role (P3).
    CreateCustomRole = "create-custom-role",
    /// Change a custom role.
    EditCustomRole = "edit-custom-role",
    /// Remove a custom role.
    DeleteCustomRole = "delete-custom-role",
    /// Switch a role on or off (P4).
    SwitchRole = "switch-role",
    /// Give a role to somebody.
    AssignRole = "assign-role",
    /// Take a role from somebody.
    UnassignRole = "unassign-role",
    /// Add a person by hand (P18).
    AddPerson = "add-person",
    /// Arrive by single sign-on (P17). The person asking is the person arriving.
    ArriveBySso = "arrive-by-sso",
    /// Arrive by an account request (P17). The person asking is the person arriving.
    ArriveByAccountRequest = "arrive-by-account-request",
    /// Choose the default role (P17).
    SetDefaultRole = "set-default-role",
    /// Open a workflow run to a role (P12).
    GrantRun = "grant-run",
    /// Close a workflow run to a role.
    WithdrawRun = "withdraw-run",
    /// Ask for access (C25).
    SubmitRequest = "submit-request",
    /// Grant a request (C32).
    GrantRequest = "grant-request",
    /// Reject a request (C37).
    RejectRequest = "reject-request",
    /// Withdraw a request (C37).
    WithdrawRequest = "withdraw-request",
    /// Revoke a grant (C37).
    RevokeGrant = "revoke-grant",
}

impl Change<'_> {
    /// What kind of change it is.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::CreateExternalAccess(_) => ChangeKind::CreateExternalAccess,
            Self::EditExternalAccess(_) => ChangeKind::EditExternalAccess,
            Self::DeleteExternalAccess(_) => ChangeKind::DeleteExternalAccess,
            Self::EstablishRelationship(_) => ChangeKind::EstablishRelationship,
            Self::MakeCustomerManaged(_) => ChangeKind::MakeCustomerManaged,
            Self::EndRelationship(_) => ChangeKind::EndRelationship,
            Self::AuthoriseUser(_) => ChangeKind::AuthoriseUser,
            Self::WithdrawUserAuthorisation(_) => ChangeKind::WithdrawUserAuthorisation,
            Self::CreateCustomRole(_) => ChangeKind::CreateCustomRole,
            Self::EditCustomRole(_) => ChangeKind::EditCustomRole,
            Self::DeleteCustomRole(_) => ChangeKind::DeleteCustomRole,
            Self::SwitchRole(_) => ChangeKind::SwitchRole,
            Self::AssignRole(_) => ChangeKind::AssignRole,
            Self::UnassignRole(_) => ChangeKind::UnassignRole,
            Self::AddPerson(person) => match person.arrival {
                Arrival::Manual => ChangeKind::AddPerson,
                Arrival::Sso => ChangeKind::ArriveBySso,
                Arrival::AccountRequest => ChangeKind::ArriveByAccountRequest,
            },
            Self::SetDefaultRole(_) => ChangeKind::SetDefaultRole,
            Self::GrantRun(_) => ChangeKind::GrantRun,
            Self::WithdrawRun(_) => ChangeKind::WithdrawRun,
            Self::SubmitRequest(_) => ChangeKind::SubmitRequest,
            Self::GrantRequest(_) => ChangeKind::GrantRequest,
            Self::RejectRequest(_) => ChangeKind::RejectRequest,
            Self::WithdrawRequest(_) => ChangeKind::WithdrawRequest,
            Self::RevokeGrant(_) => ChangeKind::RevokeGrant,
        }
    }
}
