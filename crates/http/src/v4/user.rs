//! Users (contract sections 4.1 and 6).

use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use slated_app::{
    Error,
    people::{NewMeetingType, NewUser, UserChange},
};
use slated_store::ids::UserId;
use utoipa::{IntoParams, ToSchema};

pub use body::{CompanyBody, FeatureAccess, MeBody, UserBody, UserCreatedBody, UsersBody};
mod body;

use crate::{
    HttpState,
    error::{ErrorBody, Result},
    extract::{Caller, Empty, Id, Params, Write},
    v4::{
        availability::WeekInput,
        channel::Channel,
        language::Language,
        number::Int,
        text::{Email, Name, Slug, Zone},
    },
};

/// Users of one page, unless the query says otherwise.
const PAGE: u32 = 50;
/// Where users live who say nothing (contract section 6.1).
const USUAL_ZONE: &str = "Europe/Berlin";

/// A new user. They come with a schedule and a meeting type, and can be booked at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserInput {
    /// Unique in the company; upper and lower case are not told apart.
    email: Email,
    /// First name; `firstname` is taken too.
    #[serde(alias = "firstname")]
    #[schema(example = "Ada")]
    given_name: Name,
    /// Last name; `lastname` is taken too.
    #[serde(alias = "lastname")]
    #[schema(example = "Lovelace")]
    family_name: Name,
    /// Left out, `Europe/Berlin`.
    timezone: Option<Zone>,
    /// Left out, `en`.
    language: Option<Language>,
    /// Left out, Monday to Friday, 09:00 to 17:00, in the user's zone.
    availability: Option<UserAvailabilityInput>,
    /// Left out, `30min Meeting`, 30 minutes, by phone.
    meeting_type: Option<UserMeetingTypeInput>,
}

/// The schedule of a new user.
#[derive(Debug, Deserialize, ToSchema)]
pub struct UserAvailabilityInput {
    /// Left out, `Working hours`.
    name: Option<Name>,
    /// The zone its times are in; left out, the user's.
    timezone: Option<Zone>,
    /// The week; left out, Monday to Friday, 09:00 to 17:00.
    schedule: Option<WeekInput>,
}

/// The meeting type of a new user.
#[derive(Debug, Deserialize, ToSchema)]
pub struct UserMeetingTypeInput {
    /// Left out, `30min Meeting`.
    #[schema(example = "First consultation")]
    name: Option<Name>,
    /// Minutes; left out, 30.
    duration: Option<Int<5, 480>>,
    /// The last part of its booking URL; left out, made from the name.
    slug: Option<Slug>,
    /// Where it takes place; left out, `phone`. Not `custom`, which needs a link: add such a type afterwards.
    channel: Option<Channel>,
}

/// What is to change in a user: at least one field. What is left out or null stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(min_properties = 1)]
pub struct UserPatch {
    /// First name; `firstname` is taken too.
    #[serde(alias = "firstname")]
    given_name: Option<Name>,
    /// Last name; `lastname` is taken too.
    #[serde(alias = "lastname")]
    family_name: Option<Name>,
    /// The first part of their booking URLs: folded to lower-case letters, digits and hyphens, at least five, and
    /// unique. URLs with the old one stop working.
    slug: Option<Slug>,
}

/// Which page of which users.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Only these.
    #[param(inline)]
    user_type: Option<UserType>,
    /// Users on the page; 50 unless said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Users before the page.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u32>,
}

/// What kind of user.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UserType {
    /// Signed up by themselves.
    Standard,
    /// A room or another thing.
    Resource,
    /// Created by a platform.
    ApiPlatform,
    /// A partner.
    Partner,
}

/// Create a user.
#[utoipa::path(post, path = "/v4/user", tag = "Users", request_body = UserInput, responses(
    (status = 201, body = UserCreatedBody, description = "Can be booked at once"),
    (status = 409, body = ErrorBody, description = "A user of the company has this e-mail address (`email-taken`)")))]
pub async fn create(
    State(state): State<HttpState>,
    Write { ctx, body }: Write<UserInput>,
) -> Result<(StatusCode, Json<UserCreatedBody>)> {
    let person = state.app.create_user(&ctx, body.try_into()?).await?;
    Ok((StatusCode::CREATED, Json(UserCreatedBody::new(&state.app, person))))
}

/// The user acted as, and their company.
#[utoipa::path(get, path = "/v4/user/me", tag = "Users", responses((status = 200, body = MeBody)))]
pub async fn me(State(state): State<HttpState>, Caller(ctx): Caller) -> Result<Json<MeBody>> {
    Ok(Json(state.app.me(&ctx).await?.into()))
}

