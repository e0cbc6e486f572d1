//! The ready documents, for the tests that ask all of them.

use std::fs;
use std::path::Path;

/// Name and text of every document in the folder of policies. The test cases beside them are none.
pub(crate) fn documents() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guest/policies");
    let paths = fs::read_dir(folder).expect("the folder of documents").map(|entry| entry.expect("an entry").path());
    let is_document =
        |path: &Path| path.to_str().is_some_and(|path| path.ends_with(".toml") && !path.ends_with(".tests.toml"));
    let documents: Vec<_> = paths
        .filter(|path| is_document(path))
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a document")))
        .collect();
    assert!(!documents.is_empty(), "there are no documents");
    documents
}
