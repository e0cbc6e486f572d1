//! The layer, and the service behind it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::request::Parts;
use http::{Request, Response};
use tower::{Layer, Service};

use crate::decider::{Answer, Decider, Undecided};
use crate::refusal::refusal;

/// Lets requests through whose senders have any of some privileges.
#[derive(Clone, Debug)]
pub struct Guard<D> {
    decider: D,
    privileges: Arc<str>,
    observer: Observer,
}

type Tells = dyn Fn(&Parts, &Undecided) + Send + Sync;

/// Who is told why nothing was decided.
#[derive(Clone)]
struct Observer(Arc<Tells>);

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Observer")
    }
}

impl<D: Decider> Guard<D> {
    /// Asks `decider` for a privilege expression, such as `iam:users:view || common:org:own` (R11, R12). A malformed
    /// expression lets nobody through (R13).
    #[must_use]
    pub fn new(decider: D, privileges: &str) -> Self {
        Self { decider, privileges: Arc::from(privileges), observer: Observer(Arc::new(|_, _| {})) }
    }

    /// The same, which tells somebody, such as a log, of each request about which nothing was decided, and why. The
    /// sender is told neither: only that nobody can say. To be quick, and not to panic.
    ///
    /// ```
    /// # use guestpass_guard::{Decider, Guard};
    /// fn guard(decider: impl Decider, privileges: &str) -> Guard<impl Decider> {
    ///     let guard = Guard::new(decider, privileges);
    ///     guard.telling(|parts, undecided| eprintln!("{} {}: {undecided}", parts.method, parts.uri.path()))
    /// }
    /// ```
    #[must_use]
    pub fn telling(self, observer: impl Fn(&Parts, &Undecided) + Send + Sync + 'static) -> Self {
        Self { observer: Observer(Arc::new(observer)), ..self }
    }
}

impl<S, D: Clone> Layer<S> for Guard<D> {
    type Service = Guarded<S, D>;

    fn layer(&self, inner: S) -> Guarded<S, D> {
        Guarded { inner, guard: self.clone() }
    }
}

/// A service behind a guard.
#[derive(Clone, Debug)]
pub struct Guarded<S, D> {
    inner: S,
    guard: Guard<D>,
}

impl<S, D, B, R> Service<Request<B>> for Guarded<S, D>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    D: Decider,
    B: Send + 'static,
    R: From<String>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The service that is ready is this one; a clone of it may not be.
        let fresh = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, fresh);
        let Guard { decider, privileges, observer: Observer(tell) } = self.guard.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let answer = decider.decide(&parts, &privileges).await;
            if let Err(undecided) = &answer {
                tell(&parts, undecided);
            }
            if let Some(refused) = refusal(&answer) {
                return Ok(refused);
            }
            if let Ok(Answer::Allowed(Some(decision))) = answer {
                parts.extensions.insert(decision);
            }
            inner.call(Request::from_parts(parts, body)).await
        })
    }
}
