//! What the changelog says about the version that is to be released.

/// What stands in the changelog about `version`, in a sentence; or why nothing may be released. `is_final` asks for the
/// section of the version with its day; without it, entries under `Unreleased` will do.
pub(super) fn check(changelog: &str, version: &str, is_final: bool) -> Result<String, String> {
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## "));
    let own = headings.filter_map(|heading| heading.strip_prefix(&format!("[{version}]"))).next();
    match own.map(|rest| rest.strip_prefix(" - ").filter(|day| is_day(day))) {
        Some(Some(day)) if has_entries(changelog, &format!("[{version}]")) => {
            return Ok(format!("CHANGELOG.md says what {version} brings, of {day}"));
        }
        Some(Some(_)) => return Err(format!("CHANGELOG.md says nothing under `## [{version}]`; write what changed")),
        Some(None) => {
            return Err(format!("CHANGELOG.md: write the day of {version} as `## [{version}] - 2026-01-31`"));
        }
        None => {}
    }
    match (is_final, has_entries(changelog, "[Unreleased]")) {
        (false, true) => Ok(format!("CHANGELOG.md has what {version} brings under `Unreleased`, without a day yet")),
        (true, true) => {
            Err(format!("CHANGELOG.md has no section `## [{version}]`; give `Unreleased` that name and a day"))
        }
        (_, false) => Err(format!("CHANGELOG.md says nothing about {version}; write what changed for users")),
    }
}

fn is_day(text: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

/// Whether the section whose heading begins so lists anything.
fn has_entries(changelog: &str, heading: &str) -> bool {
    let from_heading = changelog.lines().skip_while(|line| !line.starts_with(&format!("## {heading}")));
    from_heading.skip(1).take_while(|line| !line.starts_with("## ")).any(|line| line.starts_with("- "))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_release_needs_its_section_with_a_day_and_entries() {
        let cases = [
            ("## [1.2.0] - 2026-11-29\n\n- news\n", true, "says what 1.2.0 brings, of 2026-11-29"),
            ("## [1.2.0] - 2026-11-29\n\n## [1.1.0] - 2026-01-01\n- old\n", true, "says nothing under `## [1.2.0]`"),
            ("## [1.2.0]\n- news\n", false, "write the day of 1.2.0"),
            ("## [1.2.0] - soon\n- news\n", false, "write the day of 1.2.0"),
            ("## [Unreleased]\n### Added\n- news\n", false, "under `Unreleased`, without a day yet"),
            ("## [Unreleased]\n### Added\n- news\n", true, "has no section `## [1.2.0]`"),
            ("## [Unreleased]\n\n## [1.1.0] - 2026-01-01\n- old\n", false, "says nothing about 1.2.0"),
            ("", false, "says nothing about 1.2.0"),
        ];
        for (changelog, is_final, expected) in cases {
            let (Ok(said) | Err(said)) = check(changelog, "1.2.0", is_final);
            assert!(said.contains(expected), "{changelog:?} {is_final}: {said}");
        }
        assert!(check("## [Unreleased]\n- news\n", "1.2.0", false).is_ok());
        assert!(check("## [Unreleased]\n- news\n", "1.2.0", true).is_err());
    }
}