/// The company's users, the oldest first. Needs an administrator.
#[utoipa::path(get, path = "/v4/user", tag = "Users", params(UserQuery), responses((status = 200, body = UsersBody)))]
pub async fn list(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Params(query): Params<UserQuery>,
) -> Result<Json<UsersBody>> {
    let (limit, offset) = query.bounds()?;
    let page = state.app.list_users(&ctx, query.user_type.map(UserType::as_str), limit, offset).await?;
    Ok(Json(UsersBody::new(page, limit, offset)))
}

/// Change names and slug of a user.
#[utoipa::path(patch, path = "/v4/user/{id}", tag = "Users", params(("id" = uuid::Uuid, Path)),
    request_body = UserPatch, responses((status = 200, body = UserBody)))]
pub async fn update(
    State(state): State<HttpState>,
    Id(id): Id<UserId>,
    Write { ctx, body }: Write<UserPatch>,
) -> Result<Json<UserBody>> {
    Ok(Json(state.app.change_user(&ctx, id, body.change()?).await?.into()))
}

/// Delete a user. Their pages stop at once, their slug and e-mail address become free, their appointments stay.
#[utoipa::path(delete, path = "/v4/user/{id}", tag = "Users", params(("id" = uuid::Uuid, Path)), responses(
    (status = 204, description = "Gone"),
    (status = 409, body = ErrorBody,
        description = "The owner of the company (`owner-cannot-be-deleted`) or the user acted as (`cannot-delete-yourself`)")))]
pub async fn delete(
    State(state): State<HttpState>,
    Id(id): Id<UserId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    state.app.delete_user(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a user a mail with a link by which they set their password, and sign in. Needs an administrator.
#[utoipa::path(post, path = "/v4/user/{id}/password-link", tag = "Users", params(("id" = uuid::Uuid, Path)), responses(
    (status = 202, description = "It is on its way"),
    (status = 409, body = ErrorBody, description = "This installation sends no mail (`mail-off`)")))]
pub async fn send_password_link(
    State(state): State<HttpState>,
    Id(id): Id<UserId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    state.app.send_password_link(&ctx, id).await?;
    Ok(StatusCode::ACCEPTED)
}

impl TryFrom<UserInput> for NewUser {
    type Error = Error;

    fn try_from(input: UserInput) -> Result<Self, Error> {
        let (availability_name, availability_timezone, hours) =
            input.availability.map_or((None, None, None), |a| (a.name, a.timezone, a.schedule));
        let usual = NewMeetingType::default();
        let meeting_type = input.meeting_type.map_or_else(NewMeetingType::default, |m| NewMeetingType {
            name: m.name.map_or(usual.name, Into::into),
            duration: m.duration.map_or(usual.duration, Int::get),
            slug: m.slug.map(Into::into),
            channel: m.channel.map_or(usual.channel, Into::into),
        });
        if meeting_type.channel == "custom" {
            let message = "The channel 'custom' needs a link: add such a meeting type afterwards";
            return Err(Error::invalid("meetingType.channel", "invalid-channel", message));
        }
        Ok(Self {
            email: input.email.lower(),
            given_name: input.given_name.into(),
            family_name: input.family_name.into(),
            timezone: input.timezone.map_or_else(|| USUAL_ZONE.to_owned(), Into::into),
            language: input.language.map(|language| language.0).unwrap_or_default().code().to_owned(),
            availability_name: availability_name.map(Into::into),
            availability_timezone: availability_timezone.map(Into::into),
            hours: hours.map(|week| week.0),
            meeting_type,
        })
    }
}

impl UserPatch {
    fn change(self) -> Result<UserChange, Error> {
        let Self { given_name, family_name, slug } = self;
        if given_name.is_none() && family_name.is_none() && slug.is_none() {
            let message = "Nothing to change: send at least one of givenName, familyName and slug";
            return Err(Error::bad_request("empty-body", message));
        }
        Ok(UserChange {
            given_name: given_name.map(Into::into),
            family_name: family_name.map(Into::into),
            slug: slug.map(Into::into),
        })
    }
}

impl UserQuery {
    fn bounds(&self) -> Result<(u32, u32), Error> {
        let (limit, offset) = (self.limit.unwrap_or(PAGE), self.offset.unwrap_or(0));
        if !(1..=100).contains(&limit) {
            return Err(Error::invalid("limit", "out-of-range", "Must be a whole number from 1 to 100"));
        }
        if offset > 1_000_000_000 {
            let message = "Must be a whole number from 0 to 1000000000";
            return Err(Error::invalid("offset", "out-of-range", message));
        }
        Ok((limit, offset))
    }
}

impl UserType {
    fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Resource => "resource",
            Self::ApiPlatform => "api-platform",
            Self::Partner => "partner",
        }
    }
}
