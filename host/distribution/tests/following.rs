//! Following a source, with nothing real in it but the follower: no test waits for time to pass.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use guestpass_distribution::{
    Accepted, ActivePolicy, Fetched, FollowEvent, FollowObserver, Follower, Outcome, Pace, PolicyPackage, PolicySource,
    Recipient, Refused, Revision, SourceError, SourceLocation, SourceOptions, Standing, Surroundings, open,
};
use tokio::sync::Notify;

/// Versions as components: `7` is version 7, and `7!` is a version 7 that is refused.
type Script = Vec<Option<Vec<&'static str>>>;

/// A component of a script that the source cannot read.
const UNREADABLE: &str = "?";

/// Brings what its script says, look by look; `None` is a source that is away. After the last one nothing changes.
struct ScriptedSource {
    script: Mutex<VecDeque<Option<Vec<&'static str>>>>,
    /// Whether each look was told of something known.
    knew: Arc<Mutex<Vec<bool>>>,
    away: SourceError,
    revision: Revision,
}

impl ScriptedSource {
    async fn new(script: Script) -> Self {
        // Only a source makes errors and revisions; any will do.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.wasm");
        let location: SourceLocation = path.to_str().unwrap().parse().unwrap();
        let source = open(&location, &SourceOptions::default()).await.unwrap();
        let away = source.fetch(None).await.unwrap_err();
        std::fs::write(&path, "component").unwrap();
        let Fetched::New { revision, .. } = source.fetch(None).await.unwrap() else { panic!("the file is new") };
        Self { script: Mutex::new(script.into()), knew: Arc::default(), away, revision }
    }
}

impl PolicySource for ScriptedSource {
    async fn fetch(&self, known: Option<&Revision>) -> Result<Fetched, SourceError> {
        self.knew.lock().unwrap().push(known.is_some());
        match self.script.lock().unwrap().pop_front() {
            None => Ok(Fetched::Unchanged),
            Some(None) => Err(self.away.clone()),
            Some(Some(components)) => {
                let package =
                    |component: &&str| PolicyPackage { component: component.as_bytes().to_vec(), envelope: None };
                let (unreadable, good): (Vec<_>, Vec<_>) = components.iter().partition(|text| **text == UNREADABLE);
                Ok(Fetched::New {
                    packages: good.into_iter().map(package).collect(),
                    unreadable: unreadable.iter().map(|_| self.away.clone()).collect(),
                    revision: self.revision.clone(),
                })
            }
        }
    }
}

/// Accepts versions that rise.
#[derive(Default)]
struct RisingRecipient {
    active: Mutex<Option<ActivePolicy>>,
    kept: Option<Result<ActivePolicy, Refused>>,
}

fn policy(version: u64) -> ActivePolicy {
    let digest = guestpass::digest_of(version.to_string().as_bytes());
    ActivePolicy { name: "flexera-one".to_owned(), version, digest, expires_ms: 1_000_000 }
}

impl Recipient for RisingRecipient {
    fn restore(&self, _now_ms: i64) -> Result<Option<ActivePolicy>, Refused> {
        let kept = self.kept.clone().transpose()?;
        self.active.lock().unwrap().clone_from(&kept);
        Ok(kept)
    }

    fn offer(&self, package: &PolicyPackage, _now_ms: i64) -> Result<Accepted, Refused> {
        let text = std::str::from_utf8(&package.component).unwrap();
        assert_ne!(text, "panic", "the recipient has a fault of its own");
        let version = text.parse().map_err(|_| Refused::new("manifest::signature", "nobody known has signed it"))?;
        let mut active = self.active.lock().unwrap();
        match &*active {
            Some(current) if current.version == version => Ok(Accepted::AlreadyActive(current.clone())),
            Some(current) if current.version > version => Err(Refused::new("manifest::rollback", "it is older")),
            _ => {
                let replaced = active.replace(policy(version));
                Ok(Accepted::Activated { active: policy(version), replaced, passed_over: Vec::new() })
            }
        }
    }

    fn roll_back(&self, _now_ms: i64) -> Result<Accepted, Refused> {
        let mut active = self.active.lock().unwrap();
        let current = active.clone().ok_or_else(|| Refused::new("rollback-nothing-kept", "there is none"))?;
        *active = Some(policy(current.version - 1));
        let (active, replaced) = (policy(current.version - 1), Some(current));
        let passed_over = vec![("sha256:abcdef".to_owned(), Refused::new("manifest::expired", "it is too old"))];
        Ok(Accepted::Activated { active, replaced, passed_over })
    }
}

/// A world in which time passes at once. After so many waits it stands still.
struct World {
    waits: Mutex<Vec<Duration>>,
    waits_max: usize,
    end: Notify,
}

