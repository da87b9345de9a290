//! `/manage/{secret}/move`: choose another start, look at both, and move.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use jiff::Timestamp;
use slated_app::{App, Error, booking_pages::View, error::Unbookable, texts::dates};

use super::{Details, Part};
use crate::pages::{
    Failure, Fields, Result, Sent, Shell,
    calendar::{self, Calendar, Link},
    counted::Counted,
    finish, see_other,
    shell::When,
    text::unbookable,
    zones,
};

#[derive(Template)]
#[template(path = "move.html")]
struct MovePage<'a> {
    shell: &'a Shell,
    details: Details,
    calendar: Calendar,
    back: String,
}

#[derive(Template)]
#[template(path = "move-confirm.html")]
struct ConfirmMovePage<'a> {
    shell: &'a Shell,
    details: Details,
    to: When,
    start: String,
    action: String,
    other: String,
    /// What is wrong with the start, and those to be had instead.
    refusal: Option<(String, Vec<Link>)>,
}

/// `GET /manage/{secret}/move`.
pub(crate) async fn show(State(app): State<App>, part: Part) -> Response {
    finish(&part.way, shown(&app, &part).await)
}

/// `POST /manage/{secret}/move`.
pub(crate) async fn submit(_: Counted, State(app): State<App>, part: Part, Sent(typed): Sent) -> Response {
    finish(&part.way, submitted(&app, &part, &typed).await)
}

async fn shown(app: &App, part: &Part) -> Result {
    let query = &part.way.query;
    part.must_be_movable()?;
    if let Some(start) = query.read::<Timestamp>("start") {
        return Ok(confirm(part, start, StatusCode::OK, None));
    }
    let (zone, date) = (part.zone.clone(), calendar::date(query));
    let view = View { zone, date, duration: None, channel: None, host: None };
    let month = app.free_month_to_move(&part.full, view).await?;
    let details = part.details();
    let shell = part.shell(&part.words().with("move-title", "meeting", &details.name));
    let shell = shell.in_other_languages(&part.way);
    let calendar = Calendar::of(&month, &part.way, false);
    let page = MovePage { shell: &shell, details, calendar, back: part.link("", &[]) };
    Ok(shell.respond(StatusCode::OK, &page))
}

async fn submitted(app: &App, part: &Part, typed: &Fields) -> Result {
    part.must_be_movable()?;
    let Some(start) = typed.read::<Timestamp>("start") else {
        return Ok(see_other(&part.link("/move", &[])));
    };
    let done = part.link("", &[("done", "moved")]);
    if part.full.booked.appointment.starts_at == start {
        // Sent twice: it is there already.
        return Ok(see_other(&done));
    }
    match app.reschedule_by_secret(part.full.booked.appointment.secret.clone(), start).await {
        Ok(_) => Ok(see_other(&done)),
        Err(Error::Unbookable(refused)) => {
            let status =
                if refused.code == "slot-occupied" { StatusCode::CONFLICT } else { StatusCode::BAD_REQUEST };
            Ok(confirm(part, start, status, Some(&refused)))
        }
        Err(error) => Err(Failure::from(error).branded(&part.brand)),
    }
}

impl Part {
    fn must_be_movable(&self) -> Result<()> {
        self.must_stand()?;
        if self.is_group() {
            return Err(self.refusal("group-stays"));
        }
        if !self.lets_move {
            return Err(self.refusal("cannot-move"));
        }
        Ok(())
    }
}

fn confirm(part: &Part, start: Timestamp, status: StatusCode, refused: Option<&Unbookable>) -> Response {
    let details = part.details();
    let title = part.words().with("move-title", "meeting", &details.name);
    let shell = part.shell(&part.words().title(title, refused.is_some())).in_other_languages(&part.way);
    let zone = zones::name(&part.zone);
    let instead = |at: &Timestamp| Link {
        href: part.link("/move", &[("start", &at.to_string()), ("timezone", &zone)]),
        label: dates::day_time(part.words().0, at.to_zoned(part.zone.clone()).datetime()),
    };
    let day = start.to_zoned(part.zone.clone()).date().to_string();
    let page = ConfirmMovePage {
        shell: &shell,
        to: When::of(part.words(), start, part.full.booked.appointment.details.info.duration, &part.zone),
        details,
        start: start.to_string(),
        action: part.link("/move", &[("timezone", &zone)]),
        other: part.link("/move", &[("date", &day), ("timezone", &zone)]),
        refusal: refused
            .map(|r| (part.words().say(unbookable(r.code)), r.nearest.iter().map(instead).collect())),
    };
    shell.respond(status, &page)
}
