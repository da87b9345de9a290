//! Free starts as a replica knows them.

use std::sync::Arc;

use slated_store::{db::Conn, host, ids::CompanyId};
use tokio::time::timeout;

use super::{
    Ask, Offer, Question, Slots,
    snapshots::{Found, watched},
};
use crate::{App, Error, Result, replicas::Replica};

impl App {
    /// None where no replica is current, or it knows less than this process, or cannot answer: then the primary does, also
    /// to say what is wrong with the question.
    pub(super) async fn slots_from_replica(&self, company: CompanyId, question: &Question) -> Option<Slots> {
        let replicas = self.replicas()?;
        let Some(replica) = replicas.current() else {
            count("none-current");
            return None;
        };
        let told = timeout(replicas.most_lag(), self.ask_replica(replica, company, question)).await;
        match told {
            Ok(Ok(Some(slots))) => {
                count("answered");
                return Some(slots);
            }
            Ok(Ok(None)) => count("behind"),
            Ok(Err(Error::Store(_))) | Err(_) => {
                replica.distrust();
                count("failed");
            }
            Ok(Err(_)) => count("refused"),
        }
        None
    }

    async fn ask_replica(
        &self,
        replica: &Arc<Replica>,
        company: CompanyId,
        question: &Question,
    ) -> Result<Option<Slots>> {
        let now = self.now();
        let at = (self.db(), &replica.looks);
        let found = replica.snapshots.kept(at, company, &question.ask, |offer| question.range(offer)).await?;
        let look = match found {
            Found::Whole(offer, taken, range) => {
                return question.answer(None, &offer, &taken, range, now).map(Some);
            }
            Found::Look(look) => Some(look),
            Found::Nothing => None,
        };
        let (app, question, here) = (self.clone(), question.clone(), Arc::clone(replica));
        let read = move |c: &mut Conn| {
            // A look was not behind, and what is read after it is not either.
            if look.is_none() && app.is_ahead_of(c, company, &question.ask)? {
                return Ok(None);
            }
            let range = |offer: &Offer| question.range(offer);
            let (offer, taken, range) =
                here.snapshots.offer(c, app.schedules(), (company, &question.ask), now, range, look)?;
            question.answer(Some(c), &offer, &taken, range, now).map(Some)
        };
        replica.db.read(read).await
    }

    /// Whether this process has seen more of whom a question is about than this copy of the database shows. What is
    /// read from it afterwards is as it is now, or later.
    fn is_ahead_of(&self, c: &mut Conn, company: CompanyId, ask: &Ask) -> Result<bool> {
        let watched = watched(c, company, ask)?;
        let standing = host::standing(c, company, &watched)?;
        Ok(standing.is_none_or(|standing| host::is_outdated(self.db(), &standing)))
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("slated_replica_questions_total", "outcome" => outcome).increment(1);
}
