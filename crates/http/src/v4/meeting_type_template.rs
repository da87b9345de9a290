//! Meeting-type templates (contract sections 4.5 and 8.5). For administrators.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::templates::Draft;
use slated_store::{
    ids::{TemplateId, UserId},
    meeting_type::Spec,
    template::Template,
};
use utoipa::ToSchema;
use uuid::Uuid;

use super::meeting_type::{
    Duration, InfoBody, MeetingTypeBody, OptionsBody,
    input::{
        Ahead, Buffer, DaysIntoFutureBody, DaysIntoFutureInput, IcsBody, InfoInput, LimitBody, Metadata,
        NotificationsBody, Opaque, OptionsInput, QuestionBody, QuestionView, ResourceChannelBody, spec_input,
    },
    respell,
};
use crate::{
    HttpState,
    error::Result,
    extract::{Caller, Empty, Id, Write},
    v4::{
        channel::Channel,
        instant::Instant,
        number::{Int, List},
        patch::Patch,
        text::{Line, Name, Prose, Text},
    },
};

spec_input! {
    /// A template, to create or to change. To create one takes a name and a duration, flat or nested; to change
    /// one, what is left out stays.
    pub struct TemplateInput {
        /// For single hosts or for teams.
        pub template_type: Option<TemplateType>,
        /// How a team's meetings are shared out.
        pub queue_type: Option<QueueType>,
        /// Keys of the fields that hosts cannot change, such as `duration` or `meetingOptions.allowedDurations`.
        pub locked_fields: Option<List<Text<100>, 100>>,
    }
}

/// For single hosts or for teams.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TemplateType {
    /// For single hosts.
    Individual,
    /// For teams.
    Team,
}

/// How a team's meetings are shared out.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum QueueType {
    /// In turn, by priority and weight.
    SimpleRoundRobin,
    /// The same, but for those who are too far ahead.
    AdvancedRoundRobin,
    /// Whoever has the fewest.
    EqualDistribution,
}

/// A template.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TemplateBody {
    /// Which.
    id: Uuid,
    /// Whose company.
    company_id: Uuid,
    /// Mirrors `meetingInfo.name`.
    #[schema(example = "Initial Consultation")]
    name: String,
    /// Mirrors `meetingInfo.description`.
    description: String,
    /// Mirrors `meetingInfo.duration`.
    #[schema(example = 30)]
    duration: u32,
    /// What the meeting is.
    meeting_info: InfoBody,
    /// How it may be booked.
    meeting_options: OptionsBody,
    /// `individual` or `team`.
    #[schema(example = "individual")]
    template_type: String,
    /// `simpleRoundRobin`, `advancedRoundRobin` or `equalDistribution`.
    #[schema(example = "simpleRoundRobin")]
    queue_type: String,
    /// Keys of the fields that hosts cannot change.
    locked_fields: Vec<String>,
    /// Seats of a group meeting.
    spots: Option<u32>,
    /// Addresses to choose from.
    locations: Vec<String>,
    /// What invitees are asked on booking.
    questions: Vec<QuestionView>,
    /// Rooms and other things that are booked along.
    resource_channels: Vec<ResourceChannelBody>,
    /// Minimum notice in minutes.
    booking_minimum: u32,
    /// Minutes between starts; null follows the duration, at most 60.
    timeslot_interval: Option<u32>,
    /// How far ahead bookings are taken.
    days_into_future: DaysIntoFutureBody,
    /// At most so many meetings, or minutes of them, per period.
    limits: Vec<LimitBody>,
    /// Templates for the calendar invite.
    ics: Option<IcsBody>,
    /// The mails that come by themselves.
    notifications: NotificationsBody,
    /// Seen by hosts only.
    internal_notes: Option<String>,
    /// The platform's own.
    metadata: std::collections::BTreeMap<String, String>,
    /// Who made it.
    created_by_id: Uuid,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
}

/// Whom a template is given to, or taken from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignInput {
    /// The user.
    user_id: Uuid,
}

/// The company's templates.
#[utoipa::path(get, path = "/v4/meeting-type-template", tag = "Templates",
    responses((status = 200, body = Vec<TemplateBody>)))]
pub async fn list(State(state): State<HttpState>, Caller(ctx): Caller) -> Result<Json<Vec<TemplateBody>>> {
    let templates = state.app.list_templates(&ctx).await?;
    Ok(Json(templates.into_iter().map(Into::into).collect()))
}

/// Create a template.
#[utoipa::path(post, path = "/v4/meeting-type-template/create", tag = "Templates",
    request_body = TemplateInput, responses((status = 201, body = TemplateBody)))]
pub async fn create(
    State(state): State<HttpState>,
    Write { ctx, body }: Write<TemplateInput>,
) -> Result<(StatusCode, Json<TemplateBody>)> {
    let mut draft = Draft::default();
    body.apply(&mut draft);
    let created = state.app.create_template(&ctx, draft).await;
    let template = created.map_err(|error| respell(error, body.meeting_info.is_some()))?;
    Ok((StatusCode::CREATED, Json(template.into())))
}

