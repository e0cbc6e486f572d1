//! What is done to policies, written down before and after.

use std::future::Future;
use std::sync::Arc;

use guestpass_store::StoreError;
use guestpass_store::audit::{Action, Attempt, Deed, Detail, Draft};

use super::interrupted;
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;

/// The organisation that the audit log names: a policy decides for all of them.
const EVERY_ORGANISATION: &str = "*";

/// Writes down what is about to be done to a policy, does it, and writes down how it ended (reliability row 52).
///
/// Whoever waits here may go away in the middle, as a client does that closes its connection. What was begun goes on
/// nevertheless, and the log has to say how it ended: so nobody's going away ends this.
pub(super) async fn audited<T: Send + 'static>(
    state: &Arc<ServerState>,
    caller: &Caller,
    deed: Deed,
    digest: &str,
    effect: impl Future<Output = Result<T, Problem>> + Send + 'static,
) -> Result<T, Problem> {
    let action = Action::new(deed).with(Detail::Digest, digest);
    let draft = Draft::began(state.clock.now_ms(), &caller.id, EVERY_ORGANISATION, action);
    let state = Arc::clone(state);
    let whole = async move {
        let attempt = state.directory.attempt(draft).await?;
        let done = effect.await;
        if let Err(error) = end(&state, &attempt, done.as_ref().err()).await {
            // It has happened or not, and the log says that nobody knows: that is what it is read for.
            tracing::error!(code = error.code(), %error, "the end of an operation could not be written down");
        }
        done
    };
    tokio::spawn(whole).await.unwrap_or_else(|error| Err(interrupted(&error)))
}

async fn end(state: &ServerState, attempt: &Attempt, problem: Option<&Problem>) -> Result<(), StoreError> {
    let now_ms = state.clock.now_ms();
    let end = match problem {
        None => attempt.completed(now_ms),
        Some(problem) => attempt.refused(now_ms, problem.code().name()),
    };
    let mut writing = state.directory.begin().await?;
    writing.audit(end).await?;
    writing.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;
    use std::time::Duration;

    use guestpass_store::audit::{AuditPage, Deed, Phase};
    use guestpass_store::{Directory, StoreOptions};
    use tokio::sync::oneshot;

    use super::audited;
    use crate::identity::{Caller, Scope};
    use crate::problem::Problem;
    use crate::{Authenticator, Clock, PolicySlot, ServerState};

    async fn phases(directory: &Directory) -> Vec<Phase> {
        let page = AuditPage { organisation: None, after: 0, limit: 10 };
        directory.audit(&page).await.unwrap().iter().map(|entry| entry.phase).collect()
    }

    #[tokio::test]
    async fn what_was_begun_is_done_and_its_end_written_down_though_nobody_waits_any_longer() {
        for (outcome, expected) in [(Ok(()), Phase::Completed), (Err(Problem::not_found()), Phase::Refused)] {
            let memory = "sqlite::memory:".parse().unwrap();
            let directory = Directory::open(&memory, StoreOptions::default()).await.unwrap();
            let authenticator = Authenticator::default();
            let state = ServerState::new(directory.clone(), PolicySlot::Empty, Clock::system(), authenticator);
            let state = Arc::new(state);
            let (id, scopes) = ("key:test".to_owned(), BTreeSet::new());
            let caller = Caller { id, organisation: Scope::All, scopes, person: None };
            let (begins, begun) = oneshot::channel();
            let (goes_on, on) = oneshot::channel();
            let effect = async move {
                begins.send(()).unwrap();
                on.await.unwrap();
                outcome
            };
            tokio::select! {
                _ = audited(&state, &caller, Deed::ActivatePolicy, "sha256:00", effect) => panic!("too early"),
                begun = begun => begun.unwrap(),
            }
            assert_eq!(phases(&directory).await, [Phase::Began]);
            goes_on.send(()).expect("it is still being done");
            let ended = async {
                while phases(&directory).await.len() < 2 {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(30), ended).await.expect("its end is written down");
            assert_eq!(phases(&directory).await, [Phase::Began, expected]);
        }
    }
}
