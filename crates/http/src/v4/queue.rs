//! Queues: who takes the bookings of a team's meeting type (contract sections 4.6 and 11.1).

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use slated_app::queues::{Change, Next, View};
use slated_store::{
    ids::{MeetingTypeId, QueueId, UserId, WorkspaceId},
    queue::{Kind, Period},
};
use utoipa::ToSchema;
use uuid::Uuid;

use super::queue_user_group::GroupBody;
use crate::{
    HttpState,
    error::Result,
    extract::{Caller, Id, Write},
    v4::{
        appointment::HostBody,
        instant::Instant,
        number::{Int, List},
        patch::Patch,
        text::HttpUrl,
    },
};

/// Weight of a member.
pub(super) type Capacity = Int<1, 1_000>;
/// Rank of a member; the contract's pages show up to three stars.
type Priority = Int<0, 100>;

/// How bookings are shared out.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum QueueKind {
    /// Everybody is offered; the turn goes around, by priority and weight.
    SimpleRoundRobin,
    /// The same, but for those who are `maxLeadThreshold` bookings ahead.
    AdvancedRoundRobin,
    /// Only those with the fewest bookings are offered.
    EqualDistribution,
    /// Everybody takes part in every meeting. An addition to the contract.
    Collective,
}

/// The time over which bookings are counted.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum QueuePeriod {
    /// Today.
    Day,
    /// Since Monday.
    Week,
    /// Since the first of the month.
    Month,
}

/// What is to change in a queue; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueInput {
    /// Joins, or leaves who is in it.
    user_id: Option<Uuid>,
    /// The single users who are in it from now on.
    users: Option<List<WeightedUser, 1000>>,
    /// Weights of members.
    user_capacities: Option<List<UserCapacity, 1000>>,
    /// Priorities of members: higher goes first.
    user_priorities: Option<List<UserPriority, 1000>>,
    /// Where members' meetings take place when the channel is `custom`.
    user_custom_links: Option<List<UserLink, 1000>>,
    /// How bookings are shared out.
    #[serde(rename = "type")]
    kind: Option<QueueKind>,
    /// Hides members who are that many bookings ahead, by weight; null hides nobody, or with `equalDistribution` all but
    /// those with the fewest. Without effect on `simpleRoundRobin`.
    #[serde(default)]
    max_lead_threshold: Patch<Int<1, 100_000>>,
    /// Over which time bookings are counted.
    distribution_period: Option<QueuePeriod>,
    /// Ignore the threshold where it would push the next free start more than 14 days past the minimum notice.
    prioritize_near_term_availability: Option<bool>,
}

/// A user, and perhaps a weight.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WeightedUser {
    user_id: Uuid,
    /// The same as a capacity.
    weight: Option<Capacity>,
}

/// A member's weight: one with 2 is due twice as often as one with 1.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserCapacity {
    user_id: Uuid,
    capacity: Capacity,
}

/// A member's priority: higher goes first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserPriority {
    user_id: Uuid,
    priority: Priority,
}

/// Where a member's meetings take place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserLink {
    user_id: Uuid,
    /// Null takes it away.
    #[serde(default)]
    link: Option<HttpUrl>,
}

/// A queue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueBody {
    /// Which.
    id: Uuid,
    /// Whose company.
    company_id: Uuid,
    /// The team.
    workspace_id: Uuid,
    /// What is shared out.
    meeting_type_id: Uuid,
    /// How.
    #[serde(rename = "type")]
    kind: QueueKind,
    /// Hides members who are that many bookings ahead.
    max_lead_threshold: Option<u32>,
    /// Over which time bookings are counted.
    distribution_period: QueuePeriod,
    /// Whether the threshold yields to near free starts.
    prioritize_near_term_availability: bool,
    /// Its single members, in their order.
    users: Vec<MemberBody>,
    /// Their ids.
    user_ids: Vec<Uuid>,
    /// Their weights.
    user_capacities: Vec<UserCapacity>,
    /// Their priorities.
    user_priorities: Vec<UserPriority>,
    /// The links of those who have one.
    user_custom_links: Vec<LinkBody>,
    /// Its groups.
    user_groups: Vec<GroupBody>,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
}

