//! Requests for access, and what became of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Entity, Table, Window};
use crate::identifiers::{Name, OrganisationId, PersonId};

/// How far a request has come (C31-C37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RequestStatus {
    /// It waits, and gives nothing (C31).
    Pending,
    /// It gives access in its window (C35).
    Granted,
    /// Somebody said no.
    Rejected,
    /// Taken back by whoever asked.
    Withdrawn,
    /// Granted once, and ended before its time (C37).
    Revoked,
}

impl RequestStatus {
    fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Granted => "granted",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
        }
    }
}

/// A request for access to a company of an account (C27-C37).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessRequest {
    /// Whose data it is about.
    pub account: OrganisationId,
    /// Its identifier there.
    pub id: Name,
    /// The company of that account.
    pub company: Name,
    /// Why (C27).
    #[serde(default)]
    pub description: String,
    /// Who is responsible for it (C30).
    pub requested_by: PersonId,
    /// Who wrote it down (C30).
    pub created_by: PersonId,
    /// When it gives access.
    pub window: Window,
    /// How far it has come.
    pub status: RequestStatus,
    /// Who decided last.
    #[serde(default)]
    pub decided_by: Option<PersonId>,
}

impl AccessRequest {
    /// What the name of a request begins with that was submitted; the revision that it was made at follows.
    pub const ID_PREFIX: &'static str = "request-";

    /// Smaller the newer it is, by the revision in its name: what is left to the greatest of all.
    fn recency(&self) -> String {
        let number = self.id.as_str().strip_prefix(Self::ID_PREFIX).and_then(|number| number.parse::<i64>().ok());
        digits(i64::MAX.saturating_sub(number.unwrap_or(0).max(0)))
    }
}

impl Entity for AccessRequest {
    const TABLE: Table = Table {
        name: "access_requests",
        columns: &["account", "id", "requested_by", "status", "ends", "recency"],
        key_columns: 2,
    };

    fn columns(&self) -> Vec<String> {
        let (ends, recency) = (digits(self.window.end_ms), self.recency());
        let named = [self.account.as_str(), self.id.as_str(), self.requested_by.as_str(), self.status.name()];
        named.map(str::to_owned).into_iter().chain([ends, recency]).collect()
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.account.clone()]
    }
}

/// A number as a text that sorts like it, with as many digits as the greatest of all has. Whatever ended before 1970
/// ended then.
pub(crate) fn digits(number: i64) -> String {
    format!("{:019}", number.max(0))
}

/// Where a request stands in a list: those that wait before all others, and the newest first, by the revision in their
/// names.
///
/// Nobody goes past a request that they have not seen, whatever changes between two parts: a request leaves those that
/// wait and never comes back to them, so that its place moves only towards the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestPlace {
    pub(crate) is_over: bool,
    pub(crate) recency: String,
    pub(crate) id: String,
}

impl RequestPlace {
    /// The place of a request at an instant.
    #[must_use]
    pub fn of(request: &AccessRequest, now_ms: i64) -> Self {
        let waits = request.status == RequestStatus::Pending && now_ms < request.window.end_ms;
        Self { is_over: !waits, recency: request.recency(), id: request.id.to_string() }
    }

    /// Reads what it was written as; none for any other text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('-')?;
        let (recency, id) = rest.split_once('-')?;
        let is_over = match kind {
            "0" => false,
            "1" => true,
            _ => return None,
        };
        Some(Self { is_over, recency: recency.to_owned(), id: id.to_owned() })
    }
}

/// A text that sorts like the place.
impl fmt::Display for RequestPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}-{}", u8::from(self.is_over), self.recency, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::{AccessRequest, RequestPlace, RequestStatus};
    use crate::model::Window;

    fn request(id: &str, status: RequestStatus, end_ms: i64) -> AccessRequest {
        AccessRequest {
            account: "acme".parse().unwrap(),
            id: id.parse().unwrap(),
            company: "acme-berlin".parse().unwrap(),
            description: String::new(),
            requested_by: "sue".parse().unwrap(),
            created_by: "sue".parse().unwrap(),
            window: Window { start_ms: 0, end_ms },
            status,
            decided_by: None,
        }
    }

    #[test]
    fn what_waits_comes_first_and_of_the_same_kind_what_is_newest() {
        use RequestStatus::{Granted, Pending, Rejected, Revoked, Withdrawn};
        let in_order = [
            request("request-100", Pending, 11),
            request("request-99", Pending, 11),
            request("request-9", Pending, 11),
            // Of which nobody can tell when it was made.
            request("brought", Pending, 11),
            request("request-1000", Rejected, 11),
            // What nobody has answered in time waits no more.
            request("request-101", Pending, 10),
            request("request-98", Granted, 11),
            request("request-10", Withdrawn, 11),
            request("request-2", Revoked, 11),
            request("request--5", Granted, 11),
            request("request-x", Granted, 11),
        ];
        let places: Vec<RequestPlace> = in_order.iter().map(|request| RequestPlace::of(request, 10)).collect();
        let texts: Vec<String> = places.iter().map(RequestPlace::to_string).collect();
        assert!(places.is_sorted() && places.windows(2).all(|pair| pair[0] != pair[1]), "{places:#?}");
        assert!(texts.is_sorted(), "{texts:#?}");
        let read: Vec<RequestPlace> = texts.iter().filter_map(|text| RequestPlace::read(text)).collect();
        assert_eq!(read, places);
    }

    #[test]
    fn a_request_moves_only_towards_the_end() {
        use RequestStatus::{Granted, Pending, Revoked};
        let places = [(Pending, 10), (Pending, 11), (Granted, 11), (Revoked, 11)]
            .map(|(status, now_ms)| RequestPlace::of(&request("request-7", status, 11), now_ms));
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn what_is_no_place_is_not_taken_for_one() {
        for text in ["", "0", "0-1", "2-1-x", "x"] {
            assert_eq!(RequestPlace::read(text), None, "{text:?}");
        }
    }
}