/// One template.
#[utoipa::path(get, path = "/v4/meeting-type-template/{id}", tag = "Templates",
    params(("id" = Uuid, Path)), responses((status = 200, body = TemplateBody)))]
pub async fn get(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<TemplateId>,
) -> Result<Json<TemplateBody>> {
    Ok(Json(state.app.template(&ctx, id).await?.into()))
}

/// Change a template. The fields it locks follow in every meeting type made from it.
#[utoipa::path(patch, path = "/v4/meeting-type-template/{id}", tag = "Templates",
    params(("id" = Uuid, Path)), request_body = TemplateInput, responses((status = 200, body = TemplateBody)))]
pub async fn update(
    State(state): State<HttpState>,
    Id(id): Id<TemplateId>,
    Write { ctx, body }: Write<TemplateInput>,
) -> Result<Json<TemplateBody>> {
    let change = body.clone();
    let changed = state
        .app
        .change_template(&ctx, id, move |draft| {
            change.apply(draft);
            Ok(())
        })
        .await;
    Ok(Json(changed.map_err(|error| respell(error, body.meeting_info.is_some()))?.into()))
}

/// Delete a template. Meeting types made from it stay, and nothing in them is locked any more.
#[utoipa::path(delete, path = "/v4/meeting-type-template/{id}", tag = "Templates",
    params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn delete(
    State(state): State<HttpState>,
    Id(id): Id<TemplateId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    state.app.delete_template(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a meeting type from a template for a user. A user who has one from it already keeps that one.
#[utoipa::path(post, path = "/v4/meeting-type-template/assign/{templateId}", tag = "Templates",
    params(("templateId" = Uuid, Path)), request_body = AssignInput,
    responses((status = 201, body = MeetingTypeBody)))]
pub async fn assign(
    State(state): State<HttpState>,
    Id(id): Id<TemplateId>,
    Write { ctx, body }: Write<AssignInput>,
) -> Result<(StatusCode, Json<MeetingTypeBody>)> {
    let page = state.app.assign_template(&ctx, id, UserId(body.user_id)).await?;
    Ok((StatusCode::CREATED, Json(MeetingTypeBody::new(&state.app, page))))
}

/// Delete the meeting type that a user has from a template.
#[utoipa::path(post, path = "/v4/meeting-type-template/unassign/{templateId}", tag = "Templates",
    params(("templateId" = Uuid, Path)), request_body = AssignInput,
    responses((status = 200, body = MeetingTypeBody, description = "As it was last")))]
pub async fn unassign(
    State(state): State<HttpState>,
    Id(id): Id<TemplateId>,
    Write { ctx, body }: Write<AssignInput>,
) -> Result<Json<MeetingTypeBody>> {
    let page = state.app.unassign_template(&ctx, id, UserId(body.user_id)).await?;
    Ok(Json(MeetingTypeBody::new(&state.app, page)))
}

impl TemplateInput {
    fn apply(&self, draft: &mut Draft) {
        self.apply_spec(&mut draft.spec);
        if let Some(kind) = self.template_type {
            draft.template_type = match kind {
                TemplateType::Individual => "individual",
                TemplateType::Team => "team",
            }
            .to_owned();
        }
        if let Some(kind) = self.queue_type {
            draft.queue_type = match kind {
                QueueType::SimpleRoundRobin => "simpleRoundRobin",
                QueueType::AdvancedRoundRobin => "advancedRoundRobin",
                QueueType::EqualDistribution => "equalDistribution",
            }
            .to_owned();
        }
        if let Some(keys) = &self.locked_fields {
            draft.locked_fields = keys.0.iter().map(|key| key.to_string()).collect();
        }
    }
}

impl From<Template> for TemplateBody {
    fn from(t: Template) -> Self {
        let spec = t.spec;
        Self {
            id: t.id.0,
            company_id: t.company_id.0,
            name: spec.info.name.clone(),
            description: spec.info.description.clone(),
            duration: spec.info.duration,
            meeting_info: spec.info.into(),
            meeting_options: spec.options.into(),
            template_type: t.template_type,
            queue_type: t.queue_type,
            locked_fields: t.locked_fields,
            spots: spec.spots,
            locations: spec.locations,
            questions: spec.questions.into_iter().map(Into::into).collect(),
            resource_channels: spec.resource_channels.into_iter().map(Into::into).collect(),
            booking_minimum: spec.booking_minimum,
            timeslot_interval: spec.timeslot_interval,
            days_into_future: spec.days_into_future.into(),
            limits: spec.limits.into_iter().map(Into::into).collect(),
            ics: spec.ics.map(Into::into),
            notifications: spec.notifications.into(),
            internal_notes: spec.internal_notes,
            metadata: spec.metadata,
            created_by_id: t.created_by.0,
            created_at: t.created_at.into(),
            updated_at: t.updated_at.into(),
        }
    }
}
