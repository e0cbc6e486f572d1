//! From signed packages to the policy that decides, with real components and real signatures.

#![cfg(test)]
#![forbid(unsafe_code)]

mod signed;

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, Mutex, OnceLock};

use guestpass::{Limits, Runtime};
use guestpass_distribution::{
    Accepted, Activator, ActivatorOptions, ActiveRecord, Fetched, Keep, PolicyPackage, PolicySource, PolicyStorage,
    Recipient, Refused, SourceOptions, Steps, manifest_beside, open,
};
use guestpass_manifest::{Digest, PolicyName, SecretKey, TargetName, Trust, TrustedKey, TrustedState};

const NOW_MS: i64 = 1_800_000_000_000;

/// What is on a disk that survives restarts, and after how many writes it is full.
#[derive(Default)]
struct Disk {
    state: TrustedState,
    packages: BTreeMap<Digest, PolicyPackage>,
    active: Option<ActiveRecord>,
    writes_left: Option<usize>,
}

#[derive(Clone, Default)]
struct DiskStorage(Arc<Mutex<Disk>>);

impl DiskStorage {
    fn write(&self, change: impl FnOnce(&mut Disk)) -> Result<(), Refused> {
        let mut disk = self.0.lock().unwrap();
        if let Some(left) = &mut disk.writes_left {
            *left = left.checked_sub(1).ok_or_else(|| Refused::new("disk-full", "the disk is full"))?;
        }
        change(&mut disk);
        Ok(())
    }
}

impl PolicyStorage for DiskStorage {
    fn trusted_state(&self) -> Result<TrustedState, Refused> {
        Ok(self.0.lock().unwrap().state.clone())
    }

    fn keep_trusted_state(&mut self, state: &TrustedState) -> Result<(), Refused> {
        self.write(|disk| disk.state = state.clone())
    }

    fn keep_package(&mut self, digest: &Digest, package: &PolicyPackage) -> Result<(), Refused> {
        self.write(|disk| drop(disk.packages.insert(digest.clone(), package.clone())))
    }

    fn package(&self, digest: &Digest) -> Result<PolicyPackage, Refused> {
        let package = self.0.lock().unwrap().packages.get(digest).cloned();
        package.ok_or_else(|| Refused::new("keep::missing", "it is not there"))
    }

    fn active(&self) -> Result<Option<ActiveRecord>, Refused> {
        Ok(self.0.lock().unwrap().active.clone())
    }

    fn keep_active(&mut self, record: &ActiveRecord) -> Result<(), Refused> {
        self.write(|disk| disk.active = Some(record.clone()))
    }
}

fn runtime() -> Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new(Limits::default()).unwrap()).clone()
}

fn key() -> SecretKey {
    SecretKey::from_seed(&[7; 32])
}

/// A server that has just started.
fn start(disk: &DiskStorage) -> Activator<DiskStorage> {
    start_trusting(disk, &key(), 1)
}

/// The same with another key, in a trust file of another epoch.
fn start_trusting(disk: &DiskStorage, key: &SecretKey, epoch: u64) -> Activator<DiskStorage> {
    Activator::new(runtime(), trust(key, epoch), disk.clone(), ActivatorOptions::default())
}

fn trust(key: &SecretKey, epoch: u64) -> Trust {
    let ops = TrustedKey { name: "ops".to_owned(), public: key.public() };
    let (policy, target) = (PolicyName::new("flexera-one").unwrap(), TargetName::new("production").unwrap());
    Trust::new(policy, target, 1, vec![ops]).unwrap().with_epoch(epoch)
}

/// The component of a document of its own for each letter.
fn component(letter: &str) -> Vec<u8> {
    static BUILT: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap();
    let build = || signed::component(&format!("1.0.0-{letter}"));
    built.entry(letter.to_owned()).or_insert_with(build).clone()
}

fn signed(component: Vec<u8>, version: u64) -> PolicyPackage {
    signed::package(component, version, &key(), NOW_MS - 1_000..NOW_MS + 1_000_000)
}

