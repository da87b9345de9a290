//! `/{userSlug}/{meetingTypeSlug}`, its embed route, and `/team/{teamSlug}/{meetingTypeSlug}`: choose a start, say who you
//! are, and it is booked.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::{Timestamp, tz::TimeZone};
use slated_app::{
    App,
    booking_pages::{Address, BookingPage, View},
    texts::{Language, dates},
};
use slated_store::{
    ids::OneTimeLinkId,
    meeting_type::{Question, Spec},
    user::{PersonalPage, User},
};

use super::{
    Failure, Fields, Result, Shell, Way,
    brand::Brand,
    calendar::{self, Calendar, Link},
    personal::HostView,
    zones,
};

mod doors;
mod field;
mod form;
mod onward;
mod questions;
mod submit;

pub(crate) use doors::{show, show_embedded, show_team, submit, submit_embedded, submit_team};

/// What invitees are told about the meeting itself, on every step.
pub(super) struct Meeting {
    pub(super) host: HostView,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) length: String,
    pub(super) channel: String,
    /// Where everything else of this host is found; not when embedded.
    pub(super) all: Option<String>,
}

/// A booking page, opened.
struct Open {
    way: Way,
    query: Fields,
    page: BookingPage,
    brand: Brand,
    zone: TimeZone,
    /// Nobody said which zone: it is the host's.
    guessed: bool,
    duration: Option<u32>,
    /// Where, when the invitee chose.
    channel: Option<String>,
    /// With whom of a team, when the invitee chose.
    host: Option<User>,
}

#[derive(Template)]
#[template(path = "choose.html")]
struct ChoosePage<'a> {
    shell: &'a Shell,
    meeting: Meeting,
    /// Says that the start which was wanted is not to be had.
    gone: Option<String>,
    durations: Vec<(Link, bool)>,
    channels: Vec<(Link, bool)>,
    hosts: Option<HostForm>,
    /// Not before a host is chosen, where that is a must.
    calendar: Option<Calendar>,
    kept: Option<Kept>,
}

/// What was typed before another start is chosen: only the start is, then, and the rest stays as it was.
struct Kept {
    action: String,
    typed: Vec<(String, String)>,
}

/// The choice of a host of a team.
struct HostForm {
    action: String,
    hidden: Vec<(String, String)>,
    /// What choosing nobody means.
    nobody: String,
    /// Slug, name, and whether it is the chosen one.
    hosts: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage<'a> {
    shell: &'a Shell,
    meeting: &'a str,
    action: String,
    error: Option<String>,
}

async fn shown(app: &App, address: Address, way: Way, query: Fields) -> Result {
    let open = Open::new(app, address, way, query).await?;
    if let Some(refused) = open.one_time_link_refused(app).await? {
        return Err(refused.branded(&open.brand).spoken(open.way.words));
    }
    if !open.is_let_in() {
        return Ok(open.ask_password(StatusCode::OK, None));
    }
    stepped(app, &open, None).await
}

/// The form for the start that was chosen, or the month to choose it from. `typed` is what the form held before.
async fn stepped(app: &App, open: &Open, typed: Option<&Fields>) -> Result {
    let start = open.query.read::<Timestamp>("start").filter(|_| !open.must_choose_host());
    match start {
        Some(start) if app.is_free(&open.page, &open.view(), start).await? => {
            Ok(typed
                .map_or_else(|| form::blank(open, start), |typed| form::retyped(open, typed, Some(start))))
        }
        gone => open.choose(app, gone, typed).await,
    }
}

async fn submitted(app: &App, address: Address, way: Way, query: Fields, typed: &Fields) -> Result {
    let in_another = typed.get("lang").and_then(Language::parse);
    let way = in_another.map_or(way.clone(), |language| way.speaking(language));
    let open = Open::new(app, address, way, query).await?;
    if let Some(password) = typed.get("password") {
        return Ok(open.answer_password(password));
    }
    if !open.is_let_in() {
        return Ok(open.ask_password(StatusCode::FORBIDDEN, None));
    }
    if open.must_choose_host() {
        return open.choose(app, None, None).await;
    }
    if typed.is_on(form::BROWSE) {
        return stepped(app, &open, Some(typed)).await;
    }
    if in_another.is_some() {
        return Ok(form::retyped(&open, typed, typed.read("start")));
    }
    submit::book(app, &open, typed)
        .await
        .map_err(|failure| failure.branded(&open.brand).spoken(open.way.words))
}

