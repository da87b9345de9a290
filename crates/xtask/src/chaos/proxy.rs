//! A wire between nodes and their database that can be slow, silent, forgetful or cut, and lead to another server.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use rand::RngExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How it is on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weather {
    Clear,
    /// Everything takes up to so long, in both directions.
    Slow(Duration),
    /// Nothing passes until it is clear again; then all of it does.
    Silent,
}

#[derive(Clone, Debug)]
struct Way {
    /// Where new connections lead.
    target: String,
    weather: Weather,
    /// Connections numbered below are reset.
    cut_below: u64,
    /// Connections numbered below never carry anything any more, and nobody is told.
    forgotten_below: u64,
    /// The number of the next connection.
    next: u64,
}

/// A listening proxy; it stops with the runtime it was started on.
#[derive(Clone)]
pub(super) struct Proxy {
    port: u16,
    way: Arc<watch::Sender<Way>>,
}

impl Proxy {
    pub(super) async fn start(target: String) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let way = Way { target, weather: Weather::Clear, cut_below: 0, forgotten_below: 0, next: 0 };
        let way = Arc::new(watch::Sender::new(way));
        let ways = Arc::clone(&way);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let mut number = 0;
                ways.send_modify(|way| {
                    number = way.next;
                    way.next += 1;
                });
                tokio::spawn(carry(client, number, ways.subscribe()));
            }
        });
        Ok(Self { port, way })
    }

    /// Where nodes find it: `127.0.0.1:1234`.
    pub(super) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// New connections lead there; those that are open are cut.
    pub(super) fn lead_to(&self, target: String) {
        self.way.send_modify(|way| way.target = target);
        self.cut();
    }

    pub(super) fn weather(&self, weather: Weather) {
        self.way.send_modify(|way| way.weather = weather);
    }

    /// Resets every connection that is open.
    pub(super) fn cut(&self) {
        self.way.send_modify(|way| way.cut_below = way.next);
    }

    /// Never carries anything for the connections that are open, as a firewall that has forgotten them.
    pub(super) fn forget(&self) {
        self.way.send_modify(|way| way.forgotten_below = way.next);
    }
}

/// One connection, until either end or the weather ends it.
async fn carry(client: TcpStream, number: u64, way: watch::Receiver<Way>) {
    let target = way.borrow().target.clone();
    let Ok(server) = TcpStream::connect(&target).await else {
        let _ = client.set_zero_linger();
        return;
    };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    // Whatever ends it, both ends hear it at once and not politely.
    let _ = (client.set_zero_linger(), server.set_zero_linger());
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let mut cuts = way.clone();
    let cut = async { drop(cuts.wait_for(|way| number < way.cut_below).await) };
    tokio::select! {
        () = pump(from_client, to_server, number, way.clone()) => {}
        () = pump(from_server, to_client, number, way) => {}
        () = cut => {}
    }
}

async fn pump(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, number: u64, mut way: watch::Receiver<Way>) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let weather = way.borrow().weather;
        if let Weather::Slow(most) = weather {
            let wait = most.mul_f64(rand::rng().random_range(0.0..1.0));
            tokio::time::sleep(wait).await;
        }
        let passes = |way: &Way| way.weather != Weather::Silent && number >= way.forgotten_below;
        // Not in one expression with what follows: what it gives back must not be held meanwhile.
        let over = way.wait_for(passes).await.is_err();
        if over || to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::timeout;

    use super::{Proxy, Weather};

    /// A server that says its letter for every byte it hears.
    async fn server(letter: u8) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    while stream.read_u8().await.is_ok() && stream.write_u8(letter).await.is_ok() {}
                });
            }
        });
        address
    }

    async fn asked(stream: &mut TcpStream) -> Option<u8> {
        stream.write_u8(b'?').await.ok()?;
        timeout(Duration::from_millis(200), stream.read_u8()).await.ok()?.ok()
    }

    #[tokio::test]
    async fn it_is_silent_forgetful_cut_and_leads_elsewhere() {
        let proxy = Proxy::start(server(b'a').await).await.expect("a proxy");
        let open = async || TcpStream::connect(proxy.address()).await.expect("it listens");
        let mut one = open().await;
        assert_eq!(asked(&mut one).await, Some(b'a'));

        proxy.weather(Weather::Silent);
        assert_eq!(asked(&mut one).await, None);
        proxy.weather(Weather::Clear);
        assert_eq!(one.read_u8().await.expect("it was only late"), b'a');

        proxy.forget();
        assert_eq!(asked(&mut one).await, None);
        let mut two = open().await;
        assert_eq!(asked(&mut two).await, Some(b'a'));

        proxy.lead_to(server(b'b').await);
        assert!(timeout(Duration::from_secs(1), two.read_u8()).await.expect("it is told").is_err());
        assert_eq!(asked(&mut open().await).await, Some(b'b'));
    }
}
