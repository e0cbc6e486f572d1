//! Finds what somebody probably meant.

use guestpass_contract::hidden::seen;

/// Characters of the author's words that a message repeats.
const QUOTED_CHARACTERS_MAX: usize = 80;

/// The author's words in backticks, short, and with nothing in them that is not seen.
pub(super) fn quoted(text: &str) -> String {
    let part: String = text.chars().take(QUOTED_CHARACTERS_MAX).map(seen).collect();
    format!("`{part}`")
}

/// `; did you mean ...?`, or nothing when no name is near: at most a third of its letters differ.
pub(super) fn did_you_mean<'n>(given: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    if given.len() > QUOTED_CHARACTERS_MAX {
        return String::new();
    }
    let folded = |name: &str| name.to_lowercase().replace(['_', ' '], "-");
    let wanted = folded(given);
    let nearest = known.into_iter().map(|name| (strsim::osa_distance(&wanted, &folded(name)), name)).min();
    match nearest {
        Some((distance, name)) if distance.saturating_mul(3) <= name.len() => format!("; did you mean `{name}`?"),
        _ => String::new(),
    }
}
