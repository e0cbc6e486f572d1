//! Spans of time.

use crate::Window;
use crate::json::errors::{Complaint, JsonErrorKind};
use crate::json::instant::InstantText;
use crate::json::read::{Checked, object};

/// Half-open span of time: it holds its start and not its end.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "window", deny_unknown_fields))]
pub(in crate::json) struct WindowShape {
    /// First instant inside.
    start: InstantText,
    /// First instant outside; later than `start`.
    end: InstantText,
}

object!(WindowShape { required start, required end });

impl Checked for WindowShape {
    fn check(&self) -> Result<(), Complaint> {
        if self.start.ms() < self.end.ms() {
            return Ok(());
        }
        let message = "`end` must be later than `start`".to_owned();
        Err(Complaint::new(JsonErrorKind::WrongValue, message))
    }
}

impl WindowShape {
    pub(in crate::json) fn window(&self) -> Window {
        Window { start: self.start.ms(), end: self.end.ms() }
    }
}