impl Open {
    async fn new(app: &App, address: Address, way: Way, query: Fields) -> Result<Self> {
        let page = app.booking_page(address).await?;
        let way = way.spoken(None, Some(&page.host.language));
        let nobodys = PersonalPage::default();
        let look = if page.team.is_some() { &nobodys } else { &page.host.personal_page };
        let brand = Brand::of(look, &page.company);
        if !page.meeting_type.enabled {
            return Err(Failure::new(StatusCode::GONE, "disabled").branded(&brand).spoken(way.words));
        }
        let said = query.get("timezone").and_then(zones::of);
        let guessed = said.is_none();
        let zone = said.or_else(|| zones::of(&page.host.timezone)).unwrap_or(TimeZone::UTC);
        let spec = &page.meeting_type.spec;
        let duration =
            query.read("duration").filter(|minutes| spec.options.allowed_durations.contains(minutes));
        let channel = query.get("channel").filter(|channel| channels(spec).any(|known| known == *channel));
        let channel = channel.map(str::to_owned);
        let host = query.get("host").and_then(|slug| page.choices().iter().find(|host| host.slug == slug));
        let host = host.cloned();
        let way = way.carrying(spec.questions.iter().map(Question::key), &query);
        Ok(Self { way, query, page, brand, zone, guessed, duration, channel, host })
    }

    fn shell(&self, title: &str) -> Shell {
        let shell = Shell::new(title, &self.way, self.brand.clone());
        Shell { guessed_zone: self.guessed.then(|| zones::name(&self.zone)), ..shell }
    }

    fn meeting(&self) -> Meeting {
        let info = &self.page.meeting_type.spec.info;
        let host = match (&self.page.team, &self.host) {
            (None, _) => HostView::from(&self.page.host),
            (Some(team), None) => HostView::team(&team.name),
            (Some(team), Some(host)) => HostView { title: Some(team.name.clone()), ..host.into() },
        };
        let alone = !self.way.embedded && self.page.team.is_none();
        Meeting {
            host,
            name: info.name.clone(),
            description: info.description.clone(),
            length: self.way.words.length(self.minutes()),
            channel: self.way.words.channel(self.channel()),
            all: alone.then(|| self.way.beside(&format!("/{}", self.page.host.slug))),
        }
    }

    /// Where it takes place, as things stand.
    fn channel(&self) -> &str {
        self.channel.as_deref().unwrap_or(&self.page.meeting_type.spec.info.channel)
    }

    fn minutes(&self) -> u32 {
        self.duration.unwrap_or(self.page.meeting_type.spec.info.duration)
    }

    fn one_time_link(&self) -> Option<OneTimeLinkId> {
        self.query.get("oneTimeLinkId").map(|id| OneTimeLinkId(id.parse().unwrap_or_default()))
    }

    async fn one_time_link_refused(&self, app: &App) -> Result<Option<Failure>> {
        let Some(id) = self.one_time_link() else { return Ok(None) };
        let works = app.one_time_link_works(&self.page, id).await?;
        Ok((!works).then(|| Failure::new(StatusCode::GONE, "one-time-used")))
    }

    fn is_let_in(&self) -> bool {
        self.page.lets_in(self.query.get("key"))
    }

    /// The right password leads back to the page, which from now on carries a proof of it.
    fn answer_password(&self, typed: &str) -> Response {
        match self.page.unlock(typed) {
            Some(proof) => super::see_other(&self.way.here(&[("key", &proof)])),
            None if self.page.is_locked() => {
                self.ask_password(StatusCode::FORBIDDEN, Some(self.way.words.say("password-wrong")))
            }
            None => super::see_other(&self.way.here(&[])),
        }
    }

    fn ask_password(&self, status: StatusCode, error: Option<String>) -> Response {
        let meeting = &self.page.meeting_type.spec.info.name;
        let title = self.way.words.title(meeting.clone(), error.is_some());
        let shell = self.shell(&title).private().in_other_languages(&self.way);
        let page = PasswordPage { shell: &shell, meeting, action: self.way.here(&[("key", "")]), error };
        shell.respond(status, &page)
    }

    fn view(&self) -> View {
        View {
            zone: self.zone.clone(),
            date: calendar::date(&self.query),
            duration: self.duration,
            channel: self.channel.clone(),
            host: self.host.as_ref().map(|host| host.id),
        }
    }

