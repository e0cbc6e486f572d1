//! How a message repeats its input and what it suggests instead.

use crate::hidden::seen;
use crate::limits::MAX_QUOTED_CHARS;

/// `did you mean` the nearest of the names, or all of them when none is near.
pub(in crate::json) fn suggestion(given: &str, known: &[&str]) -> String {
    // Distances take time in the product of both lengths: not for input that nobody mistyped.
    let near = if given.len() > MAX_QUOTED_CHARS { None } else { nearest(given, known) };
    match near {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known here: `{}`", known.join("`, `")),
    }
}

fn nearest<'n>(given: &str, known: &[&'n str]) -> Option<&'n str> {
    let given = given.to_ascii_lowercase().replace(['-', ' '], "_");
    let distance = |name: &str| strsim::osa_distance(&given, &name.replace('-', "_"));
    let (best, name) = known.iter().map(|name| (distance(name), *name)).min()?;
    // A third of the letters wrong is a slip, more is another word.
    (best.saturating_mul(3) <= name.len()).then_some(name)
}

/// The user's words in backticks.
pub(in crate::json) fn quoted(text: &str) -> String {
    format!("`{}`", quoted_part(text))
}

pub(super) fn quoted_part(text: &str) -> String {
    let mut part: String = text.chars().take(MAX_QUOTED_CHARS).map(seen).collect();
    if text.chars().nth(MAX_QUOTED_CHARS).is_some() {
        part.push('…');
    }
    part
}

/// As [`quoted`], for text that is in quotes already.
pub(super) fn clipped(text: &str) -> String {
    quoted_part(text)
}
