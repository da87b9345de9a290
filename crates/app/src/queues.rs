//! Queues: who takes the bookings of a team's meeting type.
//!
//! A meeting type that is put into a workspace gets one, and keeps it as long as it stays in some workspace. Everybody in the
//! company may see queues; administrators change them. Whatever changes one raises the lock of its meeting type's host,
//! as a change of the meeting type does.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    db::Conn,
    host,
    ids::{CompanyId, MeetingTypeId, QueueId, UserGroupId, UserId, WorkspaceId},
    meeting_type::MeetingType,
    queue::{
        self, Kind, Period, Queue, Roster,
        group::{self, Group},
        member,
    },
    template,
    user::{self, User},
    workspace,
};

use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    meeting_types,
    slots::{Ask, MAX_HOSTS, Mode, Offer},
    workspaces,
};

pub use change::{Change, GroupChange};
mod change;

/// A queue with everybody in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The queue, its members and groups.
    pub roster: Roster,
    /// Its users.
    pub users: Vec<User>,
}

/// A group with its users.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupView {
    /// The group.
    pub group: Group,
    /// Its users.
    pub users: Vec<User>,
}

/// A member of a queue and how their turn stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// Who hosts, the main host first.
    pub hosts: Vec<User>,
    /// The group, when it is one.
    pub group: Option<UserGroupId>,
    /// Weight.
    pub capacity: u32,
    /// Higher goes first.
    pub priority: u32,
    /// Bookings in the current period, without cancelled ones.
    pub bookings: u32,
    /// When the last of them was made.
    pub last: Option<Timestamp>,
    /// The first start they are free at.
    pub next_free: Option<Timestamp>,
}

const NOT_FOUND: Error = Error::NotFound("Queue");
const NO_GROUP: Error = Error::NotFound("Group");

impl App {
    /// The queues of a workspace, the oldest first.
    pub async fn queues_of_workspace(&self, ctx: &Ctx, id: WorkspaceId) -> Result<Vec<View>> {
        ctx.actor.needs(Scope::Scheduling)?;
        let company = ctx.actor.company;
        self.db()
            .read(move |c| {
                workspaces::living(c, company, id)?;
                let queues = queue::of_workspace(c, company, id)?;
                queues.into_iter().map(|queue| view(c, queue)).collect()
            })
            .await
    }

    /// One queue.
    pub async fn queue(&self, ctx: &Ctx, id: QueueId) -> Result<View> {
        ctx.actor.needs(Scope::Scheduling)?;
        let company = ctx.actor.company;
        self.db()
            .read(move |c| {
                let queue = queue::by_id(c, company, id)?.ok_or(NOT_FOUND)?;
                view(c, queue)
            })
            .await
    }