/// A package as `a1`: the component `a`, signed as version 1.
fn package(text: &str) -> PolicyPackage {
    let (letter, version) = text.split_at(1);
    signed(component(letter), version.parse().unwrap())
}

/// What came of it, as `now a2, was a1`, `still a2`, `still a1, 2 is set aside`, or a code; and with `, past b: CODE`
/// for each former policy that was passed over.
fn outcome(outcome: Result<Accepted, Refused>) -> String {
    let letters = BTreeMap::from(["a", "b", "c"].map(|letter| (guestpass::digest_of(&component(letter)), letter)));
    let short = |policy: guestpass_distribution::ActivePolicy| format!("{}{}", letters[&policy.digest], policy.version);
    match outcome {
        Ok(Accepted::Activated { active, replaced, passed_over }) => {
            let was = replaced.map(|was| format!(", was {}", short(was))).unwrap_or_default();
            let past = passed_over.iter().map(|(digest, why)| format!(", past {}: {}", letters[digest], why.code));
            format!("now {}{was}{}", short(active), past.collect::<String>())
        }
        Ok(Accepted::AlreadyActive(active)) => format!("still {}", short(active)),
        Ok(Accepted::SetAside { active, version }) => format!("still {}, {version} is set aside", short(active)),
        Err(refused) => refused.code,
    }
}

/// Offers and rollbacks (`back`) in a row, with a restart at each `restart`; and which component decides in the end.
#[track_caller]
fn check(steps: &[(&str, &str)], active: &str) {
    let disk = DiskStorage::default();
    let mut activator = start(&disk);
    for (step, expected) in steps {
        let found = match *step {
            "back" => outcome(activator.roll_back(NOW_MS)),
            "restart" => {
                activator = start(&disk);
                let restored = activator.restore(NOW_MS).map(|active| Accepted::AlreadyActive(active.unwrap()));
                outcome(restored)
            }
            package_text => outcome(activator.offer(&package(package_text), NOW_MS)),
        };
        assert_eq!(&found, expected, "{step} of {steps:?}");
    }
    let pinned = activator.generations().unwrap().pin();
    assert_eq!(pinned.digest(), guestpass::digest_of(&component(active)), "{steps:?}");
}

#[test]
fn newer_policies_are_activated_and_older_ones_are_not() {
    let first = ("a1", "now a1");
    check(&[first, ("a1", "still a1"), ("b2", "now b2, was a1"), ("a1", "manifest::rollback")], "b");
    check(&[first, ("b1", "manifest::equivocation")], "a");
    check(&[first, ("a2", "still a2"), ("a1", "manifest::rollback")], "a");
    check(&[first, ("b2", "now b2, was a1"), ("restart", "still b2"), ("a1", "manifest::rollback")], "b");
}

#[test]
fn what_an_operator_went_back_from_is_not_taken_up_again_until_it_is_newer() {
    let two = [("a1", "now a1"), ("b2", "now b2, was a1"), ("back", "now a1, was b2")];
    for (steps, active) in [
        (vec![("b2", "still a1, 2 is set aside")], "a"),
        (vec![("restart", "still a1"), ("b2", "still a1, 2 is set aside")], "a"),
        (vec![("c3", "now c3, was a1")], "c"),
        (vec![("b3", "now b3, was a1"), ("back", "now a1, was b3"), ("b3", "still a1, 3 is set aside")], "a"),
        (vec![("back", "rollback-nothing-kept")], "a"),
        (vec![("c3", "now c3, was a1"), ("restart", "still c3"), ("back", "now a1, was c3")], "a"),
    ] {
        check(&[&two[..], &steps].concat(), active);
    }
}

