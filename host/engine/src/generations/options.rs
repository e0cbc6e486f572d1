//! How policies replace each other.

use super::event::Observer;

/// Generations kept at most, whatever [`GenerationOptions::kept_max`] says: each holds compiled code and instances.
pub const KEPT_MAX: usize = 64;

/// Disagreements of a shadow kept at most, whatever [`GenerationOptions::samples_max`] says.
pub const SAMPLES_MAX: usize = 1024;

/// How policies replace each other.
#[derive(Debug, Clone)]
pub struct GenerationOptions {
    /// Generations kept, the active one among them: one less can be rolled back. From 1 to [`KEPT_MAX`]; default 5.
    pub kept_max: usize,
    /// Every how many calls the shadow is asked too. It is asked on the thread of the request, after the active policy,
    /// and that request waits for both: 1 about doubles the time of every check, 10 that of every tenth. From 1;
    /// default 1.
    pub shadow_every: u32,
    /// The latest disagreements that are kept of a shadow. At most [`SAMPLES_MAX`]; default 32.
    pub samples_max: usize,
    /// Who hears of every step.
    pub observer: Option<Observer>,
}

impl Default for GenerationOptions {
    fn default() -> Self {
        Self { kept_max: 5, shadow_every: 1, samples_max: 32, observer: None }
    }
}