    /// The members of a queue who have free starts, in the order in which the turn goes to them.
    pub async fn next_hosts(&self, ctx: &Ctx, id: QueueId) -> Result<Vec<Next>> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (app, company, now) = (self.clone(), ctx.actor.company, self.now());
        self.db()
            .read(move |c| {
                let queue = queue::by_id(c, company, id)?.ok_or(NOT_FOUND)?;
                let ask = Ask {
                    meeting_type: queue.meeting_type_id,
                    hosts: None,
                    queue: Some(id),
                    mode: Mode::Anyone,
                    duration: None,
                    channel: None,
                    resources: vec![],
                };
                let offer = Offer::load(c, app.schedules(), company, &ask)?;
                let Some((team, turns)) = offer.turns_ahead(c, now)? else { return Ok(vec![]) };
                let next = |index: usize| {
                    let member = &turns.members[index];
                    let instant = |at: i64| Timestamp::from_millisecond(at).ok();
                    Next {
                        hosts: member.hosts.iter().map(|&host| offer.hosts[host].user.clone()).collect(),
                        group: team.seats[index].turn(id).group,
                        capacity: member.capacity,
                        priority: member.priority,
                        bookings: member.bookings,
                        last: member.last.and_then(instant),
                        next_free: member.next_free.and_then(instant),
                    }
                };
                Ok(turns.in_order().into_iter().map(next).collect())
            })
            .await
    }

    /// Changes the queue of a meeting type: its rule, and who is in it.
    pub async fn change_queue(&self, ctx: &Ctx, of: MeetingTypeId, change: Change) -> Result<View> {
        may_change(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            let before = locked(tx, company, of)?;
            log.before(&before);
            let after = change.apply(before.clone(), now)?;
            must_be_known(tx, &before, &after)?;
            must_fit(&after)?;
            queue::update(tx, &after.queue)?;
            if after.members != before.members {
                member::replace(tx, company, after.queue.id, &after.members)?;
            }
            view_of(tx, after)
        })
        .await
    }

    /// Adds a group without users to a queue.
    pub async fn create_queue_group(&self, ctx: &Ctx, id: QueueId, name: String) -> Result<GroupView> {
        may_change(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.write(ctx, move |tx| {
            let seen = queue::by_id(tx, company, id)?.ok_or(NOT_FOUND)?;
            let roster = locked(tx, company, seen.meeting_type_id)?;
            if roster.groups.len() >= MAX_HOSTS {
                return Err(too_many("queueId"));
            }
            let group = Group {
                id: UserGroupId::new(),
                company_id: company,
                queue_id: id,
                name: name.clone(),
                capacity: 1,
                main_host_id: None,
                created_at: now,
                updated_at: now,
                users: vec![],
            };
            group::put(tx, &group)?;
            Ok(GroupView { group, users: vec![] })
        })
        .await
    }

    /// One group.
    pub async fn queue_group(&self, ctx: &Ctx, id: UserGroupId) -> Result<GroupView> {
        ctx.actor.needs(Scope::Scheduling)?;
        let company = ctx.actor.company;
        self.db()
            .read(move |c| {
                let group = group::by_id(c, company, id)?.ok_or(NO_GROUP)?;
                // A group of a queue that is gone is gone.
                queue::by_id(c, company, group.queue_id)?.ok_or(NO_GROUP)?;
                group_view(c, group)
            })
            .await
    }

    /// Changes a group: what it is called, and who is in it.
    pub async fn change_queue_group(
        &self,
        ctx: &Ctx,
        id: UserGroupId,
        change: GroupChange,
    ) -> Result<GroupView> {
        may_change(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            let (before, group) = locked_group(tx, company, id)?;
            log.before(&group);
            let group = change.apply(group, now)?;
            let mut after = before.clone();
            after.groups.iter_mut().filter(|other| other.id == id).for_each(|other| other.clone_from(&group));
            must_be_known(tx, &before, &after)?;
            must_fit(&after)?;
            group::put(tx, &group)?;
            group_view(tx, group)
        })
        .await
    }

    /// Takes a group out of its queue. Its users stay members where they are members by themselves.
    pub async fn delete_queue_group(&self, ctx: &Ctx, id: UserGroupId) -> Result<()> {
        may_change(ctx)?;
        let company = ctx.actor.company;
        self.change(ctx, move |tx, log| {
            log.before(&locked_group(tx, company, id)?.1);
            group::delete(tx, company, id)?;
            Ok(())
        })
        .await
    }
}

fn may_change(ctx: &Ctx) -> Result<()> {
    ctx.actor.needs(Scope::Scheduling)?;
    ctx.actor.must_be_admin()
}

