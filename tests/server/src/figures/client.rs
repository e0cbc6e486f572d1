//! A client that costs little: one connection, one request that is always the same text, no library in between.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Bytes of an answer at most.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// One connection.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A request as it travels.
pub(super) fn post(path: &str, key: &str, body: &str) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    (head + body).into_bytes()
}

impl Client {
    /// Opens it.
    ///
    /// # Errors
    /// Nobody listens there.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends a request and waits for the whole answer, which has to be a good one. Its body.
    ///
    /// # Errors
    /// The answer is not a good one, or the connection was closed.
    pub async fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let body_at = loop {
            ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the connection was closed");
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end.saturating_add(4);
            }
        };
        let head = std::str::from_utf8(self.buffer.get(..body_at).unwrap_or_default())?.to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.context("an answer without a length")?.trim().parse()?;
        let whole = body_at.saturating_add(length);
        ensure!(whole <= ANSWER_BYTES_MAX, "an answer of {whole} bytes");
        while self.buffer.len() < whole {
            ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the connection was closed");
        }
        let body = self.buffer.get(body_at..whole).unwrap_or_default();
        if !head.starts_with("http/1.1 200 ") {
            bail!("{}: {}", head.lines().next().unwrap_or_default(), String::from_utf8_lossy(body));
        }
        Ok(body)
    }
}

/// Answers in a second, of so many connections that each ask as soon as they are answered.
pub(super) async fn saturation(address: SocketAddr, request: &[u8], connections: usize, time: Duration) -> Result<u64> {
    let ends = Instant::now() + time;
    let mut asking = Vec::new();
    for _ in 0..connections {
        let (mut client, request) = (Client::connect(address).await?, request.to_vec());
        asking.push(tokio::spawn(async move {
            let mut count = 0_u64;
            while Instant::now() < ends {
                // A busy machine lets a call run into its deadline now and then; such an answer does not count.
                count = count.saturating_add(u64::from(client.ask(&request).await.is_ok()));
            }
            anyhow::Ok(count)
        }));
    }
    let mut count = 0_u64;
    for client in asking {
        count = count.saturating_add(client.await??);
    }
    Ok(count.saturating_mul(1000) / u64::try_from(time.as_millis())?.max(1))
}

/// Microseconds of each answer, when so many requests come in a second whether those before are answered or not: what
/// one waits for another counts.
pub(super) async fn latencies(
    address: SocketAddr,
    request: &[u8],
    connections: u32,
    per_second: u64,
    time: Duration,
) -> Result<Vec<u64>> {
    let pause = Duration::from_secs(1).saturating_mul(connections) / u32::try_from(per_second.max(1))?;
    let begins = Instant::now() + Duration::from_millis(20);
    let mut asking = Vec::new();
    for number in 0..connections {
        let (mut client, request) = (Client::connect(address).await?, request.to_vec());
        let first = begins + pause.saturating_mul(number) / connections;
        asking.push(tokio::spawn(async move {
            let (mut due, mut taken) = (first, Vec::new());
            while due < begins + time {
                wait_until(due).await;
                // What was not answered well has waited all the same.
                let _ = client.ask(&request).await;
                taken.push(u64::try_from(due.elapsed().as_micros())?);
                due += pause;
            }
            anyhow::Ok(taken)
        }));
    }
    let mut all = Vec::new();
    for client in asking {
        all.extend(client.await??);
    }
    Ok(all)
}

/// The runtime's clock ticks in milliseconds; what is below one is waited for in turns.
async fn wait_until(due: Instant) {
    if let Some(left) = due.checked_duration_since(Instant::now()).filter(|left| *left > Duration::from_millis(2)) {
        tokio::time::sleep(left.saturating_sub(Duration::from_millis(2))).await;
    }
    while Instant::now() < due {
        tokio::task::yield_now().await;
    }
}
