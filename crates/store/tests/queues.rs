//! Workspaces, queues, who is in them, and whose turn it was.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    both_engines,
    db::{Error, Result},
    ids::{CompanyId, MeetingTypeId, QueueId, UserGroupId, UserId, WorkspaceId},
    meeting_type::{self, MeetingType, Spec},
    queue::{
        self, Kind, Period, Queue, Roster,
        group::{self, Group},
        member::{self, Member},
        turn::{self, Turn},
    },
    workspace::{self, Workspace},
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const FOREIGN: CompanyId = CompanyId(Uuid::from_u128(2));
const ADA: UserId = UserId(Uuid::from_u128(10));
const BOB: UserId = UserId(Uuid::from_u128(11));
const CYD: UserId = UserId(Uuid::from_u128(12));

fn at(seconds: i64) -> Timestamp {
    "2027-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

fn workspace(company_id: CompanyId, slug: &str, n: i64) -> Workspace {
    Workspace {
        id: WorkspaceId::new(),
        company_id,
        name: format!("Team {slug}"),
        slug: slug.to_owned(),
        created_at: at(n),
        updated_at: at(n),
        deleted_at: None,
    }
}

/// A queue, and the meeting type that points to it.
fn queue_of(team: WorkspaceId, slug: &str, n: i64) -> (Queue, MeetingType) {
    let (id, meeting_type_id) = (QueueId::new(), MeetingTypeId::new());
    let queue = Queue {
        id,
        company_id: COMPANY,
        workspace_id: team,
        meeting_type_id,
        kind: Kind::SimpleRoundRobin,
        max_lead: None,
        period: Period::Month,
        near_term: false,
        created_at: at(n),
        updated_at: at(n),
    };
    let meeting_type = MeetingType {
        id: meeting_type_id,
        company_id: COMPANY,
        user_id: ADA,
        template_id: None,
        slug: slug.to_owned(),
        enabled: true,
        availability_id: None,
        queue_id: Some(id),
        spec: Spec::default(),
        created_by: ADA,
        created_at: at(n),
        updated_at: at(n),
        deleted_at: None,
    };
    (queue, meeting_type)
}

fn member(user_id: UserId, capacity: u32) -> Member {
    Member { user_id, capacity, priority: 0, custom_link: None }
}

both_engines! {
    async fn a_workspace_is_stored_found_changed_and_deleted_within_its_company(db) {
        let (first, second) = (workspace(COMPANY, "first", 0), workspace(COMPANY, "second", 1));
        db.write(move |tx| -> Result<()> {
            assert!(workspace::insert(tx, &second)?);
            assert!(workspace::insert(tx, &first)?);
            // Slugs are of the installation.
            assert!(!workspace::insert(tx, &workspace(FOREIGN, "first", 2))?);
            assert_eq!(workspace::of_company(tx, COMPANY)?, [first.clone(), second.clone()]);
            assert_eq!(workspace::of_company(tx, FOREIGN)?, []);
            assert_eq!(workspace::by_id(tx, COMPANY, first.id)?, Some(first.clone()));
            assert_eq!(workspace::by_id(tx, FOREIGN, first.id)?, None);
            assert_eq!(workspace::by_slug(tx, "first")?, Some(first.clone()));
            assert_eq!(workspace::by_slug(tx, "third")?, None);

            let changed = Workspace { name: "New".to_owned(), slug: "third".to_owned(), updated_at: at(5), ..first.clone() };
            workspace::update(tx, &Workspace { company_id: FOREIGN, ..changed.clone() })?;
            assert_eq!(workspace::by_slug(tx, "third")?, None);
            workspace::update(tx, &changed)?;
            assert_eq!(workspace::by_slug(tx, "third")?, Some(changed.clone()));

            assert!(workspace::lock(tx, COMPANY, changed.id)? && !workspace::lock(tx, FOREIGN, changed.id)?);
            assert!(!workspace::delete(tx, FOREIGN, changed.id, at(6))?);
            assert!(workspace::delete(tx, COMPANY, changed.id, at(6))?);
            assert!(!workspace::delete(tx, COMPANY, changed.id, at(7))?);
            assert!(!workspace::lock(tx, COMPANY, changed.id)?);
            assert_eq!(workspace::by_slug(tx, "third")?, None);
            // A slug is free again once its workspace is gone.
            assert!(workspace::insert(tx, &workspace(FOREIGN, "third", 8))?);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn a_slug_that_another_workspace_has_is_a_conflict(db) {
        let (first, second) = (workspace(COMPANY, "first", 0), workspace(COMPANY, "second", 1));
        let taken = Workspace { slug: "first".to_owned(), ..second.clone() };
        db.write(move |tx| Ok::<_, Error>((workspace::insert(tx, &first)?, workspace::insert(tx, &second)?))).await.unwrap();
        let refused = db.write(move |tx| workspace::update(tx, &taken)).await.unwrap_err();
        assert_eq!(refused.constraint(), Some("workspace_slug"));
    }

    async fn a_queue_lives_while_its_meeting_type_points_to_it(db) {
        let team = workspace(COMPANY, "team", 0);
        let ((queue, meeting_type), (later, other)) = (queue_of(team.id, "intro", 1), queue_of(team.id, "intro-2", 2));
        db.write(move |tx| -> Result<()> {
            workspace::insert(tx, &team)?;
            for (queue, meeting_type) in [(&later, &other), (&queue, &meeting_type)] {
                queue::insert(tx, queue)?;
                meeting_type::insert(tx, meeting_type)?;
            }
            assert_eq!(queue::by_id(tx, COMPANY, queue.id)?, Some(queue.clone()));
            assert_eq!(queue::by_id(tx, FOREIGN, queue.id)?, None);
            assert_eq!(queue::of_workspace(tx, COMPANY, team.id)?, [queue.clone(), later.clone()]);
            assert_eq!(queue::of_workspace(tx, FOREIGN, team.id)?, []);
            assert_eq!(workspace::of_queue(tx, COMPANY, queue.id)?, Some(team.clone()));
            assert_eq!(workspace::of_queue(tx, FOREIGN, queue.id)?, None);
            assert_eq!(meeting_type::owner(tx, COMPANY, meeting_type.id)?, Some((ADA, Some(queue.id))));
            let by_slug = |tx: &mut _, company, slug| meeting_type::by_team_slug(tx, company, team.id, slug);
            assert_eq!(by_slug(tx, COMPANY, "intro")?, Some(meeting_type.clone()));
            assert_eq!((by_slug(tx, COMPANY, "else")?, by_slug(tx, FOREIGN, "intro")?), (None, None));
            let mut slugs = queue::slugs_like(tx, COMPANY, team.id, "intro")?;
            slugs.sort();
            assert_eq!(slugs, ["intro", "intro-2"]);
            assert_eq!(queue::slugs_like(tx, COMPANY, team.id, "intro-")?, ["intro-2"]);

            let changed = Queue {
                kind: Kind::EqualDistribution, max_lead: Some(3), period: Period::Week, near_term: true, updated_at: at(9), ..queue.clone()
            };
            queue::update(tx, &Queue { company_id: FOREIGN, kind: Kind::Collective, ..changed.clone() })?;
            queue::update(tx, &changed)?;
            assert_eq!(queue::by_id(tx, COMPANY, changed.id)?, Some(changed.clone()));

            meeting_type::update(tx, &MeetingType { queue_id: None, ..meeting_type.clone() })?;
            meeting_type::delete(tx, COMPANY, other.id, at(10))?;
            assert_eq!(queue::by_id(tx, COMPANY, changed.id)?, None);
            assert_eq!(queue::of_workspace(tx, COMPANY, team.id)?, []);
            assert_eq!(queue::slugs_like(tx, COMPANY, team.id, "")?, [""; 0]);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn members_and_groups_keep_their_order(db) {
        let (queue, meeting_type) = queue_of(WorkspaceId::new(), "intro", 0);
        let id = queue.id;
        let group = Group {
            id: UserGroupId::new(), company_id: COMPANY, queue_id: id, name: "Both".to_owned(), capacity: 2,
            main_host_id: Some(BOB), created_at: at(1), updated_at: at(1), users: vec![CYD, BOB],
        };
        db.write(move |tx| -> Result<()> {
            queue::insert(tx, &queue)?;
            meeting_type::insert(tx, &meeting_type)?;
            let linked = Member { custom_link: Some("https://meet.example/bob".to_owned()), priority: 3, ..member(BOB, 4) };
            member::replace(tx, COMPANY, id, &[linked.clone(), member(ADA, 1)])?;
            assert_eq!(member::of_queue(tx, COMPANY, id)?, [linked, member(ADA, 1)]);
            assert_eq!(member::of_queue(tx, FOREIGN, id)?, []);
            assert_eq!(member::custom_link(tx, COMPANY, id, BOB)?.as_deref(), Some("https://meet.example/bob"));
            assert_eq!(member::custom_link(tx, COMPANY, id, ADA)?, None);
            assert_eq!(member::custom_link(tx, FOREIGN, id, BOB)?, None);
            member::replace(tx, COMPANY, id, &[member(ADA, 2)])?;

            group::put(tx, &group)?;
            assert_eq!(group::by_id(tx, COMPANY, group.id)?, Some(group.clone()));
            assert_eq!(group::by_id(tx, FOREIGN, group.id)?, None);
            let later = Group { id: UserGroupId::new(), users: vec![ADA], main_host_id: None, created_at: at(2), ..group.clone() };
            group::put(tx, &later)?;
            let renamed = Group { name: "New".to_owned(), capacity: 1, users: vec![CYD, BOB, ADA], updated_at: at(3), ..group.clone() };
            group::put(tx, &renamed)?;
            assert_eq!(group::of_queue(tx, COMPANY, id)?, [renamed.clone(), later.clone()]);
            assert_eq!(group::of_queue(tx, FOREIGN, id)?, []);
            assert_eq!(renamed.hosts().collect::<Vec<_>>(), [BOB, CYD, ADA]);

            let roster = queue::roster(tx, COMPANY, id)?.unwrap();
            assert_eq!(roster, Roster { queue: queue.clone(), members: vec![member(ADA, 2)], groups: vec![renamed.clone(), later.clone()] });
            assert_eq!(roster.users(), [ADA, BOB, CYD]);
            let mut users = queue::users(tx, COMPANY, id)?;
            users.sort();
            assert_eq!(users, [ADA, BOB, CYD]);
            assert_eq!(queue::users(tx, FOREIGN, id)?, []);
            assert_eq!(queue::roster(tx, FOREIGN, id)?, None);

            queue::leave_all(tx, FOREIGN, BOB)?;
            assert_eq!(group::by_id(tx, COMPANY, renamed.id)?, Some(renamed.clone()));
            queue::leave_all(tx, COMPANY, BOB)?;
            queue::leave_all(tx, COMPANY, ADA)?;
            let left = group::by_id(tx, COMPANY, renamed.id)?.unwrap();
            assert_eq!((left.users, left.main_host_id), (vec![CYD], None));
            assert_eq!(member::of_queue(tx, COMPANY, id)?, []);

            assert!(!group::delete(tx, FOREIGN, later.id)?);
            assert!(group::delete(tx, COMPANY, later.id)? && !group::delete(tx, COMPANY, later.id)?);
            assert_eq!(group::by_id(tx, COMPANY, later.id)?, None);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn turns_are_counted_from_a_moment_and_given_back(db) {
        let queue = QueueId::new();
        let of = move |member: UserId| Turn { queue, member: member.0, group: None };
        let holders: Vec<Uuid> = (0..4).map(|_| Uuid::now_v7()).collect();
        db.write(move |tx| -> Result<()> {
            for (holder, (member, seconds)) in holders.iter().zip([(ADA, 0), (ADA, 10), (BOB, 20), (ADA, 30)]) {
                turn::take(tx, COMPANY, &of(member), *holder, at(seconds))?;
            }
            let since = |tx: &mut _, company, seconds| -> Result<Vec<_>> {
                let mut found = turn::since(tx, company, queue, at(seconds))?;
                found.sort();
                Ok(found)
            };
            assert_eq!(since(tx, COMPANY, 0)?, [(ADA.0, 3, at(30)), (BOB.0, 1, at(20))]);
            assert_eq!(since(tx, COMPANY, 20)?, [(ADA.0, 1, at(30)), (BOB.0, 1, at(20))]);
            assert_eq!(since(tx, FOREIGN, 0)?, []);
            turn::give_back(tx, FOREIGN, &of(ADA), holders[3])?;
            turn::give_back(tx, COMPANY, &of(ADA), holders[3])?;
            assert_eq!(since(tx, COMPANY, 0)?, [(ADA.0, 2, at(10)), (BOB.0, 1, at(20))]);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn old_turns_are_forgotten_a_few_at_a_time(db) {
        let (queue, meeting_type) = queue_of(WorkspaceId::new(), "intro", 0);
        let (other, _) = queue_of(WorkspaceId::new(), "other", 0);
        db.write(move |tx| -> Result<()> {
            for queue in [&queue, &other] {
                queue::insert(tx, queue)?;
                for seconds in 0..10 {
                    let turn = Turn { queue: queue.id, member: ADA.0, group: None };
                    turn::take(tx, COMPANY, &turn, Uuid::now_v7(), at(seconds))?;
                }
            }
            meeting_type::insert(tx, &meeting_type)?;
            let left = |tx: &mut _| -> Result<Vec<u32>> {
                let of = |tx: &mut _, queue: QueueId| turn::since(tx, COMPANY, queue, at(0));
                let (one, two) = (of(tx, queue.id)?, of(tx, other.id)?);
                Ok([one, two].into_iter().flatten().map(|(_, count, _)| count).collect())
            };
            assert_eq!(turn::forget_old(tx, at(0), 100)?, 0);
            assert_eq!(turn::forget_old(tx, at(4), 5)?, 5);
            assert_eq!(left(tx)?.iter().sum::<u32>(), 15);
            assert_eq!(turn::forget_old(tx, at(4), 100)?, 3);
            assert_eq!(left(tx)?, [6, 6], "of deleted meeting types too");
            assert_eq!(turn::forget_old(tx, at(4), 100)?, 0);
            Ok(())
        })
        .await
        .unwrap();
    }
}
