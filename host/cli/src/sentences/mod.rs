//! What codes of the contract mean, in sentences for people: lower case at the start, no full stop at the end, so that
//! they fit behind the code.

mod decisions;
mod refusals;
mod remedies;
mod warnings;

pub(crate) use decisions::{of_gate, of_obligations, of_reason};
pub(crate) use refusals::of_refusal;
pub(crate) use remedies::Remedies;
pub(crate) use warnings::of_warning;

#[cfg(test)]
mod tests {
    use super::{of_gate, of_reason, of_refusal, of_warning};
    use guestpass_contract::{Gate, Reason, Refusal, Warning};
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_a_sentence_of_its_own() {
        let all: [Vec<&str>; 4] = [
            Reason::ALL.iter().map(|&reason| of_reason(reason)).collect(),
            Gate::ALL.iter().map(|&gate| of_gate(gate)).collect(),
            Refusal::ALL.iter().map(|&refusal| of_refusal(refusal)).collect(),
            Warning::ALL.iter().map(|&warning| of_warning(warning)).collect(),
        ];
        for sentences in all {
            let distinct: BTreeSet<&str> = sentences.iter().copied().collect();
            assert_eq!(distinct.len(), sentences.len(), "{sentences:?}");
            for sentence in sentences {
                let ends_well = sentence.ends_with(|character: char| character.is_alphanumeric());
                assert!(sentence.starts_with(char::is_lowercase) && ends_well, "{sentence}");
            }
        }
    }
}
