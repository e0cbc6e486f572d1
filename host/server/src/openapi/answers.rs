//! What endpoints answer when all goes well.

use axum::http::StatusCode;
use utoipa::openapi::content::Content;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, Response, ResponseBuilder};

use super::schemas::{Schemas, Shape};

/// What an endpoint answers when all goes well.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// Nobody has said it yet; a test fails.
    Undescribed,
    /// JSON of this shape.
    Json(StatusCode, Shape),
    /// Something else, of this media type.
    Bytes(&'static str),
    /// Another address.
    Redirect,
}

/// A header of an answer, and what it means.
pub(super) type Header = (&'static str, &'static str);

/// The status and the description of an answer. `id` names the operation.
pub(super) fn response(
    answer: Answer,
    id: &str,
    headers: &[Header],
    schemas: &mut Schemas,
) -> Option<(String, Response)> {
    let (status, text, content) = match answer {
        Answer::Undescribed => return None,
        Answer::Json(status, shape) => {
            let reference = Ref::new(schemas.printed(&format!("{id}-answer"), shape));
            let content = ContentBuilder::new().schema(Some(reference)).build();
            (status, "Done.", Some(("application/json", content)))
        }
        Answer::Bytes(media_type) => (StatusCode::OK, "Done.", Some((media_type, bytes(media_type)))),
        Answer::Redirect => (StatusCode::PERMANENT_REDIRECT, "It stands elsewhere; see the header `Location`.", None),
    };
    let mut response = ResponseBuilder::new().description(text);
    if let Some((media_type, content)) = content {
        response = response.content(media_type, content);
    }
    for (name, text) in headers {
        let text_schema = ObjectBuilder::new().schema_type(Type::String);
        let header = HeaderBuilder::new().schema(text_schema).description(Some(*text)).build();
        response = response.header(*name, header);
    }
    Some((status.as_u16().to_string(), response.build()))
}

/// What is no JSON has no more of a schema than that it is text or bytes.
fn bytes(media_type: &'static str) -> Content {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let schema = if media_type.starts_with("text/") { text } else { text.content_media_type(media_type) };
    ContentBuilder::new().schema(Some(schema)).build()
}
