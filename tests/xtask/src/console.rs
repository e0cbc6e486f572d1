//! What people see: plain lines in a log, colours on a terminal.

use std::time::Duration;

use anstream::{eprintln, println};
use anstyle::{AnsiColor, Style};

const HEADLINE: Style = AnsiColor::Cyan.on_default().bold();
const PASSED: Style = AnsiColor::Green.on_default().bold();
const FAILED: Style = AnsiColor::Red.on_default().bold();

/// Announces a step.
pub(crate) fn headline(text: &str) {
    println!("\n{HEADLINE}==> {text}{HEADLINE:#}");
}

/// An ordinary line.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Something that went well.
pub(crate) fn success(text: &str) {
    println!("{PASSED}{text}{PASSED:#}");
}

/// Something that went wrong, on the error stream.
pub(crate) fn failure(text: &str) {
    eprintln!("{FAILED}error:{FAILED:#} {text}");
}

/// A word that says whether something went well, in the colour of it; [`line()`] leaves the colour out of a log.
pub(crate) fn verdict(word: &str, is_good: bool) -> String {
    let style = if is_good { PASSED } else { FAILED };
    format!("{style}{word}{style:#}")
}

/// A duration as minutes and seconds, `3:07`.
pub(crate) fn minutes(duration: Duration) -> String {
    let seconds = duration.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::minutes;
    use std::time::Duration;

    #[test]
    fn durations_are_minutes_and_seconds() {
        for (milliseconds, expected) in [(0, "0:00"), (59_999, "0:59"), (187_000, "3:07"), (3_600_000, "60:00")] {
            assert_eq!(minutes(Duration::from_millis(milliseconds)), expected);
        }
    }
}
