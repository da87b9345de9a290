//! Taking people out of what stays: appointments keep their time, host and meeting type.
//!
//! What is kept is named member by member, so that a new one does not compile until it is decided here.

use jiff::Timestamp;
use slated_store::{
    appointment::{self, Attendee, AttendeeDetails, Cancel, Details},
    db::Conn,
    ids::{AppointmentId, AttendeeId, CompanyId},
    privacy::{self, ERASED, Person},
    provisional::{self, Provisional},
};

use crate::{
    App, Result,
    booking::{self, Book, NewAttendee, provisional::Ending},
};

/// Which attendees of an appointment are forgotten.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whom<'a> {
    /// Everybody.
    Everybody,
    /// These.
    These(&'a [AttendeeId]),
}

/// Forgets attendees of an appointment whose hosts are locked, and whom `brought` names among the guests of others.
pub(crate) fn attendees(
    tx: &mut Conn,
    app: &App,
    company: CompanyId,
    id: AppointmentId,
    whom: Whom<'_>,
    brought: Option<&Person>,
    now: Timestamp,
) -> Result<()> {
    let Some(mut booked) = appointment::by_id(tx, company, id)? else { return Ok(()) };
    for attendee in &mut booked.attendees {
        let forgotten = match whom {
            Whom::Everybody => true,
            Whom::These(ids) => ids.contains(&attendee.id),
        };
        if forgotten {
            *attendee = nobody(attendee);
            privacy::rewrite_attendee(tx, attendee)?;
        } else if let Some(person) = brought {
            let guests = attendee.details.guests.len();
            attendee.details.guests.retain(|guest| !person.is(Some(guest), None));
            if attendee.details.guests.len() < guests {
                privacy::rewrite_attendee(tx, attendee)?;
            }
        }
    }
    // Place and invite are as whoever booked first wanted them.
    let opener = booked.attendees.first().is_some_and(privacy::is_erased);
    let a = &mut booked.appointment;
    a.details = without_people(std::mem::take(&mut a.details), opener);
    privacy::rewrite_appointment(tx, a)?;
    if booked.attendees.iter().all(privacy::is_erased) {
        privacy::mark_erased(tx, company, id, now)?;
    }
    privacy::rewrite_events(tx, company, id.0, |kind, at| app.bodies().erased(kind, id.0, at))?;
    Ok(())
}

/// Ends a waiting booking whose hosts are locked, and leaves its time and host.
pub(crate) fn provisional(tx: &mut Conn, app: &App, seen: &Provisional, now: Timestamp) -> Result<()> {
    // Read again under the lock: it may have been approved or decided in between.
    let Some(held) = provisional::by_id(tx, seen.company_id, seen.id)? else { return Ok(()) };
    let held = if held.is_pending() {
        booking::provisional::end(tx, app, &held, Ending::Expired, now)?
    } else {
        held
    };
    let Book {
        meeting_type,
        start,
        hosts,
        queue,
        company,
        attendee: _,
        duration,
        channel,
        location: _,
        resources,
        ics: _,
        skip_notifications,
        phone_only,
        ignore_availability,
        one_time_link,
        password: _,
        decided,
    } = booking::provisional::request(&held)?;
    let book = Book {
        meeting_type,
        start,
        hosts,
        queue,
        company,
        attendee: NewAttendee { email: None, details: nobodys() },
        duration,
        channel,
        location: None,
        resources,
        ics: None,
        skip_notifications,
        phone_only,
        ignore_availability,
        one_time_link,
        password: None,
        decided,
    };
    let request =
        serde_json::to_value(&book).map_err(|error| slated_store::db::Error::decode(error.to_string()))?;
    privacy::rewrite_request(tx, &Provisional { request, ..held.clone() })?;
    privacy::rewrite_events(tx, held.company_id, held.id.0, |kind, at| {
        app.bodies().erased(kind, held.id.0, at)
    })?;
    privacy::erase_answers(tx, held.id.0)?;
    Ok(())
}

fn nobody(a: &Attendee) -> Attendee {
    Attendee {
        id: a.id,
        company_id: a.company_id,
        appointment_id: a.appointment_id,
        email: None,
        details: nobodys(),
        created_at: a.created_at,
        cancelled_at: a.cancelled_at,
    }
}

fn nobodys() -> AttendeeDetails {
    AttendeeDetails { fullname: ERASED.to_owned(), ..AttendeeDetails::default() }
}

/// Notes and reasons go in any case, since nobody can tell of whom they speak.
fn without_people(details: Details, opener: bool) -> Details {
    let Details {
        info,
        channel,
        location,
        meeting_link,
        ical_uid,
        organizer,
        spots,
        ics,
        metadata,
        note: _,
        cancel,
        resource_channel_ids,
        previous_start,
        skip_notifications,
        host_choice,
        turn,
        buffer_before,
        buffer_after,
    } = details;
    Details {
        info,
        channel,
        location: location.filter(|_| !opener),
        meeting_link,
        ical_uid,
        organizer,
        spots,
        ics: ics.filter(|_| !opener),
        metadata,
        note: None,
        cancel: cancel.map(|by| Cancel { reason: None, ..by }),
        resource_channel_ids,
        previous_start,
        skip_notifications,
        host_choice,
        turn,
        buffer_before,
        buffer_after,
    }
}
