//! Facts about the things that a change names.

use super::{
    external_access, listed_users, login, range, ranges, relationship, request_status, span, standing, text, window,
};
use guestpass_contract::{ChangeFacts, ChangePerson, KeptRequest};
use proptest::option::of;
use proptest::prelude::{Strategy, any};

fn person() -> impl Strategy<Value = ChangePerson> {
    (login(), range(), range(), listed_users(), span(), any::<bool>()).prop_map(
        |(login, email, identity, counterparts, roles, holds_role)| ChangePerson {
            login,
            email,
            identity,
            counterparts,
            roles,
            holds_role,
        },
    )
}

fn kept_request() -> impl Strategy<Value = KeptRequest> {
    (request_status(), range(), range(), range(), range(), window()).prop_map(
        |(status, account, company, requested_by, created_by, window)| KeptRequest {
            status,
            account,
            company,
            requested_by,
            created_by,
            window,
        },
    )
}

pub fn change_facts() -> impl Strategy<Value = ChangeFacts> {
    let first = (text(), ranges(), of(external_access()), any::<[u32; 3]>(), standing());
    let second = (of(relationship()), of(person()), range(), of(kept_request()), any::<[bool; 5]>());
    (first, second).prop_map(|(first, second)| ChangeFacts {
        text: first.0,
        names: first.1,
        instance: first.2,
        instances: first.3[0],
        role_assignments: first.3[1],
        other_relationships: first.3[2],
        partner: first.4,
        relationship: second.0,
        person: second.1,
        default_role: second.2,
        request: second.3,
        customer_managed: second.4[0],
        managed_elsewhere: second.4[1],
        sso_arrivals: second.4[2],
        account_requests: second.4[3],
        company_in_account: second.4[4],
    })
}
