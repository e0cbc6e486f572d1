//! The record of the active policy, as JSON.

use guestpass_manifest::Digest;
use serde::{Deserialize, Serialize};

use crate::activation::{ActiveRecord, PREVIOUS_MAX, SetAside};

/// The version of the record's own form.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordJson {
    active_record: u32,
    digest: String,
    previous: Vec<String>,
    set_aside: Option<SetAsideJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetAsideJson {
    epoch: u64,
    version: u64,
}

/// The record as JSON.
pub(super) fn to_json(record: &ActiveRecord) -> String {
    let json = RecordJson {
        active_record: FORM,
        digest: record.digest.to_string(),
        previous: record.previous.iter().map(Digest::to_string).collect(),
        set_aside: record.set_aside.map(|SetAside { epoch, version }| SetAsideJson { epoch, version }),
    };
    // serde prints this shape always.
    serde_json::to_string(&json).unwrap_or_default()
}

/// Reads a record, or says what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<ActiveRecord, String> {
    let json: RecordJson = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if json.active_record != FORM {
        return Err(format!("form {} is not known, only {FORM} is", json.active_record));
    }
    if json.previous.len() > PREVIOUS_MAX {
        return Err(format!("it names more than {PREVIOUS_MAX} former policies"));
    }
    let digest = |text: &String| Digest::parse(text).ok_or_else(|| format!("`{text}` is not a digest"));
    Ok(ActiveRecord {
        digest: digest(&json.digest)?,
        previous: json.previous.iter().map(digest).collect::<Result<_, _>>()?,
        set_aside: json.set_aside.map(|SetAsideJson { epoch, version }| SetAside { epoch, version }),
    })
}

#[cfg(test)]
mod tests {
    use super::{read, to_json};
    use crate::activation::{ActiveRecord, SetAside};
    use guestpass_manifest::Digest;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let set_aside = Some(SetAside { epoch: 2, version: 3 });
        let record = ActiveRecord { digest: Digest::of(b"b"), previous: vec![Digest::of(b"a")], set_aside };
        let text = to_json(&record);
        assert_eq!(read(text.as_bytes()), Ok(record));
        for (from, to) in [
            ("\"active_record\":1", "\"active_record\":2"),
            ("\"version\":3", "\"version\":-1"),
            ("\"version\":3", "\"version\":3,\"version\":4"),
            ("\"version\":3", "\"version\":3,\"more\":4"),
            ("\"set_aside\":{\"epoch\":2,\"version\":3}", "\"set_aside\":3"),
            ("\"set_aside\":", "\"set_aside\":null,\"set_aside\":"),
            ("\"digest\":\"sha256:", "\"digest\":\"../"),
            ("\"previous\":[\"sha256:", "\"previous\":[\"SHA256:"),
            ("\"previous\":[", "\"previous\":[\"\",\"\",\"\",\"\","),
            ("}", ""),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert!(read(changed.as_bytes()).is_err(), "{changed}");
        }
    }
}
