//! Creating a user: with a schedule, a meeting type, and a slug that nobody has.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    availability::{self, Week},
    company,
    db::Conn,
    host,
    ids::{AvailabilityId, CompanyId, MeetingTypeId, UserId},
    meeting_type::{self, MeetingType},
    user::{self, PersonalPage, Profile, User},
};

use super::names;
use crate::{Error, Result, availability as schedules, meeting_types, slug};

/// What a new user is to be.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Lower case; unique in the company.
    pub email: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// IANA zone.
    pub timezone: String,
    /// Two-letter code.
    pub language: String,
    /// What the schedule is called; none is `Working hours`.
    pub availability_name: Option<String>,
    /// The zone of the schedule; none is the user's.
    pub availability_timezone: Option<String>,
    /// The week; none is Monday to Friday, 09:00 to 17:00.
    pub hours: Option<Week>,
    /// What they can be booked for.
    pub meeting_type: NewMeetingType,
}

/// The meeting type that a new user comes with.
#[derive(Debug, Clone)]
pub struct NewMeetingType {
    /// What it is called.
    pub name: String,
    /// Minutes.
    pub duration: u32,
    /// The last part of its booking URL; none is made from the name.
    pub slug: Option<String>,
    /// Where it takes place.
    pub channel: String,
}

impl Default for NewMeetingType {
    /// `30min Meeting`, 30 minutes, by phone (contract section 6.1).
    fn default() -> Self {
        Self { name: "30min Meeting".to_owned(), duration: 30, slug: None, channel: "phone".to_owned() }
    }
}

/// What a new user is in the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of a platform's users.
    Member,
    /// May administer the company.
    Administrator,
    /// The one that API keys act as when they name nobody.
    Owner,
}

/// A user just created, and the meeting type that came with them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The user.
    pub user: User,
    /// Their meeting type.
    pub meeting_type: MeetingType,
}

/// Stores a new user with everything they need to be booked. Any number may be created at the same moment.
pub(crate) fn create(
    tx: &mut Conn,
    company: CompanyId,
    by: Option<UserId>,
    new: &NewUser,
    role: Role,
    now: Timestamp,
) -> Result<Person> {
    let (id, schedule_id, meeting_type_id) = (UserId::new(), AvailabilityId::new(), MeetingTypeId::new());
    let mut user = User {
        id,
        company_id: company,
        email: new.email.clone(),
        slug: String::new(),
        given_name: new.given_name.clone(),
        family_name: new.family_name.clone(),
        timezone: new.timezone.clone(),
        language: new.language.clone(),
        user_type: if role == Role::Member { "api-platform" } else { "standard" }.to_owned(),
        is_admin: role != Role::Member,
        default_availability_id: Some(schedule_id),
        default_meeting_type_id: Some(meeting_type_id),
        profile: Profile::default(),
        personal_page: PersonalPage::default(),
        created_at: now,
        updated_at: now,
        deleted_at: None,
    };
    // One after the other within a company: a platform that brings its users along brings many at once, and of those
    // that look for a free slug at the same moment all but one would look in vain.
    company::lock(tx, company)?;
    store_under_free_slug(tx, &mut user)?;
    host::insert(tx, company, id)?;
    let draft = schedules::Draft {
        name: new.availability_name.clone().unwrap_or_else(|| "Working hours".to_owned()),
        timezone: new.availability_timezone.clone(),
        hours: Some(new.hours.clone().unwrap_or_else(schedules::office_hours)),
        ..Default::default()
    };
    let schedule = schedules::build(draft, company, id, &user.timezone, now)?;
    availability::insert(tx, &availability::Availability { id: schedule_id, ..schedule })?;
    let NewMeetingType { name, duration, slug: wanted, channel } = &new.meeting_type;
    let mut spec = meeting_types::default_spec();
    name.clone_into(&mut spec.info.name);
    spec.info.duration = *duration;
    channel.clone_into(&mut spec.info.channel);
    let meeting_type = MeetingType {
        id: meeting_type_id,
        company_id: company,
        user_id: id,
        template_id: None,
        slug: Some(slug::fold(wanted.as_deref().unwrap_or(name)))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| format!("{duration}min-meeting")),
        enabled: true,
        availability_id: None,
        queue_id: None,
        spec,
        created_by: by.unwrap_or(id),
        created_at: now,
        updated_at: now,
        deleted_at: None,
    };
    meeting_type::insert(tx, &meeting_type)?;
    Ok(Person { user, meeting_type })
}

/// Stores the user under the first free slug. Whoever takes that slug at the same moment in another company makes us look
/// again; and when that goes on, the slug gets a part of the user's id, which nobody else has.
fn store_under_free_slug(tx: &mut Conn, user: &mut User) -> Result<()> {
    const TRIES: usize = 32;
    let stem = names::user_stem(&user.given_name, &user.family_name, &user.email);
    for attempt in 0..=TRIES {
        user.slug = if attempt < TRIES {
            names::free(tx, &stem, user::slug_is_taken)?
        } else {
            let id = user.id.0.simple().to_string();
            format!("{stem}-{}", &id[20..])
        };
        if user::insert(tx, user)? {
            return Ok(());
        }
        if user::by_email(tx, user.company_id, &user.email)?.is_some() {
            return Err(Error::conflict("email-taken", "A user with this email already exists"));
        }
    }
    Err(Error::conflict("slug-taken", "No free slug was found for this name"))
}
