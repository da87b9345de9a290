//! Booking pages: what somebody finds behind a host's public address, without signing in.
//!
//! Only looks things up, and says who may see them. Whatever a guest then does goes through the same use-cases as
//! everybody's: [`App::slots`], [`App::book`] and those that take a secret.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use slated_store::{
    company::{self, Company},
    db::Conn,
    ids::{CompanyId, MeetingTypeId, OneTimeLinkId, UserId},
    meeting_type::{self, MeetingType},
    one_time_link, queue,
    user::{self, User},
    workspace,
};
use subtle::ConstantTimeEq as _;

use crate::{
    App, Ctx, Error, Result,
    access::{Actor, Via},
    meeting_types,
};

mod month;

pub use month::{Month, View};

const NO_TYPE: Error = Error::NotFound("Meeting type");
/// The longest slug that is looked up.
const LONGEST: usize = 200;

/// The parts of a booking page's path.
#[derive(Debug, Clone)]
pub struct Address {
    /// Embed routes name the company too.
    pub company: Option<String>,
    /// Whose page it is.
    pub of: Whose,
    /// The meeting type's slug.
    pub meeting_type: String,
}

/// Whose a booking page is.
#[derive(Debug, Clone)]
pub enum Whose {
    /// The slug of a host.
    Host(String),
    /// The slug of a team.
    Team(String),
}

/// A host's page: who, and what can be booked with them.
#[derive(Debug, Clone)]
pub struct HostPage {
    /// Whose.
    pub host: User,
    /// Whose company's.
    pub company: Company,
    /// What it lists, in its order.
    pub meeting_types: Vec<MeetingType>,
}

/// A meeting type that can be booked by whoever knows its address.
#[derive(Debug, Clone)]
pub struct BookingPage {
    /// With whom; of a team's, whose it is, who need not be in the team.
    pub host: User,
    /// The team, when it is a team's.
    pub team: Option<Team>,
    /// Whose company's.
    pub company: Company,
    /// What. Not enabled means that it takes no bookings now.
    pub meeting_type: MeetingType,
}

/// The team of a booking page.
#[derive(Debug, Clone)]
pub struct Team {
    /// Shown.
    pub name: String,
    /// Those who can be asked for by name, in the order of the queue: single members with working hours.
    pub hosts: Vec<User>,
}

impl App {
    /// The page of the host with this slug.
    ///
    /// It lists the enabled meeting types: those the host put in order first, then the others by age, unless the host
    /// wants only the ordered ones shown.
    pub async fn host_page(&self, slug: String) -> Result<HostPage> {
        self.db()
            .read(move |c| {
                let host = host(c, &slug)?;
                let mut meeting_types = meeting_type::of_user(c, host.company_id, host.id)?;
                let page = &host.personal_page;
                let place = |m: &MeetingType| page.meeting_type_order.iter().position(|id| *id == m.id);
                let only_ordered = page.show_all_meeting_types == Some(false);
                meeting_types
                    .retain(|m| m.enabled && m.queue_id.is_none() && (!only_ordered || place(m).is_some()));
                // Stable: those without a place keep their age.
                meeting_types.sort_by_key(|m| place(m).unwrap_or(usize::MAX));
                Ok(HostPage { company: company_of(c, &host)?, host, meeting_types })
            })
            .await
    }

    /// The meeting type at this address; not found unless all its parts belong together.
    pub async fn booking_page(&self, address: Address) -> Result<BookingPage> {
        self.db()
            .read(move |c| {
                let slug = searchable(&address.meeting_type).ok_or(NO_TYPE)?;
                let (host, team, meeting_type) = match &address.of {
                    Whose::Host(host_slug) => {
                        let host = host(c, host_slug)?;
                        let found = meeting_type::by_slug(c, host.company_id, host.id, slug)?;
                        (host, None, found.filter(|m| m.queue_id.is_none()).ok_or(NO_TYPE)?)
                    }
                    Whose::Team(team_slug) => {
                        let (team, found) = of_team(c, team_slug, slug)?;
                        let host = user::by_id(c, found.company_id, found.user_id)?.ok_or(NO_TYPE)?;
                        (host, Some(team), found)
                    }
                };
                let company = company_of(c, &host)?;
                if address.company.is_some_and(|slug| slug != company.slug) {
                    return Err(Error::NotFound("Company"));
                }
                Ok(BookingPage { host, team, company, meeting_type })
            })
            .await
    }

    /// The address that leads to a meeting type's page, for links from elsewhere; none once its host is gone.
    pub async fn booking_path(&self, meeting_type: &MeetingType) -> Result<Option<String>> {
        let meeting_type = meeting_type.clone();
        self.db().read(move |c| path(c, meeting_type)).await
    }

