//! Decisions as lines of JSON, such as `guestpass policy diff --replay` reads.
//!
//! A line is `{"policy":"sha256:...","facts":{..},"request":{..},"decision":{..}}`, each part as `guestpass schema`
//! describes it; the decision has the directory's `revision` and the names of what was `masked` in addition.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use guestpass_contract::Facts;
use guestpass_contract::json::{JsonError, OwnedRequest, OwnedTarget, instant_to_string};
use serde_json::{Map, Value};

use super::facts_json::facts_json;
use super::mask::Mask;

/// Bytes of a line at most: what is read again of one.
const LINE_BYTES_MAX: usize = 1024 * 1024;

/// Which decisions are logged, and how.
#[derive(Clone, Debug)]
pub struct DecisionLogOptions {
    /// One of so many is logged.
    pub every: NonZeroU32,
    /// Every denial is logged, whatever `every` says.
    pub all_denials: bool,
    /// What is not written.
    pub mask: Mask,
    /// Decisions that wait to be written at most; what comes on top is dropped and counted.
    pub queue_max: usize,
    /// Bytes of the file at most; what comes on top is dropped and counted.
    pub bytes_max: u64,
}

/// A decision to be logged.
#[derive(Clone, Debug)]
pub struct LoggedDecision {
    /// Digest of the policy, `sha256:...`.
    pub policy: String,
    /// Revision of the directory that the facts are of.
    pub revision: i64,
    /// What was known.
    pub facts: Facts,
    /// What was asked.
    pub request: OwnedRequest,
    /// Whether it was allowed.
    pub is_allowed: bool,
    /// The decision as JSON: what [`guestpass_contract::json::to_string`] makes of a decision.
    pub decision: String,
}

/// The log. A clone is the same one.
///
/// Nobody ever waits for it: a decision is handed over or dropped.
#[derive(Clone, Debug)]
pub struct DecisionLog {
    sender: SyncSender<Message>,
    shared: Arc<Shared>,
}

/// What the writer is told.
enum Message {
    Write(Box<LoggedDecision>),
    /// Write what is waiting, and nothing after it.
    End,
}

#[derive(Debug)]
struct Shared {
    options: DecisionLogOptions,
    asked: AtomicU64,
    dropped: AtomicU64,
}

/// The thread that writes.
#[derive(Debug)]
#[must_use = "join it at the end, so that all is written"]
pub struct DecisionWriter {
    thread: JoinHandle<()>,
    sender: SyncSender<Message>,
}

impl DecisionWriter {
    /// Writes what was handed over before, and ends. What comes later is dropped and counted. Blocks as long as that
    /// takes.
    pub fn join(self) {
        // It is gone already if it has panicked. That was printed, and loses lines but no decision.
        drop(self.sender.send(Message::End));
        drop(self.thread.join());
    }
}

impl DecisionLog {
    /// Opens the file, or makes it; what stands in it stays.
    ///
    /// # Errors
    /// The file cannot be written to, or no thread can be started.
    pub fn open(path: &Path, options: DecisionLogOptions) -> io::Result<(Self, DecisionWriter)> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let length = file.metadata()?.len();
        let (sender, receiver) = sync_channel(options.queue_max.max(1));
        let shared = Arc::new(Shared { options, asked: AtomicU64::new(0), dropped: AtomicU64::new(0) });
        let writer = Writer { shared: Arc::clone(&shared), file, length };
        let thread = std::thread::Builder::new().name("decision-log".to_owned());
        let thread = thread.spawn(move || writer.run(&receiver))?;
        Ok((Self { sender: sender.clone(), shared }, DecisionWriter { thread, sender }))
    }

    /// Whether the next decision is to be logged. Ask before [`DecisionLog::log`], so that nothing is copied in vain.
    #[must_use]
    pub fn wants(&self, is_allowed: bool) -> bool {
        let options = &self.shared.options;
        let number = self.shared.asked.fetch_add(1, Ordering::Relaxed);
        options.all_denials && !is_allowed || number.is_multiple_of(u64::from(options.every.get()))
    }

    /// Hands a decision over, without waiting.
    pub fn log(&self, decision: LoggedDecision) {
        match self.sender.try_send(Message::Write(Box::new(decision))) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => self.shared.drop_one(),
        }
    }

    /// Decisions that were to be logged and are not in the file.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.shared.dropped.load(Ordering::Relaxed)
    }
}

