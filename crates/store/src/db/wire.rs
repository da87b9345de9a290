//! What is said to a PostgreSQL server and what it says: messages on a stream, one flight of them at a time.
//!
//! A flight is written at once and ends with one `Sync`, after which the server sends all its answers at once. Waking each
//! other is what costs the two most, so whatever can travel together does. Clients that are made for tasks instead of
//! threads end every statement with a `Sync` of its own.

use std::{
    fmt,
    io::{self, ErrorKind, Read, Write},
    ops::Range,
    time::Duration,
};

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::message::{
    backend::{DataRowBody, ErrorResponseBody, Message},
    frontend,
};
use tokio_postgres::types::Type;

use super::stream::Stream;

/// What an exchange came to when there was no answer, or a bad one.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Told(#[from] Refusal),
    /// The server answers a statement within its time limit, if only that it took too long, and what is sent together is short;
    /// so it is gone, or what lies between has forgotten the connection.
    #[error("the server said nothing for {} s", .0.as_secs())]
    Silence(Duration),
    #[error("the connection broke: {0}")]
    Broken(#[from] io::Error),
    /// Nothing was sent.
    #[error("{0}")]
    Unfit(String),
}

pub(super) type Outcome<T> = Result<T, Failure>;

/// An error as the server told it.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    /// Five characters, from PostgreSQL's appendix A.
    pub(super) code: String,
    pub(super) message: String,
    pub(super) constraint: Option<String>,
    severity: String,
    detail: Option<String>,
}

pub(super) struct Wire {
    stream: Stream,
    incoming: BytesMut,
    scratch: Box<[u8]>,
    /// What is said next.
    pub(super) outgoing: BytesMut,
    patience: Option<Duration>,
    in_transaction: bool,
    /// It broke, or what it says cannot be followed any more.
    broken: bool,
}

/// One row of an answer.
#[derive(Debug)]
pub(super) struct Row {
    body: DataRowBody,
    ranges: Vec<Option<Range<usize>>>,
}

/// A column of all rows of a statement.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub(super) name: String,
    pub(super) kind: Type,
}

impl Wire {
    /// `patience` is how long the server may say nothing when something is expected of it.
    pub(super) fn new(stream: Stream, patience: Option<Duration>) -> io::Result<Self> {
        stream.set_timeouts(patience)?;
        Ok(Self {
            stream,
            incoming: BytesMut::new(),
            scratch: vec![0; 8192].into(),
            outgoing: BytesMut::new(),
            patience,
            in_transaction: false,
            broken: false,
        })
    }

    pub(super) fn set_patience(&mut self, patience: Option<Duration>) -> Outcome<()> {
        if patience != self.patience {
            self.stream.set_timeouts(patience)?;
            self.patience = patience;
        }
        Ok(())
    }

    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// As of the last flight: a transaction is open, perhaps a failed one.
    pub(super) fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// Says what is in `outgoing`, with a `Sync` behind it.
    pub(super) fn take_off(&mut self) -> Outcome<()> {
        frontend::sync(&mut self.outgoing);
        self.flush()
    }

    /// Says what is in `outgoing`.
    pub(super) fn flush(&mut self) -> Outcome<()> {
        let sent = self.stream.write_all(&self.outgoing).and_then(|()| self.stream.flush());
        self.outgoing.clear();
        sent.map_err(|error| self.breaks(error))
    }

    /// The next message that answers something. A refusal is a failure; the rest of the flight is read and forgotten then.
    pub(super) fn next(&mut self) -> Outcome<Message> {
        match self.hear()? {
            Message::ErrorResponse(body) => {
                let refusal = Refusal::read(&body);
                if refusal.ends_session() {
                    self.broken = true;
                } else {
                    // It breaks if there is no end to this; what was refused is told all the same.
                    let _ = self.skip();
                }
                Err(Failure::Told(refusal))
            }
            message => Ok(message),
        }
    }

