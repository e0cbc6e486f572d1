//! How soon one server obeys what another has acknowledged.

use std::net::SocketAddr;
use std::time::Instant;

use anyhow::Result;
use guestpass_server_tests::figures::client::Client;

use crate::calls::{Latencies, accepted, allowed, change, check, insist, is_allowed, latencies, note};
use crate::directory::ROLE;
use crate::model::Driven;
use crate::servers::Ground;

/// Again and again takes a role away at one server and, once that is acknowledged, asks another about whoever held it,
/// whose facts it has in memory. How long that question took, and how many of the answers still allowed.
///
/// With one server it is the same one that is asked.
pub(crate) async fn measure(ground: &Ground, addresses: &[SocketAddr], driven: &Driven) -> Result<(Latencies, u64)> {
    let (mut taken, mut stale) = (latencies()?, 0);
    let mut clients = Vec::new();
    for address in addresses {
        clients.push(Client::connect(*address).await?);
    }
    let count = clients.len();
    let owners = ground.owners.iter().cycle().zip(0_u64..);
    for (owner, number) in owners.take(usize::try_from(driven.revocations)?) {
        let person = 1 + number % (driven.people_per_organisation - 1);
        let question = check(&ground.deciding, (owner.organisation, person));
        let turn = usize::try_from(number)?;
        let (here, there) = (turn % count, (turn + 1) % count);
        let name = |is_given: bool| format!("revocation-{count}-{number}-{is_given}");
        let change = |is_given: bool| change(owner, person, ROLE, is_given, &name(is_given));
        if let Some(other) = clients.get_mut(there) {
            insist(other, &question, allowed).await?;
        }
        if let Some(one) = clients.get_mut(here) {
            insist(one, &change(false), accepted).await?;
        }
        if let Some(other) = clients.get_mut(there) {
            let asked = Instant::now();
            // No answer allows nothing.
            stale += u64::from(other.ask(&question).await.is_ok_and(is_allowed));
            note(&mut taken, asked.elapsed());
        }
        if let Some(one) = clients.get_mut(here) {
            insist(one, &change(true), accepted).await?;
        }
    }
    Ok((taken, stale))
}
