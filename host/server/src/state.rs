//! What all parts of the server share.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use guestpass::generations::{Generation, Generations};
use guestpass_distribution::{Activator, Keep, StatusHandle};
use guestpass_store::Directory;
use tokio::sync::Semaphore;

use crate::authzen::PublicUrl;
use crate::console::Console;
use crate::identity::Authenticator;
use crate::limits::{RateLimits, RequestLimits};
use crate::operations::Operations;

/// What all parts of the server share. Handlers take it as `axum::extract::State<Arc<ServerState>>`.
#[derive(Debug)]
pub struct ServerState {
    /// Everything that is kept.
    pub directory: Directory,
    /// The policy that decides.
    pub generations: PolicySlot,
    /// The time. Nothing else in the server reads a clock for a decision.
    pub clock: Clock,
    /// How much of a request is read, and how long it may take.
    pub limits: RequestLimits,
    /// Where others find this server; without it there is no AuthZEN metadata.
    pub public_url: Option<PublicUrl>,
    pub(crate) authenticator: Authenticator,
    pub(crate) rates: RateLimits,
    /// One permit for each request that is worked on.
    pub(crate) places: Semaphore,
    pub(crate) operations: Operations,
    /// Whether this is the demonstration; every answer says so.
    pub(crate) is_demo: bool,
    /// The files of the console, and what the demonstration tells it.
    pub(crate) console: Console,
    /// Whether the proxy before this server says who calls.
    pub(crate) behind_proxy: bool,
}

impl ServerState {
    /// The shared state, with the limits that apply when nothing else is said.
    #[must_use]
    pub fn new(directory: Directory, generations: PolicySlot, clock: Clock, authenticator: Authenticator) -> Self {
        let limits = RequestLimits::default();
        let (rates, places) = (RateLimits::new(&limits), Semaphore::new(limits.at_once_max));
        let operations = Operations::default();
        let (public_url, is_demo, behind_proxy) = (None, false, false);
        Self {
            directory,
            generations,
            clock,
            limits,
            public_url,
            authenticator,
            rates,
            places,
            operations,
            console: Console::default(),
            is_demo,
            behind_proxy,
        }
    }

    /// The same, found by others at this address.
    #[must_use]
    pub fn with_public_url(mut self, public_url: PublicUrl) -> Self {
        self.public_url = Some(public_url);
        self
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: RequestLimits) -> Self {
        self.rates = RateLimits::new(&limits);
        self.places = Semaphore::new(limits.at_once_max);
        self.limits = limits;
        self
    }

    pub(crate) fn with_surroundings(mut self, is_demo: bool, behind_proxy: bool) -> Self {
        (self.is_demo, self.behind_proxy) = (is_demo, behind_proxy);
        self
    }

    pub(crate) fn with_console(mut self, console: Console) -> Self {
        self.console = console;
        self
    }

    pub(crate) fn following(mut self, status: Option<StatusHandle>) -> Self {
        self.operations.follow = status;
        self
    }

    /// Ends the streams that would go on for as long as somebody listens.
    pub(crate) fn end_streams(&self) {
        self.operations.ending.send_replace(true);
    }
}

/// Where the active policy is found.
#[derive(Clone)]
pub enum PolicySlot {
    /// There is none, and nobody is let in.
    Empty,
    /// Policies that somebody else activates: a test, the demonstration, an embedding program.
    Given(Generations),
    /// Policies that come verified from a source.
    Followed(Arc<Activator<Keep>>),
}

impl PolicySlot {
    /// The active generation, for one request: pin once and ask it everything. None while there is no policy, and then
    /// nobody is let in.
    #[must_use]
    pub fn pin(&self) -> Option<Arc<Generation>> {
        self.generations().map(|generations| generations.pin())
    }

    /// The generations, once there is a policy.
    #[must_use]
    pub fn generations(&self) -> Option<Generations> {
        match self {
            Self::Empty => None,
            Self::Given(generations) => Some(generations.clone()),
            Self::Followed(activator) => activator.generations(),
        }
    }
}

impl fmt::Debug for PolicySlot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("PolicySlot").field(&self.generations()).finish()
    }
}

/// Says what time it is.
///
/// ```
/// let clock = guestpass_server::Clock::of(|| 1_800_000_000_000);
/// assert_eq!(clock.now_ms(), 1_800_000_000_000);
/// ```
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The clock of the system.
    #[must_use]
    pub fn system() -> Self {
        Self::of(|| {
            // Before 1970 the clock is set wrong. No time-bound access is open then.
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }

    /// Another clock, such as one that a test sets.
    pub fn of(now_ms: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now_ms))
    }

    /// Milliseconds since the epoch, UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Clock({})", self.now_ms())
    }
}
