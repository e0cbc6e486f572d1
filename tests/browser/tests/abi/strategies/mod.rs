//! Any value of the contract, sensible or not.

pub mod answers;
mod change;
mod change_facts;
mod facts;

pub use change::change;
pub use change_facts::change_facts;
pub use facts::facts;

use guestpass_contract::{
    AccessMode, AppLevel, ExternalAccess, ListedUser, Login, NameSpan, PartnerStanding, Relationship,
    RelationshipStatus, Request, RequestStatus, Requests, RoleKind, Target, TextRange, Window,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

const LIST_MAX: usize = 6;

fn text() -> impl Strategy<Value = String> {
    ".{0,12}"
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..LIST_MAX)
}

fn range() -> impl Strategy<Value = TextRange> {
    (any::<u32>(), any::<u32>()).prop_map(|(start, length)| TextRange { start, length })
}

fn ranges() -> impl Strategy<Value = Vec<TextRange>> {
    vec(range(), 0..LIST_MAX)
}

fn span() -> impl Strategy<Value = NameSpan> {
    (any::<u32>(), any::<u32>()).prop_map(|(start, length)| NameSpan { start, length })
}

fn window() -> impl Strategy<Value = Window> {
    (any::<i64>(), any::<i64>()).prop_map(|(start, end)| Window { start, end })
}

fn mode() -> impl Strategy<Value = AccessMode> {
    prop_oneof![Just(AccessMode::Continuous), window().prop_map(AccessMode::Period), Just(AccessMode::Disabled)]
}

fn external_access() -> impl Strategy<Value = ExternalAccess> {
    (mode(), any::<bool>()).prop_map(|(mode, role_management)| ExternalAccess { mode, role_management })
}

fn relationship() -> impl Strategy<Value = Relationship> {
    (select(RelationshipStatus::ALL), any::<bool>()).prop_map(|(status, managed)| Relationship { status, managed })
}

fn listed_users() -> impl Strategy<Value = Vec<ListedUser>> {
    vec((range(), range()).prop_map(|(email, identity)| ListedUser { email, identity }), 0..LIST_MAX)
}

/// Any of the flags that a type has: their bits are drawn, and only those that mean something are kept.
macro_rules! any_flags {
    ($type:ident) => {
        any::<u32>().prop_map(|bits| $type::from_bits(bits & $type::all().bits()).expect("known flags"))
    };
}
use any_flags;

fn standing() -> impl Strategy<Value = PartnerStanding> {
    any_flags!(PartnerStanding)
}

fn login() -> impl Strategy<Value = Login> {
    select(Login::ALL)
}

fn request_status() -> impl Strategy<Value = RequestStatus> {
    select(RequestStatus::ALL)
}

fn kind_and_level() -> impl Strategy<Value = (RoleKind, AppLevel)> {
    (select(RoleKind::ALL), select(AppLevel::ALL))
}

pub fn requests() -> impl Strategy<Value = Requests> {
    let target = prop_oneof![range().prop_map(Target::Privileges), range().prop_map(Target::Api)];
    let request = (target, of(range()), any::<i64>(), any::<bool>())
        .prop_map(|(target, on_resource, now, explain)| Request { target, on_resource, now, explain });
    (text(), vec(request, 0..LIST_MAX)).prop_map(|(text, items)| Requests { text, items })
}
