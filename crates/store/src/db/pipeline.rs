//! A connection to PostgreSQL on which several statements are sent before the first is answered.

use std::{
    collections::HashMap,
    future::poll_fn,
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
use tokio_postgres::{Client, Statement, types::ToSql};

use super::{
    error::{Error, Outage, Result},
    stats::Counters,
    tls::Connector,
    value::Value,
};

/// How long a connection may take to say that it is alive, or to say goodbye.
const PATIENCE: Duration = Duration::from_secs(1);

type Outcome<T> = std::result::Result<T, tokio_postgres::Error>;

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
        let (client, mover) = runtime
            .block_on(async {
                let (client, connection) = connector.connect().await?;
                let mover = tokio::spawn(async move {
                    // What went wrong is told by the statements that it happened to.
                    let _ = connection.await;
                });
                client.batch_execute(connector.greeting()).await?;
                Ok((client, mover))
            })
            .map_err(|error: tokio_postgres::Error| {
                Error::Unavailable(Outage::Connection(Arc::new(error)))
            })?;
        Ok(Self { client: Some(client), mover, runtime, statements: HashMap::new(), used: Instant::now() })
    }

    /// Sends these one after the other and waits for all answers. The server runs them in this order. The first that
    /// failed is the error; inside a transaction nothing after it has happened.
    pub(super) fn exchange(&mut self, steps: &[Step<'_>], counters: &Counters) -> Outcome<Vec<Reply>> {
        for step in steps {
            if let Step::Rows(sql, _) | Step::Count(sql, _) = *step
                && !self.statements.contains_key(sql)
            {
                counters.round_trips.increment();
                let statement = self.runtime.block_on(self.client().prepare(sql))?;
                self.statements.insert(sql, statement);
            }
        }
        counters.round_trips.increment();
        let client = self.client();
        if let [only] = steps {
            return Ok(vec![self.runtime.block_on(self.send(client, *only))?]);
        }
        let sent = steps.iter().map(|step| Box::pin(self.send(client, *step))).collect();
        self.runtime.block_on(in_order(sent))
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

fn parameters(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| value as _).collect()
}
