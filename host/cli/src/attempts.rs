//! Tries again what a busy machine may have cut short.

use crate::limits::ATTEMPTS_MAX;

/// The first success, or the first failure that trying again cannot help, or the last failure.
pub(crate) fn patiently<T, E>(
    may_be_haste: impl Fn(&E) -> bool,
    mut attempt: impl FnMut() -> Result<T, E>,
) -> Result<T, E> {
    for _ in 1..ATTEMPTS_MAX {
        match attempt() {
            Err(error) if may_be_haste(&error) => {}
            outcome => return outcome,
        }
    }
    attempt()
}

#[cfg(test)]
mod tests {
    use super::patiently;
    use crate::limits::ATTEMPTS_MAX;

    #[test]
    fn attempts_end() {
        // How many attempts fail, whether that may be haste, how many are made, and whether the last one succeeds.
        for (failures, is_haste, made, succeeds) in
            [(0, true, 1, true), (2, true, 3, true), (usize::MAX, true, ATTEMPTS_MAX, false), (1, false, 1, false)]
        {
            let mut attempts = 0;
            let outcome = patiently(
                |()| is_haste,
                || {
                    attempts += 1;
                    if attempts > failures { Ok(()) } else { Err(()) }
                },
            );
            assert_eq!((attempts, outcome.is_ok()), (made, succeeds));
        }
    }
}
