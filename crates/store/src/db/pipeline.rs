//! A connection to PostgreSQL on which several statements are sent before the first is answered.

use std::{
    collections::HashMap,
    future::poll_fn,
    io,
    pin::Pin,
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

use tokio::{
    runtime::{self, Runtime},
    task::JoinHandle,
    time::timeout,
};
use tokio_postgres::{Client, SimpleQueryMessage, Statement, types::ToSql};

use super::{
    error::{Error, Outage, Result},
    options::Role,
    stats::Counters,
    tls::Connector,
    value::Value,
};

/// How long a connection may take to say that it is alive, or to say goodbye.
const PATIENCE: Duration = Duration::from_secs(1);

/// What an exchange came to when there was no answer, or a bad one.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Told(#[from] tokio_postgres::Error),
    /// The server answers every statement within its time limit, if only that it took too long; so it is gone, or what
    /// lies between has forgotten the connection.
    #[error("the server said nothing for {} s", .0.as_secs())]
    Silence(Duration),
}

type Outcome<T, E = tokio_postgres::Error> = std::result::Result<T, E>;

/// One thing to be sent.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// Statements without parameters, such as `COMMIT`.
    Text(&'a str),
    /// A statement whose rows are wanted.
    Rows(&'static str, &'a [Value]),
    /// A statement of which only the number of rows is wanted.
    Count(&'static str, &'a [Value]),
}

/// What came back for it.
pub(super) enum Reply {
    Done,
    Rows(Vec<tokio_postgres::Row>),
    Count(u64),
}

pub(super) struct Live {
    /// None only while it is dropped.
    client: Option<Client>,
    /// Moves bytes whenever the runtime is waited on, which is whenever anything is asked.
    mover: JoinHandle<()>,
    runtime: Runtime,
    statements: HashMap<&'static str, Statement>,
    pub(super) used: Instant,
}

impl Live {
    pub(super) fn connect(connector: &Connector) -> Result<Self> {
        let resources = |error| Error::Unavailable(Outage::Resources(Arc::new(error)));
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(resources)?;
        let lost = |source| Error::Unavailable(Outage::Connection(source));
        let making = async {
            let (client, connection) = connector.connect().await?;
            let mover = tokio::spawn(async move {
                // What went wrong is told by the statements that it happened to.
                let _ = connection.await;
            });
            let answers = client.simple_query(connector.greeting()).await?;
            Ok::<_, tokio_postgres::Error>((client, mover, takes_writes(&answers)))
        };
        let most = connector.longest_connect();
        let made = runtime.block_on(async { timeout(most, making).await });
        let (client, mover, takes_writes) = made
            .map_err(|_| lost(Arc::new(Failure::Silence(most))))?
            .map_err(|error| lost(Arc::new(error)))?;
        let wrong = match connector.role() {
            Role::Primary if !takes_writes => {
                "the server takes no writes: it is a standby, or set to read-only"
            }
            Role::Replica if takes_writes => "the server takes writes: it is no replica",
            Role::Primary | Role::Replica => "",
        };
        if !wrong.is_empty() {
            return Err(lost(Arc::new(io::Error::other(wrong))));
        }
        Ok(Self { client: Some(client), mover, runtime, statements: HashMap::new(), used: Instant::now() })
    }

    /// Sends these one after the other and waits for all answers. The server runs them in this order. The first that
    /// failed is the error; inside a transaction nothing after it has happened.
    ///
    /// All of it may take as long as `patience`, where there is an end to that.
    pub(super) fn exchange(
        &mut self,
        steps: &[Step<'_>],
        patience: Option<Duration>,
        counters: &Counters,
    ) -> Outcome<Vec<Reply>, Failure> {
        for step in steps {
            if let Step::Rows(sql, _) | Step::Count(sql, _) = *step
                && !self.statements.contains_key(sql)
            {
                counters.round_trips.increment();
                let statement = self.wait(patience, self.client().prepare(sql))?;
                self.statements.insert(sql, statement);
            }
        }
        counters.round_trips.increment();
        let client = self.client();
        if let [only] = steps {
            return Ok(vec![self.wait(patience, self.send(client, *only))?]);
        }
        let sent = steps.iter().map(|step| Box::pin(self.send(client, *step))).collect();
        self.wait(patience, in_order(sent))
    }

    fn wait<T>(
        &self,
        patience: Option<Duration>,
        answer: impl Future<Output = Outcome<T>>,
    ) -> Outcome<T, Failure> {
        let Some(patience) = patience else { return Ok(self.runtime.block_on(answer)?) };
        let answered = self.runtime.block_on(async { timeout(patience, answer).await });
        Ok(answered.map_err(|_| Failure::Silence(patience))??)
    }

    /// Sent when first polled.
    async fn send(&self, client: &Client, step: Step<'_>) -> Outcome<Reply> {
        match step {
            Step::Text(sql) => client.batch_execute(sql).await.map(|()| Reply::Done),
            Step::Rows(sql, args) => {
                client.query(&self.statements[sql], &parameters(args)).await.map(Reply::Rows)
            }
            Step::Count(sql, args) => {
                client.execute(&self.statements[sql], &parameters(args)).await.map(Reply::Count)
            }
        }
    }

    /// Statements are prepared anew when they are needed.
    pub(super) fn forget_statements(&mut self) {
        self.statements.clear();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client().is_closed()
    }

    /// Whether the server still answers.
    pub(super) fn answers(&self) -> bool {
        let answer = async { timeout(PATIENCE, self.client().simple_query("")).await };
        matches!(self.runtime.block_on(answer), Ok(Ok(_)))
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("there until it is dropped")
    }
}

impl Drop for Live {
    /// Tells the server, which would otherwise log a client that vanished.
    fn drop(&mut self) {
        self.client = None;
        let mover = &mut self.mover;
        let _ = self.runtime.block_on(async { timeout(PATIENCE, mover).await });
    }
}

/// Polls all of them once, in order, which sends them; then waits for each in turn, as the answers come in that order.
///
/// Nothing is sent after one that could not be, such as a parameter of the wrong type: `COMMIT` may come behind it.
async fn in_order<F: Future<Output = Outcome<Reply>>>(mut sent: Vec<Pin<Box<F>>>) -> Outcome<Vec<Reply>> {
    let mut early: Vec<Option<Reply>> = Vec::with_capacity(sent.len());
    poll_fn(|context| {
        for future in &mut sent {
            early.push(match future.as_mut().poll(context) {
                Poll::Ready(outcome) => Some(outcome?),
                Poll::Pending => None,
            });
        }
        Poll::Ready(Ok(()))
    })
    .await?;
    let mut first_failure = None;
    let mut replies = Vec::with_capacity(sent.len());
    for (future, early) in sent.into_iter().zip(early) {
        let outcome = match early {
            Some(reply) => Ok(reply),
            None => future.await,
        };
        // The rest is waited for all the same, so that the connection has nothing left to hear.
        match outcome {
            Ok(reply) => replies.push(reply),
            Err(error) => first_failure = first_failure.or(Some(error)),
        }
    }
    first_failure.map_or(Ok(replies), Err)
}

/// The greeting begins by asking whether transactions are read-only.
fn takes_writes(answers: &[SimpleQueryMessage]) -> bool {
    let first = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    first == Some("off")
}

fn parameters(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| value as _).collect()
}
