//! A server that says, byte for byte, what a test tells it to: no web server would.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How a server that means harm, or is broken, answers every request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    /// Says how much will come, sends less and hangs up.
    CutsShort,
    /// Never stops, and does not say so beforehand.
    NeverEnds,
    /// Announces more than anybody wants.
    AnnouncesTooMuch,
    /// Says nothing.
    SaysNothing,
    /// Sends a byte now and then.
    Trickles,
    /// Says something that is not HTTP.
    Babbles,
    /// Hangs up.
    HangsUp,
}

/// Starts such a server and says where.
pub(crate) async fn serve(manner: Manner) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, manner));
        }
    });
    address
}

async fn answer(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await?;
    match manner {
        Manner::CutsShort => stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").await,
        Manner::NeverEnds => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await?;
            let chunk = [b"10000\r\n".to_vec(), vec![b'0'; 0x10000], b"\r\n".to_vec()].concat();
            loop {
                stream.write_all(&chunk).await?;
            }
        }
        Manner::AnnouncesTooMuch => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n").await?;
            std::future::pending().await
        }
        Manner::SaysNothing => std::future::pending().await,
        Manner::Trickles => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await?;
            loop {
                stream.write_all(b"0").await?;
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
        Manner::Babbles => stream.write_all(b"220 mail.example ESMTP\r\n").await,
        Manner::HangsUp => Ok(()),
    }
}
