//! The pictures of the README.

use std::fs;

use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::project::Project;

/// The screens that the README shows. The tests of the console write each at both widths and in both colours.
const SCREENS: [&str; 3] = ["preview", "external-access", "roles"];
/// Which of them it shows.
const SHOWN: &str = "1440-light";
const FROM: &str = "target/screenshots";
const TO: &str = "web-demo/pictures";

/// Copies what the last run of the tests has seen to where the README shows it.
pub(crate) fn run(project: &Project) -> TaskResult {
    for screen in SCREENS {
        let from = project.root().join(FROM).join(format!("{screen}-{SHOWN}.png"));
        if !from.is_file() {
            let path = from.display();
            return Err(TaskError::Missing(format!("`{path}` is not there; `cargo xtask test` makes it")));
        }
        let to = project.root().join(TO).join(format!("{screen}.png"));
        fs::copy(&from, &to).map_err(|cause| TaskError::File { path: to.clone(), cause })?;
        console::line(&to.display().to_string());
    }
    Ok(())
}
