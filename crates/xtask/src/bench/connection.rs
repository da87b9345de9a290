//! One HTTP/1.1 connection that is kept, doing no more than a load generator needs.

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An open connection and what has been read from it and not yet used.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// The part of a response a measurement looks at.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Length of the body.
    pub(crate) length: usize,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let stream =
            TcpStream::connect(address).await.with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends one request and reads the whole response; the body is dropped.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        let (answer, end) = self.read_response().await?;
        self.buffer.drain(..end);
        Ok(answer)
    }

    /// Sends one request and returns the status and the body.
    pub(crate) async fn exchange_body(&mut self, request: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.stream.write_all(request).await?;
        let (answer, end) = self.read_response().await?;
        let body = self.buffer[end - answer.length..end].to_vec();
        self.buffer.drain(..end);
        Ok((answer.status, body))
    }

    /// Reads until a response is complete; also says where in the buffer it ends.
    async fn read_response(&mut self) -> Result<(Answer, usize)> {
        let mut head = None;
        loop {
            if head.is_none() {
                head = parse_head(&self.buffer)?;
            }
            if let Some((start, status, length)) = head
                && self.buffer.len() >= start + length
            {
                return Ok((Answer { status, length }, start + length));
            }
            let read = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(read > 0, "the server closed the connection");
        }
    }
}

/// Where the body starts, the status, and the length of the body; `None` while the head is not complete.
fn parse_head(bytes: &[u8]) -> Result<Option<(usize, u16, usize)>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&bytes[..end]).context("the head of a response is not text")?;
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status: u16 = status.with_context(|| format!("not a status line: {first}"))?;
    let mut length = if status == 204 { Some(0) } else { None };
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        }
    }
    match length {
        Some(length) => Ok(Some((end + 4, status, length))),
        None => bail!("a response without Content-Length: {head}"),
    }
}

/// A request as it goes over the wire.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
    for (name, value) in headers {
        write!(text, "{name}: {value}\r\n").expect("writing to a string does not fail");
    }
    if !body.is_empty() {
        write!(text, "Content-Type: application/json\r\nContent-Length: {}\r\n", body.len())
            .expect("writing to a string does not fail");
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::parse_head;

    #[test]
    fn a_head_is_read_when_it_is_complete() {
        let whole = b"HTTP/1.1 201 Created\r\ncontent-LENGTH: 5\r\n\r\nhello";
        assert!(parse_head(&whole[..30]).expect("no error yet").is_none());
        assert_eq!(parse_head(whole).expect("a good head"), Some((43, 201, 5)));
        assert_eq!(parse_head(b"HTTP/1.1 204 No Content\r\n\r\n").expect("a good head"), Some((27, 204, 0)));
        assert!(parse_head(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
        assert!(parse_head(b"nonsense\r\n\r\n").is_err());
    }
}
