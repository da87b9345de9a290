//! A month of free starts, by the days of the invitee's calendar.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use slated_store::ids::UserId;

use super::{BookingPage, guest};
use crate::{
    App, Ctx, Error, Result,
    appointments::{self, Full},
    slots::{Ask, Bound, Mode, Question, Slot},
};

/// How far ahead the next free day is looked for, and pages can be turned.
const AHEAD_DAYS: i64 = 360;

/// What part of the calendar somebody wants to see.
#[derive(Debug, Clone)]
pub struct View {
    /// Whose days and hours.
    pub zone: TimeZone,
    /// A day of the month; without, the first month with a free start.
    pub date: Option<Date>,
    /// Minutes, where there is a choice.
    pub duration: Option<u32>,
    /// Where, when there is a choice.
    pub channel: Option<String>,
    /// With whom, when somebody of a team is asked for.
    pub host: Option<UserId>,
}

/// The free starts of one month.
#[derive(Debug, Clone)]
pub struct Month {
    /// Whose days and hours.
    pub zone: TimeZone,
    /// Today, there.
    pub today: Date,
    /// The first day of the month.
    pub first: Date,
    /// The free starts of each day that has any, in order.
    pub days: BTreeMap<Date, Vec<Slot>>,
    /// The day that was asked for, if it has free starts; else the first that has.
    pub chosen: Option<Date>,
    /// The month before, unless it is over.
    pub previous: Option<Date>,
    /// The month after, unless it is too far ahead.
    pub following: Option<Date>,
    /// The next free day after an empty month.
    pub next_free: Option<Date>,
    /// How long a meeting takes.
    pub minutes: u32,
    /// Seats of each start, when it is a group.
    pub spots: Option<u32>,
}

impl App {
    /// A month of what a booking page offers.
    pub async fn free_month(&self, page: &BookingPage, view: View) -> Result<Month> {
        self.month(&page.guest(), Question { ask: ask(page, &view), ..blank(page) }, view).await
    }

    /// Whether a booking page offers this start now.
    pub async fn is_free(&self, page: &BookingPage, view: &View, start: Timestamp) -> Result<bool> {
        let Ok(after) = start.checked_add(1.minute()) else { return Ok(false) };
        let (start_at, end) = (Bound::Moment(start), Bound::Moment(after));
        let question = Question { ask: ask(page, view), start: start_at, end, ..blank(page) };
        match self.slots(&page.guest(), question).await {
            Ok(found) => Ok(found.starts.iter().any(|slot| slot.start == start)),
            // Beyond any calendar.
            Err(Error::BadRequest { .. } | Error::Invalid(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A month of starts that an appointment could be moved to.
    pub async fn free_month_to_move(&self, full: &Full, view: View) -> Result<Month> {
        let host = full.hosts.first().ok_or(Error::NotFound("Host"))?;
        let day = Bound::Moment(full.booked.appointment.starts_at);
        let question = Question {
            ask: appointments::same_again(&full.booked),
            moving: Some(full.booked.appointment.id),
            hide_groups: true,
            ..Question::plain(full.booked.appointment.meeting_type_id, day, day)
        };
        self.month(&guest(host), question, view).await
    }

    async fn month(&self, ctx: &Ctx, question: Question, view: View) -> Result<Month> {
        let question = Question { timezone: Some(view.zone.clone()), ..question };
        let too_far = |_| Error::bad_request("out-of-range", "The date is out of range");
        let today = self.now().to_zoned(view.zone.clone()).date();
        let latest = today.checked_add(AHEAD_DAYS.days()).map_err(too_far)?;
        let wanted = view.date.unwrap_or(today).clamp(today, latest);
        let mut month = self.starts_of(ctx, &question, &view.zone, today, wanted).await?;
        if month.days.is_empty() {
            let after = month.first.last_of_month().tomorrow().map_err(too_far)?;
            let later = self.starts_between(
                ctx,
                &question,
                after,
                after.checked_add(AHEAD_DAYS.days()).map_err(too_far)?,
            );
            month.next_free = later.await?.0.keys().next().copied();
            if let (None, Some(next)) = (view.date, month.next_free) {
                month = self.starts_of(ctx, &question, &view.zone, today, next).await?;
            }
        }
        month.chosen = month.days.keys().find(|day| **day == wanted).or(month.days.keys().next()).copied();
        let before = month.first.yesterday().map_err(too_far)?;
        month.previous = (before >= today).then(|| before.first_of_month());
        month.following = month.first.last_of_month().tomorrow().ok().filter(|next| *next <= latest);
        Ok(month)
    }

    async fn starts_of(
        &self,
        ctx: &Ctx,
        question: &Question,
        zone: &TimeZone,
        today: Date,
        day: Date,
    ) -> Result<Month> {
        let first = day.first_of_month();
        let (days, minutes, spots) =
            self.starts_between(ctx, question, first.max(today), first.last_of_month()).await?;
        let (chosen, previous, following, next_free) = (None, None, None, None);
        Ok(Month {
            zone: zone.clone(),
            today,
            first,
            days,
            chosen,
            previous,
            following,
            next_free,
            minutes,
            spots,
        })
    }

    async fn starts_between(
        &self,
        ctx: &Ctx,
        question: &Question,
        from: Date,
        to: Date,
    ) -> Result<(BTreeMap<Date, Vec<Slot>>, u32, Option<u32>)> {
        let question = Question { start: Bound::Day(from), end: Bound::Day(to), ..question.clone() };
        let slots = self.slots(ctx, question).await?;
        let mut days: BTreeMap<Date, Vec<Slot>> = BTreeMap::new();
        for slot in slots.starts {
            days.entry(slot.start.to_zoned(slots.timezone.clone()).date()).or_default().push(slot);
        }
        Ok((days, slots.minutes, slots.spots))
    }
}

fn ask(page: &BookingPage, view: &View) -> Ask {
    Ask {
        meeting_type: page.meeting_type.id,
        hosts: view.host.map(|host| vec![host]),
        queue: None,
        mode: Mode::Anyone,
        duration: view.duration,
        channel: view.channel.clone(),
        resources: vec![],
    }
}

fn blank(page: &BookingPage) -> Question {
    let never = Bound::Moment(page.meeting_type.created_at);
    Question::plain(page.meeting_type.id, never, never)
}
