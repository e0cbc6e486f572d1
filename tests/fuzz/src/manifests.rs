//! Signed manifests, trust files, keys, and what a host has seen.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use guestpass_manifest::{
    Digest, Freshness, Manifest, ManifestError, ManifestVersion, PAYLOAD_TYPE, PolicyName, PublicKey, SecretKey,
    TargetName, Trust, TrustedKey, TrustedState, Verified, sign, verify,
};
use serde_json::{Value, json};

use crate::target::{Broken, Found, Reached, Target, require, require_same};

/// The judge of manifests, and the readers of what it judges by.
pub const MANIFESTS: Target = Target {
    name: "manifests",
    property: "what is accepted has valid signatures by as many trusted keys as the trust file asks for, found anew \
               from its JSON, says what was signed, is of this time and no older; trust files, keys and states that \
               are read are written and read again as the same",
    judge: |data| judge(data, &|envelope| Ok(verify(envelope, COMPONENT, trust(2)?, seen()?, NOW_MS))),
    fault: "a judge that takes one signature for two",
    judge_spoiled: |data| judge(data, &|envelope| Ok(verify(envelope, COMPONENT, trust(1)?, seen()?, NOW_MS))),
    seeds: || seeds().map_err(|broken| anyhow::anyhow!("{broken}")),
};

/// The first byte says what the others are.
const ENVELOPE: u8 = 0;
/// A payload, behind a byte that says who signs it.
const PAYLOAD: u8 = 1;
const TRUST_FILE: u8 = 2;
const KEY: u8 = 3;
const STATE: u8 = 4;
const KINDS: u8 = 5;

const NOW_MS: i64 = 1_780_000_000_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const COMPONENT: &[u8] = b"\0asm, the bytes of a component";
/// Keys that are trusted; two of them must sign. Key 4 is a stranger's.
const TRUSTED: [u8; 3] = [1, 2, 3];
const THRESHOLD: usize = 2;
const SEEN_VERSION: u64 = 7;

type Verifies<'a> = dyn Fn(&[u8]) -> Result<Result<Verified, ManifestError>, Broken> + 'a;

fn judge(data: &[u8], verify: &Verifies<'_>) -> Found {
    let Some((kind, rest)) = data.split_first() else { return Ok(Reached::Refused) };
    let text = str::from_utf8(rest).ok();
    match (kind % KINDS, text) {
        (ENVELOPE, _) => judge_envelope(rest, verify),
        (PAYLOAD, _) => {
            let Some((signers, payload)) = rest.split_first() else { return Ok(Reached::Refused) };
            judge_envelope(envelope(payload, *signers).as_bytes(), verify)
        }
        (STATE, _) => state(rest),
        (TRUST_FILE, Some(text)) => trust_file(text),
        (KEY, Some(text)) => key_file(text),
        _ => Ok(Reached::Refused),
    }
}

fn judge_envelope(envelope: &[u8], verify: &Verifies<'_>) -> Found {
    let verified = match verify(envelope)? {
        Ok(verified) => verified,
        Err(error) => {
            let is_said = error.code().starts_with("manifest::") && !error.help().is_empty();
            require(is_said && !error.to_string().is_empty(), || format!("an error without words: {error:?}"))?;
            return Ok(Reached::Refused);
        }
    };
    let lacks = |what: &str| Broken(format!("an accepted envelope lacks {what}"));
    let json: Value =
        serde_json::from_slice(envelope).map_err(|error| Broken(format!("accepted, no JSON: {error}")))?;
    let payload = json.get("payload").and_then(|payload| BASE64.decode(payload.as_str()?).ok());
    let payload = payload.ok_or_else(|| lacks("a payload"))?;
    let signers = signers(&json, &payload)?;
    require(signers.len() >= THRESHOLD, || format!("{signers:?} are enough"))?;
    require_same(&verified.signed_by.len(), &signers.len(), "keys that signed")?;
    let said: Value = serde_json::from_slice(&payload).map_err(|error| Broken(format!("no manifest: {error}")))?;
    let manifest = &verified.manifest;
    require_same(&said.get("version").and_then(Value::as_u64), &Some(manifest.version.get()), "its version")?;
    require_same(&said.get("policy").and_then(Value::as_str), &Some("flexera-one"), "its policy")?;
    require_same(&said.get("target").and_then(Value::as_str), &Some("production"), "its target")?;
    require_same(&manifest.digest, &Digest::of(COMPONENT), "its digest")?;
    let is_of_now = (manifest.not_before_ms..manifest.expires_ms).contains(&NOW_MS);
    require(is_of_now && verified.freshness == Freshness::Current, || format!("not of now: {manifest:?}"))?;
    require(manifest.version.get() >= SEEN_VERSION, || format!("older than what was seen: {manifest:?}"))?;
    let highest = verified.state.highest(&manifest.policy).map(|highest| highest.version);
    require_same(&highest, &Some(manifest.version), "what has been seen now")?;
    let again = manifest.to_json().ok().and_then(|bytes| Manifest::from_json(&bytes).ok());
    require_same(&again.as_ref(), &Some(manifest), "written and read again")?;
    Ok(Reached::Accepted)
}

