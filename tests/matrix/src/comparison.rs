//! Where two texts differ.

/// Lines that only the first text has, after a minus, and lines that only the second has, after a plus, in their order.
#[must_use]
pub fn lines_that_differ(first: &str, second: &str) -> Vec<String> {
    let (first, second): (Vec<&str>, Vec<&str>) = (first.lines().collect(), second.lines().collect());
    let common = common_lengths(&first, &second);
    let length = |left: usize, right: usize| common.get(left).and_then(|row| row.get(right)).copied().unwrap_or(0);
    let (mut left, mut right, mut found) = (0, 0, Vec::new());
    loop {
        match (first.get(left), second.get(right)) {
            (None, None) => return found,
            (Some(one), Some(other)) if one == other => {
                left += 1;
                right += 1;
            }
            (Some(one), other) if other.is_none() || length(left + 1, right) >= length(left, right + 1) => {
                found.push(format!("- {one}"));
                left += 1;
            }
            (_, Some(other)) => {
                found.push(format!("+ {other}"));
                right += 1;
            }
            (Some(_), None) => left += 1,
        }
    }
}

/// For each pair of positions, how many lines from there on both texts have in common.
fn common_lengths(first: &[&str], second: &[&str]) -> Vec<Vec<u32>> {
    let mut below = vec![0_u32; second.len() + 1];
    let mut rows = vec![below.clone()];
    for one in first.iter().rev() {
        let mut row = vec![0_u32];
        for (other, (diagonal, under)) in second.iter().zip(below.iter().skip(1).zip(&below)).rev() {
            let beside = row.last().copied().unwrap_or(0);
            row.push(if one == other { diagonal + 1 } else { beside.max(*under) });
        }
        row.reverse();
        below = row.clone();
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use super::lines_that_differ;

    #[test]
    fn only_what_differs_is_shown() {
        for (first, second, expected) in [
            ("a\nb\nc", "a\nb\nc", &[][..]),
            ("a\nb\nc", "a\nx\nc", &["- b", "+ x"][..]),
            ("a\nb", "a\nb\nc", &["+ c"][..]),
            ("a\nb\nc", "b\nc", &["- a"][..]),
            ("", "a", &["+ a"][..]),
            ("a", "", &["- a"][..]),
        ] {
            assert_eq!(lines_that_differ(first, second), expected, "{first:?} {second:?}");
        }
    }
}
