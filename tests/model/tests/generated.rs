//! Whether the generated questions are worth asking: both answers are frequent, and every word of an answer occurs.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_oracle::proof::{Prover, Run};
use guestpass_vectors::seed_from_environment;
use std::time::Instant;

#[test]
fn generated_questions_have_every_answer() {
    let seed = seed_from_environment();
    let prover = Prover::new().expect("the documents can be read");
    let documents = Prover::documents().count();
    let mut runs = vec![Run::default(); documents];
    let start = Instant::now();
    for number in 0..30_000_u64 {
        let position = usize::try_from(number).expect("a small number") % documents;
        prover.case(seed, number, None, &mut runs[position]);
    }
    let seconds = start.elapsed().as_secs_f64();
    let mut all = Run::default();
    for (document, run) in Prover::documents().zip(&runs) {
        let of = |kind, word| run.tally.of(kind, word);
        // Far below what any seed brings, so that chance alone never fails: fewest are accepted changes of requests for
        // access, some 260.
        println!("== {}\n{}", document.stem, run.tally);
        assert!(of("reason", "granted") > 250, "{} with seed {seed}: {}", document.stem, run.tally);
        assert!(of("verdict", "accepted") > 150, "{} with seed {seed}: {}", document.stem, run.tally);
        assert!(of("verdict", "refused") > 250, "{} with seed {seed}: {}", document.stem, run.tally);
        all.merge(run.clone());
    }
    println!("== all, {} cases in {seconds:.1} s\n{}", all.cases, all.tally);
    assert_eq!(all.tally.missing(), Vec::<String>::new(), "never occurred with seed {seed}");
}
