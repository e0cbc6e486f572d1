//! The rules of the house, printed.

use guestpass_tidy::{CHECKS, SizeReport, Tree};

use crate::console;
use crate::errors::{TaskError, TaskResult};

/// Prints every finding, then the sizes of the files.
pub(crate) fn run() -> TaskResult {
    let tree = Tree::read(&Tree::root())?;
    let mut broken = 0;
    for check in CHECKS {
        let findings = (check.run)(&tree);
        findings.iter().for_each(|finding| console::line(&format!("{}: {finding}", check.name)));
        broken += usize::from(!findings.is_empty());
    }
    console::line(&SizeReport::of(&tree).to_string());
    if broken == 0 { Ok(()) } else { Err(TaskError::Untidy(broken)) }
}
