//! Mails that lie in the spool of this machine: removed with the people they are about.

use slated_integrations::mail::spool;
use slated_store::{ids::CompanyId, privacy::Person};
use uuid::Uuid;

use crate::{App, Error, Result};

impl App {
    /// Removes a company's spooled mails about these appointments and waiting bookings, and all that name one of these people.
    pub(super) async fn forget_spooled(
        &self,
        company: CompanyId,
        subjects: Vec<Uuid>,
        people: Vec<Person>,
    ) -> Result<()> {
        let Some(directory) = self.post().mailer.directory() else { return Ok(()) };
        let threads = subjects.iter().map(Uuid::to_string).collect();
        let names = move |text: &str| people.iter().any(|person| person.stands_in(text));
        let forgotten = spool::forget_about(directory.to_owned(), &company.to_string(), threads, names).await;
        forgotten.map(drop).map_err(Error::Spool)
    }
}
