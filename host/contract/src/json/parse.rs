//! Reads a text into a shape, with the place of the first error.

use super::errors::{JsonError, JsonErrorKind};
use super::read::{Place, fill};

/// Reads all of `text` as one value.
pub(super) fn parse<T: Place + Default>(text: &str, maximum_bytes: usize) -> Result<T, JsonError> {
    let mut shape = T::default();
    parse_into(&mut shape, text, maximum_bytes)?;
    Ok(shape)
}

fn parse_into(shape: &mut dyn Place, text: &str, maximum_bytes: usize) -> Result<(), JsonError> {
    check_length(text, maximum_bytes)?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut path = Vec::new();
    fill(shape, &mut reader, &mut path).map_err(|error| JsonError::from_serde(&error, &path))?;
    reader.end().map_err(|error| JsonError::from_serde(&error, &[]))
}

/// Refuses a text before anything looks at it.
pub(super) fn check_length(text: &str, maximum_bytes: usize) -> Result<(), JsonError> {
    if text.len() <= maximum_bytes {
        return Ok(());
    }
    let message = format!("the text has {} bytes, {maximum_bytes} are allowed", text.len());
    Err(JsonError::new(JsonErrorKind::TooLarge, "", message))
}
