//! How a connection to PostgreSQL is made: a socket, TLS if wanted, who we are, and what the server must be.

#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::{
    io::{self, Read, Write},
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs},
};

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::{
    authentication::{md5_hash, sasl},
    message::{
        backend::{AuthenticationSaslBody, Message},
        frontend,
    },
};
use rustls::{ClientConnection, StreamOwned, pki_types::ServerName};
use socket2::{SockRef, TcpKeepalive};
use tokio_postgres::config::{Config, Host, SslMode, SslNegotiation};

use super::{
    options::Role,
    stream::Stream,
    tls::Connector,
    wire::{Failure, Outcome, Wire},
};

/// The first of the URL's servers that can be reached and is what it must be.
pub(super) fn dial(connector: &Connector) -> Outcome<Wire> {
    let mut last = Failure::Unfit("the database's URL names no server".into());
    for server in servers(connector.config()) {
        match server.dial(connector) {
            Ok(wire) => return Ok(wire),
            Err(failure) => last = failure,
        }
    }
    Err(last)
}

/// A server as the URL names it.
struct Server<'a> {
    host: Option<&'a Host>,
    /// Where the host is, if the URL says so.
    address: Option<IpAddr>,
    port: u16,
}

fn servers(config: &Config) -> impl Iterator<Item = Server<'_>> {
    let (hosts, addresses, ports) = (config.get_hosts(), config.get_hostaddrs(), config.get_ports());
    (0..hosts.len().max(addresses.len())).map(move |n| Server {
        host: hosts.get(n),
        address: addresses.get(n).copied(),
        port: ports.get(n).or(ports.first()).copied().unwrap_or(5432),
    })
}