/// A member of a queue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberBody {
    #[serde(flatten)]
    host: HostBody,
    /// The same as `id`.
    user_id: Uuid,
    /// Weight.
    capacity: u32,
    /// The same as `capacity`.
    weight: u32,
    /// Higher goes first.
    priority: u32,
    /// Where this member's meetings take place.
    custom_link: Option<String>,
}

/// Where a member's meetings take place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkBody {
    user_id: Uuid,
    link: String,
}

/// Whose turn it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NextHosts {
    /// The members who have free starts, in the order in which the turn goes to them.
    next_hosts: Vec<NextHost>,
}

/// A member of a queue, and how their turn stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NextHost {
    #[serde(flatten)]
    host: HostBody,
    /// The same as `id`.
    user_id: Uuid,
    /// Everybody who hosts: several for a group.
    user_ids: Vec<Uuid>,
    /// The group, when it is one.
    group_id: Option<Uuid>,
    /// Weight.
    capacity: u32,
    /// Higher goes first.
    priority: u32,
    /// Bookings in the current period, without cancelled ones.
    bookings: u32,
    /// When the last of them was made.
    last_booked_at: Option<Instant>,
    /// The first start they are free at, within a year.
    next_free_start: Option<Instant>,
}

/// The queues of a workspace.
#[utoipa::path(get, path = "/v4/queue/workspace/{workspaceId}", tag = "Teams",
    params(("workspaceId" = Uuid, Path)), responses((status = 200, body = Vec<QueueBody>)))]
pub async fn of_workspace(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<WorkspaceId>,
) -> Result<Json<Vec<QueueBody>>> {
    let queues = state.app.queues_of_workspace(&ctx, id).await?;
    Ok(Json(queues.into_iter().map(Into::into).collect()))
}

/// One queue, with its members and their weights.
#[utoipa::path(get, path = "/v4/queue/{queueId}", tag = "Teams", params(("queueId" = Uuid, Path)),
    responses((status = 200, body = QueueBody)))]
pub async fn get(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<QueueId>,
) -> Result<Json<QueueBody>> {
    Ok(Json(state.app.queue(&ctx, id).await?.into()))
}

/// Whose turn it is next.
///
/// Who takes a booking is decided when it is made, among those who are free then.
#[utoipa::path(get, path = "/v4/queue/{queueId}/next", tag = "Teams", params(("queueId" = Uuid, Path)),
    responses((status = 200, body = NextHosts)))]
pub async fn next(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<QueueId>,
) -> Result<Json<NextHosts>> {
    let next_hosts = state.app.next_hosts(&ctx, id).await?;
    Ok(Json(NextHosts { next_hosts: next_hosts.into_iter().filter_map(NextHost::new).collect() }))
}

/// Change the queue of a team's meeting type; for administrators.
#[utoipa::path(patch, path = "/v4/queue/meeting-type/{meetingTypeId}", tag = "Teams",
    params(("meetingTypeId" = Uuid, Path)), request_body = QueueInput,
    responses((status = 200, body = QueueBody)))]
pub async fn update(
    State(state): State<HttpState>,
    Id(id): Id<MeetingTypeId>,
    Write { ctx, body }: Write<QueueInput>,
) -> Result<Json<QueueBody>> {
    Ok(Json(state.app.change_queue(&ctx, id, body.into()).await?.into()))
}

impl From<QueueInput> for Change {
    fn from(body: QueueInput) -> Self {
        let user = |user: WeightedUser| (UserId(user.user_id), user.weight.map(Int::get));
        let capacity = |said: UserCapacity| (UserId(said.user_id), said.capacity.get());
        let priority = |said: UserPriority| (UserId(said.user_id), said.priority.get());
        let link = |said: UserLink| (UserId(said.user_id), said.link.map(String::from));
        Self {
            kind: body.kind.map(Kind::from),
            max_lead: body.max_lead_threshold.map(Int::get).said(),
            period: body.distribution_period.map(Period::from),
            near_term: body.prioritize_near_term_availability,
            members: body.users.map(|users| users.into_iter().map(user).collect()),
            toggled: body.user_id.map(UserId),
            capacities: body.user_capacities.unwrap_or_default().into_iter().map(capacity).collect(),
            priorities: body.user_priorities.unwrap_or_default().into_iter().map(priority).collect(),
            links: body.user_custom_links.unwrap_or_default().into_iter().map(link).collect(),
        }
    }
}

