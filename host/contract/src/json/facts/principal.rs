//! Who is asking.

use super::text_or_empty;
use crate::json::errors::{Complaint, JsonErrorKind};
use crate::json::read::{Checked, object};
use crate::json::shape::{Code, Name, Object};
use crate::{Login, PartnerStanding, PrincipalDraft, PrincipalKind};

/// The person asking.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "principal", deny_unknown_fields, transform = crate::json::schema::principal_rules)
)]
pub(super) struct PrincipalShape {
    /// How the person stands to the organisation.
    kind: Code<PrincipalKind>,
    /// What the person signed in with; left out for `user`.
    login: Option<Code<Login>>,
    /// Who it is; may be left out for `unidentified` only.
    id: Option<Name>,
    /// E-mail address; left out when unknown.
    email: Option<Name>,
    /// Identity that the sign-in system gave; left out when unknown.
    identity: Option<Name>,
    /// The organisation whose roles the person holds: required for `third-party`, refused for every other kind.
    home: Option<Name>,
    /// What holds of the partner and of its user: required for `partner-user`, refused for every other kind.
    partner: Option<Object<PartnerShape>>,
}

object!(PrincipalShape {
    required kind,
    optional login,
    optional id,
    optional email,
    optional identity,
    optional home,
    optional partner,
});

/// What is true of the partner's organisation and of its user, each a condition of entry.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "partner-standing", deny_unknown_fields)
)]
struct PartnerShape {
    /// The partner is accredited.
    accredited: bool,
    /// The partner's domain is enabled in the customer's product.
    domain_enabled: bool,
    /// The person has access to the partner service layer.
    partner_service_layer: bool,
    /// The person has access to the partner's own system.
    own_system_access: bool,
    /// The partner has authorised the person for this customer.
    authorised: bool,
    /// A single sign-on provider is enabled in the partner's own system.
    sso_enabled: bool,
}

object!(PartnerShape {
    required accredited,
    required domain_enabled,
    required partner_service_layer,
    required own_system_access,
    required authorised,
    required sso_enabled,
});

impl Checked for PrincipalShape {
    fn check(&self) -> Result<(), Complaint> {
        let kind = self.kind.0;
        if self.id.is_none() && kind != PrincipalKind::Unidentified {
            return Err(Complaint::missing("id", format!("`kind` `{kind}` needs it")));
        }
        only_for(PrincipalKind::PartnerUser, kind, "partner", self.partner.is_some())?;
        only_for(PrincipalKind::ThirdParty, kind, "home", self.home.is_some())
    }
}

/// A key that one kind needs and no other may have.
fn only_for(owner: PrincipalKind, kind: PrincipalKind, key: &'static str, given: bool) -> Result<(), Complaint> {
    match (kind == owner, given) {
        (true, false) => Err(Complaint::missing(key, format!("`kind` `{kind}` needs it"))),
        (false, true) => {
            let message = format!("key `{key}` is for `kind` `{owner}` only, not for `{kind}`; leave it out");
            Err(Complaint::new(JsonErrorKind::WrongValue, message))
        }
        (true, true) | (false, false) => Ok(()),
    }
}

impl Checked for PartnerShape {}

impl PrincipalShape {
    pub(super) fn draft(&self) -> PrincipalDraft<'_> {
        PrincipalDraft {
            kind: self.kind.0,
            login: self.login.map_or(Login::User, |Code(login)| login),
            id: text_or_empty(&self.id),
            email: text_or_empty(&self.email),
            identity: text_or_empty(&self.identity),
            home: text_or_empty(&self.home),
            partner: self.partner.as_ref().map_or_else(PartnerStanding::empty, |Object(partner)| partner.standing()),
        }
    }
}

impl PartnerShape {
    fn standing(&self) -> PartnerStanding {
        PartnerStanding::empty()
            .with(PartnerStanding::ACCREDITED, self.accredited)
            .with(PartnerStanding::DOMAIN_ENABLED, self.domain_enabled)
            .with(PartnerStanding::PARTNER_SERVICE_LAYER, self.partner_service_layer)
            .with(PartnerStanding::OWN_SYSTEM_ACCESS, self.own_system_access)
            .with(PartnerStanding::AUTHORISED, self.authorised)
            .with(PartnerStanding::SSO_ENABLED, self.sso_enabled)
    }
}