#[test]
fn two_who_go_back_from_the_same_policy_go_back_once() {
    let disk = DiskStorage::default();
    let activator = start(&disk);
    for version in ["a1", "b2", "c3"] {
        activator.offer(&package(version), NOW_MS).unwrap();
    }
    let seen = activator.generations().unwrap().pin().number();
    assert_eq!(outcome(activator.roll_back_from(seen, NOW_MS)), "now b2, was c3");
    assert_eq!(outcome(activator.roll_back_from(seen, NOW_MS)), "rollback-not-active");
    assert_eq!(outcome(start(&disk).roll_back_from(seen, NOW_MS)), "rollback-not-active", "nothing is active yet");
    assert_eq!(outcome(activator.roll_back_from(seen - 1, NOW_MS)), "now a1, was b2");
}

/// One former policy that has expired, or that the disk has lost, does not keep an older one from being gone back to.
#[test]
fn a_former_policy_that_cannot_be_used_is_passed_over() {
    let until = |letter: &str, version: u64, end_ms: i64| {
        signed::package(component(letter), version, &key(), NOW_MS - 1_000..end_ms)
    };
    let (soon_ms, late_ms) = (NOW_MS + 10_000, NOW_MS + 1_000_000);
    // Which of the two former policies have expired or are lost, and what comes of going back.
    for (expired, lost, expected) in [
        ("", "", "now b2, was c3"),
        ("b", "", "now a1, was c3, past b: manifest::expired"),
        ("", "b", "now a1, was c3, past b: keep::missing"),
        ("a", "", "now b2, was c3"),
        ("ab", "", "manifest::expired"),
        ("a", "b", "keep::missing"),
        ("b", "a", "manifest::expired"),
    ] {
        for is_restarted in [false, true] {
            let disk = DiskStorage::default();
            let mut activator = start(&disk);
            for (letter, version) in [("a", 1), ("b", 2), ("c", 3)] {
                let end_ms = if expired.contains(letter) { soon_ms } else { late_ms };
                activator.offer(&until(letter, version, end_ms), NOW_MS).unwrap();
            }
            lost.chars().for_each(|letter| {
                disk.0.lock().unwrap().packages.remove(&Digest::of(&component(&letter.to_string())));
            });
            if is_restarted {
                activator = start(&disk);
                activator.restore(soon_ms).unwrap();
            }
            let seen = activator.generations().unwrap().pin().number();
            let before = disk.0.lock().unwrap().active.clone();
            assert_eq!(outcome(activator.roll_back_from(seen, soon_ms)), expected, "{expired} expired, {lost} lost");
            if !expected.starts_with("now ") {
                assert_eq!(disk.0.lock().unwrap().active, before, "nothing has changed");
                let refused = activator.roll_back(soon_ms).unwrap_err();
                assert!(refused.message.contains("nor can `sha256:"), "it says why of both: {refused}");
                continue;
            }
            assert_eq!(outcome(activator.roll_back_from(seen, soon_ms)), "rollback-not-active");
            let (active, _) = expected.trim_start_matches("now ").split_once(',').unwrap();
            let offered = activator.offer(&until("c", 3, late_ms), soon_ms);
            assert_eq!(outcome(offered), format!("still {active}, 3 is set aside"));
            let restored = start(&disk).restore(soon_ms).unwrap().unwrap();
            assert!(active.ends_with(&restored.version.to_string()), "{active}: {restored:?}");
        }
    }
}

