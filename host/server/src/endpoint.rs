//! One thing that can be asked of the server, with what it takes to ask it.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::identity::{Caller, ScopeName};
use crate::problem::Problem;
use crate::state::ServerState;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, without a credential.
    Public,
    /// Whose credential has this scope.
    Scope(ScopeName),
}

/// A method of a path, with who may ask it and what answers.
///
/// Each part of the server gives a list of these; [`crate::endpoints`] has them all, so that no route can be without an
/// entry in the table of tests (reliability row 41).
#[derive(Clone)]
pub struct Endpoint {
    method: Method,
    path: &'static str,
    access: Access,
    route: MethodRouter<Arc<ServerState>, Infallible>,
}

macro_rules! constructor {
    ($name:ident, $method:ident) => {
        #[doc = concat!("An endpoint that is asked by `", stringify!($method), "`.")]
        #[must_use]
        pub fn $name<H, T>(path: &'static str, access: Access, handler: H) -> Self
        where
            H: Handler<T, Arc<ServerState>>,
            T: 'static,
        {
            Self { method: Method::$method, path, access, route: on(MethodFilter::$method, handler) }
        }
    };
}

impl Endpoint {
    constructor!(get, GET);
    constructor!(post, POST);
    constructor!(put, PUT);
    constructor!(patch, PATCH);
    constructor!(delete, DELETE);

    /// How it is asked.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Where, with variable parts in braces.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// Who may ask.
    #[must_use]
    pub fn access(&self) -> Access {
        self.access
    }

    /// What answers, behind the check of the scope.
    pub(crate) fn into_route(self) -> MethodRouter<Arc<ServerState>, Infallible> {
        match self.access {
            Access::Public => self.route,
            Access::Scope(scope) => self
                .route
                .route_layer(from_fn(move |caller: Caller, request, next| reached(caller, scope, request, next))),
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} ({:?})", self.method, self.path, self.access)
    }
}

async fn reached(caller: Caller, scope: ScopeName, request: Request, next: Next) -> Result<Response, Problem> {
    caller.require(scope)?;
    Ok(next.run(request).await)
}
