//! The web server of the tests: sockets that a browser opens to have them ready, and says nothing on, hold up nobody.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use guestpass_browser_tests::Site;

/// More than a browser opens to one server.
const SILENT_CONNECTIONS: usize = 16;
/// Far more than an answer from memory takes.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

fn connect(site: &Site) -> TcpStream {
    let stream = TcpStream::connect(site.address().trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(ANSWER_TIMEOUT)).expect("a timeout");
    stream
}

/// The first line of the answer, and its body.
fn get(mut stream: TcpStream, path: &str) -> (String, String) {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer in time");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    (head.lines().next().expect("a first line").to_owned(), body.to_owned())
}

#[test]
fn connections_that_say_nothing_hold_up_nobody() {
    for _ in 0..8 {
        let site = Site::start(BTreeMap::from([("/a.js".to_owned(), b"one".to_vec())])).expect("a site");
        let silent: Vec<TcpStream> = (0..SILENT_CONNECTIONS).map(|_| connect(&site)).collect();
        assert_eq!(get(connect(&site), "/a.js"), ("HTTP/1.1 200 OK".to_owned(), "one".to_owned()));
        assert_eq!(get(connect(&site), "/b.js").0, "HTTP/1.1 404 Not Found");
        drop(silent);
    }
}
