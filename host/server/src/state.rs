//! What all parts of the server share.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use guestpass::generations::{Generation, Generations};
use guestpass_distribution::{Activator, Keep, StatusHandle};
use guestpass_store::Directory;
use tokio::sync::OnceCell;

use crate::authzen::{PublicUrl, Seal};
use crate::console::Console;
use crate::evidence::DecisionLog;
use crate::identity::Authenticator;
use crate::limits::{RateLimits, RequestLimits};
use crate::operations::Operations;
use crate::places::Places;
use crate::problem::{Problem, ProblemCode};
use crate::telemetry::Telemetry;

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
    /// One for each request that is worked on.
    pub(crate) places: Places,
    pub(crate) operations: Operations,
    /// Where decisions are written down, if they are.
    pub(crate) decision_log: Option<DecisionLog>,
    /// To whom spans of requests are told, if they are.
    pub(crate) telemetry: Option<Telemetry>,
    /// What requests for access are sealed with, once one was needed.
    seal: OnceCell<Seal>,
    /// For how long a policy goes on deciding after its manifest has expired, in milliseconds.
    pub(crate) expiry_grace_ms: i64,
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
        let (rates, places) = (RateLimits::new(&limits), Places::new(limits.at_once_max));
        let operations = Operations::default();
        let (public_url, decision_log, telemetry, expiry_grace_ms) = (None, None, None, 0);
        let (is_demo, behind_proxy) = (false, false);
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
            decision_log,
            telemetry,
            seal: OnceCell::new(),
            expiry_grace_ms,
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
        self.places = Places::new(limits.at_once_max);
        self.limits = limits;
        self
    }

    /// The same, which writes decisions down.
    #[must_use]
    pub fn with_decision_log(mut self, log: DecisionLog) -> Self {
        self.decision_log = Some(log);
        self
    }

    /// The same, where a policy goes on deciding for so many milliseconds after its manifest has expired.
    #[must_use]
    pub fn with_expiry_grace_ms(mut self, grace_ms: i64) -> Self {
        self.expiry_grace_ms = grace_ms.max(0);
        self
    }

    /// The policy that decides, for one request: pin once and ask it everything.
    ///
    /// # Errors
    /// There is none, or it has expired (reliability row 28), or the clock has gone back (row 10): then nobody is let
    /// in, whatever it would say.
    pub fn deciding(&self) -> Result<Arc<Generation>, Problem> {
        let now_ms = self.clock.now_ms();
        if self.clock.has_stepped_back(now_ms) {
            let detail = "the clock of the server has gone back by more than five minutes; nobody is let in until it is \
                          right, or until the server is started again";
            return Err(Problem::new(ProblemCode::ClockSteppedBack, detail));
        }
        // In this order, so that a policy that takes the place of an expired one is not taken for it.
        let has_expired = self.generations.has_expired(now_ms, self.expiry_grace_ms);
        let generation = self.generations.pin().ok_or_else(Problem::no_policy)?;
        if has_expired {
            let detail = "the policy has expired; nobody is let in until its publisher signs it again or a newer one";
            return Err(Problem::new(ProblemCode::PolicyExpired, detail));
        }
        Ok(generation)
    }

    pub(crate) async fn seal(&self) -> Result<&Seal, Problem> {
        self.seal.get_or_try_init(|| Seal::of(&self.directory)).await
    }

    pub(crate) fn with_surroundings(mut self, is_demo: bool, behind_proxy: bool) -> Self {
        (self.is_demo, self.behind_proxy) = (is_demo, behind_proxy);
        self
    }

    pub(crate) fn with_telemetry(mut self, telemetry: Option<Telemetry>) -> Self {
        self.telemetry = telemetry;
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
    /// The active generation. None while there is no policy, and then nobody is let in. Whoever decides by it takes
    /// [`ServerState::deciding`] instead, which looks whether it may still decide.
    #[must_use]
    pub fn pin(&self) -> Option<Arc<Generation>> {
        self.generations().map(|generations| generations.pin())
    }

    /// The instant from which on the active policy should no longer be relied on, in milliseconds since the epoch; none
    /// while there is none, and for one that no manifest came with.
    #[must_use]
    pub fn expires_ms(&self) -> Option<i64> {
        match self {
            Self::Followed(activator) if activator.generations().is_some() => Some(activator.expires_ms()),
            _ => None,
        }
    }

    /// Whether the active policy expired longer ago than this.
    pub(crate) fn has_expired(&self, now_ms: i64, grace_ms: i64) -> bool {
        self.expires_ms().is_some_and(|expires_ms| now_ms >= expires_ms.saturating_add(grace_ms))
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

/// How far a clock may go back, as when it is corrected: five minutes, as for the manifests of policies.
const STEP_BACK_MAX_MS: i64 = 5 * 60 * 1000;

/// Says what time it is, and remembers the latest that it has said: access that has ended must not be open again
/// because somebody has set the clock back (reliability row 10).
///
/// ```
/// let clock = guestpass_server::Clock::of(|| 1_800_000_000_000);
/// assert_eq!(clock.now_ms(), 1_800_000_000_000);
/// ```
#[derive(Clone)]
pub struct Clock {
    now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
    latest_ms: Arc<AtomicI64>,
}

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
        Self { now_ms: Arc::new(now_ms), latest_ms: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// Milliseconds since the epoch, UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        let now_ms = (self.now_ms)();
        self.latest_ms.fetch_max(now_ms, Ordering::Relaxed);
        now_ms
    }

    /// The time by which credentials are judged: when the clock has gone back far, still hardly earlier than the latest
    /// that it has said, so that none that has ended counts again.
    pub(crate) fn credentials_ms(&self) -> i64 {
        self.now_ms().max(self.earliest_ms())
    }

    /// Whether this time lies too far before one that it has said.
    pub(crate) fn has_stepped_back(&self, now_ms: i64) -> bool {
        now_ms < self.earliest_ms()
    }

    /// As far as it may go back.
    fn earliest_ms(&self) -> i64 {
        self.latest_ms.load(Ordering::Relaxed).saturating_sub(STEP_BACK_MAX_MS)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Clock({})", (self.now_ms)())
    }
}
