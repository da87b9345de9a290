//! What mail keeps: changed texts, feeds, how many were written by hand, and timers that are taken back.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    both_engines,
    calendar_feed::{self, CalendarFeed},
    db::Result,
    ids::{CompanyId, MeetingTypeId, UserId},
    job::{self, New},
    mail_template::{self, MailTemplate},
    quick_mail,
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const FOREIGN: CompanyId = CompanyId(Uuid::from_u128(2));

fn at(seconds: i64) -> Timestamp {
    "2027-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

fn text(meeting_type_id: Option<MeetingTypeId>, subject: &str) -> MailTemplate {
    MailTemplate {
        company_id: COMPANY,
        meeting_type_id,
        kind: "reminder".to_owned(),
        language: "de".to_owned(),
        subject: subject.to_owned(),
        body: "Grüße".to_owned(),
        updated_at: at(0),
    }
}

both_engines! {
    async fn the_most_particular_text_holds(db) {
        let (one, other) = (MeetingTypeId::new(), MeetingTypeId::new());
        db.write(move |tx| -> Result<()> {
            let of = |tx: &mut _, company, meeting_type| mail_template::of(tx, company, meeting_type, "reminder", "de");
            assert_eq!(of(tx, COMPANY, Some(one))?, None);
            mail_template::put(tx, &text(None, "first"))?;
            mail_template::put(tx, &text(None, "company"))?;
            mail_template::put(tx, &text(Some(one), "one"))?;
            assert_eq!(of(tx, COMPANY, None)?, Some(text(None, "company")));
            assert_eq!(of(tx, COMPANY, Some(one))?, Some(text(Some(one), "one")));
            assert_eq!(of(tx, COMPANY, Some(other))?, Some(text(None, "company")));
            assert_eq!(of(tx, FOREIGN, Some(one))?, None);
            assert_eq!(mail_template::of(tx, COMPANY, None, "reminder", "en")?, None);
            assert_eq!(mail_template::list(tx, COMPANY, Some(one), "de")?, [text(None, "company"), text(Some(one), "one")]);
            assert_eq!(mail_template::list(tx, COMPANY, None, "de")?, [text(None, "company")]);
            assert!(!mail_template::delete(tx, FOREIGN, Some(one), "reminder", "de")?);
            assert!(mail_template::delete(tx, COMPANY, Some(one), "reminder", "de")?);
            assert!(!mail_template::delete(tx, COMPANY, Some(one), "reminder", "de")?);
            assert_eq!(of(tx, COMPANY, Some(one))?, Some(text(None, "company")));
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn a_host_has_one_feed(db) {
        let user = UserId::new();
        let feed = move |byte, seconds| CalendarFeed { user_id: user, company_id: COMPANY, secret_hash: vec![byte; 32], created_at: at(seconds) };
        db.write(move |tx| -> Result<()> {
            calendar_feed::put(tx, &feed(1, 0))?;
            calendar_feed::put(tx, &feed(2, 1))?;
            assert_eq!(calendar_feed::of_user(tx, COMPANY, user)?, Some(feed(2, 1)));
            assert_eq!(calendar_feed::of_user(tx, FOREIGN, user)?, None);
            assert_eq!(calendar_feed::by_secret_hash(tx, &[1; 32])?, None);
            assert_eq!(calendar_feed::by_secret_hash(tx, &[2; 32])?, Some(feed(2, 1)));
            assert!(!calendar_feed::delete(tx, FOREIGN, user)?);
            assert!(calendar_feed::delete(tx, COMPANY, user)?);
            assert!(!calendar_feed::delete(tx, COMPANY, user)?);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn mails_by_hand_are_counted_over_a_period(db) {
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        db.write(move |tx| -> Result<()> {
            let admit = |tx: &mut _, scope, seconds| quick_mail::admit(tx, COMPANY, scope, at(seconds - 300), 2, at(seconds));
            assert_eq!(admit(tx, one, 0)?, None);
            assert_eq!(admit(tx, one, 10)?, None);
            assert_eq!(admit(tx, one, 20)?, Some(at(0)));
            assert_eq!(admit(tx, other, 20)?, None);
            assert_eq!(admit(tx, one, 299)?, Some(at(0)));
            assert_eq!(admit(tx, one, 300)?, None);
            assert_eq!(admit(tx, one, 301)?, Some(at(10)));
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn what_waits_in_a_lane_is_taken_back(db) {
        let (lane, other) = (Uuid::now_v7(), Uuid::now_v7());
        db.write(move |tx| -> Result<()> {
            for (lane, seconds) in [(lane, 0), (lane, 10), (lane, 20), (other, 10)] {
                let new = New { company: COMPANY, kind: "test", queue: job::TIMERS, lane: Some(lane), payload: seconds };
                job::schedule(tx, new, at(seconds), at(0))?;
            }
            let running = job::claim(tx, job::TIMERS, at(0), at(60), 9)?;
            assert_eq!(running.len(), 1);
            assert_eq!(job::drop_lane(tx, job::TIMERS, lane)?, 2, "the one that runs is left to its worker");
            assert_eq!(job::drop_lane(tx, job::MAIL, other)?, 0);
            assert!(job::done(tx, &running[0])?);
            assert_eq!(job::counts(tx)?, (1, 0));
            Ok(())
        })
        .await
        .unwrap();
    }
}
