//! Meeting types (contract sections 4.5 and 8).

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::{
    Error,
    meeting_types::{Created, Draft, ScheduleChoice},
};
use slated_store::ids::{AvailabilityId, MeetingTypeId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

pub use body::{InfoBody, MeetingTypeBody, OptionsBody};
pub use input::Duration;
mod body;
pub mod input;

use input::{
    Ahead, Buffer, DaysIntoFutureInput, IcsBody, InfoInput, LimitBody, Metadata, Opaque, OptionsInput,
    QuestionBody, ResourceChannelBody, spec_input,
};
use slated_store::meeting_type::Spec;

use crate::{
    HttpState,
    error::{ErrorBody, Result},
    extract::{Caller, Empty, Id, Params, Write},
    v4::{
        availability::{AvailabilityInput, OfUser},
        channel::Channel,
        number::{Int, List},
        patch::Patch,
        text::{Line, Name, Prose, Slug},
    },
};

spec_input! {
    /// A meeting type, to create or to change. To create one takes a name and a duration, flat or nested; to change
    /// one, what is left out stays.
    pub struct MeetingTypeInput {
        /// The last part of its booking URL; left out, made from the name.
        pub slug: Option<Slug>,
        /// Takes bookings.
        pub enabled: Option<bool>,
        /// The schedule it is offered in; null is the host's default.
        #[serde(default)]
        pub availability_id: Patch<Uuid>,
        /// Instead of `availabilityId`: a schedule of its own, made along with it.
        pub availability: Option<AvailabilityInput>,
        /// On creation, its host; left out, the acting user. Others need an administrator.
        pub user_id: Option<Uuid>,
        /// On creation, what else to do.
        pub options: Option<CreateOptions>,
    }
}

/// What else to do on creation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateOptions {
    /// Make a link that works for one booking.
    pub create_one_time_link: Option<bool>,
}

/// A meeting type just made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreatedBody {
    #[serde(flatten)]
    meeting_type: MeetingTypeBody,
    /// The one-time link, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    one_time_link: Option<OneTimeLinkBody>,
}

/// A link that works for one booking.
#[derive(Debug, Serialize, ToSchema)]
pub struct OneTimeLinkBody {
    /// What `oneTimeLinkId` takes on booking.
    id: Uuid,
    /// Where it leads.
    #[schema(
        example = "https://cal.example.com/ada-lovelace/consultation?oneTimeLinkId=0198f1c4-7a30-7c31-9a7e-2f6d1f0a8b11"
    )]
    url: String,
}

/// Meeting types of the acting user.
#[utoipa::path(get, path = "/v4/meeting-type", tag = "Meeting types", params(OfUser),
    responses((status = 200, body = Vec<MeetingTypeBody>)))]
pub async fn list(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Params(query): Params<OfUser>,
) -> Result<Json<Vec<MeetingTypeBody>>> {
    let pages = state.app.list_meeting_types(&ctx, query.user_id.map(UserId)).await?;
    Ok(Json(pages.into_iter().map(|page| MeetingTypeBody::new(&state.app, page)).collect()))
}

/// Create a meeting type.
#[utoipa::path(post, path = "/v4/meeting-type", tag = "Meeting types", request_body = MeetingTypeInput,
    responses((status = 201, body = CreatedBody),
        (status = 409, body = ErrorBody, description = "The host has a meeting type with this slug (`slug-taken`)")))]
pub async fn create(
    State(state): State<HttpState>,
    Write { ctx, body }: Write<MeetingTypeInput>,
) -> Result<(StatusCode, Json<CreatedBody>)> {
    let mut draft = Draft::default();
    body.apply(&mut draft)?;
    draft.one_time_link = body.options.as_ref().and_then(|o| o.create_one_time_link) == Some(true);
    let owner = body.user_id.map(UserId);
    let Created { page, one_time_link } =
        state.app.create_meeting_type(&ctx, owner, draft).await.map_err(|error| body.respell(error))?;
    let one_time_link =
        one_time_link.map(|id| OneTimeLinkBody { id: id.0, url: state.app.one_time_url(&page, id) });
    let meeting_type = MeetingTypeBody::new(&state.app, page);
    Ok((StatusCode::CREATED, Json(CreatedBody { meeting_type, one_time_link })))
}

/// One meeting type.
#[utoipa::path(get, path = "/v4/meeting-type/{id}", tag = "Meeting types", params(("id" = Uuid, Path)),
    responses((status = 200, body = MeetingTypeBody)))]
pub async fn get(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<MeetingTypeId>,
) -> Result<Json<MeetingTypeBody>> {
    let page = state.app.meeting_type(&ctx, id).await?;
    Ok(Json(MeetingTypeBody::new(&state.app, page)))
}

/// Change a meeting type.
#[utoipa::path(patch, path = "/v4/meeting-type/{id}", tag = "Meeting types", params(("id" = Uuid, Path)),
    request_body = MeetingTypeInput,
    responses((status = 200, body = MeetingTypeBody),
        (status = 409, body = ErrorBody, description = "The host has another meeting type with this slug (`slug-taken`)")))]
pub async fn update(
    State(state): State<HttpState>,
    Id(id): Id<MeetingTypeId>,
    Write { ctx, body }: Write<MeetingTypeInput>,
) -> Result<Json<MeetingTypeBody>> {
    let change = body.clone();
    let changed = state.app.change_meeting_type(&ctx, id, move |draft| change.apply(draft)).await;
    let page = changed.map_err(|error| body.respell(error))?;
    Ok(Json(MeetingTypeBody::new(&state.app, page)))
}

/// Delete a meeting type. Its page stops at once; its appointments stay.
#[utoipa::path(delete, path = "/v4/meeting-type/{id}", tag = "Meeting types", params(("id" = Uuid, Path)),
    responses((status = 204)))]
pub async fn delete(
    State(state): State<HttpState>,
    Id(id): Id<MeetingTypeId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    state.app.delete_meeting_type(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl MeetingTypeInput {
    fn apply(&self, draft: &mut Draft) -> slated_app::Result<()> {
        self.apply_spec(&mut draft.spec);
        if let Some(slug) = &self.slug {
            draft.slug = Some(slug.to_string());
        }
        draft.enabled = self.enabled.unwrap_or(draft.enabled);
        match (self.availability_id.map(AvailabilityId).said(), &self.availability) {
            (Some(Some(_)), Some(_)) => {
                let message = "Either availabilityId or availability, not both";
                return Err(Error::invalid("availability", "invalid-value", message));
            }
            (_, Some(own)) => draft.availability = ScheduleChoice::New(Box::new(own.clone().into())),
            (Some(id), None) => draft.availability = ScheduleChoice::Existing(id),
            (None, None) => {}
        }
        Ok(())
    }

    /// Names fields as the caller spelled them.
    fn respell(&self, error: Error) -> Error {
        respell(error, self.meeting_info.is_some())
    }
}

/// Names the fields that have a flat and a nested spelling by the nested one, if the caller used that.
pub(crate) fn respell(error: Error, nested: bool) -> Error {
    match error {
        Error::Invalid(mut fields) if nested => {
            for field in &mut fields {
                if matches!(field.field.as_str(), "name" | "duration") {
                    field.field.insert_str(0, "meetingInfo.");
                }
            }
            Error::Invalid(fields)
        }
        other => other,
    }
}
