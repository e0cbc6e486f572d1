//! One thing that can be asked of the server, with what it takes to ask it.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use schemars::{JsonSchema, SchemaGenerator};

use crate::identity::{Caller, ScopeName};
use crate::openapi::{Answer, Shape};
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

/// What an endpoint is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) shape: Shape,
    pub(crate) is_required: bool,
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
    answer: Answer,
    taken: Option<Taken>,
    is_probe: bool,
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
            let route = on(MethodFilter::$method, handler);
            let (answer, taken, is_probe) = (Answer::Undescribed, None, false);
            Self { method: Method::$method, path, access, route, answer, taken, is_probe }
        }
    };
}

impl Endpoint {
    constructor!(get, GET);
    constructor!(post, POST);
    constructor!(put, PUT);
    constructor!(patch, PATCH);
    constructor!(delete, DELETE);

    /// The same, which answers this as JSON when all goes well.
    #[must_use]
    pub(crate) fn answering<T: JsonSchema>(self) -> Self {
        self.answering_as::<T>(StatusCode::OK)
    }

    /// The same with another status.
    #[must_use]
    pub(crate) fn answering_as<T: JsonSchema>(self, status: StatusCode) -> Self {
        Self { answer: Answer::Json(status, SchemaGenerator::subschema_for::<T>), ..self }
    }

    /// The same, which answers something else than JSON.
    #[must_use]
    pub(crate) fn answering_bytes(self, media_type: &'static str) -> Self {
        Self { answer: Answer::Bytes(media_type), ..self }
    }

    /// The same, which sends whoever asks elsewhere.
    #[must_use]
    pub(crate) fn redirecting(self) -> Self {
        Self { answer: Answer::Redirect, ..self }
    }

    /// The same, which is sent this as JSON.
    #[must_use]
    pub(crate) fn taking<T: JsonSchema>(self) -> Self {
        Self { taken: Some(Taken { shape: SchemaGenerator::subschema_for::<T>, is_required: true }), ..self }
    }

    /// The same, which may be sent this as JSON, or nothing.
    #[must_use]
    pub(crate) fn taking_if_any<T: JsonSchema>(self) -> Self {
        Self { taken: Some(Taken { shape: SchemaGenerator::subschema_for::<T>, is_required: false }), ..self }
    }

    /// The same, which says how the server is, and is answered even while there is no place for anything else.
    #[must_use]
    pub(crate) fn probing(self) -> Self {
        Self { is_probe: true, ..self }
    }

    /// Whether it is answered without a place. Only what everybody may ask can be.
    pub(crate) fn is_probe(&self) -> bool {
        self.is_probe
    }

    /// What it answers when all goes well.
    pub(crate) fn answer(&self) -> Answer {
        self.answer
    }

    /// What it is sent; none for nothing.
    pub(crate) fn taken(&self) -> Option<Taken> {
        self.taken
    }

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
