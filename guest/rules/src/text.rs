//! Comparing texts.

/// Whether two texts are the same. Names are compared in every request, and WebAssembly has no instruction that
/// compares bytes: this takes eight at a time, where the standard library takes one.
#[inline(never)] // Inlined wherever names are compared it would be a twentieth of the component.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let (words, rest) = one.as_chunks::<8>();
    let (other_words, other_rest) = other.as_chunks::<8>();
    let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    words.iter().zip(other_words).all(|(one, other)| number(one) == number(other))
        && match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
            // What the last eight have in common with the words before them is the same already.
            (Some(one), Some(other)) => number(one) == number(other),
            _ => rest.iter().zip(other_rest).all(|(one, other)| one == other),
        }
}

#[cfg(test)]
mod tests {
    use super::is_same;
    use alloc::string::String;

    #[test]
    fn every_byte_counts() {
        for length in 0..40 {
            let text = "a".repeat(length);
            assert!(is_same(&text, &text.clone()), "{length}");
            assert!(!is_same(&text, &(text.clone() + "a")), "{length}");
            for place in 0..length {
                let other: String = (0..length).map(|at| if at == place { 'b' } else { 'a' }).collect();
                assert!(!is_same(&text, &other), "byte {place} of {length}");
            }
        }
    }
}