    /// Whether a link that works once still does, for this page.
    pub async fn one_time_link_works(&self, page: &BookingPage, id: OneTimeLinkId) -> Result<bool> {
        let (company, meeting_type) = (page.meeting_type.company_id, page.meeting_type.id);
        let link = self.db().read(move |c| one_time_link::by_id(c, company, id)).await?;
        Ok(link.is_some_and(|link| link.meeting_type_id == meeting_type && link.used_at.is_none()))
    }
}

impl BookingPage {
    /// The name of whose page it is.
    pub fn offered_by(&self) -> String {
        self.team.as_ref().map_or_else(|| self.host.full_name(), |team| team.name.clone())
    }

    /// Those an invitee may ask for by name.
    pub fn choices(&self) -> &[User] {
        let options = &self.meeting_type.spec.options;
        let may = options.allow_host_selection || options.force_host_selection;
        self.team.as_ref().filter(|_| may).map_or(&[], |team| &team.hosts)
    }

    /// The one who looks at this page.
    pub fn guest(&self) -> Ctx {
        guest(&self.host)
    }

    /// Asks for a password before it shows anything.
    pub fn is_locked(&self) -> bool {
        self.wanted_password().is_some()
    }

    /// What to show instead of the password from now on, if this is the password.
    pub fn unlock(&self, typed: &str) -> Option<String> {
        let password = self.wanted_password()?;
        bool::from(typed.as_bytes().ct_eq(password.as_bytes())).then(|| self.proof(password))
    }

    /// Lets this proof, made by [`BookingPage::unlock`], in. It stops working when the password is changed.
    pub fn lets_in(&self, proof: Option<&str>) -> bool {
        let Some(password) = self.wanted_password() else { return true };
        proof.is_some_and(|proof| proof.as_bytes().ct_eq(self.proof(password).as_bytes()).into())
    }

    /// The password, for the booking of somebody who was let in.
    pub fn password(&self, proof: Option<&str>) -> Option<String> {
        self.wanted_password().filter(|_| self.lets_in(proof)).map(str::to_owned)
    }

    fn wanted_password(&self) -> Option<&str> {
        let password = self.meeting_type.spec.options.booking_page_password.as_ref()?;
        password.password.as_deref().filter(|_| password.enable)
    }

    /// Nobody who does not know the password can make it, and it opens this page only.
    fn proof(&self, password: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(b"booking page\0");
        hash.update(self.meeting_type.id.0.as_bytes());
        hash.update(password.as_bytes());
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }
}

/// Somebody who is on this host's pages.
pub(crate) fn guest(host: &User) -> Ctx {
    Ctx::from(Actor { company: host.company_id, user: host.id, is_admin: false, via: Via::Guest })
}

fn host(c: &mut Conn, slug: &str) -> Result<User> {
    let slug = searchable(slug).ok_or(Error::NotFound("User"))?;
    user::by_slug(c, slug)?.ok_or(Error::NotFound("User"))
}

/// Where a meeting type is booked; none once its host is gone.
pub(crate) fn path(c: &mut Conn, meeting_type: MeetingType) -> Result<Option<String>> {
    let host = user::by_id(c, meeting_type.company_id, meeting_type.user_id)?;
    let page = host.map(|host| meeting_types::page_of(c, meeting_type, &host)).transpose()?;
    Ok(page.map(|page| page.path()))
}

/// The same, of the living meeting type with this id.
pub(crate) fn path_of(c: &mut Conn, company: CompanyId, id: MeetingTypeId) -> Result<Option<String>> {
    meeting_type::by_id(c, company, id)?.map_or(Ok(None), |found| path(c, found))
}

/// A team and its meeting type of this slug.
fn of_team(c: &mut Conn, team_slug: &str, slug: &str) -> Result<(Team, MeetingType)> {
    let team = searchable(team_slug).map(|slug| workspace::by_slug(c, slug)).transpose()?.flatten();
    let team = team.ok_or(Error::NotFound("Workspace"))?;
    let found = meeting_type::by_team_slug(c, team.company_id, team.id, slug)?.ok_or(NO_TYPE)?;
    let queue = found.queue_id.ok_or(NO_TYPE)?;
    let members = queue::member::of_queue(c, team.company_id, queue)?;
    let ids: Vec<UserId> = members.into_iter().map(|member| member.user_id).collect();
    let mut hosts: Vec<User> = user::by_ids(c, team.company_id, &ids)?.into_iter().flatten().collect();
    hosts.retain(|host| host.default_availability_id.is_some());
    Ok((Team { name: team.name, hosts }, found))
}

fn company_of(c: &mut Conn, host: &User) -> Result<Company> {
    company::by_id(c, host.company_id)?.ok_or(Error::NotFound("Company"))
}

/// Paths can hold anything; PostgreSQL takes no NUL.
fn searchable(slug: &str) -> Option<&str> {
    (slug.len() <= LONGEST && !slug.contains('\0')).then_some(slug)
}
