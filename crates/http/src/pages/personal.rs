//! `/{userSlug}`: who a host is, and what can be booked with them.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use slated_app::{App, booking_pages::HostPage};
use slated_store::{meeting_type::MeetingType, user::User};

use self::profiles::Profile;
use super::{
    Failure, Parts, Shell, Visit, Way,
    brand::{Brand, image},
    finish,
};

mod profiles;

/// A host, as the public sees them.
pub(super) struct HostView {
    pub(super) name: String,
    pub(super) title: Option<String>,
    pub(super) picture: Option<String>,
    pub(super) initials: String,
}

impl HostView {
    /// A team, as the public sees it.
    pub(super) fn team(name: &str) -> Self {
        let initials = name.split_whitespace().filter_map(|word| word.chars().next()).take(2);
        let initials = initials.flat_map(char::to_uppercase).collect();
        Self { name: name.to_owned(), title: None, picture: None, initials }
    }
}

impl From<&User> for HostView {
    fn from(user: &User) -> Self {
        let initials =
            [&user.given_name, &user.family_name].into_iter().filter_map(|name| name.chars().next());
        Self {
            name: user.full_name(),
            title: user.profile.title.clone().filter(|title| !title.trim().is_empty()),
            picture: image(user.profile.picture.as_deref()),
            initials: initials.flat_map(char::to_uppercase).collect(),
        }
    }
}

struct Entry {
    name: String,
    description: String,
    length: String,
    channel: String,
    href: String,
}

#[derive(Template)]
#[template(path = "personal.html")]
struct PersonalPage<'a> {
    shell: &'a Shell,
    host: HostView,
    title: &'a str,
    subtitle: Option<&'a str>,
    description: Option<&'a str>,
    banner: Option<String>,
    profiles: Vec<Profile>,
    entries: Vec<Entry>,
}

/// `GET /{userSlug}`.
pub(crate) async fn show(State(app): State<App>, slug: Parts<String>, visit: Visit) -> Response {
    let Ok(Path(slug)) = slug else { return Failure::not_found().page(&Way::new("/", &visit)) };
    let way = Way::new(format!("/{slug}"), &visit);
    let page = app.host_page(slug).await.map_err(Failure::from);
    let page = page.map(|page| render(&page, &way.clone().spoken(None, Some(&page.host.language))));
    finish(&way, page)
}

fn render(HostPage { host, company, meeting_types }: &HostPage, way: &Way) -> Response {
    let look = &host.personal_page;
    let name = host.full_name();
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let title = filled(&look.header_title).unwrap_or_else(|| name.clone());
    let (subtitle, description) = (filled(&look.header_subtitle), filled(&look.description));
    let shell = Shell::new(&title, way, Brand::of(look, company)).in_other_languages(way);
    let page = PersonalPage {
        shell: &shell,
        host: host.into(),
        title: &title,
        subtitle: subtitle.as_deref(),
        description: description.as_deref(),
        banner: image(look.header_image.as_deref()),
        profiles: profiles::of(&look.online_profiles),
        entries: meeting_types.iter().map(|m| entry(m, &host.slug, way)).collect(),
    };
    shell.respond(StatusCode::OK, &page)
}

fn entry(m: &MeetingType, host: &str, way: &Way) -> Entry {
    Entry {
        name: m.spec.info.name.clone(),
        description: m.spec.info.description.clone(),
        length: way.words.length(m.spec.info.duration),
        channel: way.words.channel(&m.spec.info.channel),
        href: way.beside(&format!("/{host}/{}", m.slug)),
    }
}

/// Links a host wrote are followed only where they lead to a web page.
pub(super) fn web_link(url: Option<&str>) -> Option<String> {
    let url = url::Url::parse(url?.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}