/// A former policy that cannot be read or used at this moment is not passed over, and is gone back to at the next.
#[test]
fn a_former_policy_that_cannot_be_used_for_now_keeps_its_place() {
    for (is_restarted, is_of_clock) in [(false, false), (false, true), (true, false), (true, true)] {
        let folder = tempfile::tempdir().unwrap();
        let server = || {
            let keep = Keep::open(folder.path(), Steps::untold()).unwrap();
            Activator::new(runtime(), trust(&key(), 1), keep, ActivatorOptions::default())
        };
        let mut activator = server();
        for (letter, version, start_ms) in [("a", 1, NOW_MS - 9_000), ("b", 2, NOW_MS), ("c", 3, NOW_MS - 9_000)] {
            let package = signed::package(component(letter), version, &key(), start_ms..NOW_MS + 9_000);
            activator.offer(&package, NOW_MS).unwrap();
        }
        if is_restarted {
            drop(activator);
            activator = server();
            activator.restore(NOW_MS).unwrap();
        }
        let former = Digest::of(&component("b"));
        let path = folder.path().join("policies").join(format!("{}.wasm", former.hex()));
        let aside = folder.path().join("aside");
        let (now_ms, code) = if is_of_clock {
            (NOW_MS - 1, "manifest::not-yet-valid")
        } else {
            fs::rename(&path, &aside).unwrap();
            fs::create_dir(&path).unwrap();
            (NOW_MS, "keep::unreadable")
        };
        let refused = activator.roll_back(now_ms).unwrap_err();
        assert_eq!(refused.code, code);
        assert!(refused.message.contains(&format!("`{former}` cannot be gone back to now: ")), "{refused}");
        assert_eq!(activator.generations().unwrap().pin().digest(), guestpass::digest_of(&component("c")));
        if !is_of_clock {
            fs::remove_dir(&path).unwrap();
            fs::rename(&aside, &path).unwrap();
        }
        assert_eq!(outcome(activator.offer(&package("c3"), NOW_MS)), "still c3", "it is not set aside");
        assert_eq!(outcome(activator.roll_back(NOW_MS)), "now b2, was c3");
        assert_eq!(outcome(activator.roll_back(NOW_MS)), "now a1, was b2");
    }
}

/// What is restored and what decides keep to the same instant: that of the manifest and the grace of the trust file.
#[test]
fn an_expired_policy_decides_for_as_long_as_the_trust_file_says() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let expires_ms = NOW_MS + 1_000_000;
    for grace_days in [0, 7] {
        let disk = DiskStorage::default();
        let server = || {
            let trust = trust(&key(), 1).with_grace_days(grace_days);
            Activator::new(runtime(), trust, disk.clone(), ActivatorOptions::default())
        };
        let first = server();
        assert!(first.decides_until_ms() < 0, "there is none yet");
        first.offer(&package("a1"), NOW_MS).unwrap();
        let until_ms = first.decides_until_ms();
        assert_eq!((first.expires_ms(), until_ms), (expires_ms, expires_ms + i64::from(grace_days) * DAY_MS));
        assert_eq!(server().restore(until_ms - 1).map(|restored| restored.unwrap().version), Ok(1));
        assert_eq!(server().restore(until_ms).unwrap_err().code, "manifest::expired");
    }
}

#[test]
fn what_was_set_aside_is_not_examined_either() {
    let disk = DiskStorage::default();
    let activator = start(&disk);
    activator.offer(&package("a1"), NOW_MS).unwrap();
    activator.offer(&package("b2"), NOW_MS).unwrap();
    activator.roll_back(NOW_MS).unwrap();
    let examined = |text: &str| activator.examine(&package(text), NOW_MS).map(|(_, found)| found.version);
    assert_eq!(examined("b2").unwrap_err().code, "activation::set-aside");
    assert_eq!(examined("b3"), Ok(3));
}

