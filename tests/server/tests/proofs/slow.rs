//! Who speaks slowly or without end holds up nobody: connections that never finish their question are closed, and a
//! body of a gibibyte is cut off (reliability row 45).

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use guestpass_promises::{Number, Row, cases};
use guestpass_server::{Server, Settings, SettingsSources, StartOptions};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Until a connection that says nothing of use is closed: the limits of the server, and some more for a busy machine.
const CLOSED_MAX: Duration = Duration::from_secs(30);
/// Between two bytes of somebody who speaks slowly.
const PAUSE: Duration = Duration::from_millis(500);
const GIBIBYTE: usize = 1 << 30;
/// What is sent of an endless body at most, with all that the sockets on both sides hold.
const SENT_MAX: usize = 64 * 1024 * 1024;

async fn started() -> Result<(Server, String)> {
    let source = include_str!("../../../../guest/policies/default.toml");
    let component = guestpass_compiler::compile("default.toml", source)?.component;
    let flags = vec![("listen.address", "127.0.0.1:0".to_owned())];
    let settings = Settings::read(&SettingsSources { flags, is_demo: true, ..SettingsSources::default() })?;
    let options = StartOptions { trial: None, demo_component: Some(component) };
    let server = Server::start(settings, options).await?;
    let key = server.demo_key().context("it has one")?.expose().to_owned();
    Ok((server, key))
}

fn head(key: &str, more: &str) -> String {
    format!(
        "POST /access/v1/evaluation HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\n\
         content-type: application/json\r\n{more}"
    )
}

/// Says one thing, and then a byte now and then; how long it was listened to.
async fn speak_slowly(address: SocketAddr, said: String) -> Result<Duration> {
    let mut stream = TcpStream::connect(address).await?;
    let begun = Instant::now();
    stream.write_all(said.as_bytes()).await?;
    let (mut reading, mut writing) = stream.split();
    let hear = async {
        let mut heard = Vec::new();
        // Whatever it says: it has ended then.
        drop(reading.read_to_end(&mut heard).await);
    };
    let speak = async {
        while writing.write_all(b"a").await.is_ok() {
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::select! { () = hear => {}, () = speak => {} }
    Ok(begun.elapsed())
}

/// Asks something sensible; whether it was answered, and how long that took.
async fn ask(client: &reqwest::Client, address: SocketAddr, key: &str) -> Result<(bool, Duration)> {
    let question = json!({
        "subject": { "type": "user", "id": "dana@partner.example" },
        "action": { "name": "saas:application:view" },
        "resource": { "type": "organisation", "id": "initech" },
    });
    let begun = Instant::now();
    let request = client.post(format!("http://{address}/access/v1/evaluation")).bearer_auth(key).json(&question);
    let answer: serde_json::Value = request.send().await?.json().await?;
    Ok((answer["decision"] == true, begun.elapsed()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_speaks_slowly_is_left_and_holds_up_nobody() -> Result<()> {
    let (server, key) = started().await?;
    let address = server.address();
    let count = usize::try_from(cases(200, 1_000))?;
    // Both ends of each connection are files of this process.
    rlimit::increase_nofile_limit(4 * u64::try_from(count)?)?;
    let slow: Vec<_> = (0..count)
        .map(|number| {
            // Never at the end of a header, or never at the end of a body.
            let more = if number % 2 == 0 { "x-slow: " } else { "content-length: 1000\r\n\r\n{" };
            tokio::spawn(speak_slowly(address, head(&key, more)))
        })
        .collect();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let (mut asked, mut unanswered, mut longest) = (0_u64, 0_u64, Duration::ZERO);
    while !slow.iter().all(tokio::task::JoinHandle::is_finished) && asked < 5_000 {
        let (is_answered, taken) = ask(&client, address, &key).await?;
        asked += 1;
        unanswered += u64::from(!is_answered);
        longest = longest.max(taken);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut left = Duration::ZERO;
    for slow in slow {
        left = left.max(slow.await??);
    }
    let done = format!("{count} connections that never finish, and questions of others");
    let worst = format!("closed within {:.1} s, longest answer {} ms", left.as_secs_f64(), longest.as_millis());
    Row::new(Number(45), "who speaks slowly holds up nobody", done, asked, unanswered).worst(worst).hand_over()?;
    assert_eq!(unanswered, 0, "of {asked}");
    assert!(left < CLOSED_MAX, "listened to for {left:?}");
    server.stop(Duration::from_secs(5)).await;
    Ok(())
}

/// Sends a body without end in pieces; what was answered, and how many bytes were sent before.
async fn send_without_end(address: SocketAddr, said: &str) -> Result<(String, usize)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(said.as_bytes()).await?;
    let piece = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let (mut reading, mut writing) = stream.split();
    let mut sent = 0;
    let mut answer = vec![0; 64];
    let speak = async {
        while sent < GIBIBYTE && writing.write_all(piece.as_bytes()).await.is_ok() {
            sent += 0x10000;
        }
        std::future::pending::<()>().await;
    };
    let heard = tokio::select! { heard = reading.read(&mut answer) => heard?, () = speak => 0 };
    answer.truncate(heard);
    Ok((String::from_utf8_lossy(&answer).into_owned(), sent))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_of_a_gibibyte_is_cut_off() -> Result<()> {
    let (server, key) = started().await?;
    let address = server.address();
    let announced = head(&key, &format!("content-length: {GIBIBYTE}\r\n\r\n"));
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(announced.as_bytes()).await?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await?;
    assert_eq!(&answer, b"HTTP/1.1 413", "before a byte of it was sent");

    let (answer, sent) = send_without_end(address, &head(&key, "transfer-encoding: chunked\r\n\r\n")).await?;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(sent < SENT_MAX, "{sent} bytes were taken");
    let worst = format!("cut off after {} KiB were sent", sent / 1024);
    Row::new(Number(45), "a body without end is cut off", "bodies of a gibibyte", 2, 0).worst(worst).hand_over()?;
    server.stop(Duration::from_secs(5)).await;
    Ok(())
}
