//! The mail server: a pool of connections with a bound on how many and how long.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    transport::smtp::{AsyncSmtpTransportBuilder, Error, PoolConfig},
};

use super::{BadConfiguration, MailError};

pub(super) type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Connections at most: a flood of letters waits here, not at the server.
const CONNECTIONS: u32 = 8;
/// For each step of a conversation: well under the lease of a job.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn transport(url: &str) -> Result<Transport, BadConfiguration> {
    let pool = PoolConfig::new().max_size(CONNECTIONS).idle_timeout(Duration::from_secs(30));
    Ok(builder(url)?.pool_config(pool).timeout(Some(PATIENCE)).build())
}

pub(super) fn builder(url: &str) -> Result<AsyncSmtpTransportBuilder, BadConfiguration> {
    Transport::from_url(url).map_err(|error| BadConfiguration(told(&error)))
}

/// 5xx is for good; everything else may pass.
pub(super) fn judge(error: &Error) -> MailError {
    if error.is_permanent() { MailError::Refused(told(error)) } else { MailError::Failed(told(error)) }
}

fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}