/// Whatever keeps the former policy from deciding after a restart, what an operator went back from does not decide in
/// its place: nobody does, until there is something newer.
#[test]
fn what_an_operator_went_back_from_does_not_decide_although_nothing_else_can() {
    let until = |letter: &str, version: u64, end_ms: i64| {
        signed::package(component(letter), version, &key(), NOW_MS - 1_000..end_ms)
    };
    let (short, long) = (until("a", 1, NOW_MS + 10_000), until("b", 2, NOW_MS + 1_000_000));
    let later_ms = NOW_MS + 20_000;
    let lose = |disk: &DiskStorage, letter: &str| {
        disk.0.lock().unwrap().packages.remove(&Digest::of(&component(letter)));
    };
    let gone_back = || {
        let disk = DiskStorage::default();
        let activator = start(&disk);
        activator.offer(&short, NOW_MS).unwrap();
        activator.offer(&long, NOW_MS).unwrap();
        activator.roll_back(NOW_MS).unwrap();
        disk
    };
    for (is_lost, now_ms, code) in [(false, later_ms, "manifest::expired"), (true, NOW_MS, "keep::missing")] {
        let disk = gone_back();
        if is_lost {
            lose(&disk, "a");
        }
        let restarted = start(&disk);
        assert_eq!(restarted.restore(now_ms).unwrap_err().code, code);
        assert_eq!(outcome(restarted.offer(&long, now_ms)), "activation::set-aside");
        assert!(restarted.generations().is_none(), "nobody decides");
        assert_eq!(outcome(restarted.offer(&until("c", 3, NOW_MS + 1_000_000), now_ms)), "now c3");
    }

    // Gone back from what could not be restored: the source mends it, and it stays set aside.
    let disk = DiskStorage::default();
    let first = start(&disk);
    first.offer(&short, NOW_MS).unwrap();
    first.offer(&long, NOW_MS).unwrap();
    lose(&disk, "b");
    let restarted = start(&disk);
    assert_eq!(restarted.restore(NOW_MS).unwrap_err().code, "keep::missing");
    assert_eq!(outcome(restarted.roll_back(NOW_MS)), "now a1");
    assert_eq!(outcome(restarted.offer(&long, NOW_MS)), "still a1, 2 is set aside");
}

#[test]
fn what_is_refused_changes_nothing_and_has_its_code() {
    let disk = DiskStorage::default();
    let activator = start(&disk);
    activator.offer(&package("a1"), NOW_MS).unwrap();
    let other = include_str!("../../../guest/policies/snow-atlas.toml");
    let other = guestpass_compiler::compile("snow-atlas.toml", other).unwrap().component;
    let mixed = PolicyPackage { component: component("c"), ..package("b2") };
    let mut damaged = component("b");
    damaged.truncate(damaged.len() / 2);
    for (package, code) in [
        (PolicyPackage { envelope: None, ..package("b2") }, "manifest::missing"),
        (mixed, "manifest::wrong-"),
        (signed(b"no component".to_vec(), 2), "component-not-a-component"),
        (signed(damaged, 2), "component-malformed"),
        (signed(other, 3), "manifest::wrong-description"),
    ] {
        let before = what_is_kept(&disk);
        let refused = activator.offer(&package, NOW_MS).unwrap_err();
        assert!(refused.code.starts_with(code), "{code}: {refused:?}");
        assert_eq!(what_is_kept(&disk), before, "{code}: nothing is remembered of it");
        assert_eq!(activator.generations().unwrap().pin().digest(), guestpass::digest_of(&component("a")));
        assert_eq!(start(&disk).restore(NOW_MS).unwrap().unwrap().version, 1);
    }
    // Mended, and signed again under the number that it had.
    assert_eq!(outcome(activator.offer(&package("b2"), NOW_MS)), "now b2, was a1");
}

/// All that a restart finds.
fn what_is_kept(disk: &DiskStorage) -> (TrustedState, Vec<Digest>, Option<ActiveRecord>) {
    let disk = disk.0.lock().unwrap();
    (disk.state.clone(), disk.packages.keys().cloned().collect(), disk.active.clone())
}

/// The first acceptable one is meant. What is refused keeps nobody from the good one beside it: neither a host that is
/// new nor one that has an older policy.
#[tokio::test]
async fn of_a_folder_the_highest_version_that_can_be_used_is_taken_up() {
    for before in [None, Some("c1")] {
        let folder = tempfile::tempdir().unwrap();
        for (name, package) in [("bad.wasm", signed(b"no component".to_vec(), 3)), ("good.wasm", package("b2"))] {
            let path = folder.path().join(name);
            fs::write(manifest_beside(&path), package.envelope.unwrap()).unwrap();
            fs::write(path, package.component).unwrap();
        }
        let location = format!("folder:{}", folder.path().display()).parse().unwrap();
        let source = open(&location, &SourceOptions::default()).await.unwrap();
        let Fetched::New { packages, .. } = source.fetch(None).await.unwrap() else { panic!("all of it is new") };
        let activator = start(&DiskStorage::default());
        if let Some(before) = before {
            activator.offer(&package(before), NOW_MS).unwrap();
        }
        let outcomes: Vec<_> = packages.iter().map(|package| outcome(activator.offer(package, NOW_MS))).collect();
        let was = before.map(|before| format!(", was {before}")).unwrap_or_default();
        assert_eq!(outcomes, ["component-not-a-component".to_owned(), format!("now b2{was}")]);
        assert_eq!(outcome(activator.offer(&package("a1"), NOW_MS)), "manifest::rollback");
        assert_eq!(outcome(activator.offer(&package("c3"), NOW_MS)), "now c3, was b2", "mended");
    }
}

