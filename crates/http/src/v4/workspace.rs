//! Workspaces: teams. An addition to the contract, which has them and does not say how they come to be.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::workspaces::Change;
use slated_store::{ids::WorkspaceId, workspace::Workspace};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    HttpState,
    error::{ErrorBody, Result},
    extract::{Caller, Empty, Id, Write},
    v4::{
        instant::Instant,
        text::{Name, Slug},
    },
};

/// A workspace, to create or to change. To create one takes a name; to change one, what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct WorkspaceInput {
    /// Shown on its pages.
    #[schema(example = "Sales")]
    name: Option<Name>,
    /// The part of its booking URLs; left out, made from the name. Unique in the installation.
    #[schema(example = "sales")]
    slug: Option<Slug>,
}

/// A workspace.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceBody {
    /// Which.
    id: Uuid,
    /// Whose company.
    company_id: Uuid,
    /// Shown on its pages.
    #[schema(example = "Sales")]
    name: String,
    /// Its meeting types are booked at `/team/{slug}/{meetingTypeSlug}`.
    #[schema(example = "sales")]
    slug: String,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
}

/// The company's workspaces.
#[utoipa::path(get, path = "/v4/workspace", tag = "Teams", responses((status = 200, body = Vec<WorkspaceBody>)))]
pub async fn list(State(state): State<HttpState>, Caller(ctx): Caller) -> Result<Json<Vec<WorkspaceBody>>> {
    let workspaces = state.app.list_workspaces(&ctx).await?;
    Ok(Json(workspaces.into_iter().map(Into::into).collect()))
}

/// Create a workspace; for administrators.
#[utoipa::path(post, path = "/v4/workspace", tag = "Teams", request_body = WorkspaceInput,
    responses((status = 201, body = WorkspaceBody),
        (status = 409, body = ErrorBody, description = "There is a workspace with this slug (`slug-taken`)")))]
pub async fn create(
    State(state): State<HttpState>,
    Write { ctx, body }: Write<WorkspaceInput>,
) -> Result<(StatusCode, Json<WorkspaceBody>)> {
    let made = state.app.create_workspace(&ctx, body.into()).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// One workspace.
#[utoipa::path(get, path = "/v4/workspace/{id}", tag = "Teams", params(("id" = Uuid, Path)),
    responses((status = 200, body = WorkspaceBody)))]
pub async fn get(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<WorkspaceId>,
) -> Result<Json<WorkspaceBody>> {
    Ok(Json(state.app.workspace(&ctx, id).await?.into()))
}

/// Change a workspace; for administrators. Booking URLs with the old slug lead nowhere from then on.
#[utoipa::path(patch, path = "/v4/workspace/{id}", tag = "Teams", params(("id" = Uuid, Path)),
    request_body = WorkspaceInput,
    responses((status = 200, body = WorkspaceBody),
        (status = 409, body = ErrorBody, description = "There is another workspace with this slug (`slug-taken`)")))]
pub async fn update(
    State(state): State<HttpState>,
    Id(id): Id<WorkspaceId>,
    Write { ctx, body }: Write<WorkspaceInput>,
) -> Result<Json<WorkspaceBody>> {
    Ok(Json(state.app.change_workspace(&ctx, id, body.into()).await?.into()))
}

/// Delete a workspace that has no meeting types any more; for administrators.
#[utoipa::path(delete, path = "/v4/workspace/{id}", tag = "Teams", params(("id" = Uuid, Path)),
    responses((status = 204),
        (status = 409, body = ErrorBody, description = "It has meeting types (`workspace-in-use`)")))]
pub async fn delete(
    State(state): State<HttpState>,
    Id(id): Id<WorkspaceId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    state.app.delete_workspace(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<WorkspaceInput> for Change {
    fn from(body: WorkspaceInput) -> Self {
        Self { name: body.name.map(Into::into), slug: body.slug.map(|slug| slug.to_string()) }
    }
}

impl From<Workspace> for WorkspaceBody {
    fn from(w: Workspace) -> Self {
        Self {
            id: w.id.0,
            company_id: w.company_id.0,
            name: w.name,
            slug: w.slug,
            created_at: w.created_at.into(),
            updated_at: w.updated_at.into(),
        }
    }
}
