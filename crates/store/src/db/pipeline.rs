//! A connection to PostgreSQL on which several statements are sent before the first is answered.

use std::{collections::HashMap, io, sync::Arc, time::Duration, time::Instant};

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::{
    IsNull,
    message::{
        backend::{Message, ParameterDescriptionBody, RowDescriptionBody},
        frontend::{self, BindError},
    },
};
use tokio_postgres::types::{IsNull as Absent, Kind, ToSql, Type};

use super::{
    dial::dial,
    error::{Error, Outage, Result},
    stats::Counters,
    tls::Connector,
    value::Value,
    wire::{Failure, Heading, Outcome, Row, Wire},
};

/// How long a connection may take to say that it is alive.
const PATIENCE: Duration = Duration::from_secs(1);
/// A flight with more bytes than this is sent before what follows is written. The server begins to answer while it still
/// listens: if neither read what the other says, both could wait for room.
const LONGEST_FLIGHT: usize = 64 * 1024;

/// The session is read-only by default, so that a `read` cannot write.
pub(super) const BEGIN: Step<'_> = Step::Count("BEGIN READ WRITE", &[]);
pub(super) const COMMIT: Step<'_> = Step::Count("COMMIT", &[]);
pub(super) const ROLLBACK: Step<'_> = Step::Count("ROLLBACK", &[]);

/// The format of all parameters and columns.
const BINARY: [i16; 1] = [1];

/// One thing to be sent.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// A statement whose rows are wanted.
    Rows(&'static str, &'a [Value]),
    /// A statement of which only the number of rows is wanted.
    Count(&'static str, &'a [Value]),
}

/// What came back for it.
pub(super) enum Reply {
    Rows(Rows),
    Count(u64),
    /// To COMMIT, in a transaction that had failed.
    RolledBack,
}

/// The rows of an answer.
pub(super) struct Rows {
    pub(super) statement: Arc<Statement>,
    pub(super) rows: Vec<Row>,
}

/// A statement that the server has planned, or will when it is first run.
#[derive(Debug)]
pub(super) struct Statement {
    name: String,
    parameters: Vec<Type>,
    pub(super) columns: Vec<Heading>,
}

pub(super) struct Live {
    wire: Wire,
    statements: HashMap<&'static str, Arc<Statement>>,
    /// How many statements were prepared, which makes their names.
    prepared: usize,
    /// The last step of the last exchange was sent, or was being sent when the connection broke.
    sent: bool,
    pub(super) used: Instant,
}

impl Live {
    pub(super) fn connect(connector: &Connector) -> Result<Self> {
        let lost = |failure| Error::Unavailable(Outage::Connection(Arc::new(failure)));
        let wire = dial(connector).map_err(lost)?;
        let mut live =
            Self { wire, statements: HashMap::new(), prepared: 0, sent: false, used: Instant::now() };
        // Before they are needed: an outcome is unknown only once COMMIT itself was sent.
        let control = [(BEGIN, "begin"), (COMMIT, "commit"), (ROLLBACK, "rollback")];
        live.name(control.map(|(step, name)| (step.sql(), name.to_owned())).into()).map_err(lost)?;
        Ok(live)
    }

