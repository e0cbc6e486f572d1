//! How much of a request is read, how long it may take, and how many a caller may make.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use guestpass_store::OrganisationId;
use serde::Deserialize;

use crate::problem::{Problem, ProblemCode};

/// Levels of nesting of a JSON body at most.
pub const JSON_DEPTH_MAX: usize = 64;

/// Callers whose rate is remembered, before those that have been quiet are forgotten.
const CALLERS_REMEMBERED: usize = 10_000;

/// The limits of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestLimits {
    /// Bytes of a body at most. Default 1 MiB.
    pub body_bytes_max: usize,
    /// Milliseconds until a request is given up. Default 10,000.
    pub time_ms_max: u64,
    /// Milliseconds that the policy may take for one answer; who asks is told to come again then. Default 10.
    pub policy_ms_max: u64,
    /// Requests that are worked on at once; more are turned away, and one caller has half of them at most. Default
    /// 1,024.
    pub at_once_max: usize,
    /// Requests a second that one caller may make for long. Default 1,000.
    pub per_second: NonZeroU32,
    /// Requests that one caller may make in one moment. Default 2,000.
    pub burst: NonZeroU32,
    /// Questions and changes a second about one organisation, from all callers together, for long. Default 5,000.
    pub organisation_per_second: NonZeroU32,
    /// The same in one moment. Default 10,000.
    pub organisation_burst: NonZeroU32,
    /// Credentials a minute that may be wrong from one address. Default 60.
    pub failures_per_minute: NonZeroU32,
}

impl Default for RequestLimits {
    fn default() -> Self {
        let number = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            body_bytes_max: 1024 * 1024,
            time_ms_max: 10_000,
            policy_ms_max: 10,
            at_once_max: 1024,
            per_second: number(1000),
            burst: number(2000),
            organisation_per_second: number(5000),
            organisation_burst: number(10_000),
            failures_per_minute: number(60),
        }
    }
}

impl RequestLimits {
    /// The default limits of size, time and number at once, and no rates, for whoever measures or tries many requests.
    ///
    /// ```
    /// let limits = guestpass_server::RequestLimits::without_rates();
    /// assert_eq!(limits.at_once_max, guestpass_server::RequestLimits::default().at_once_max);
    /// ```
    #[must_use]
    pub fn without_rates() -> Self {
        let many = NonZeroU32::MAX;
        Self {
            per_second: many,
            burst: many,
            organisation_per_second: many,
            organisation_burst: many,
            failures_per_minute: many,
            ..Self::default()
        }
    }

    /// How long until a request is given up.
    #[must_use]
    pub fn time_max(&self) -> Duration {
        Duration::from_millis(self.time_ms_max)
    }

    /// How long the policy may take for one answer.
    #[must_use]
    pub fn policy_time_max(&self) -> Duration {
        Duration::from_millis(self.policy_ms_max)
    }
}

/// Who has made how many requests.
#[derive(Debug)]
pub(crate) struct RateLimits {
    callers: DefaultKeyedRateLimiter<String>,
    organisations: DefaultKeyedRateLimiter<String>,
    failures: DefaultKeyedRateLimiter<String>,
}

impl RateLimits {
    pub(crate) fn new(limits: &RequestLimits) -> Self {
        let callers = Quota::per_second(limits.per_second).allow_burst(limits.burst);
        let organisations = Quota::per_second(limits.organisation_per_second).allow_burst(limits.organisation_burst);
        let failures = Quota::per_minute(limits.failures_per_minute);
        Self {
            callers: DefaultKeyedRateLimiter::keyed(callers),
            organisations: DefaultKeyedRateLimiter::keyed(organisations),
            failures: DefaultKeyedRateLimiter::keyed(failures),
        }
    }

    /// Counts a request of a caller.
    pub(crate) fn count(&self, caller: &str) -> Result<(), Problem> {
        counted(&self.callers, caller)
    }

    /// Counts a question or a change about an organisation, whoever asks: so one organisation does not take the places
    /// of the others (reliability row 54).
    pub(crate) fn count_organisation(&self, organisation: &OrganisationId) -> Result<(), Problem> {
        counted(&self.organisations, organisation.as_str())
    }

    /// Counts a credential from an address that does not hold.
    pub(crate) fn count_failure(&self, address: &str) -> Result<(), Problem> {
        counted(&self.failures, address)
    }
}

fn counted(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), Problem> {
    if limiter.len() > CALLERS_REMEMBERED {
        limiter.retain_recent();
    }
    limiter.check_key(&key.to_owned()).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        let detail = "there were more requests than there may be; wait, then go on more slowly";
        Problem::new(ProblemCode::TooManyRequests, detail).retry_after(wait.as_secs().saturating_add(1))
    })
}