impl World {
    fn new(waits_max: usize) -> Arc<Self> {
        Arc::new(Self { waits: Mutex::default(), waits_max, end: Notify::new() })
    }
}

struct InWorld(Arc<World>);

impl Surroundings for InWorld {
    fn now_ms(&self) -> i64 {
        let waited: Duration = self.0.waits.lock().unwrap().iter().sum();
        i64::try_from(waited.as_millis()).unwrap()
    }

    fn random(&self) -> u64 {
        u64::MAX
    }

    async fn sleep(&self, time: Duration) {
        let count = {
            let mut waits = self.0.waits.lock().unwrap();
            waits.push(time);
            waits.len()
        };
        if count == self.0.waits_max {
            self.0.end.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

/// The follower, what it has told, and whether each of its looks was told of something known.
type Followed = (Follower<ScriptedSource, RisingRecipient, InWorld>, Arc<Mutex<Vec<String>>>, Arc<Mutex<Vec<bool>>>);

async fn follower(script: Script, kept: Option<Result<ActivePolicy, Refused>>, world: &Arc<World>) -> Followed {
    let events: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = Arc::clone(&events);
    let observer = FollowObserver::new(move |event| told.lock().unwrap().push(short(event)));
    let recipient = Arc::new(RisingRecipient { kept, ..RisingRecipient::default() });
    let source = ScriptedSource::new(script).await;
    let knew = Arc::clone(&source.knew);
    (Follower::new(source, recipient, InWorld(Arc::clone(world)), Pace::default(), observer), events, knew)
}

fn start(digest: &str) -> &str {
    digest.split_at(10).0
}

fn short(event: &FollowEvent) -> String {
    match event {
        FollowEvent::Restored(active) => format!("restored {}", active.version),
        FollowEvent::NotRestored(refused) => format!("not restored: {}", refused.code),
        FollowEvent::Activated { active, replaced } => {
            let replaced = replaced.as_ref().map(|replaced| replaced.version);
            format!("activated {}, was {replaced:?}", active.version)
        }
        FollowEvent::PassedOver { digest, reason } => format!("passed over {}: {}", start(digest), reason.code),
        FollowEvent::Refused { digest, reason } => format!("refused {}: {}", start(digest), reason.code),
        FollowEvent::Away(error) => format!("away: {}", error.code()),
        FollowEvent::Back => "back".to_owned(),
    }
}

/// Looks as often as the script has entries, and compares what was told and what is active in the end.
async fn check(script: Script, events: &[&str], active: Option<u64>, standing: Standing) {
    let (mut follower, told, _) = follower(script.clone(), None, &World::new(usize::MAX)).await;
    for _ in &script {
        follower.check().await;
    }
    assert_eq!(*told.lock().unwrap(), events, "{script:?}");
    let status = follower.status().get();
    assert_eq!(status.active.as_ref().map(|active| active.version), active, "{script:?}");
    assert_eq!(status.standing(0), standing, "{script:?}");
}

#[tokio::test]
async fn each_thing_that_happens_is_told_of_once_and_what_is_bad_changes_nothing() {
    let refused =
        |version: &str| format!("refused {}: manifest::signature", start(&guestpass::digest_of(version.as_bytes())));
    let (bad_two, bad_three) = (refused("2!"), refused("3!"));
    let rollback = format!("refused {}: manifest::rollback", start(&guestpass::digest_of(b"1")));
    let one = "activated 1, was None";
    let away = "away: source::not-found";
    check(vec![Some(vec!["1"]), Some(vec!["2"])], &[one, "activated 2, was Some(1)"], Some(2), Standing::Current).await;
    check(vec![Some(vec!["1"]), Some(vec!["1"])], &[one], Some(1), Standing::Current).await;
    check(vec![None, None], &[away], None, Standing::Missing).await;
    check(vec![Some(vec!["1"]), None, None], &[one, away], Some(1), Standing::Behind).await;
    let back = [one, away, "back", "activated 2, was Some(1)"];
    check(vec![Some(vec!["1"]), None, Some(vec!["2"])], &back, Some(2), Standing::Current).await;
    let twice = vec![Some(vec!["1"]), Some(vec!["2!"]), Some(vec!["2!"]), Some(vec!["3!"])];
    check(twice, &[one, &bad_two, &bad_three], Some(1), Standing::Behind).await;
    // What was refused, went away and comes again is news.
    let again = vec![Some(vec!["2!"]), Some(vec!["1"]), Some(vec!["2!"])];
    check(again, &[&bad_two, one, &bad_two], Some(1), Standing::Behind).await;
    let older = vec![Some(vec!["2"]), Some(vec!["1"])];
    check(older, &["activated 2, was None", &rollback], Some(2), Standing::Behind).await;
    // The first acceptable package of several is meant; those behind it are not even tried.
    let several = vec![Some(vec!["3!", "2", "1"]), Some(vec!["3!", "2", "1"])];
    check(several, &[&bad_three, "activated 2, was None"], Some(2), Standing::Behind).await;
}

#[tokio::test]
async fn what_was_refused_is_brought_again_and_what_was_accepted_is_not() {
    let script = vec![Some(vec!["1!"]), Some(vec!["2!", "1"]), Some(vec!["1"])];
    let (mut follower, _, knew) = follower(script, None, &World::new(usize::MAX)).await;
    for _ in 0..2 {
        assert_eq!(follower.check().await.refused.len(), 1);
    }
    assert_eq!(follower.check().await.outcome, Outcome::AlreadyActive(policy(1)));
    assert_eq!(follower.check().await.outcome, Outcome::Unchanged);
    assert_eq!(*knew.lock().unwrap(), [false, false, false, true]);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_of_once_as_refused_and_what_is_good_beside_it_counts() {
    let script = vec![Some(vec!["1", UNREADABLE]), Some(vec!["1", UNREADABLE]), Some(vec!["1"])];
    let (mut follower, told, knew) = follower(script, None, &World::new(usize::MAX)).await;
    for expected in [Outcome::Activated { active: policy(1), replaced: None }, Outcome::AlreadyActive(policy(1))] {
        let checked = follower.check().await;
        assert_eq!(checked.outcome, expected);
        let [(file, reason)] = checked.refused.as_slice() else { panic!("one is refused: {checked:?}") };
        assert!(file.ends_with("policy.wasm") && reason.message.contains(file), "{file}: {reason:?}");
        assert_eq!(reason.code, "source::not-found");
        assert_eq!(follower.status().get().standing(0), Standing::Behind);
    }
    assert_eq!(told.lock().unwrap().len(), 2, "each is told of once");
    follower.check().await;
    assert_eq!(follower.status().get().standing(0), Standing::Current);
    assert_eq!(*knew.lock().unwrap(), [false, false, false]);
}

#[tokio::test]
async fn a_recipient_with_a_fault_of_its_own_is_a_refusal() {
    let (mut follower, _, _) =
        follower(vec![Some(vec!["1"]), Some(vec!["panic"])], None, &World::new(usize::MAX)).await;
    follower.check().await;
    let checked = follower.check().await;
    assert_eq!((checked.outcome, checked.refused[0].1.code.as_str()), (Outcome::Refused, "follow::interrupted"));
    assert_eq!(follower.status().get().active, Some(policy(1)));
}

#[tokio::test]
async fn what_was_kept_is_taken_up_before_the_first_look() {
    let damaged = Refused::new("keep::damaged", "the file is damaged");
    for (kept, events, standing) in [
        (None, vec!["away: source::not-found"], Standing::Missing),
        (Some(Ok(policy(7))), vec!["restored 7", "away: source::not-found"], Standing::Behind),
        (Some(Err(damaged)), vec!["not restored: keep::damaged", "away: source::not-found"], Standing::Missing),
    ] {
        let (mut follower, told, _) = follower(vec![None], kept.clone(), &World::new(usize::MAX)).await;
        assert_eq!(follower.restore().await, kept.transpose());
        follower.check().await;
        assert_eq!(*told.lock().unwrap(), events);
        assert_eq!(follower.status().get().standing(0), standing);
    }
}

#[tokio::test]
async fn going_back_is_told_of_like_any_activation() {
    let (mut follower, told, _) = follower(vec![Some(vec!["2"])], None, &World::new(usize::MAX)).await;
    assert_eq!(follower.roll_back().await.unwrap_err().code, "rollback-nothing-kept");
    follower.check().await;
    let outcome = follower.roll_back().await.unwrap();
    assert_eq!(outcome, Outcome::Activated { active: policy(1), replaced: Some(policy(2)) });
    let passed_over = "passed over sha256:abc: manifest::expired";
    assert_eq!(*told.lock().unwrap(), ["activated 2, was None", passed_over, "activated 1, was Some(2)"]);
    assert_eq!(follower.status().get().active, Some(policy(1)));
}

#[tokio::test]
async fn failures_are_waited_out_longer_and_longer() {
    let script = vec![Some(vec!["1"]), None, None, Some(vec!["2!"]), Some(vec!["2"]), None];
    let world = World::new(7);
    let (mut follower, _, _) = follower(script, None, &world).await;
    tokio::select! {
        never = follower.run() => match never {},
        () = world.end.notified() => {}
    }
    let waits: Vec<u64> = world.waits.lock().unwrap().iter().map(Duration::as_secs).collect();
    assert_eq!(waits, [66, 1, 2, 4, 66, 1, 66]);
    let status = follower.status().get();
    assert_eq!((status.last_check_ms, status.last_success_ms), (Some(140_000), Some(140_000)));
    assert_eq!(status.active, Some(policy(2)));
}
