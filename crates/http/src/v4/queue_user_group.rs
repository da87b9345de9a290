//! Groups of users in queues: at a group's turn all of its users host together (contract section 11.1).

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::queues::{GroupChange, GroupView};
use slated_store::{
    ids::{QueueId, UserGroupId, UserId},
    queue::group::Group,
    user::User,
};
use utoipa::ToSchema;
use uuid::Uuid;

use super::queue::Capacity;
use crate::{
    HttpState,
    error::Result,
    extract::{Caller, Empty, Id, Write},
    v4::{appointment::HostBody, instant::Instant, number::Int, patch::Patch, text::Name},
};

/// A group that is to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewGroup {
    /// In which queue.
    queue_id: Uuid,
    /// Shown.
    #[schema(example = "Sales and engineering")]
    name: Name,
}

/// What is to change in a group; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupInput {
    /// Shown.
    name: Option<Name>,
    /// Weight.
    capacity: Option<Capacity>,
    /// Joins, or leaves who is in it.
    user_id: Option<Uuid>,
    /// The first of its hosts, one of its users; null is none in particular.
    #[serde(default)]
    main_group_host_id: Patch<Uuid>,
}

/// A group of users in a queue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupBody {
    /// Which.
    id: Uuid,
    /// In which queue.
    queue_id: Uuid,
    /// Shown.
    name: String,
    /// Weight.
    capacity: u32,
    /// Its users, in their order.
    users: Vec<HostBody>,
    /// Their ids.
    user_ids: Vec<Uuid>,
    /// The first of its hosts.
    main_group_host: Option<HostBody>,
    /// Their id.
    main_group_host_id: Option<Uuid>,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
    /// Always null: one that is deleted is gone.
    deleted_at: Option<Instant>,
}

/// Add a group to a queue; for administrators.
#[utoipa::path(post, path = "/v4/queue-user-group", tag = "Teams", request_body = NewGroup,
    responses((status = 201, body = GroupBody)))]
pub async fn create(
    State(state): State<HttpState>,
    Write { ctx, body }: Write<NewGroup>,
) -> Result<(StatusCode, Json<GroupBody>)> {
    let made = state.app.create_queue_group(&ctx, QueueId(body.queue_id), body.name.into()).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// One group.
#[utoipa::path(get, path = "/v4/queue-user-group/{groupId}", tag = "Teams", params(("groupId" = Uuid, Path)),
    responses((status = 200, body = GroupBody)))]
pub async fn get(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<UserGroupId>,
) -> Result<Json<GroupBody>> {
    Ok(Json(state.app.queue_group(&ctx, id).await?.into()))
}

/// Change a group; for administrators.
#[utoipa::path(patch, path = "/v4/queue-user-group/{groupId}", tag = "Teams", params(("groupId" = Uuid, Path)),
    request_body = GroupInput, responses((status = 200, body = GroupBody)))]
pub async fn update(
    State(state): State<HttpState>,
    Id(id): Id<UserGroupId>,
    Write { ctx, body }: Write<GroupInput>,
) -> Result<Json<GroupBody>> {
    let change = GroupChange {
        name: body.name.map(Into::into),
        capacity: body.capacity.map(Int::get),
        toggled: body.user_id.map(UserId),
        main_host: body.main_group_host_id.map(UserId).said(),
    };
    Ok(Json(state.app.change_queue_group(&ctx, id, change).await?.into()))
}

/// Take a group out of its queue; for administrators.
#[utoipa::path(delete, path = "/v4/queue-user-group/{groupId}", tag = "Teams", params(("groupId" = Uuid, Path)),
    responses((status = 204)))]
pub async fn delete(
    State(state): State<HttpState>,
    Id(id): Id<UserGroupId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    state.app.delete_queue_group(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl GroupBody {
    /// A group, whose users are among these.
    pub(super) fn new(group: Group, users: &[User]) -> Self {
        let of = |id: UserId| users.iter().find(|user| user.id == id).map(HostBody::from);
        Self {
            id: group.id.0,
            queue_id: group.queue_id.0,
            name: group.name,
            capacity: group.capacity,
            users: group.users.iter().filter_map(|id| of(*id)).collect(),
            user_ids: group.users.iter().map(|id| id.0).collect(),
            main_group_host: group.main_host_id.and_then(of),
            main_group_host_id: group.main_host_id.map(|id| id.0),
            created_at: group.created_at.into(),
            updated_at: group.updated_at.into(),
            deleted_at: None,
        }
    }
}

impl From<GroupView> for GroupBody {
    fn from(GroupView { group, users }: GroupView) -> Self {
        Self::new(group, &users)
    }
}
