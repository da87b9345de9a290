//! What jobs need to know before their try, read for all that were taken together: one way to the database and back,
//! however many they are.

use std::slice;

use slated_store::{
    company::{self, Company},
    db::{Conn, Error, Result},
    job::Job,
    mail_template::{self, MailTemplate},
    webhook::{self, Parcel},
};

use super::{
    deliver_webhook::{self, Call},
    send_mail::{self, Order},
};
use crate::App;

/// A job, and what it is about; or why that cannot be known.
pub(super) struct Errand {
    pub(super) job: Job,
    pub(super) about: std::result::Result<About, String>,
}

/// What a job is about.
pub(super) enum About {
    /// A call of an endpoint; without a parcel the webhook or the event is gone.
    Call(Call, Option<Parcel>),
    /// A mail of a company, which may have its own text for it; without a company there is nobody to write for.
    Mail(Box<Order>, Option<Company>, Option<MailTemplate>),
    /// Something that reads for itself.
    Other,
}

/// Makes these jobs ready to be tried.
pub(super) async fn prepare(app: &App, jobs: Vec<Job>) -> Vec<Errand> {
    let mut errands = Vec::with_capacity(jobs.len());
    let (mut calls, mut mails) = (vec![], vec![]);
    for job in jobs {
        match job.kind.as_str() {
            deliver_webhook::KIND => match Call::of(&job) {
                Ok(call) => calls.push((job, call)),
                Err(error) => errands.push(Errand { job, about: Err(error) }),
            },
            send_mail::KIND => match Order::of(&job) {
                Ok(order) => mails.push((job, order)),
                Err(error) => errands.push(Errand { job, about: Err(error) }),
            },
            _ => errands.push(Errand { job, about: Ok(About::Other) }),
        }
    }
    if calls.is_empty() && mails.is_empty() {
        return errands;
    }
    let wanted: Vec<_> = calls.iter().map(|(job, call)| (job.company_id, call.webhook, call.event)).collect();
    let companies: Vec<_> = mails.iter().map(|(job, _)| job.company_id).collect();
    let texts: Vec<_> = mails.iter().map(|(job, order)| order.text(job.company_id)).collect();
    let read = app.db().read(move |c| {
        Ok::<_, Error>((
            each(c, &wanted, webhook::parcels)?,
            each(c, &companies, company::of_each)?,
            each(c, &texts, mail_template::of_each)?,
        ))
    });
    let (parcels, companies, texts) = match read.await {
        Ok(read) => read,
        Err(error) => {
            let error = told(&error);
            let left = calls.into_iter().map(|(job, _)| job).chain(mails.into_iter().map(|(job, _)| job));
            errands.extend(left.map(|job| Errand { job, about: Err(error.clone()) }));
            return errands;
        }
    };
    errands.extend(calls.into_iter().zip(parcels).map(|((job, call), parcel)| {
        let about = parcel.map(|parcel| About::Call(call, parcel)).map_err(|error| told(&error));
        Errand { job, about }
    }));
    errands.extend(mails.into_iter().zip(companies).zip(texts).map(|(((job, order), company), text)| {
        let about = company.and_then(|company| Ok(About::Mail(Box::new(order), company, text?)));
        Errand { job, about: about.map_err(|error| told(&error)) }
    }));
    errands
}

fn told(error: &Error) -> String {
    format!("the store: {error}")
}

/// Reads for all of these together. One by one, if together they cannot be read: one that cannot, such as by a secret
/// whose key is lost, must not hold up the others.
fn each<W, T>(
    c: &mut Conn,
    wanted: &[W],
    together: impl Fn(&mut Conn, &[W]) -> Result<Vec<Option<T>>>,
) -> Result<Vec<Result<Option<T>>>> {
    if wanted.is_empty() {
        return Ok(vec![]);
    }
    match together(c, wanted) {
        Ok(found) => Ok(found.into_iter().map(Ok).collect()),
        Err(error @ Error::Unavailable(_)) => Err(error),
        Err(_) => {
            let one = |one| together(c, slice::from_ref(one)).map(|mut found| found.pop().flatten());
            Ok(wanted.iter().map(one).collect())
        }
    }
}
