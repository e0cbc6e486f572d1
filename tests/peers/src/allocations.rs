//! What a decision takes from the allocator. It is counted by a program of its own, because counting takes time, and
//! most from those who allocate most.

use anyhow::{Context, Result, ensure};
use std::process::Command;

/// What one decision takes, on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allocated {
    /// How often something is allocated, or made larger.
    pub times: f64,
    /// How many bytes.
    pub bytes: f64,
}

impl Allocated {
    /// As the counting program prints it.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.times, self.bytes)
    }

    fn read(line: &str) -> Option<Self> {
        let (times, bytes) = line.split_once(' ')?;
        Some(Self { times: times.parse().ok()?, bytes: bytes.parse().ok()? })
    }
}

/// Runs the counting program, which was built beside this one. One for each entry, in their order.
///
/// # Errors
/// When it is not there, fails, or prints something else.
pub fn count() -> Result<Vec<Allocated>> {
    let program = std::env::current_exe()?.with_file_name(format!("allocations{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&program).output().with_context(|| format!("cannot start `{}`", program.display()))?;
    ensure!(output.status.success(), "`allocations` failed: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout)?;
    lines.lines().map(|line| Allocated::read(line).with_context(|| format!("`{line}` is no pair of numbers"))).collect()
}

#[cfg(test)]
mod tests {
    use super::Allocated;

    #[test]
    fn what_is_printed_is_read() {
        let allocated = Allocated { times: 1.5, bytes: 48.0 };
        assert_eq!(Allocated::read(&allocated.line()), Some(allocated));
        assert_eq!(Allocated::read("1.5"), None);
    }
}
