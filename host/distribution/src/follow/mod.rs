//! Follows a source: looks at it again and again, and hands what is new to whoever verifies and activates it.
//!
//! **Invariant:** what goes wrong changes nothing. While the source is away or brings what is refused, the policy that
//! was active stays active, and the status says why nothing newer is.

mod event;
mod pace;
mod recipient;
mod status;
mod surroundings;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

pub use event::{FollowEvent, FollowObserver};
pub use pace::Pace;
pub use recipient::{Accepted, ActivePolicy, Recipient, Refused};
pub use status::{FollowStatus, Standing, StatusHandle, Trouble};
pub use surroundings::{Surroundings, SystemSurroundings};

use crate::errors::SourceError;
use crate::limits::SETTLE_TIME;
use crate::package::PolicyPackage;
use crate::source::{Fetched, PolicySource, Revision};

/// Follows one source for one recipient.
///
/// The three parts come from outside: the source, whoever receives what it brings, and the clock, the chance and the
/// waiting. The follower itself only decides when to look and what to tell.
pub struct Follower<S, R, W = SystemSurroundings> {
    source: S,
    recipient: Arc<R>,
    surroundings: W,
    pace: Pace,
    observer: FollowObserver,
    status: StatusHandle,
    /// The revision whose packages need not be seen again: nothing of it was refused.
    known: Option<Revision>,
    /// What has been told of: digest or file, and code, of each package that the last look brought in vain.
    told: BTreeSet<(String, String)>,
    /// The code of the source's trouble that has been told of.
    told_away: Option<&'static str>,
    failures: u32,
}

/// What one look at the source led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What holds now.
    pub outcome: Outcome,
    /// What was brought and refused, with the digest of each, or its file if that cannot be read. It has changed
    /// nothing.
    pub refused: Vec<(String, Refused)>,
}

/// What holds after a look at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The source has nothing new.
    Unchanged,
    /// The source brought a policy, which is active now.
    Activated {
        /// The policy that is active.
        active: ActivePolicy,
        /// The one that was active before.
        replaced: Option<ActivePolicy>,
    },
    /// The source brought the policy that is active already, or one that an operator went back from.
    AlreadyActive(ActivePolicy),
    /// Everything that the source brought was refused; see [`Checked::refused`].
    Refused,
    /// The source could not be asked.
    Away(SourceError),
}

impl<S: PolicySource, R: Recipient, W: Surroundings> Follower<S, R, W> {
    /// A follower that has not looked yet.
    pub fn new(source: S, recipient: Arc<R>, surroundings: W, pace: Pace, observer: FollowObserver) -> Self {
        Self {
            source,
            recipient,
            surroundings,
            pace,
            observer,
            status: StatusHandle::default(),
            known: None,
            told: BTreeSet::new(),
            told_away: None,
            failures: 0,
        }
    }

    /// What is known about the following, for as long as the program runs.
    #[must_use]
    pub fn status(&self) -> StatusHandle {
        self.status.clone()
    }

    /// Takes up the policy that was active when the program ended, verified again. To be called once, before the first
    /// look: the source may be away for a long time.
    ///
    /// # Errors
    /// [`Refused`] when there is one that is no longer acceptable, or that is damaged. It is not active then.
    pub async fn restore(&mut self) -> Result<Option<ActivePolicy>, Refused> {
        let now_ms = self.surroundings.now_ms();
        let outcome = self.ask(move |recipient| recipient.restore(now_ms)).await;
        match &outcome {
            Ok(Some(active)) => {
                self.status.change(|status| status.active = Some(active.clone()));
                self.observer.tell(&FollowEvent::Restored(active.clone()));
            }
            Ok(None) => {}
            Err(refused) => {
                self.trouble(now_ms, &refused.code, &refused.message);
                self.observer.tell(&FollowEvent::NotRestored(refused.clone()));
            }
        }
        outcome
    }

    /// Looks at the source once, and does what follows from it.
    pub async fn check(&mut self) -> Checked {
        let now_ms = self.surroundings.now_ms();
        self.status.change(|status| status.last_check_ms = Some(now_ms));
        let checked = match self.source.fetch(self.known.as_ref()).await {
            Err(error) => self.away(now_ms, error),
            Ok(fetched) => {
                if self.told_away.take().is_some() {
                    self.observer.tell(&FollowEvent::Back);
                }
                match fetched {
                    Fetched::Unchanged => Checked { outcome: Outcome::Unchanged, refused: Vec::new() },
                    Fetched::New { packages, unreadable, revision } => {
                        self.offer_all(packages, unreadable, revision).await
                    }
                }
            }
        };
        let is_good = checked.refused.is_empty() && !matches!(checked.outcome, Outcome::Away(_));
        if is_good {
            self.failures = 0;
            self.told.clear();
            self.status.change(|status| {
                status.last_success_ms = Some(now_ms);
                status.trouble = None;
            });
        } else {
            self.failures = self.failures.saturating_add(1);
        }
        checked
    }

