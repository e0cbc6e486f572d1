//! Inputs that are a few edits of something good: a fuzzer gets deeper by changing what is accepted than by finding
//! its bytes again, and its corpus stays small.
//!
//! The first byte chooses what is edited, 0 for nothing: then the rest stands for itself. Each five bytes behind it are
//! one edit.

/// Edits of one input at most; more are left out.
const EDITS_MAX: usize = 24;
/// Bytes that one edit takes out, copies or repeats at most.
const PIECE_BYTES_MAX: usize = 64;

/// What some bytes say of these `bases`.
pub(crate) fn edited(bases: &[Vec<u8>], data: &[u8]) -> Vec<u8> {
    let Some((choice, rest)) = data.split_first() else { return Vec::new() };
    let base = usize::from(*choice).checked_sub(1).and_then(|position| bases.get(position));
    let Some(base) = base else { return rest.to_vec() };
    let mut bytes = base.clone();
    for edit in rest.as_chunks::<5>().0.iter().take(EDITS_MAX) {
        apply(&mut bytes, *edit);
    }
    bytes
}

/// One edit: what, where (two bytes), and two bytes more that it takes.
fn apply(bytes: &mut Vec<u8>, [kind, high, low, one, two]: [u8; 5]) {
    let place = usize::from(u16::from_be_bytes([high, low])) % bytes.len().saturating_add(1);
    let piece = usize::from(two) % PIECE_BYTES_MAX;
    let end = place.saturating_add(piece).min(bytes.len());
    match kind % 7 {
        0 => bytes.get_mut(place).into_iter().for_each(|byte| *byte = one),
        1 => bytes.get_mut(place).into_iter().for_each(|byte| *byte ^= 1 << (one % 8)),
        2 => bytes.insert(place, one),
        3 => drop(bytes.drain(place..end)),
        4 => {
            let copied = bytes.get(place..end).unwrap_or_default().to_vec();
            let target = usize::from(one).saturating_mul(17) % bytes.len().saturating_add(1);
            bytes.splice(target..target, copied).for_each(drop);
        }
        5 => bytes.truncate(place),
        _ => bytes.splice(place..place, vec![one; piece]).for_each(drop),
    }
}

/// The input that leaves the base at this position as it is.
pub(crate) fn unedited(position: u8) -> Vec<u8> {
    vec![position.saturating_add(1)]
}

/// The input that stands for `bytes` themselves.
pub(crate) fn plain(bytes: &[u8]) -> Vec<u8> {
    [&[0], bytes].concat()
}

#[cfg(test)]
mod tests {
    use super::{edited, plain, unedited};

    #[test]
    fn every_kind_of_edit_does_what_it_says() {
        let bases = [b"first".to_vec(), b"abcdef".to_vec()];
        for (edit, expected) in [
            ([0, 0, 1, b'X', 0], "aXcdef"),
            ([1, 0, 0, 5, 0], "Abcdef"),
            ([2, 0, 6, b'!', 0], "abcdef!"),
            ([3, 0, 1, 0, 2], "adef"),
            ([4, 0, 0, 0, 2], "ababcdef"),
            ([5, 0, 3, 0, 0], "abc"),
            ([6, 0, 0, b'-', 3], "---abcdef"),
        ] {
            let found = edited(&bases, &[&unedited(1)[..], &edit].concat());
            assert_eq!(String::from_utf8_lossy(&found), expected, "{edit:?}");
        }
    }

    #[test]
    fn without_a_base_bytes_stand_for_themselves() {
        let bases = [b"first".to_vec()];
        assert_eq!(edited(&bases, &plain(b"xyz")), b"xyz");
        assert_eq!(edited(&bases, &unedited(0)), b"first");
        assert_eq!(edited(&bases, &[]), b"");
        assert_eq!(edited(&bases, &[200, 1]), [1], "there is no such base");
    }
}