/// Gives a meeting type that is to be stored the queue of its workspace: a new one when it joins, the one it has while it
/// stays in some workspace, none when it leaves. Its host is locked.
pub(crate) fn settle(
    tx: &mut Conn,
    m: &MeetingType,
    before: Option<&MeetingType>,
    now: Timestamp,
) -> Result<Option<QueueId>> {
    let stayed = before.is_some_and(|before| before.spec.workspace_id == m.spec.workspace_id);
    let called = before.is_some_and(|before| before.slug == m.slug);
    if stayed && (called || m.queue_id.is_none()) {
        return Ok(m.queue_id);
    }
    let Some(team) = m.spec.workspace_id.map(WorkspaceId) else { return Ok(None) };
    must_be_workspace(tx, m.company_id, team)?;
    workspace::lock(tx, m.company_id, team)?;
    if queue::slugs_like(tx, m.company_id, team, &m.slug)?.contains(&m.slug) {
        return Err(meeting_types::slug_exists());
    }
    if let Some(id) = m.queue_id {
        if let Some(queue) = queue::by_id(tx, m.company_id, id)? {
            queue::update(tx, &Queue { workspace_id: team, updated_at: now, ..queue })?;
        }
        return Ok(Some(id));
    }
    let template = m.template_id.map(|id| template::by_id(tx, m.company_id, id)).transpose()?.flatten();
    let queue = Queue {
        id: QueueId::new(),
        company_id: m.company_id,
        workspace_id: team,
        meeting_type_id: m.id,
        kind: template.and_then(|template| Kind::parse(&template.queue_type)).unwrap_or_default(),
        max_lead: None,
        period: Period::default(),
        near_term: false,
        created_at: now,
        updated_at: now,
    };
    queue::insert(tx, &queue)?;
    Ok(Some(queue.id))
}

/// Refuses a workspace that the company has not got.
pub(crate) fn must_be_workspace(tx: &mut Conn, company: CompanyId, id: WorkspaceId) -> Result<()> {
    match workspace::by_id(tx, company, id)? {
        Some(_) => Ok(()),
        None => Err(Error::invalid("workspaceId", "invalid-id", "There is no such workspace")),
    }
}

/// The queue of a meeting type, which nobody else changes until the transaction ends.
fn locked(tx: &mut Conn, company: CompanyId, of: MeetingTypeId) -> Result<Roster> {
    let owner = meeting_types::living(tx, company, of)?.user_id;
    host::touch(tx, company, owner)?;
    let id = meeting_types::living(tx, company, of)?.queue_id.ok_or(NOT_FOUND)?;
    queue::roster(tx, company, id)?.ok_or(NOT_FOUND)
}

fn locked_group(tx: &mut Conn, company: CompanyId, id: UserGroupId) -> Result<(Roster, Group)> {
    let seen = group::by_id(tx, company, id)?.ok_or(NO_GROUP)?;
    let queue = queue::by_id(tx, company, seen.queue_id)?.ok_or(NO_GROUP)?;
    let roster = locked(tx, company, queue.meeting_type_id)?;
    let group = roster.groups.iter().find(|group| group.id == id).cloned().ok_or(NO_GROUP)?;
    Ok((roster, group))
}

/// Refuses users who are not the company's, of those who joined.
fn must_be_known(tx: &mut Conn, before: &Roster, after: &Roster) -> Result<()> {
    let known = before.users();
    let joined: Vec<UserId> = after.users().into_iter().filter(|user| !known.contains(user)).collect();
    if user::by_ids(tx, after.queue.company_id, &joined)?.iter().all(Option::is_some) {
        return Ok(());
    }
    Err(Error::NotFound("User"))
}

/// Refuses more hosts than can be asked at once.
fn must_fit(roster: &Roster) -> Result<()> {
    let hosts = roster.members.len() + roster.groups.iter().map(|group| group.users.len()).sum::<usize>();
    if hosts > MAX_HOSTS { Err(too_many("userId")) } else { Ok(()) }
}

fn too_many(field: &str) -> Error {
    Error::invalid(field, "too-many", format!("A queue has at most {MAX_HOSTS} hosts"))
}

fn view(c: &mut Conn, queue: Queue) -> Result<View> {
    let roster = queue::with_people(c, queue)?;
    view_of(c, roster)
}

fn view_of(c: &mut Conn, roster: Roster) -> Result<View> {
    let users = user::by_ids(c, roster.queue.company_id, &roster.users())?.into_iter().flatten().collect();
    Ok(View { roster, users })
}

fn group_view(c: &mut Conn, group: Group) -> Result<GroupView> {
    let users = user::by_ids(c, group.company_id, &group.users)?.into_iter().flatten().collect();
    Ok(GroupView { group, users })
}
