//! Errors on their way to and from JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{EvaluateError, LoadError};

#[wasm_bindgen(raw_module = "./error.js")]
extern "C" {
    /// The class that a page catches; it stands in its own file so that the page can name it.
    #[wasm_bindgen(extends = js_sys::Error)]
    type GuestpassError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str) -> GuestpassError;
}

/// An error as the page sees it.
pub(super) fn thrown(code: &str, message: &str) -> JsValue {
    GuestpassError::new(code, message).into()
}

impl From<LoadError> for JsValue {
    fn from(error: LoadError) -> Self {
        thrown(error.code(), &error.to_string())
    }
}

impl From<EvaluateError> for JsValue {
    fn from(error: EvaluateError) -> Self {
        thrown(error.code(), &error.to_string())
    }
}

/// What the browser says about something that it threw.
pub(super) fn words_of(thrown: &JsValue) -> String {
    let words = thrown.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    words.unwrap_or_else(|| "something that is no error was thrown".to_owned())
}
