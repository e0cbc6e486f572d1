//! What stays on the disk of a host, and is judged again when it starts.

use guestpass_manifest::{TrustedState, verify, verify_kept};

use crate::offer::{COMPONENT, DAY_MS, NOW_MS, Offer, manifest, name, trusted};

#[test]
fn a_refusal_leaves_no_trace_and_an_acceptance_is_remembered() {
    let offer = Offer::of(&manifest(9, COMPONENT));
    let verified = verify(offer.envelope.as_bytes(), COMPONENT, &offer.trust, &offer.state, NOW_MS).unwrap();
    let highest = |state: &TrustedState| state.highest(&name("flexera-one")).unwrap().version.get();
    assert_eq!((highest(&offer.state), highest(&verified.state)), (7, 9));
    // After a restart, from disk.
    let kept = TrustedState::from_json(verified.state.to_json().as_bytes()).unwrap();
    assert_eq!(kept, verified.state);
    assert_eq!(Offer { state: kept, ..Offer::of(&manifest(8, COMPONENT)) }.code(), Err("manifest::rollback"));
}

#[test]
fn what_is_kept_may_be_older_and_nothing_else() {
    let older = Offer::of(&manifest(6, COMPONENT));
    let kept = |offer: &Offer| {
        let judged = verify_kept(offer.envelope.as_bytes(), &offer.component, &offer.trust, &offer.state, offer.now_ms);
        judged.map(|verified| verified.manifest.version.get()).map_err(|error| error.code())
    };
    assert_eq!(kept(&older), Ok(6), "an operator may have gone back to it");
    assert_eq!(
        kept(&Offer { component: b"other".to_vec(), ..Offer::of(&manifest(6, COMPONENT)) }),
        Err("manifest::wrong-size")
    );
    let late = Offer { now_ms: NOW_MS + 2 * DAY_MS, ..Offer::of(&manifest(7, COMPONENT)) };
    assert_eq!(kept(&late), Err("manifest::expired"));
    let patient = Offer { trust: trusted(&[1], 1).with_grace_days(7), ..late };
    assert_eq!(kept(&patient), Ok(7), "the grace of the trust file lasts");
    assert_eq!(patient.code(), Err("manifest::expired"), "and nothing expired is taken up anew");
}
