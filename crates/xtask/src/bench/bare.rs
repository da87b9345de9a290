//! The yardsticks: an axum handler that does nothing but answer with a given number of bytes, and one that formats a
//! given number of instants each time; in a process of their own like the server they stand beside.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use jiff::{SignedDuration, Timestamp};

use super::load::Requests;
use crate::process::Group;

/// The running yardstick.
pub(crate) struct Bare {
    address: String,
    _group: Group,
}

impl Bare {
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut group = Group::spawn(command.arg("bare").stdout(Stdio::piped()))?;
        let output = group.stdout().context("the output is piped")?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address)?;
        Ok(Self { address: address.trim().to_owned(), _group: group })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// `sample` with only its path replaced: the same method, headers and body, for `bytes` in return.
    pub(crate) fn requests(sample: &[u8], bytes: usize) -> Requests {
        Self::to(sample, &bytes.to_string())
    }

    /// The same, for so many instants in return.
    pub(crate) fn instants(sample: &[u8], count: usize) -> Requests {
        Self::to(sample, &format!("instants/{count}"))
    }

    fn to(sample: &[u8], path: &str) -> Requests {
        let text = String::from_utf8_lossy(sample);
        let (method, rest) = text.split_once(' ').expect("a request begins with its method");
        let (_, rest) = rest.split_once(' ').expect("a path is followed by the version");
        let request = format!("{method} /{path} {rest}").into_bytes();
        Arc::new(move |_| Some(request.clone()))
    }
}

/// Serves until it is stopped; prints its address first. Run as `xtask bare` by [`Bare::start`].
pub(crate) fn serve(_: &[String]) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let router = Router::new()
            .route("/{bytes}", get(answer).post(create))
            .route("/instants/{count}", get(instants));
        axum::serve(listener, router).await?;
        Ok(true)
    })
}

async fn answer(Path(bytes): Path<usize>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], filler(bytes))
}

async fn create(Path(bytes): Path<usize>, _body: Bytes) -> impl IntoResponse {
    (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], filler(bytes))
}

/// Half hours from the case's first Monday on.
async fn instants(Path(count): Path<i64>) -> Json<Vec<Timestamp>> {
    let first = Timestamp::constant(1_803_888_000, 0);
    Json((0..count.min(10_000)).map(|n| first + SignedDuration::from_mins(30 * n)).collect())
}

fn filler(bytes: usize) -> Bytes {
    const FILLER: &[u8] = &[b'x'; 1 << 20];
    Bytes::from_static(&FILLER[..bytes.min(FILLER.len())])
}