impl Server<'_> {
    fn dial(&self, connector: &Connector) -> Outcome<Wire> {
        let config = connector.config();
        let patience = connector.connect_timeout();
        let mut wire = Wire::new(self.stream(connector)?, Some(patience))?;
        log_in(&mut wire, config)?;
        let takes_writes = wire.ask(connector.greeting())?.as_deref() == Some("off");
        match connector.role() {
            Role::Primary if !takes_writes => {
                Err(io::Error::other("the server takes no writes: it is a standby, or set to read-only")
                    .into())
            }
            Role::Replica if takes_writes => {
                Err(io::Error::other("the server takes writes: it is no replica").into())
            }
            Role::Primary | Role::Replica => Ok(wire),
        }
    }

    fn stream(&self, connector: &Connector) -> Outcome<Stream> {
        #[cfg(unix)]
        if let (Some(Host::Unix(directory)), None) = (self.host, self.address) {
            let path = directory.join(format!(".s.PGSQL.{}", self.port));
            return Ok(Stream::Unix(UnixStream::connect(path)?));
        }
        let tcp = self.connect(connector)?;
        let config = connector.config();
        let wanted = match config.get_ssl_negotiation() {
            _ if config.get_ssl_mode() == SslMode::Disable => false,
            SslNegotiation::Direct => true,
            _ => offers_tls(&tcp)?,
        };
        if !wanted {
            if config.get_ssl_mode() == SslMode::Require {
                return Err(io::Error::other("the server does not speak TLS").into());
            }
            return Ok(Stream::Plain(tcp));
        }
        let name = match (self.host, self.address) {
            (Some(Host::Tcp(name)), _) => ServerName::try_from(name.clone()).map_err(io::Error::other)?,
            (_, Some(address)) => ServerName::from(address),
            _ => return Err(Failure::Unfit("TLS needs a name".into())),
        };
        let session = ClientConnection::new(connector.tls(), name).map_err(io::Error::other)?;
        let mut tls = StreamOwned::new(session, tcp);
        while tls.conn.is_handshaking() {
            tls.conn.complete_io(&mut tls.sock)?;
        }
        Ok(Stream::Tls(Box::new(tls)))
    }

    /// Tries each of the host's addresses.
    fn connect(&self, connector: &Connector) -> io::Result<TcpStream> {
        let addresses: Vec<SocketAddr> = match (self.address, self.host) {
            (Some(address), _) => vec![(address, self.port).into()],
            (None, Some(Host::Tcp(name))) => (name.as_str(), self.port).to_socket_addrs()?.collect(),
            (None, _) => vec![],
        };
        let mut last = io::Error::other("the host has no address");
        for address in addresses {
            match TcpStream::connect_timeout(&address, connector.connect_timeout()) {
                Ok(tcp) => {
                    tune(&tcp, connector)?;
                    return Ok(tcp);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

fn tune(tcp: &TcpStream, connector: &Connector) -> io::Result<()> {
    let config = connector.config();
    tcp.set_nodelay(true)?;
    let answer = Some(connector.connect_timeout());
    tcp.set_read_timeout(answer)?;
    tcp.set_write_timeout(answer)?;
    let socket = SockRef::from(tcp);
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(config.get_tcp_user_timeout().copied())?;
    if config.get_keepalives() {
        let mut keepalive = TcpKeepalive::new().with_time(config.get_keepalives_idle());
        if let Some(interval) = config.get_keepalives_interval() {
            keepalive = keepalive.with_interval(interval);
        }
        if let Some(retries) = config.get_keepalives_retries() {
            keepalive = keepalive.with_retries(retries);
        }
        socket.set_tcp_keepalive(&keepalive)?;
    }
    Ok(())
}

/// Asks for TLS. Nothing but the one byte of the answer is read: what else came in the clear is nobody's.
fn offers_tls(mut tcp: &TcpStream) -> io::Result<bool> {
    let mut request = BytesMut::new();
    frontend::ssl_request(&mut request);
    tcp.write_all(&request)?;
    let mut answer = [0];
    tcp.read_exact(&mut answer)?;
    Ok(answer == *b"S")
}

fn log_in(wire: &mut Wire, config: &Config) -> Outcome<()> {
    let unfit = |error: io::Error| Failure::Unfit(error.to_string());
    let user = match config.get_user() {
        Some(user) => user.to_owned(),
        None => whoami::username().map_err(io::Error::other)?,
    };
    let parameters = [
        ("client_encoding", Some("UTF8")),
        ("user", Some(user.as_str())),
        ("database", config.get_dbname()),
        ("options", config.get_options()),
        ("application_name", config.get_application_name()),
    ];
    let parameters = parameters.into_iter().filter_map(|(name, value)| Some((name, value?)));
    frontend::startup_message(parameters, &mut wire.outgoing).map_err(unfit)?;
    wire.flush()?;
    let password =
        || config.get_password().ok_or_else(|| Failure::Unfit("the server wants a password".into()));
    match wire.next()? {
        Message::AuthenticationOk => return begin(wire),
        Message::AuthenticationCleartextPassword => {
            frontend::password_message(password()?, &mut wire.outgoing).map_err(unfit)?;
            wire.flush()?;
        }
        Message::AuthenticationMd5Password(body) => {
            let hash = md5_hash(user.as_bytes(), password()?, body.salt());
            frontend::password_message(hash.as_bytes(), &mut wire.outgoing).map_err(unfit)?;
            wire.flush()?;
        }
        Message::AuthenticationSasl(body) => scram(wire, &body, password()?)?,
        _ => return Err(Failure::Unfit("the server asks who we are in a way that is not known here".into())),
    }
    match wire.next()? {
        Message::AuthenticationOk => begin(wire),
        _ => Err(wire.unexpected()),
    }
}

/// Until the server listens.
fn begin(wire: &mut Wire) -> Outcome<()> {
    loop {
        match wire.next()? {
            Message::ReadyForQuery(_) => return Ok(()),
            Message::BackendKeyData(_) => {}
            _ => return Err(wire.unexpected()),
        }
    }
}

/// SCRAM-SHA-256 (RFC 7677), without channel binding.
fn scram(wire: &mut Wire, offered: &AuthenticationSaslBody, password: &[u8]) -> Outcome<()> {
    let unfit = |error: io::Error| Failure::Unfit(error.to_string());
    if !offered.mechanisms().any(|name| Ok(name == sasl::SCRAM_SHA_256))? {
        return Err(Failure::Unfit("the server does not offer SCRAM-SHA-256".into()));
    }
    let mut scram = sasl::ScramSha256::new(password, sasl::ChannelBinding::unsupported());
    frontend::sasl_initial_response(sasl::SCRAM_SHA_256, scram.message(), &mut wire.outgoing)
        .map_err(unfit)?;
    wire.flush()?;
    let Message::AuthenticationSaslContinue(body) = wire.next()? else { return Err(wire.unexpected()) };
    scram.update(body.data()).map_err(unfit)?;
    frontend::sasl_response(scram.message(), &mut wire.outgoing).map_err(unfit)?;
    wire.flush()?;
    let Message::AuthenticationSaslFinal(body) = wire.next()? else { return Err(wire.unexpected()) };
    scram.finish(body.data()).map_err(unfit)
}
