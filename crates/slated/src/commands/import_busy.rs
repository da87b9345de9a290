//! `slated import-busy`: busy times from a file, for data that no connected calendar holds.

use anyhow::Context as _;
use jiff::Timestamp;
use serde::Deserialize;
use slated_app::App;

use super::who;
use crate::cli::ImportBusy;

/// What the imported times are stored under; an import replaces the one before it.
const SOURCE: &str = "import";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Busy {
    start: Timestamp,
    end: Timestamp,
}

/// Replaces the user's imported busy times.
pub(crate) async fn run(app: &App, args: ImportBusy) -> anyhow::Result<()> {
    let company = who::company(app, args.company.company.as_deref()).await?;
    let user = who::user(app, &company, &args.user).await?;
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    let listed: Vec<Busy> = serde_json::from_str(&text)
        .with_context(|| format!("{} does not hold busy times", args.file.display()))?;
    let spans: Vec<_> = listed.iter().map(|busy| (busy.start, busy.end)).collect();
    app.replace_busy(&who::operator(&company, "import-busy"), user.id, SOURCE, &spans)
        .await
        .map_err(who::told)?;
    eprintln!("{} has {} imported busy times.", user.email, spans.len());
    Ok(())
}