impl Shared {
    fn drop_one(&self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

struct Writer {
    shared: Arc<Shared>,
    file: File,
    length: u64,
}

impl Writer {
    fn run(mut self, receiver: &Receiver<Message>) {
        for message in receiver {
            let Message::Write(decision) = message else { return };
            if !self.write(&decision) {
                self.shared.drop_one();
            }
        }
    }

    /// Whether the line is in the file, in one write, so that no line is mixed with another.
    fn write(&mut self, decision: &LoggedDecision) -> bool {
        let Some(mut text) = line(decision, &self.shared.options.mask) else { return false };
        text.push('\n');
        let length = self.length.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        if text.len() > LINE_BYTES_MAX || length > self.shared.options.bytes_max {
            return false;
        }
        let is_written = self.file.write_all(text.as_bytes()).is_ok();
        // After a write that failed half way there may be part of a line; the file knows.
        self.length = if is_written { length } else { self.file.metadata().map_or(u64::MAX, |data| data.len()) };
        is_written
    }
}

/// The line; none when JSON cannot express it.
fn line(logged: &LoggedDecision, mask: &Mask) -> Option<String> {
    let facts = facts_json(&logged.facts, mask).ok()?;
    let request = request_json(&logged.request).ok()?;
    let Ok(Value::Object(mut decision)) = serde_json::from_str(&logged.decision) else { return None };
    decision.insert("revision".to_owned(), logged.revision.into());
    decision.insert("masked".to_owned(), mask.hidden().collect::<Vec<_>>().into());
    let policy = Value::from(logged.policy.as_str());
    let decision = Value::Object(decision);
    Some(format!(r#"{{"policy":{policy},"facts":{facts},"request":{request},"decision":{decision}}}"#))
}

fn request_json(request: &OwnedRequest) -> Result<Value, JsonError> {
    let (key, name) = match &request.target {
        OwnedTarget::Privileges(expression) => ("privileges", expression),
        OwnedTarget::Api(name) => ("api", name),
    };
    let mut shape = Map::new();
    shape.insert(key.to_owned(), name.as_str().into());
    shape.extend(request.on_resource.as_deref().map(|id| ("on_resource".to_owned(), id.into())));
    shape.insert("now".to_owned(), instant_to_string(request.now_ms)?.into());
    Ok(Value::Object(shape))
}

#[cfg(test)]
mod tests {
    use super::{DecisionLog, DecisionLogOptions, LoggedDecision, Mask};
    use guestpass_contract::json::{facts_from_str, request_from_str};
    use std::num::NonZeroU32;

    fn options() -> DecisionLogOptions {
        let mask = Mask::new(["principal.email".to_owned()], [7; 32]);
        let every = NonZeroU32::MIN;
        DecisionLogOptions { every, all_denials: true, mask, queue_max: 1000, bytes_max: 1024 * 1024 }
    }

    fn decision(is_allowed: bool) -> LoggedDecision {
        let facts = r#"{"organisation": "initech", "principal": {"kind": "member", "id": "ada",
            "email": "canary@initech.example"}}"#;
        let request = r#"{"privileges": "saas:application:view", "now": "2026-11-22T10:00:00Z"}"#;
        let effect = if is_allowed { "allow" } else { "deny" };
        LoggedDecision {
            policy: format!("sha256:{}", "0".repeat(64)),
            revision: 42,
            facts: facts_from_str(facts).unwrap(),
            request: request_from_str(request).unwrap(),
            is_allowed,
            decision: format!(r#"{{"effect":"{effect}","reason":"granted"}}"#),
        }
    }

    /// What is in the file, and how many were dropped, after these decisions.
    fn logged(options: DecisionLogOptions, allowed: &[bool]) -> (Vec<String>, u64) {
        let file = tempfile::NamedTempFile::new().unwrap();
        let (log, writer) = DecisionLog::open(file.path(), options).unwrap();
        for is_allowed in allowed {
            if log.wants(*is_allowed) {
                log.log(decision(*is_allowed));
            }
        }
        writer.join();
        log.log(decision(true));
        let text = std::fs::read_to_string(file.path()).unwrap();
        // One came when the writer had ended.
        let dropped = log.dropped() - 1;
        (text.lines().map(str::to_owned).collect(), dropped)
    }

    #[test]
    fn a_line_has_what_was_asked_and_nothing_that_is_masked() {
        let (lines, dropped) = logged(options(), &[true]);
        assert_eq!((lines.len(), dropped), (1, 0));
        assert!(!lines[0].contains("canary"), "{}", lines[0]);
        let line: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        assert_eq!(line["decision"]["revision"], 42);
        assert_eq!(line["decision"]["masked"], serde_json::json!(["principal.email"]));
        assert!(line["facts"]["principal"]["email"].as_str().unwrap().starts_with("masked-"));
        assert_eq!(line["request"]["privileges"], "saas:application:view");
    }

    #[test]
    fn one_of_so_many_is_logged_and_every_denial_if_wanted() {
        let decisions: Vec<bool> = (0..100).map(|number| number % 7 != 3).collect();
        let denials = decisions.iter().filter(|is_allowed| !**is_allowed).count();
        for (all_denials, every, allowed_in_file) in [(true, 10, 8), (true, 1, 100 - denials)] {
            let every = NonZeroU32::new(every).unwrap();
            let (lines, dropped) = logged(DecisionLogOptions { every, all_denials, ..options() }, &decisions);
            let denied = lines.iter().filter(|line| line.contains(r#""effect":"deny""#)).count();
            assert_eq!((denied, lines.len() - denied, dropped), (denials, allowed_in_file, 0));
        }
        let every = NonZeroU32::new(10).unwrap();
        let (lines, _) = logged(DecisionLogOptions { every, all_denials: false, ..options() }, &decisions);
        assert_eq!(lines.len(), 10);
    }

    #[test]
    fn what_does_not_fit_is_dropped_and_counted() {
        let bytes_max = 1000;
        let (lines, dropped) = logged(DecisionLogOptions { bytes_max, ..options() }, &[true; 100]);
        assert!(!lines.is_empty() && lines.len() < 5, "{}", lines.len());
        assert_eq!(u64::try_from(lines.len()).unwrap() + dropped, 100);
        let (lines, dropped) = logged(DecisionLogOptions { queue_max: 1, ..options() }, &[true; 10_000]);
        assert_eq!(u64::try_from(lines.len()).unwrap() + dropped, 10_000);
    }
}