#[test]
fn what_is_kept_is_verified_again() {
    assert_eq!(start(&DiskStorage::default()).restore(NOW_MS), Ok(None));
    let disk = DiskStorage::default();
    let first = start(&disk);
    first.offer(&package("b1"), NOW_MS).unwrap();
    first.offer(&package("a2"), NOW_MS).unwrap();
    let digest = Digest::of(&component("a"));
    let spoil = |change: fn(&mut PolicyPackage)| {
        let whole = package("a2");
        let mut spoilt = whole.clone();
        change(&mut spoilt);
        disk.0.lock().unwrap().packages.insert(digest.clone(), spoilt);
        let activator = start(&disk);
        let refused = activator.restore(NOW_MS).unwrap_err();
        assert!(activator.generations().is_none(), "nobody decides by it");
        // The source mends it.
        assert_eq!(outcome(activator.offer(&whole, NOW_MS)), "now a2");
        refused.code
    };
    assert_eq!(spoil(|package| package.component.iter_mut().for_each(|byte| *byte ^= 1)), "manifest::wrong-digest");
    assert_eq!(spoil(|package| package.envelope = None), "manifest::missing");
    // Signed and older, under the name of the newer one.
    assert_eq!(spoil(|kept| *kept = package("b1")), "keep::wrong-digest");
}

/// Row 33: whichever write fails, what was active is active, and a restart takes up the old or the new one.
#[test]
fn a_disk_that_fails_at_any_write_leaves_the_old_policy_or_the_new_one() {
    for writes in 0..=3 {
        let disk = DiskStorage::default();
        let activator = start(&disk);
        activator.offer(&package("a1"), NOW_MS).unwrap();
        disk.0.lock().unwrap().writes_left = Some(writes);
        let offered = outcome(activator.offer(&package("b2"), NOW_MS));
        disk.0.lock().unwrap().writes_left = None;
        let (expected, active) = if writes == 3 { ("now b2, was a1", "b") } else { ("disk-full", "a") };
        assert_eq!(offered, expected, "{writes}");
        let digest = guestpass::digest_of(&component(active));
        assert_eq!(activator.generations().unwrap().pin().digest(), digest);
        assert_eq!(start(&disk).restore(NOW_MS).unwrap().unwrap().digest, digest);
        // The next offer repeats what was not done.
        let again = if writes == 3 { "still b2" } else { "now b2, was a1" };
        assert_eq!(outcome(activator.offer(&package("b2"), NOW_MS)), again);
    }
}

