//! The part that needs a page.

use guestpass_manifest::Verified;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::judge::{Offer, Refusal, judge};

#[wasm_bindgen(raw_module = "./error.js")]
extern "C" {
    /// The class that a page catches.
    #[wasm_bindgen(extends = js_sys::Error)]
    type GuestpassError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str) -> GuestpassError;
}

impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> Self {
        GuestpassError::new(refusal.code, &refusal.message).into()
    }
}

/// A component that its manifest speaks for.
#[wasm_bindgen]
#[derive(Debug)]
pub struct VerifiedPolicy(Verified);

#[wasm_bindgen]
impl VerifiedPolicy {
    /// Judges a component; `now_ms` is what the page's clock shows.
    #[wasm_bindgen(skip_typescript)]
    pub fn judge(
        envelope: &[u8],
        component: &[u8],
        trust_json: &str,
        state_json: Option<String>,
        now_ms: f64,
    ) -> Result<VerifiedPolicy, JsValue> {
        #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and clocks count whole milliseconds")]
        let now_ms = now_ms as i64;
        let state_json = state_json.as_deref();
        Ok(Self(judge(Offer { envelope, component, trust_json, state_json, now_ms })?))
    }

    /// What the page has seen now. It is kept before the component is used.
    #[wasm_bindgen(getter)]
    pub fn state(&self) -> String {
        self.0.state.to_json()
    }

    /// The component's digest.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.0.digest.to_string()
    }

    /// The manifest's rising version, exactly.
    #[wasm_bindgen(getter)]
    pub fn version(&self) -> String {
        self.0.manifest.version.to_string()
    }

    /// First instant at which the component may no longer be used, in milliseconds since the Unix epoch.
    #[wasm_bindgen(getter, js_name = expiresMs)]
    pub fn expires_ms(&self) -> String {
        self.0.manifest.expires_ms.to_string()
    }

    /// Refuses a component that says of itself what its manifest does not.
    #[wasm_bindgen(js_name = checkDescription)]
    pub fn check_description(&self, name: &str, contract: &str) -> Result<(), JsValue> {
        Ok(self.0.check_description(name, contract).map_err(Refusal::from)?)
    }
}