    /// Sends these one after the other and waits for all answers. The server runs them in this order. The first that
    /// failed is the error, and nothing after it has happened.
    ///
    /// The server may be silent for as long as `patience`, where there is an end to that.
    pub(super) fn exchange(
        &mut self,
        steps: &[Step<'_>],
        patience: Option<Duration>,
        counters: &Counters,
    ) -> Outcome<Vec<Reply>> {
        self.sent = false;
        self.wire.set_patience(patience)?;
        self.prepare(steps, counters)?;
        let mut replies = Vec::with_capacity(steps.len());
        let mut rest = steps;
        while !rest.is_empty() {
            counters.round_trips.increment();
            let (flight, later) = rest.split_at(self.board(rest)?);
            self.sent = later.is_empty();
            self.wire.take_off()?;
            for step in flight {
                replies.push(self.reply(*step)?);
            }
            self.wire.land()?;
            rest = later;
        }
        Ok(replies)
    }

    /// Runs statements that are not kept.
    pub(super) fn batch(
        &mut self,
        sql: &str,
        patience: Option<Duration>,
        counters: &Counters,
    ) -> Outcome<()> {
        self.wire.set_patience(patience)?;
        counters.round_trips.increment();
        self.wire.ask(sql).map(drop)
    }

    /// Writes as many of these as go in one flight; how many that is.
    fn board(&mut self, steps: &[Step<'_>]) -> Outcome<usize> {
        self.wire.outgoing.clear();
        for (n, step) in steps.iter().enumerate() {
            if self.wire.outgoing.len() > LONGEST_FLIGHT {
                return Ok(n);
            }
            let (Step::Rows(_, values) | Step::Count(_, values)) = *step;
            self.statements[step.sql()].run(values, &mut self.wire.outgoing)?;
        }
        Ok(steps.len())
    }

    fn reply(&mut self, step: Step<'_>) -> Outcome<Reply> {
        let mut rows = Vec::new();
        loop {
            match self.wire.next()? {
                Message::BindComplete => {}
                Message::DataRow(body) => {
                    if let Step::Rows(..) = step {
                        rows.push(Row::read(body)?);
                    }
                }
                Message::CommandComplete(body) => {
                    return Ok(match step {
                        Step::Rows(sql, _) => {
                            Reply::Rows(Rows { statement: Arc::clone(&self.statements[sql]), rows })
                        }
                        // Such as `INSERT 0 1`; `BEGIN` has no number.
                        Step::Count(..) => match body.tag()? {
                            "ROLLBACK" if step.sql() == COMMIT.sql() => Reply::RolledBack,
                            tag => {
                                let count = tag.rsplit(' ').next().and_then(|count| count.parse().ok());
                                Reply::Count(count.unwrap_or(0))
                            }
                        },
                    });
                }
                _ => return Err(self.wire.unexpected()),
            }
        }
    }

    /// Prepares what is new among these, in one round trip.
    fn prepare(&mut self, steps: &[Step<'_>], counters: &Counters) -> Outcome<()> {
        let mut new: Vec<(&'static str, String)> = Vec::new();
        for step in steps {
            let sql = step.sql();
            if !self.statements.contains_key(sql) && new.iter().all(|(other, _)| *other != sql) {
                self.prepared += 1;
                new.push((sql, format!("s{}", self.prepared)));
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        counters.round_trips.increment();
        self.name(new)
    }

    /// Prepares statements under these names.
    fn name(&mut self, new: Vec<(&'static str, String)>) -> Outcome<()> {
        let out = &mut self.wire.outgoing;
        out.clear();
        for (sql, name) in &new {
            frontend::parse(name, sql, [], out)
                .and_then(|()| frontend::describe(b'S', name, out))
                .map_err(|error| Failure::Unfit(error.to_string()))?;
        }
        self.wire.take_off()?;
        for (sql, name) in new {
            let statement = Arc::new(self.description(name)?);
            self.statements.insert(sql, statement);
        }
        self.wire.land()
    }

    fn description(&mut self, name: String) -> Outcome<Statement> {
        let (mut parameters, mut columns) = (Vec::new(), Vec::new());
        loop {
            match self.wire.next()? {
                Message::ParseComplete => {}
                Message::ParameterDescription(body) => parameters = types(&body)?,
                Message::RowDescription(body) => {
                    columns = headings(&body)?;
                    break;
                }
                Message::NoData => break,
                _ => return Err(self.wire.unexpected()),
            }
        }
        Ok(Statement { name, parameters, columns })
    }

    /// Statements are prepared anew when they are needed.
    pub(super) fn forget_statements(&mut self) {
        let control = [BEGIN, COMMIT, ROLLBACK].map(|step| step.sql());
        self.statements.retain(|sql, _| control.contains(sql));
    }

    /// Whether the last step of the last exchange may have reached the server.
    pub(super) fn was_sent(&self) -> bool {
        self.sent
    }

    pub(super) fn is_broken(&self) -> bool {
        self.wire.is_broken()
    }

    /// A transaction is open, perhaps a failed one.
    pub(super) fn in_transaction(&self) -> bool {
        self.wire.in_transaction()
    }

    /// Whether the server still answers.
    pub(super) fn answers(&mut self) -> bool {
        self.wire.set_patience(Some(PATIENCE)).and_then(|()| self.wire.ask("")).is_ok()
    }
}

impl Step<'_> {
    fn sql(&self) -> &'static str {
        let (Self::Rows(sql, _) | Self::Count(sql, _)) = *self;
        sql
    }
}

impl Statement {
    /// Writes what runs it with these values.
    fn run(&self, values: &[Value], out: &mut BytesMut) -> Outcome<()> {
        if values.len() != self.parameters.len() {
            let (given, wanted) = (values.len(), self.parameters.len());
            return Err(Failure::Unfit(format!("{given} values for {wanted} parameters")));
        }
        let with_types = values.iter().zip(&self.parameters);
        let serialize = |(value, kind): (&Value, &Type), out: &mut BytesMut| {
            value.to_sql(kind, out).map(|absent| match absent {
                Absent::Yes => IsNull::Yes,
                Absent::No => IsNull::No,
            })
        };
        let bound = frontend::bind("", &self.name, BINARY, with_types, serialize, BINARY, out);
        bound.map_err(|error| {
            Failure::Unfit(match error {
                BindError::Conversion(error) => error.to_string(),
                BindError::Serialization(error) => error.to_string(),
            })
        })?;
        frontend::execute("", 0, out).map_err(|error| Failure::Unfit(error.to_string()))
    }
}

fn types(body: &ParameterDescriptionBody) -> io::Result<Vec<Type>> {
    body.parameters().map(|oid| Ok(kind(oid))).collect()
}

fn headings(body: &RowDescriptionBody) -> io::Result<Vec<Heading>> {
    let heading = |field: postgres_protocol::message::backend::Field<'_>| {
        Ok(Heading { name: field.name().to_owned(), kind: kind(field.type_oid()) })
    };
    body.fields().map(heading).collect()
}

/// A type that PostgreSQL does not come with is known by its number.
fn kind(oid: u32) -> Type {
    Type::from_oid(oid).unwrap_or_else(|| Type::new(format!("type {oid}"), oid, Kind::Simple, String::new()))
}
