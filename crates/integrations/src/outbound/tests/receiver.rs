//! A small HTTP server on loopback that keeps what it receives and answers as it is told.

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What arrived at a [`Receiver`].
#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    requests: Vec<String>,
}

/// Runs until the test process ends; dropping it only forgets it.
pub(super) struct Receiver {
    pub(super) address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Receiver {
    /// Answers each request with these bytes.
    pub(super) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0)), move |stream| stream.write_all(&answer).is_ok())
            .expect("a free port on loopback")
    }

    /// Calls `answer` after each request; it says whether the connection stays open. `None` if the address
    /// cannot be listened on.
    pub(super) fn at<F>(address: SocketAddr, answer: F) -> Option<Self>
    where
        F: Fn(&mut TcpStream) -> bool + Send + Sync + 'static,
    {
        let listener = TcpListener::bind(address).ok()?;
        let address = listener.local_addr().ok()?;
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (kept, answer) = (Arc::clone(&seen), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                kept.lock().unwrap().connections += 1;
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &kept, answer.as_ref()));
            }
        });
        Some(Self { address, seen })
    }

    /// A second receiver on the same port of another address.
    pub(super) fn twin(&self, ip: IpAddr) -> Option<Self> {
        Self::at(SocketAddr::new(ip, self.address.port()), |stream| stream.write_all(OK).is_ok())
    }

    pub(super) fn url(&self, host: &str) -> String {
        format!("http://{host}:{}/hook", self.address.port())
    }

    pub(super) fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// The requests so far, head and body as one text each.
    pub(super) fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.clone()
    }
}

pub(super) const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Seen: yes\r\n\r\nok";

fn serve(mut stream: TcpStream, seen: &Mutex<Seen>, answer: &dyn Fn(&mut TcpStream) -> bool) {
    while let Some(request) = read_request(&mut stream) {
        seen.lock().unwrap().requests.push(request);
        if !answer(&mut stream) {
            return;
        }
    }
}

fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8_lossy(&body))
}
