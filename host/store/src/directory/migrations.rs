//! The tables, step by step as they came to be.
//!
//! A directory knows which steps it has had, with a checksum of each, and takes the others. So a step that was given
//! out is never changed: a change is one more step.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// The files of `host/store/migrations`: number, name, and what the database is told. They are listed by hand because
/// the macro that lists them compiles both databases once more, for the compiler's own use.
const STEPS: [(i64, &str, &str); 7] = [
    (1, "directory", include_str!("../../migrations/0001_directory.sql")),
    (2, "audit", include_str!("../../migrations/0002_audit.sql")),
    (3, "administration", include_str!("../../migrations/0003_administration.sql")),
    (4, "secrets", include_str!("../../migrations/0004_secrets.sql")),
    (5, "addresses", include_str!("../../migrations/0005_addresses.sql")),
    (6, "sigma", include_str!("../../migrations/0006_sigma.sql")),
    (7, "requests", include_str!("../../migrations/0007_requests.sql")),
];

/// Takes the steps that a directory has not had, each wholly or not at all.
pub(super) fn migrator() -> Migrator {
    let step = |(version, name, text): (i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, text.into_sql_str(), false)
    };
    Migrator::with_migrations(STEPS.into_iter().map(step).collect())
}

#[cfg(test)]
mod tests {
    use super::STEPS;
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_file_is_a_step() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let files: BTreeMap<String, String> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap())
            .map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap()))
            .collect();
        let steps = STEPS.map(|(number, name, text)| (format!("{number:04}_{name}.sql"), text.to_owned()));
        assert_eq!(files, BTreeMap::from(steps));
        assert!(STEPS.is_sorted_by_key(|(number, ..)| number));
    }
}