    /// The end of a flight.
    pub(super) fn land(&mut self) -> Outcome<()> {
        match self.next()? {
            Message::ReadyForQuery(ready) => {
                self.in_transaction = ready.status() != b'I';
                Ok(())
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Runs statements without parameters, as the one flight they are; the first column of the first row, as text.
    pub(super) fn ask(&mut self, sql: &str) -> Outcome<Option<String>> {
        self.outgoing.clear();
        frontend::query(sql, &mut self.outgoing).map_err(|error| Failure::Unfit(error.to_string()))?;
        self.flush()?;
        let mut first = None;
        loop {
            match self.next()? {
                Message::DataRow(body) => {
                    let row = Row::read(body)?;
                    let text = row.get(0).and_then(|bytes| std::str::from_utf8(bytes).ok());
                    first = first.or(text.map(str::to_owned));
                }
                Message::ReadyForQuery(ready) => {
                    self.in_transaction = ready.status() != b'I';
                    return Ok(first);
                }
                _ => {}
            }
        }
    }

    /// Something came that answers nothing that was asked.
    pub(super) fn unexpected(&mut self) -> Failure {
        self.breaks(io::Error::new(ErrorKind::InvalidData, "an answer out of turn"))
    }

    /// Reads to the end of a flight.
    fn skip(&mut self) -> Outcome<()> {
        loop {
            if let Message::ReadyForQuery(ready) = self.hear()? {
                self.in_transaction = ready.status() != b'I';
                return Ok(());
            }
        }
    }

    /// The next message that is not said by the way.
    fn hear(&mut self) -> Outcome<Message> {
        loop {
            match Message::parse(&mut self.incoming).map_err(|error| self.breaks(error))? {
                Some(
                    Message::NoticeResponse(_)
                    | Message::ParameterStatus(_)
                    | Message::NotificationResponse(_),
                ) => {}
                Some(message) => return Ok(message),
                None => match self.stream.read(&mut self.scratch) {
                    Ok(0) => return Err(self.breaks(ErrorKind::UnexpectedEof.into())),
                    Ok(length) => self.incoming.extend_from_slice(&self.scratch[..length]),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(self.breaks(error)),
                },
            }
        }
    }

    fn breaks(&mut self, error: io::Error) -> Failure {
        self.broken = true;
        match (error.kind(), self.patience) {
            (ErrorKind::WouldBlock | ErrorKind::TimedOut, Some(patience)) => Failure::Silence(patience),
            _ => Failure::Broken(error),
        }
    }
}

impl Drop for Wire {
    /// Tells the server, which would otherwise log a client that vanished.
    fn drop(&mut self) {
        if !self.broken {
            self.outgoing.clear();
            frontend::terminate(&mut self.outgoing);
            let _ = self.flush();
        }
    }
}

impl Row {
    pub(super) fn read(body: DataRowBody) -> io::Result<Self> {
        let ranges = body.ranges().collect()?;
        Ok(Self { body, ranges })
    }

    /// A column's bytes; none for `NULL`, nor past the last.
    pub(super) fn get(&self, index: usize) -> Option<&[u8]> {
        let range = self.ranges.get(index)?.clone()?;
        Some(&self.body.buffer()[range])
    }

    pub(super) fn width(&self) -> usize {
        self.ranges.len()
    }
}

impl Refusal {
    fn read(body: &ErrorResponseBody) -> Self {
        let mut refusal = Self::default();
        let mut fields = body.fields();
        while let Ok(Some(field)) = fields.next() {
            let value = || String::from_utf8_lossy(field.value_bytes()).into_owned();
            match field.type_() {
                // Not translated, unlike `S`; not everything that speaks the protocol tells it.
                b'V' => refusal.severity = value(),
                b'S' if refusal.severity.is_empty() => refusal.severity = value(),
                b'C' => refusal.code = value(),
                b'M' => refusal.message = value(),
                b'D' => refusal.detail = Some(value()),
                b'n' => refusal.constraint = Some(value()),
                _ => {}
            }
        }
        refusal
    }

    /// FATAL and worse end the session, whatever the reason: the server shuts down, crashed, or threw us out.
    pub(super) fn ends_session(&self) -> bool {
        matches!(self.severity.as_str(), "FATAL" | "PANIC")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.severity, self.code, self.message)?;
        self.detail.iter().try_for_each(|detail| write!(f, " ({detail})"))
    }
}

impl std::error::Error for Refusal {}
