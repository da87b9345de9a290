//! Bytes to and from a PostgreSQL server: over TCP, with or without TLS, or over a Unix socket.

#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

use rustls::{ClientConnection, StreamOwned};

pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Stream {
    /// How long a read or a write may take; none for as long as it takes.
    pub(super) fn set_timeouts(&self, timeout: Option<Duration>) -> io::Result<()> {
        let tcp = match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => &tls.sock,
            #[cfg(unix)]
            Self::Unix(unix) => {
                unix.set_read_timeout(timeout)?;
                return unix.set_write_timeout(timeout);
            }
        };
        tcp.set_read_timeout(timeout)?;
        tcp.set_write_timeout(timeout)
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
            #[cfg(unix)]
            Self::Unix(unix) => unix.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.write(bytes),
            Self::Tls(tls) => tls.write(bytes),
            #[cfg(unix)]
            Self::Unix(unix) => unix.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.flush(),
            Self::Tls(tls) => tls.flush(),
            #[cfg(unix)]
            Self::Unix(unix) => unix.flush(),
        }
    }
}
