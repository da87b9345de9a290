//! `slated webhook …`: what can be said.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use uuid::Uuid;

use super::OfCompany;

#[derive(Debug, Subcommand)]
pub(crate) enum Webhook {
    /// List a company's webhooks and how they are
    List(OfCompany),
    /// Show one: its state, and how much is on its way to it
    Show(One),
    /// Keep what happens until it is resumed
    Pause(One),
    /// Tell it again, beginning with what was kept
    Resume(One),
    /// Send a test event and wait for what comes of it; exit code 1 when it is not taken
    Test(One),
    /// Give it another secret; prints it, once
    Rotate(Rotate),
    /// List attempts, the newest first
    Deliveries(Deliveries),
    /// Send events again
    Replay(Replay),
    /// List what happened, as one line of JSON each
    Events(Events),
}

#[derive(Debug, Args)]
pub(crate) struct One {
    /// Its id, as `slated webhook list` shows it
    pub(crate) id: Uuid,
    #[command(flatten)]
    pub(crate) company: OfCompany,
}

#[derive(Debug, Args)]
pub(crate) struct Rotate {
    #[command(flatten)]
    pub(crate) webhook: One,
    /// The new secret, `whsec_…` [default: a random one]
    #[arg(long)]
    pub(crate) secret: Option<String>,
    /// For how many hours deliveries are signed with the secret before it too
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u8).range(0..=168))]
    pub(crate) overlap_hours: u8,
}

#[derive(Debug, Args)]
pub(crate) struct Deliveries {
    #[command(flatten)]
    pub(crate) webhook: One,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
    /// Only those that failed
    #[arg(long)]
    pub(crate) failed: bool,
    /// Only those of this event
    #[arg(long)]
    pub(crate) event: Option<Uuid>,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    pub(crate) webhook: One,
    /// This event; may be repeated
    #[arg(long = "event", value_name = "ID", conflicts_with_all = ["from", "to", "failed"], required_unless_present = "from")]
    pub(crate) events: Vec<Uuid>,
    /// What happened from this instant on
    #[arg(long, value_name = "INSTANT")]
    pub(crate) from: Option<Timestamp>,
    /// Until before this instant [default: now]
    #[arg(long, value_name = "INSTANT", requires = "from")]
    pub(crate) to: Option<Timestamp>,
    /// Only what was given up
    #[arg(long, requires = "from")]
    pub(crate) failed: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Events {
    #[command(flatten)]
    pub(crate) company: OfCompany,
    /// Only what happened after this event
    #[arg(long, value_name = "ID")]
    pub(crate) after: Option<Uuid>,
    /// At most so many
    #[arg(long, default_value_t = 100)]
    pub(crate) limit: u32,
}
