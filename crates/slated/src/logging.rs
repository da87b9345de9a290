//! Logs: one line per event on stderr, for people or as JSON. Standard output is left to what commands print.

use std::{io::IsTerminal as _, str::FromStr as _};

use tracing_subscriber::{
    Layer as _, filter::Targets, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object per line.
    Json,
}

/// Which log lines are written.
#[derive(Debug, Clone)]
pub(crate) struct LogLevel(Targets);

impl LogLevel {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let expected = "expected error, warn, info, debug or trace, or such as info,slated_http=debug";
        // Targets takes a lone unknown word as the name of a target, which would switch everything else off.
        let known = |word: &str| word.contains('=') || tracing::Level::from_str(word.trim()).is_ok();
        if !text.split(',').all(known) {
            return Err(expected.to_owned());
        }
        Targets::from_str(text).map(Self).map_err(|_| expected.to_owned())
    }
}

/// Begins to log; to be called once.
pub(crate) fn start(format: LogFormat, level: &LogLevel) {
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Pretty => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(level.0.clone())).init();
}