/// The trusted keys with a valid signature, each once, found without the crate that is tried.
fn signers(envelope: &Value, payload: &[u8]) -> Result<Vec<u8>, Broken> {
    let message = signed_bytes(payload);
    let mut found = Vec::new();
    for signature in envelope.get("signatures").and_then(Value::as_array).into_iter().flatten() {
        let key_id = signature.get("keyid").and_then(Value::as_str).unwrap_or_default();
        let Some(number) = TRUSTED.into_iter().find(|number| id(*number) == key_id) else { continue };
        let bytes = signature.get("sig").and_then(|text| BASE64.decode(text.as_str()?).ok());
        let signature = bytes.and_then(|bytes| Signature::from_slice(&bytes).ok());
        let is_valid = signature
            .is_some_and(|signature| signing_key(number).verifying_key().verify_strict(&message, &signature).is_ok());
        require(is_valid && !found.contains(&number), || format!("key {number} has not signed, or twice"))?;
        found.push(number);
    }
    Ok(found)
}

/// An envelope by hand. A bit says for each of four keys that it signs, another that it signs something else.
fn envelope(payload: &[u8], signers: u8) -> String {
    let signatures: Vec<Value> = (0..4)
        .filter(|bit| signers >> bit & 1 == 1)
        .map(|bit| {
            let (number, is_wrong) = (bit + 1, signers >> (bit + 4) & 1 == 1);
            let message = if is_wrong { payload.to_vec() } else { signed_bytes(payload) };
            json!({ "keyid": id(number), "sig": BASE64.encode(signing_key(number).sign(&message).to_bytes()) })
        })
        .collect();
    json!({ "payloadType": PAYLOAD_TYPE, "payload": BASE64.encode(payload), "signatures": signatures }).to_string()
}

/// DSSE's pre-authentication encoding.
fn signed_bytes(payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// Those of this target are made once, as are the trust and what has been seen: nearly all time is then spent on what
/// is tried.
fn signing_key(number: u8) -> SigningKey {
    static KEYS: OnceLock<[SigningKey; 5]> = OnceLock::new();
    let make = |number: u8| SigningKey::from_bytes(&[number; 32]);
    let keys = KEYS.get_or_init(|| [0, 1, 2, 3, 4].map(make));
    keys.get(usize::from(number)).cloned().unwrap_or_else(|| make(number))
}

fn id(number: u8) -> String {
    Digest::of(signing_key(number).verifying_key().as_bytes()).to_string()
}

fn trust_file(text: &str) -> Found {
    let trust = match Trust::from_toml(text) {
        Ok(trust) => trust,
        Err(error) => {
            let lines = text.split('\n').count();
            let is_there = error.line().is_none_or(|line| (1..=lines).contains(&line));
            require(is_there && !error.to_string().is_empty(), || format!("the error is nowhere: {error:?}"))?;
            return Ok(Reached::Refused);
        }
    };
    require((1..=trust.keys().len()).contains(&trust.threshold()), || format!("nobody, or anybody: {trust:?}"))?;
    require_same(&Trust::from_toml(&trust.to_toml()), &Ok(trust), "written and read again")?;
    Ok(Reached::Accepted)
}

fn key_file(text: &str) -> Found {
    let (public, secret) = (PublicKey::from_pem(text), SecretKey::from_pem(text));
    require(public.is_err() || secret.is_err(), || "one text is a public key and a private one".to_owned())?;
    match (public, secret) {
        (Ok(public), _) => {
            let again = public.to_pem().and_then(|text| PublicKey::from_pem(&text));
            require_same(&again, &Ok(public), "written and read again")?;
        }
        (_, Ok(secret)) => {
            let again = secret.to_pem().and_then(|text| SecretKey::from_pem(text.expose()));
            require_same(&again.map(|key| key.public()), &Ok(secret.public()), "written and read again")?;
        }
        (Err(public), Err(secret)) => {
            require(public.code().starts_with("key::") && secret.code().starts_with("key::"), || "no code".to_owned())?;
            return Ok(Reached::Refused);
        }
    }
    Ok(Reached::Accepted)
}

fn state(bytes: &[u8]) -> Found {
    let Ok(state) = TrustedState::from_json(bytes) else { return Ok(Reached::Refused) };
    require_same(&TrustedState::from_json(state.to_json().as_bytes()), &Ok(state), "written and read again")?;
    Ok(Reached::Accepted)
}

fn named() -> Result<(PolicyName, TargetName), Broken> {
    let unfit = |error| Broken(format!("a name of this target is none: {error}"));
    Ok((PolicyName::new("flexera-one").map_err(unfit)?, TargetName::new("production").map_err(unfit)?))
}

fn trust(threshold: usize) -> Result<&'static Trust, Broken> {
    static TRUSTS: [OnceLock<Result<Trust, Broken>>; 2] = [const { OnceLock::new() }; 2];
    let trust = TRUSTS.get(threshold.wrapping_sub(1)).ok_or_else(|| Broken(format!("no trust of {threshold}")))?;
    trust.get_or_init(|| made_trust(threshold)).as_ref().map_err(Clone::clone)
}

