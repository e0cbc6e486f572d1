//! Reads a text into a shape, with the place of the first error.

use serde::de::DeserializeOwned;
use serde_path_to_error::{Deserializer, Track};

use super::errors::{JsonError, JsonErrorKind};

/// Reads all of `text` as one value.
pub(super) fn parse<T: DeserializeOwned>(text: &str, maximum_bytes: usize) -> Result<T, JsonError> {
    check_length(text, maximum_bytes)?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut track = Track::new();
    match T::deserialize(Deserializer::new(&mut reader, &mut track)) {
        Ok(value) => match reader.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(JsonError::from_serde(&error, &Track::new().path())),
        },
        Err(error) => Err(JsonError::from_serde(&error, &track.path())),
    }
}

/// Refuses a text before anything looks at it.
pub(super) fn check_length(text: &str, maximum_bytes: usize) -> Result<(), JsonError> {
    if text.len() <= maximum_bytes {
        return Ok(());
    }
    let message = format!("the text has {} bytes, {maximum_bytes} are allowed", text.len());
    Err(JsonError::new(JsonErrorKind::TooLarge, "", message))
}