/// Row 29, as a drill: whoever has stolen the key signs a version after which nothing can come. The operators change
/// the key and the epoch, and go on where they were; the stolen key and the old trust file are good for nothing any
/// more.
#[test]
fn a_version_near_the_last_one_is_recovered_from_by_another_key_and_epoch() {
    let (disk, last) = (DiskStorage::default(), (1 << 53) - 1);
    let of = |key: &SecretKey, letter: &str, version: u64| {
        signed::package(component(letter), version, key, NOW_MS - 1_000..NOW_MS + 1_000_000)
    };
    let (stolen, fresh) = (key(), SecretKey::from_seed(&[8; 32]));
    // The first version that a server sees may be any; later ones may not be so far on.
    assert_eq!(outcome(start(&disk).offer(&of(&stolen, "a", last), NOW_MS)), format!("now a{last}"));
    assert_eq!(outcome(start(&disk).offer(&of(&stolen, "b", 7), NOW_MS)), "manifest::rollback");

    let recovered = start_trusting(&disk, &fresh, 2);
    assert_eq!(recovered.restore(NOW_MS).unwrap_err().code, "manifest::threshold", "what the thief signed is not used");
    assert!(recovered.generations().is_none(), "nobody decides until there is a good one");
    assert_eq!(outcome(recovered.offer(&of(&stolen, "a", last), NOW_MS)), "manifest::threshold");
    assert_eq!(outcome(recovered.offer(&of(&fresh, "b", 7), NOW_MS)), "now b7");
    let again = start_trusting(&disk, &fresh, 2);
    assert_eq!(again.restore(NOW_MS).unwrap().unwrap().version, 7, "and after a restart");
    assert_eq!(outcome(again.offer(&of(&fresh, "c", 8), NOW_MS)), "now c8, was b7");
    assert_eq!(outcome(again.offer(&of(&fresh, "b", 7), NOW_MS)), "manifest::rollback");
    let old_trust = start(&disk).offer(&of(&stolen, "a", last), NOW_MS);
    assert_eq!(outcome(old_trust), "manifest::epoch-stepped-back");
}

/// Row 29 again: the operators have gone back from what the thief signed before they change key and epoch. Versions
/// begin anew with the epoch, and none of them is held back by what was set aside before.
#[test]
fn a_new_epoch_takes_up_low_versions_although_a_high_one_was_set_aside() {
    let disk = DiskStorage::default();
    let fresh = SecretKey::from_seed(&[8; 32]);
    let of = |letter: &str, version: u64| {
        signed::package(component(letter), version, &fresh, NOW_MS - 1_000..NOW_MS + 1_000_000)
    };
    let stolen = start(&disk);
    stolen.offer(&package("a1"), NOW_MS).unwrap();
    assert_eq!(outcome(stolen.offer(&package("b500"), NOW_MS)), "now b500, was a1");
    assert_eq!(outcome(stolen.roll_back(NOW_MS)), "now a1, was b500");
    let recovered = start_trusting(&disk, &fresh, 2);
    assert_eq!(recovered.restore(NOW_MS).unwrap_err().code, "manifest::threshold");
    assert_eq!(outcome(recovered.offer(&of("c", 2), NOW_MS)), "now c2");
    let restarted = start_trusting(&disk, &fresh, 2);
    assert_eq!(restarted.restore(NOW_MS).unwrap().unwrap().version, 2);
    assert_eq!(outcome(restarted.offer(&of("b", 3), NOW_MS)), "now b3, was c2");
    assert_eq!(outcome(restarted.roll_back(NOW_MS)), "now c2, was b3");
    assert_eq!(outcome(restarted.offer(&of("b", 3), NOW_MS)), "still c2, 3 is set aside");
    assert_eq!(outcome(restarted.offer(&of("a", 4), NOW_MS)), "now a4, was c2");
}

/// Row 10: a server that is started with its clock set back does not take up what may have expired.
#[test]
fn a_clock_that_went_back_over_a_restart_lets_no_policy_decide() {
    let disk = DiskStorage::default();
    let package = signed::package(component("a"), 1, &key(), NOW_MS - 1_000_000..NOW_MS + 1_000_000);
    start(&disk).offer(&package, NOW_MS).unwrap();
    for (back_ms, expected) in [(0, Ok(1)), (300_000, Ok(1)), (300_001, Err("manifest::clock-stepped-back"))] {
        let activator = start(&disk);
        let restored = activator.restore(NOW_MS - back_ms).map(|active| active.unwrap().version);
        assert_eq!(restored.as_ref().map_err(|refused| refused.code.as_str()), expected.as_ref().map_err(|code| *code));
        assert_eq!(activator.generations().is_none(), expected.is_err());
    }
}
