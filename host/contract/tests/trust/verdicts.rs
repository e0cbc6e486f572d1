//! Verdicts.

use guestpass_contract::{Acceptance, LyingVerdict, Obligations, Reason, Refusal, Rejection, Verdict, Warning, Window};

fn accepted(warnings: &[Warning], roles: &[&str], access: Option<(i64, i64)>) -> Verdict {
    Verdict::Accepted(Acceptance {
        warnings: warnings.to_vec(),
        obligations: Obligations::empty(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        access: access.map(|(start, end)| Window { start, end }),
    })
}

fn refused(refusals: &[Refusal], denial: Option<Reason>) -> Verdict {
    Verdict::Refused(Rejection { refusals: refusals.to_vec(), denial })
}

#[test]
fn right_and_lying_verdicts() {
    use Refusal::{NotFound, NotPermitted};
    use Warning::{DualListed, NoChange};
    let cases = [
        (accepted(&[], &[], None), Ok(())),
        (accepted(&[DualListed, NoChange], &["hr", "it"], Some((1, 2))), Ok(())),
        (accepted(&[NoChange, DualListed], &[], None), Err(LyingVerdict::WarningsOutOfOrder)),
        (accepted(&[NoChange, NoChange], &[], None), Err(LyingVerdict::WarningsOutOfOrder)),
        (accepted(&[], &["hr", ""], None), Err(LyingVerdict::UnnamedRole)),
        (accepted(&[], &[], Some((2, 2))), Err(LyingVerdict::BackwardAccess)),
        (refused(&[NotFound], None), Ok(())),
        (refused(&[NotPermitted, NotFound], Some(Reason::NoPrivilege)), Ok(())),
        (refused(&[], None), Err(LyingVerdict::NoRefusal)),
        (refused(&[], Some(Reason::NoPrivilege)), Err(LyingVerdict::NoRefusal)),
        (refused(&[NotFound, NotPermitted], Some(Reason::NoPrivilege)), Err(LyingVerdict::RefusalsOutOfOrder)),
        (refused(&[NotFound, NotFound], None), Err(LyingVerdict::RefusalsOutOfOrder)),
        (refused(&[NotPermitted], None), Err(LyingVerdict::DenialMissing)),
        (refused(&[NotFound], Some(Reason::NoPrivilege)), Err(LyingVerdict::DenialUnasked)),
        (refused(&[NotPermitted], Some(Reason::Granted)), Err(LyingVerdict::DenialAllows)),
        (refused(&[NotPermitted], Some(Reason::NoRoleRequired)), Err(LyingVerdict::DenialAllows)),
    ];
    for (verdict, expected) in cases {
        assert_eq!(verdict.verify(), expected, "{verdict:?}");
    }
}
