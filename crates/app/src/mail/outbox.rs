//! Looking at the mails in the spool, where the operator lets everybody.

use slated_integrations::mail::spool;

pub use slated_integrations::mail::spool::Spooled;

use crate::{App, Error, Result};

/// The most mails in the list.
const MOST: usize = 100;

impl App {
    /// The newest mails; not found unless the spool is open.
    pub async fn spooled_mails(&self) -> Result<Vec<Spooled>> {
        spool::list(self.open_spool()?, MOST).await.map_err(away)
    }

    /// The mail of this name; not found unless the spool is open.
    pub async fn spooled_mail(&self, name: String) -> Result<Spooled> {
        let found = spool::read(self.open_spool()?, name).await.map_err(away)?;
        found.ok_or(Error::NotFound("Mail"))
    }

    fn open_spool(&self) -> Result<std::path::PathBuf> {
        let directory = self.post().mailer.directory().filter(|_| self.config().open_spool);
        directory.map(ToOwned::to_owned).ok_or(Error::NotFound("Mail"))
    }
}

fn away(error: std::io::Error) -> Error {
    tracing::warn!(%error, "the spool cannot be read");
    Error::NotFound("Mail")
}