impl From<View> for QueueBody {
    fn from(View { roster, users }: View) -> Self {
        let (queue, members) = (roster.queue, roster.members);
        let user_id = |user: UserId| user.0;
        let member = |m: &slated_store::queue::member::Member| {
            let user = users.iter().find(|user| user.id == m.user_id)?;
            Some(MemberBody {
                host: user.into(),
                user_id: user.id.0,
                capacity: m.capacity,
                weight: m.capacity,
                priority: m.priority,
                custom_link: m.custom_link.clone(),
            })
        };
        Self {
            id: queue.id.0,
            company_id: queue.company_id.0,
            workspace_id: queue.workspace_id.0,
            meeting_type_id: queue.meeting_type_id.0,
            kind: queue.kind.into(),
            max_lead_threshold: queue.max_lead,
            distribution_period: queue.period.into(),
            prioritize_near_term_availability: queue.near_term,
            users: members.iter().filter_map(member).collect(),
            user_ids: members.iter().map(|m| user_id(m.user_id)).collect(),
            user_capacities: members
                .iter()
                .filter_map(|m| {
                    Some(UserCapacity { user_id: m.user_id.0, capacity: Int::new(m.capacity.into())? })
                })
                .collect(),
            user_priorities: members
                .iter()
                .filter_map(|m| {
                    Some(UserPriority { user_id: m.user_id.0, priority: Int::new(m.priority.into())? })
                })
                .collect(),
            user_custom_links: members
                .into_iter()
                .filter_map(|m| Some(LinkBody { user_id: m.user_id.0, link: m.custom_link? }))
                .collect(),
            user_groups: roster.groups.into_iter().map(|group| GroupBody::new(group, &users)).collect(),
            created_at: queue.created_at.into(),
            updated_at: queue.updated_at.into(),
        }
    }
}

impl NextHost {
    fn new(next: Next) -> Option<Self> {
        let main = next.hosts.first()?;
        Some(Self {
            host: main.into(),
            user_id: main.id.0,
            user_ids: next.hosts.iter().map(|host| host.id.0).collect(),
            group_id: next.group.map(|id| id.0),
            capacity: next.capacity,
            priority: next.priority,
            bookings: next.bookings,
            last_booked_at: next.last.map(Instant),
            next_free_start: next.next_free.map(Instant),
        })
    }
}

impl From<QueueKind> for Kind {
    fn from(kind: QueueKind) -> Self {
        match kind {
            QueueKind::SimpleRoundRobin => Self::SimpleRoundRobin,
            QueueKind::AdvancedRoundRobin => Self::AdvancedRoundRobin,
            QueueKind::EqualDistribution => Self::EqualDistribution,
            QueueKind::Collective => Self::Collective,
        }
    }
}

impl From<Kind> for QueueKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::SimpleRoundRobin => Self::SimpleRoundRobin,
            Kind::AdvancedRoundRobin => Self::AdvancedRoundRobin,
            Kind::EqualDistribution => Self::EqualDistribution,
            Kind::Collective => Self::Collective,
        }
    }
}

impl From<QueuePeriod> for Period {
    fn from(period: QueuePeriod) -> Self {
        match period {
            QueuePeriod::Day => Self::Day,
            QueuePeriod::Week => Self::Week,
            QueuePeriod::Month => Self::Month,
        }
    }
}

impl From<Period> for QueuePeriod {
    fn from(period: Period) -> Self {
        match period {
            Period::Day => Self::Day,
            Period::Week => Self::Week,
            Period::Month => Self::Month,
        }
    }
}
