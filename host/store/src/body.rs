//! The text that a row keeps of a value, with a checksum.
//!
//! A digit that a disk has turned into another one is good JSON still: access would end later than anybody has said. So
//! the text ends with a checksum over the table, the revision and the value, and a row whose checksum does not fit is
//! damaged (reliability row 37). It finds accidents. Whoever may write to the database can write a checksum as well.

use serde::de::Error as _;
use sha2::{Digest, Sha256};

use crate::model::Entity;
use crate::revision::Revision;

/// The text of a row of this revision.
///
/// # Errors
/// The value cannot be written as JSON.
pub(crate) fn written<E: Entity>(entity: &E, revision: Revision) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(entity)?;
    let checksum = checksum(E::TABLE.name, revision, &json);
    Ok(format!("{json}\n{checksum}"))
}

/// The value of a row.
///
/// # Errors
/// The text is not as it was written, or was written in another table or at another revision.
pub(crate) fn read<E: Entity>(body: &str, revision: Revision) -> Result<E, serde_json::Error> {
    let missing = || serde_json::Error::custom("its checksum is missing");
    let (json, found) = body.rsplit_once('\n').ok_or_else(missing)?;
    if found != checksum(E::TABLE.name, revision, json) {
        return Err(serde_json::Error::custom("its checksum does not fit; restore it from a backup"));
    }
    serde_json::from_str(json)
}

/// The first 64 bits of a SHA-256, as 16 hexadecimal digits.
fn checksum(table: &str, revision: Revision, json: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{table}\n{revision}\n"));
    hash.update(json);
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{read, written};
    use crate::model::{AuthorisedUser, Group};
    use crate::revision::Revision;

    fn group() -> Group {
        Group { organisation: "initech".parse().unwrap(), id: "staff".parse().unwrap(), name: "Staff\nof 9".to_owned() }
    }

    #[test]
    fn what_was_written_is_read() {
        let at = Revision::from_number(7);
        assert_eq!(read::<Group>(&written(&group(), at).unwrap(), at).unwrap(), group());
    }

    #[test]
    fn no_byte_of_a_row_can_become_another() {
        let at = Revision::from_number(7);
        let body = written(&group(), at).unwrap();
        for position in 0..body.len() {
            for bit in 0..7 {
                let mut bytes = body.clone().into_bytes();
                bytes[position] ^= 1 << bit;
                let changed = String::from_utf8(bytes).unwrap();
                assert!(read::<Group>(&changed, at).is_err(), "{changed:?}");
            }
            assert!(read::<Group>(body.get(..position).unwrap(), at).is_err(), "cut at {position}");
        }
    }

    #[test]
    fn a_row_belongs_to_its_table_and_its_revision() {
        let at = Revision::from_number(7);
        let body = written(&group(), at).unwrap();
        assert!(read::<Group>(&body, Revision::from_number(8)).is_err());
        assert!(read::<AuthorisedUser>(&body, at).is_err());
        let (json, _) = body.rsplit_once('\n').unwrap();
        assert!(read::<Group>(json, at).is_err(), "without a checksum");
    }
}
