//! One recorded decision on one line.

use guestpass_contract::Facts;
use guestpass_contract::json::{
    JsonError, OwnedRequest, OwnedTarget, facts_from_str, instant_to_string, request_from_str,
};
use guestpass_contract::limits::MAX_JSON_BYTES;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Digest of the policy that decided.
    pub policy: String,
    /// What was known.
    pub facts: Facts,
    /// What was asked.
    pub request: OwnedRequest,
    /// Whether it was allowed.
    pub allowed: bool,
}

/// Why a line is no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The line is not an object with exactly the keys of a record, each once, or it is too long.
    #[error("{0}")]
    Malformed(String),
    /// The facts or the request are not what they should be.
    #[error("`{part}`: {error}")]
    Part {
        /// `facts` or `request`.
        part: &'static str,
        /// What is wrong with it.
        error: Box<JsonError>,
    },
}

/// What is read of a decision; the rest is for people.
#[derive(Deserialize)]
struct Made {
    effect: Effect,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Effect {
    Allow,
    Deny,
}

/// The keys of a record, in the order in which they are written.
const KEYS: [&str; 4] = ["policy", "facts", "request", "decision"];

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// [`RecordError`]: an unknown, a missing or a duplicate key, a line of more than 1 MiB, or a part that is wrong.
    pub fn read(line: &str) -> Result<Self, RecordError> {
        let malformed = |message: String| RecordError::Malformed(message);
        if line.len() > MAX_JSON_BYTES {
            return Err(malformed(format!("the line has more than {MAX_JSON_BYTES} bytes")));
        }
        serde_json::from_str::<IgnoredAny>(line).map_err(|error| malformed(format!("not JSON: {error}")))?;
        let [policy, facts, request, decision] = parts(line).map_err(malformed)?;
        let refused = |error: serde_json::Error| malformed(error.to_string());
        let part = |part| move |error| RecordError::Part { part, error: Box::new(error) };
        let made: Made = serde_json::from_str(decision).map_err(refused)?;
        Ok(Self {
            policy: serde_json::from_str(policy).map_err(refused)?,
            facts: facts_from_str(facts).map_err(part("facts"))?,
            request: request_from_str(request).map_err(part("request"))?,
            allowed: made.effect == Effect::Allow,
        })
    }
}

/// Writes a record, from texts that each are JSON already. Masking is up to whoever has them: nothing is left out here.
#[must_use]
pub fn record_line(digest: &str, facts: &str, request: &str, decision: &str) -> String {
    // A line is one line: outside of strings JSON does not need its line breaks, and inside it has none.
    let line = format!("{{\"policy\":\"{digest}\",\"facts\":{facts},\"request\":{request},\"decision\":{decision}}}");
    line.replace(['\n', '\r'], " ")
}

/// A request as a record holds it.
///
/// # Errors
/// [`JsonError`] for an instant that JSON cannot express.
pub fn request_text(request: &OwnedRequest) -> Result<String, JsonError> {
    let (key, name) = match &request.target {
        OwnedTarget::Privileges(expression) => ("privileges", expression),
        OwnedTarget::Api(name) => ("api", name),
    };
    let mut parts = serde_json::Map::new();
    parts.insert(key.to_owned(), name.as_str().into());
    parts.extend(request.on_resource.as_deref().map(|id| ("on_resource".to_owned(), id.into())));
    parts.insert("now".to_owned(), instant_to_string(request.now_ms)?.into());
    Ok(serde_json::Value::Object(parts).to_string())
}

/// The values of the keys as they were written, so that each is read as strictly as in a file of its own. The text is
/// known to be JSON.
fn parts(line: &str) -> Result<[&str; 4], String> {
    let text = line.trim_ascii();
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).ok_or("a record is an object")?;
    let mut found: [Option<&str>; 4] = [None; 4];
    for member in split(inside, ',') {
        if member.trim_ascii().is_empty() {
            continue;
        }
        let mut sides = split(member, ':').into_iter();
        let key = sides.next().unwrap_or_default().trim_ascii();
        let value = member.split_at_checked(key_end(member)).map_or("", |(_, rest)| rest);
        let key: String = serde_json::from_str(key).map_err(|error| error.to_string())?;
        let place = KEYS.iter().position(|known| *known == key).ok_or_else(|| format!("unknown key `{key}`"))?;
        let slot = found.get_mut(place).ok_or("unknown key")?;
        if slot.replace(value).is_some() {
            return Err(format!("duplicate key `{key}`"));
        }
    }
    let [Some(policy), Some(facts), Some(request), Some(decision)] = found else {
        let missing = KEYS.iter().zip(&found).find(|(_, value)| value.is_none()).map_or("", |(key, _)| key);
        return Err(format!("missing key `{missing}`"));
    };
    Ok([policy, facts, request, decision])
}

/// Behind the first colon outside of strings.
fn key_end(member: &str) -> usize {
    split(member, ':').first().map_or(0, |key| key.len().saturating_add(1))
}

/// Cuts at a mark that stands neither in a string nor inside brackets.
fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
    text.split(move |character: char| {
        if in_string {
            (in_string, escaped) = (character != '"' || escaped, character == '\\' && !escaped);
            return false;
        }
        match character {
            '"' => in_string = true,
            '{' | '[' => depth = depth.saturating_add(1),
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => return character == mark && depth == 0,
        }
        false
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{Record, record_line};

    const FACTS: &str = r#"{"organisation": "a,b:{\"", "principal": {"kind": "member", "id": "ada"}}"#;
    const REQUEST: &str = r#"{"api": "x", "now": "2026-01-01T00:00:00Z"}"#;
    const DECISION: &str = r#"{"effect":"allow","reason":"granted"}"#;

    #[test]
    fn what_is_written_is_read() {
        let record = Record::read(&record_line("sha256:0", FACTS, REQUEST, DECISION)).unwrap();
        assert_eq!((record.policy.as_str(), record.allowed), ("sha256:0", true));
        assert_eq!(record.facts.organisation.of(&record.facts.text), Some("a,b:{\""));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        let good = record_line("sha256:0", FACTS, REQUEST, DECISION);
        for (line, expected) in [
            ("{".to_owned(), "not JSON"),
            ("[]".to_owned(), "an object"),
            ("{}".to_owned(), "missing key `policy`"),
            (good.replacen("{", "{\"x\": 1,", 1), "unknown key `x`"),
            (good.replacen("{", "{\"policy\": \"y\",", 1), "duplicate key `policy`"),
            (good.replace("\"id\": \"ada\"", "\"id\": \"ada\", \"id\": \"eve\""), "`facts`: "),
            (good.replace("\"api\"", "\"apo\""), "`request`: "),
            (good.replace("allow", "perhaps"), "unknown variant"),
            (" ".repeat(1024 * 1024 + 1), "more than"),
        ] {
            let error = Record::read(&line).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}: {expected}");
        }
    }
}