    /// Goes back to the policy before the active one, whatever the source offers. One that is no longer acceptable is
    /// passed over, and told of.
    ///
    /// # Errors
    /// [`Refused`] when there is none, or none is acceptable any longer. The active one is active still.
    pub async fn roll_back(&mut self) -> Result<Outcome, Refused> {
        let now_ms = self.surroundings.now_ms();
        let accepted = self.ask(move |recipient| recipient.roll_back(now_ms)).await?;
        Ok(self.accepted(accepted))
    }

    /// Looks again and again, and never ends: drop it to stop. An activation that has begun by then is finished.
    pub async fn run(&mut self) -> Infallible {
        loop {
            self.check().await;
            let delay = self.pace.delay(self.failures, self.surroundings.random());
            if ends_first(self.source.changed(), self.surroundings.sleep(delay)).await {
                // Whoever changes something often changes more of it at once.
                self.surroundings.sleep(SETTLE_TIME).await;
            }
        }
    }

    /// Offers packages until one is accepted. What cannot be read is refused unseen.
    async fn offer_all(
        &mut self,
        packages: Vec<PolicyPackage>,
        unreadable: Vec<SourceError>,
        revision: Revision,
    ) -> Checked {
        let now_ms = self.surroundings.now_ms();
        let unseen = |error: SourceError| (error.place().to_owned(), Refused::new(error.code(), error.to_string()));
        let mut refused: Vec<_> = unreadable.into_iter().map(unseen).collect();
        let mut accepted = None;
        for package in packages {
            let digest = package.digest();
            match self.ask(move |recipient| recipient.offer(&package, now_ms)).await {
                Ok(good) => {
                    accepted = Some(good);
                    break;
                }
                Err(reason) => refused.push((digest, reason)),
            }
        }
        self.tell_refused(now_ms, &refused);
        let outcome = accepted.map_or(Outcome::Refused, |accepted| self.accepted(accepted));
        if refused.is_empty() {
            self.known = Some(revision);
        }
        Checked { outcome, refused }
    }

    fn accepted(&mut self, accepted: Accepted) -> Outcome {
        match accepted {
            Accepted::Activated { active, replaced, passed_over } => {
                for (digest, reason) in passed_over {
                    self.observer.tell(&FollowEvent::PassedOver { digest, reason });
                }
                self.status.change(|status| status.active = Some(active.clone()));
                self.observer.tell(&FollowEvent::Activated { active: active.clone(), replaced: replaced.clone() });
                Outcome::Activated { active, replaced }
            }
            // What the source goes on bringing is no news, and no trouble.
            Accepted::AlreadyActive(active) | Accepted::SetAside { active, .. } => {
                self.status.change(|status| status.active = Some(active.clone()));
                Outcome::AlreadyActive(active)
            }
        }
    }

    /// Each refusal is told of once, for as long as the source goes on bringing the same.
    fn tell_refused(&mut self, now_ms: i64, refused: &[(String, Refused)]) {
        let key = |(digest, reason): &(String, Refused)| (digest.clone(), reason.code.clone());
        for item in refused.iter().filter(|item| !self.told.contains(&key(item))) {
            let (digest, reason) = item;
            self.observer.tell(&FollowEvent::Refused { digest: digest.clone(), reason: reason.clone() });
        }
        if let Some((_, reason)) = refused.first() {
            self.trouble(now_ms, &reason.code, &reason.message);
        }
        self.told = refused.iter().map(key).collect();
    }

    fn away(&mut self, now_ms: i64, error: SourceError) -> Checked {
        self.trouble(now_ms, error.code(), &error.to_string());
        if self.told_away != Some(error.code()) {
            self.told_away = Some(error.code());
            self.observer.tell(&FollowEvent::Away(error.clone()));
        }
        Checked { outcome: Outcome::Away(error), refused: Vec::new() }
    }

    fn trouble(&self, at_ms: i64, code: &str, message: &str) {
        let trouble = Trouble { at_ms, code: code.to_owned(), message: message.to_owned() };
        self.status.change(|status| status.trouble = Some(trouble));
    }

    /// Has the recipient work where it may take its time: it writes files and compiles.
    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&R) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let recipient = Arc::clone(&self.recipient);
        let outcome = tokio::task::spawn_blocking(move || work(&recipient)).await;
        outcome.unwrap_or_else(|error| Err(Refused::new("follow::interrupted", error.to_string())))
    }
}

/// Waits for one of two, and says whether it was the first one.
async fn ends_first(first: impl Future<Output = ()>, second: impl Future<Output = ()>) -> bool {
    tokio::select! {
        () = first => true,
        () = second => false,
    }
}
