//! Which requests for access facts carry, when there are more than they can.

use std::cmp::Reverse;

use guestpass_contract::limits::MAX_ACCESS_GRANTS;

use crate::model::{AccessRequest, RequestStatus};

/// As many as facts can carry. Without this choice, one request too many would deny everything to everybody of the
/// organisation that asked, what is granted and running as well. The statement that reads them chooses in the same way
/// already, so that no more are read.
///
/// To leave one out never lets anybody in. The rules let somebody in by a granted request in its window, and by no
/// other status, and a request more never takes that away; one that waits or was revoked only chooses the reason of a
/// denial. One that was rejected or withdrawn says nothing, and makes way first: so there is room to try out what one
/// request more would change.
///
/// Nor does it keep anybody out. Facts have no clock, so that nobody here can tell what has ended; but granted ones
/// come first, and of these the ones that end last: those that are left out end no later than any that is kept. And no
/// more than facts can carry are let wait or run at once when they are submitted.
pub(super) fn carried(requests: &[AccessRequest]) -> Vec<&AccessRequest> {
    let mut carried: Vec<&AccessRequest> = requests.iter().collect();
    if carried.len() >= MAX_ACCESS_GRANTS {
        carried.retain(|request| rank(request.status).is_some());
        carried.sort_by_key(|request| (rank(request.status), Reverse(request.window.end_ms), &request.id));
        carried.truncate(MAX_ACCESS_GRANTS);
    }
    carried
}

/// What says more to the rules comes first; none for what says nothing.
fn rank(status: RequestStatus) -> Option<u8> {
    match status {
        RequestStatus::Granted => Some(0),
        RequestStatus::Pending => Some(1),
        RequestStatus::Revoked => Some(2),
        RequestStatus::Rejected | RequestStatus::Withdrawn => None,
    }
}

#[cfg(test)]
mod tests {
    use super::carried;
    use crate::model::RequestStatus::{Granted, Pending, Rejected, Revoked, Withdrawn};
    use crate::model::{AccessRequest, RequestStatus, Window};

    /// So many requests of a status, the first of which ends at the given instant and each other one later.
    type Many = (usize, RequestStatus, i64);

    fn requests(many: &[Many]) -> Vec<AccessRequest> {
        let each =
            many.iter().flat_map(|&(count, status, end_ms)| (end_ms..).take(count).map(move |end| (status, end)));
        let request = |(status, end_ms): (RequestStatus, i64)| AccessRequest {
            account: "acme".parse().expect("it is an identifier"),
            id: format!("{status:?}-{end_ms:04}").parse().expect("it is an identifier"),
            company: "acme-berlin".parse().expect("it is an identifier"),
            description: String::new(),
            requested_by: "sue".parse().expect("it is an identifier"),
            created_by: "sue".parse().expect("it is an identifier"),
            window: Window { start_ms: 0, end_ms },
            status,
            decided_by: None,
        };
        each.map(request).collect()
    }

    fn check(kept: &[Many], carries: &[(RequestStatus, std::ops::Range<i64>)]) {
        let mut requests = requests(kept);
        let mut expected: Vec<(RequestStatus, i64)> = Vec::new();
        for (status, ends) in carries {
            expected.extend(ends.clone().rev().map(|end| (*status, end)));
        }
        let of = |requests: &[AccessRequest]| -> Vec<(RequestStatus, i64)> {
            carried(requests).iter().map(|request| (request.status, request.window.end_ms)).collect()
        };
        assert_eq!(of(&requests), expected, "{kept:?}");
        requests.reverse();
        assert_eq!(of(&requests), expected, "{kept:?}, read the other way round");
    }

    #[test]
    fn what_lets_somebody_in_is_carried_before_what_does_not() {
        check(&[(90, Rejected, 500), (60, Withdrawn, 500), (1, Granted, 1)], &[(Granted, 1..2)]);
        check(&[(150, Pending, 500), (1, Granted, 1)], &[(Granted, 1..2), (Pending, 551..650)]);
        check(&[(60, Revoked, 900), (60, Pending, 1)], &[(Pending, 1..61), (Revoked, 920..960)]);
        check(&[(101, Granted, 1), (9, Pending, 500)], &[(Granted, 2..102)]);
    }

    #[test]
    fn all_are_carried_as_they_are_when_there_is_room_for_more() {
        let requests = requests(&[(49, Rejected, 1), (50, Granted, 1)]);
        assert_eq!(carried(&requests), requests.iter().collect::<Vec<_>>());
    }

    #[test]
    fn of_equal_ones_the_identifier_decides() {
        let mut requests = requests(&[(150, Pending, 1)]);
        requests.iter_mut().for_each(|request| request.window.end_ms = 7);
        requests.reverse();
        let ids: Vec<String> = carried(&requests).iter().map(|request| request.id.to_string()).collect();
        assert_eq!(ids, (1..101).map(|number| format!("Pending-{number:04}")).collect::<Vec<_>>());
    }
}