fn made_trust(threshold: usize) -> Result<Trust, Broken> {
    let (policy, target) = named()?;
    let key = |number| TrustedKey { name: format!("k{number}"), public: secret_key(number).public() };
    let keys = TRUSTED.into_iter().map(key).collect();
    Trust::new(policy, target, threshold, keys).map_err(|error| Broken(format!("no trust: {error}")))
}

fn secret_key(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

fn manifest(version: u64) -> Result<Manifest, Broken> {
    let (policy, target) = named()?;
    Ok(Manifest {
        policy,
        version: ManifestVersion::new(version).ok_or_else(|| Broken(format!("{version} is no version")))?,
        digest: Digest::of(COMPONENT),
        component_bytes: COMPONENT.len().try_into().unwrap_or_default(),
        contract: "0.2.0".to_owned(),
        target,
        not_before_ms: NOW_MS - DAY_MS,
        expires_ms: NOW_MS + DAY_MS,
    })
}

fn signed(version: u64) -> Result<String, Broken> {
    let keys = [1, 2].map(secret_key);
    let envelope = sign(&manifest(version)?, &keys).map_err(|error| Broken(format!("not signed: {error}")))?;
    Ok(envelope.to_json())
}

/// What a host has seen that took version 7 up.
fn seen() -> Result<&'static TrustedState, Broken> {
    static SEEN: OnceLock<Result<TrustedState, Broken>> = OnceLock::new();
    let take_up = || {
        let envelope = signed(SEEN_VERSION)?;
        let verified = verify(envelope.as_bytes(), COMPONENT, trust(THRESHOLD)?, &TrustedState::new(), NOW_MS);
        verified.map(|verified| verified.state).map_err(|error| Broken(format!("a good manifest is refused: {error}")))
    };
    SEEN.get_or_init(take_up).as_ref().map_err(Clone::clone)
}

fn seeds() -> Result<Vec<Vec<u8>>, Broken> {
    let payload =
        |version| manifest(version)?.to_json().map_err(|error| Broken(format!("a good manifest has no text: {error}")));
    let mut seeds = vec![[&[ENVELOPE], signed(8)?.as_bytes()].concat(), [&[ENVELOPE], signed(6)?.as_bytes()].concat()];
    for signers in [0b0000_0011, 0b0000_0001, 0b0001_0111, 0b0000_1011, 0b0000_1001] {
        seeds.push([&[PAYLOAD, signers], &payload(8)?[..]].concat());
    }
    let public = secret_key(1).public().to_pem().map_err(|error| Broken(error.to_string()))?;
    let secret = secret_key(1).to_pem().map_err(|error| Broken(error.to_string()))?;
    for (kind, text) in [
        (TRUST_FILE, trust(THRESHOLD)?.clone().with_epoch(2).with_grace_days(3).to_toml().as_str()),
        (TRUST_FILE, "policy = \"a\"\ntarget = \"b\"\nthreshold = 1\nversion_step_max = 1\n"),
        (KEY, public.as_str()),
        (KEY, secret.expose()),
        (STATE, seen()?.to_json().as_str()),
        (STATE, TrustedState::new().to_json().as_str()),
    ] {
        seeds.push([&[kind], text.as_bytes()].concat());
    }
    Ok(seeds)
}
