//! Appointments and bookings that wait: what becomes of them, each time with one event.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    appointment::{self, Appointment, Attendee, AttendeeDetails, Booked, Details, Filter, Order},
    both_engines,
    db::{Conn, Error, Result},
    event::{self, Event},
    ids::{AppointmentId, AttendeeId, CompanyId, EventId, MeetingTypeId, ProvisionalId, UserId},
    provisional::{self, Provisional},
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const FOREIGN: CompanyId = CompanyId(Uuid::from_u128(2));

fn at(seconds: i64) -> Timestamp {
    "2027-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

fn attendee(appointment_id: AppointmentId, name: &str, seconds: i64) -> Attendee {
    Attendee {
        id: AttendeeId::new(),
        company_id: COMPANY,
        appointment_id,
        email: Some(format!("{name}@example.org")),
        details: AttendeeDetails { fullname: name.to_owned(), ..AttendeeDetails::default() },
        created_at: at(seconds),
        cancelled_at: None,
    }
}

fn booked(attendees: &[&str]) -> Booked {
    let id = AppointmentId::new();
    let appointment = Appointment {
        id,
        company_id: COMPANY,
        meeting_type_id: MeetingTypeId::new(),
        secret: id.to_string(),
        starts_at: at(3600),
        ends_at: at(5400),
        cancelled_at: None,
        rescheduled_at: None,
        reschedule_count: 0,
        sequence: 0,
        forced: false,
        details: Details::default(),
        created_at: at(0),
        updated_at: at(0),
    };
    let attendees = attendees.iter().zip(0..).map(|(name, n)| attendee(id, name, n)).collect();
    Booked { appointment, hosts: vec![UserId::new(), UserId::new()], attendees }
}

fn waiting() -> Provisional {
    Provisional {
        id: ProvisionalId::new(),
        company_id: COMPANY,
        meeting_type_id: MeetingTypeId::new(),
        host_id: UserId::new(),
        kind: "requireHostConfirmation".to_owned(),
        status: "pending".to_owned(),
        starts_at: at(600),
        secret: "the host's".to_owned(),
        opt_in_secret: Some("the attendee's".to_owned()),
        request: serde_json::json!({}),
        expires_at: at(60),
        created_at: at(0),
        approved_at: None,
        decided_at: None,
    }
}

fn event(company_id: CompanyId, subject_id: Uuid, kind: &str) -> Event {
    Event {
        id: EventId::at(at(0)),
        company_id,
        kind: kind.to_owned(),
        subject_id,
        body: "{}".to_owned(),
        created_at: at(0),
    }
}

/// The kinds of what was told of a subject, in any order.
fn told(tx: &mut Conn, subject: Uuid) -> Result<Vec<String>> {
    let mut kinds: Vec<_> = event::of_subject(tx, COMPANY, subject)?.into_iter().map(|e| e.kind).collect();
    kinds.sort();
    Ok(kinds)
}

both_engines! {
    async fn each_change_of_an_appointment_is_stored_with_its_event(db) {
        let mut group = booked(&["sam", "kim"]);
        let (alone, id) = (booked(&["alex"]), group.appointment.id);
        db.write(move |tx| -> Result<()> {
            let about = |kind| event(COMPANY, id.0, kind);
            let found = |tx: &mut Conn| Ok::<_, Error>(appointment::by_id(tx, COMPANY, id)?.unwrap());
            appointment::insert(tx, &alone, &event(COMPANY, alone.appointment.id.0, "other"))?;
            appointment::insert(tx, &group, &about("1 booked"))?;
            assert_eq!((found(tx)?, told(tx, id.0)?), (group.clone(), vec!["1 booked".to_owned()]));

            let joining = attendee(id, "robin", 9);
            group.appointment.sequence = 1;
            appointment::join(tx, &group.appointment, &joining, &about("2 joined"))?;
            group.attendees.push(joining);
            assert_eq!(found(tx)?, group);

            // Only who is named is written.
            let (first, second) = (group.attendees[0].id, group.attendees[1].id);
            group.attendees[0].details.no_show_at = Some(at(7200));
            group.attendees[1].cancelled_at = Some(at(20));
            group.appointment.sequence = 2;
            let unnamed = group.attendees[2].clone();
            group.attendees[2].details.phone = Some("+49 30 1".to_owned());
            appointment::update(tx, &group, &[first, second], &about("3 changed"))?;
            group.attendees[2] = unnamed;
            assert_eq!(found(tx)?, group);

            group.appointment.starts_at = at(36000);
            group.appointment.ends_at = at(37800);
            group.appointment.reschedule_count = 1;
            appointment::reschedule(tx, &group, &about("4 moved"))?;
            assert_eq!(found(tx)?, group);
            let of_host = Filter { host: Some(group.hosts[1]), ..Filter::default() };
            assert_eq!(appointment::page(tx, COMPANY, &of_host, Order::Start, 0, 9)?, (vec![group.clone()], 1));
            let loads = appointment::loads_of(tx, COMPANY, &group.hosts, at(36000), at(36001))?;
            assert_eq!(loads, [(1, Some(at(0))); 2], "they are where they were moved to");
            assert_eq!(appointment::loads_of(tx, COMPANY, &group.hosts, at(0), at(36000))?, [(0, None); 2]);

            assert_eq!(told(tx, id.0)?, ["1 booked", "2 joined", "3 changed", "4 moved"]);
            assert_eq!(appointment::by_id(tx, COMPANY, alone.appointment.id)?, Some(alone.clone()));
            assert_eq!(told(tx, alone.appointment.id.0)?, ["other"]);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn a_change_that_is_rolled_back_leaves_neither_row_nor_event(db) {
        let made = booked(&["sam"]);
        let subject = made.appointment.id;
        let undone: Result<()> = db.write(move |tx| {
            appointment::insert(tx, &made, &event(COMPANY, subject.0, "booked"))?;
            let joining = attendee(subject, "kim", 0);
            appointment::join(tx, &made.appointment, &joining, &event(COMPANY, subject.0, "joined"))?;
            Err(Error::decode("on second thoughts"))
        }).await;
        undone.unwrap_err();
        db.read(move |c| -> Result<()> {
            assert_eq!(appointment::by_id(c, COMPANY, subject)?, None);
            assert_eq!(told(c, subject.0)?, Vec::<String>::new());
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn an_attendee_and_a_waiting_booking_are_found(db) {
        let (booked, waiting) = (booked(&["sam"]), waiting());
        db.write(move |tx| -> Result<()> {
            appointment::insert(tx, &booked, &event(COMPANY, booked.appointment.id.0, "booked"))?;
            let attendee = &booked.attendees[0];
            assert_eq!(appointment::attendee(tx, COMPANY, attendee.id)?, Some(attendee.clone()));
            assert_eq!(appointment::attendee(tx, FOREIGN, attendee.id)?, None);
            assert_eq!(appointment::by_secret(tx, &booked.appointment.secret)?, Some(booked.clone()));
            provisional::insert(tx, &waiting, &event(COMPANY, waiting.id.0, "pending"))?;
            for secret in ["the host's", "the attendee's"] {
                assert_eq!(provisional::by_secret(tx, secret)?, Some(waiting.clone()));
            }
            assert_eq!(provisional::by_secret(tx, &booked.appointment.secret)?, None);
            assert_eq!(told(tx, waiting.id.0)?, ["pending"]);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn a_booking_that_waits_is_decided_and_told_of_once_by_whom_it_waits_for(db) {
        let asked = waiting();
        let approved = Provisional {
            kind: "doubleOptIn".to_owned(),
            expires_at: at(120),
            approved_at: Some(at(30)),
            ..asked.clone()
        };
        let decided = |seen: &Provisional, status: &str, seconds| Provisional {
            status: status.to_owned(),
            decided_at: Some(at(seconds)),
            ..seen.clone()
        };
        let strangers = |p: Provisional| Provisional { company_id: FOREIGN, ..p };
        db.write(move |tx| -> Result<()> {
            let approve = |tx: &mut Conn, p: Provisional| {
                provisional::approve(tx, &p, &event(p.company_id, p.id.0, "2 approved"))
            };
            let decide = |tx: &mut Conn, p: Provisional| {
                provisional::decide(tx, &p, &event(p.company_id, p.id.0, &format!("3 {}", p.status)))
            };
            provisional::insert(tx, &asked, &event(COMPANY, asked.id.0, "1 pending"))?;
            assert!(!approve(tx, strangers(approved.clone()))?, "of another company");
            assert!(!decide(tx, strangers(decided(&asked, "confirmed", 40)))?, "of another company");
            assert!(!decide(tx, decided(&approved, "confirmed", 40))?, "it does not wait for that yet");
            assert_eq!(told(tx, asked.id.0)?, ["1 pending"]);
            assert!(approve(tx, approved.clone())?);
            assert!(!approve(tx, approved.clone())?, "only once");
            assert_eq!(provisional::by_id(tx, COMPANY, asked.id)?, Some(approved.clone()));
            assert!(!decide(tx, decided(&asked, "expired", 60))?, "it does not wait for that any more");
            assert!(decide(tx, decided(&approved, "confirmed", 40))?);
            assert!(!decide(tx, decided(&approved, "expired", 120))?, "only once");
            assert!(!approve(tx, approved.clone())?, "it is decided");
            assert_eq!(provisional::by_id(tx, COMPANY, asked.id)?, Some(decided(&approved, "confirmed", 40)));
            assert_eq!(told(tx, asked.id.0)?, ["1 pending", "2 approved", "3 confirmed"]);
            assert_eq!(event::of_subject(tx, FOREIGN, asked.id.0)?, []);
            Ok(())
        })
        .await
        .unwrap();
    }
}