    /// `gone` is a start that was wanted and is not to be had; `typed` what the form held before.
    async fn choose(&self, app: &App, gone: Option<Timestamp>, typed: Option<&Fields>) -> Result {
        let view = self.view();
        let date = view.date.or(gone.map(|start| start.to_zoned(self.zone.clone()).date()));
        let info = &self.page.meeting_type.spec.info;
        let calendar = if self.must_choose_host() {
            None
        } else {
            let month = app.free_month(&self.page, View { date, ..view }).await?;
            let calendar = Calendar::of(&month, &self.way, info.show_available_slots);
            Some(Calendar { keeping: typed.is_some(), ..calendar })
        };
        let words = self.way.words;
        let at = |start: Timestamp| dates::day_time(words.0, start.to_zoned(self.zone.clone()).datetime());
        let title = format!("{} – {}", info.name, self.page.offered_by());
        let shell = self.shell(&title);
        let shell = match typed {
            Some(_) => shell.private().typed_in_other_languages(),
            None => shell.in_other_languages(&self.way),
        };
        let free = typed.is_none();
        let page = ChoosePage {
            shell: &shell,
            meeting: self.meeting(),
            gone: gone.map(|start| words.with("start-gone", "time", &at(start))),
            durations: if free { self.durations() } else { vec![] },
            channels: if free { self.channels() } else { vec![] },
            hosts: self.hosts().filter(|_| free),
            calendar,
            kept: typed.map(|typed| Kept {
                action: self.way.here(&[("date", &self.query.typed("date"))]),
                typed: form::kept(typed),
            }),
        };
        Ok(shell.respond(StatusCode::OK, &page))
    }

    /// The lengths to choose from, when there is a choice, and whether each is the chosen one.
    fn durations(&self) -> Vec<(Link, bool)> {
        let spec = &self.page.meeting_type.spec;
        let mut all = spec.options.allowed_durations.clone();
        all.push(spec.info.duration);
        all.sort_unstable();
        all.dedup();
        if all.len() < 2 {
            return vec![];
        }
        let date = self.query.typed("date");
        let link = |minutes: u32| Link {
            href: self.way.here(&[("duration", &minutes.to_string()), ("date", &date)]),
            label: self.way.words.length(minutes),
        };
        all.into_iter().map(|minutes| (link(minutes), minutes == self.minutes())).collect()
    }

    /// Nobody is booked before the invitee has said whom of the team.
    fn must_choose_host(&self) -> bool {
        let forced = self.page.meeting_type.spec.options.force_host_selection;
        forced && self.page.team.is_some() && self.host.is_none()
    }

    /// The hosts of a team to choose from, when there is a choice.
    fn hosts(&self) -> Option<HostForm> {
        let (choices, options) = (self.page.choices(), &self.page.meeting_type.spec.options);
        if choices.is_empty() {
            return None;
        }
        let chosen = |host: &User| self.host.as_ref().is_some_and(|chosen| chosen.id == host.id);
        let entry = |host: &User| (host.slug.clone(), host.full_name(), chosen(host));
        let carried = [("date", self.query.typed("date")), ("timezone", zones::name(&self.zone))];
        let hidden = self.way.hidden(&["host", "timezone"]).into_iter();
        let hidden = hidden.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let carried = carried.into_iter().filter(|(_, value)| !value.is_empty());
        let nobody = if options.force_host_selection { "choose-one" } else { "host-any" };
        Some(HostForm {
            action: self.way.path().to_owned(),
            hidden: hidden.chain(carried.map(|(name, value)| (name.to_owned(), value))).collect(),
            nobody: self.way.words.say(nobody),
            hosts: choices.iter().map(entry).collect(),
        })
    }

    /// The channels to choose from, when there is a choice, and whether each is the chosen one.
    fn channels(&self) -> Vec<(Link, bool)> {
        let all: Vec<&str> = channels(&self.page.meeting_type.spec).collect();
        if all.len() < 2 {
            return vec![];
        }
        let date = self.query.typed("date");
        let link = |channel: &str| Link {
            href: self.way.here(&[("channel", channel), ("date", &date)]),
            label: self.way.words.channel(channel),
        };
        all.into_iter().map(|channel| (link(channel), channel == self.channel())).collect()
    }
}

/// The channels an invitee may choose from, the usual one first.
fn channels(spec: &Spec) -> impl Iterator<Item = &str> {
    let usual = spec.info.channel.as_str();
    let others = spec.options.allowed_channels.iter().map(String::as_str);
    let others = others.filter(move |channel| spec.options.allow_select_channel && *channel != usual);
    std::iter::once(usual).chain(others)
}
