//! Passwords, sessions and links that let people in: each function, on both engines.
#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use slated_store::{
    both_engines,
    db::Result,
    ids::{CompanyId, SessionId, UserId},
    session::{self, Session},
    sign_in_link::{self, Purpose, SignInLink},
    user_password,
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const FOREIGN: CompanyId = CompanyId(Uuid::from_u128(2));

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn signed_in(user: UserId, byte: u8, seen: i64) -> Session {
    Session {
        id: SessionId::new(),
        company_id: COMPANY,
        user_id: user,
        token_hash: vec![byte; 32],
        user_agent: "Mozilla/5.0 (ünïcode)".to_owned(),
        created_at: at(0),
        seen_at: at(seen),
        expires_at: at(1_000),
    }
}

fn link(user: UserId, byte: u8, purpose: Purpose) -> SignInLink {
    SignInLink {
        token_hash: vec![byte; 32],
        company_id: COMPANY,
        user_id: user,
        purpose,
        created_at: at(0),
        expires_at: at(900),
    }
}

both_engines! {
    async fn a_user_has_one_password(db) {
        let user = UserId::new();
        db.write(move |tx| -> Result<()> {
            assert_eq!(user_password::hash_of(tx, COMPANY, user)?, None);
            user_password::set(tx, COMPANY, user, "$argon2id$one", at(0))?;
            user_password::set(tx, COMPANY, user, "$argon2id$two", at(1))?;
            assert_eq!(user_password::hash_of(tx, COMPANY, user)?.as_deref(), Some("$argon2id$two"));
            assert_eq!(user_password::hash_of(tx, FOREIGN, user)?, None);
            user_password::delete(tx, FOREIGN, user)?;
            assert!(user_password::hash_of(tx, COMPANY, user)?.is_some());
            user_password::delete(tx, COMPANY, user)?;
            assert_eq!(user_password::hash_of(tx, COMPANY, user)?, None);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn sessions_are_found_by_their_token_and_ended(db) {
        let (user, other) = (UserId::new(), UserId::new());
        let (mut first, second, third) = (signed_in(user, 1, 0), signed_in(user, 2, 5), signed_in(user, 3, 3));
        let elsewhere = signed_in(other, 4, 0);
        db.write(move |tx| -> Result<()> {
            for one in [&first, &second, &third, &elsewhere] {
                session::insert(tx, one)?;
            }
            assert_eq!(session::by_token_hash(tx, &[1; 32])?.as_ref(), Some(&first));
            assert_eq!(session::by_token_hash(tx, &[9; 32])?, None);
            assert_eq!(session::of_user(tx, COMPANY, user)?, [second.clone(), third.clone(), first.clone()]);
            assert_eq!(session::of_user(tx, FOREIGN, user)?, []);
            session::seen(tx, FOREIGN, first.id, at(70))?;
            session::seen(tx, COMPANY, first.id, at(7))?;
            first.seen_at = at(7);
            assert_eq!(session::by_token_hash(tx, &[1; 32])?.as_ref(), Some(&first));
            for (company, user, id) in [(FOREIGN, user, first.id), (COMPANY, other, first.id)] {
                assert!(!session::end(tx, company, user, id)?);
            }
            assert!(session::end(tx, COMPANY, user, third.id)?);
            assert_eq!(session::end_all(tx, FOREIGN, user, None)?, 0);
            assert_eq!(session::end_all(tx, COMPANY, user, Some(first.id))?, 1);
            assert_eq!(session::of_user(tx, COMPANY, user)?, [first.clone()]);
            assert_eq!(session::end_all(tx, COMPANY, user, None)?, 1);
            assert_eq!(session::of_user(tx, COMPANY, user)?, []);
            assert_eq!(session::of_user(tx, COMPANY, other)?, [elsewhere.clone()], "another user's stay");
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn unused_sessions_and_old_links_are_forgotten(db) {
        let user = UserId::new();
        db.write(move |tx| -> Result<()> {
            for (byte, seen) in [(1, 10), (2, 20), (3, 30), (4, 40)] {
                session::insert(tx, &signed_in(user, byte, seen))?;
            }
            assert_eq!(session::forget_old(tx, at(40), 2)?, 2);
            assert_eq!(session::forget_old(tx, at(40), 2)?, 1);
            assert_eq!(session::forget_old(tx, at(40), 2)?, 0);
            assert_eq!(session::of_user(tx, COMPANY, user)?.len(), 1);
            for byte in 1..=3 {
                sign_in_link::insert(tx, &link(user, byte, Purpose::SignIn))?;
            }
            assert_eq!(sign_in_link::forget_old(tx, at(899), 2)?, 0);
            assert_eq!(sign_in_link::forget_old(tx, at(900), 2)?, 2);
            assert_eq!(sign_in_link::forget_old(tx, at(900), 2)?, 1);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn a_link_is_used_once_in_its_time_and_for_its_purpose(db) {
        let user = UserId::new();
        db.write(move |tx| -> Result<()> {
            let made = link(user, 1, Purpose::SignIn);
            sign_in_link::insert(tx, &made)?;
            for (byte, purpose, when) in
                [(2, Purpose::SignIn, 0), (1, Purpose::SetPassword, 0), (1, Purpose::SignIn, 900)]
            {
                assert_eq!(sign_in_link::find(tx, &[byte; 32], purpose, at(when))?, None);
                assert_eq!(sign_in_link::take(tx, &[byte; 32], purpose, at(when))?, None);
            }
            assert_eq!(sign_in_link::find(tx, &[1; 32], Purpose::SignIn, at(899))?, Some(made.clone()));
            assert_eq!(sign_in_link::take(tx, &[1; 32], Purpose::SignIn, at(899))?, Some(made));
            assert_eq!(sign_in_link::find(tx, &[1; 32], Purpose::SignIn, at(1))?, None);
            assert_eq!(sign_in_link::take(tx, &[1; 32], Purpose::SignIn, at(1))?, None);
            sign_in_link::insert(tx, &link(user, 3, Purpose::SetPassword))?;
            let good = |tx: &mut _, company, purpose, when| sign_in_link::good_of_user(tx, company, user, purpose, at(when));
            assert_eq!(good(tx, COMPANY, Purpose::SetPassword, 899)?, 1);
            assert_eq!(good(tx, COMPANY, Purpose::SetPassword, 900)?, 0);
            assert_eq!(good(tx, COMPANY, Purpose::SignIn, 0)?, 0);
            assert_eq!(good(tx, FOREIGN, Purpose::SetPassword, 0)?, 0);
            sign_in_link::delete_of_user(tx, FOREIGN, user)?;
            assert!(sign_in_link::find(tx, &[3; 32], Purpose::SetPassword, at(1))?.is_some());
            sign_in_link::delete_of_user(tx, COMPANY, user)?;
            assert_eq!(sign_in_link::find(tx, &[3; 32], Purpose::SetPassword, at(1))?, None);
            Ok(())
        })
        .await
        .unwrap();
    }

    async fn of_those_who_use_a_link_at_the_same_moment_one_is_let_in(db) {
        let user = UserId::new();
        db.write(move |tx| sign_in_link::insert(tx, &link(user, 1, Purpose::SignIn))).await.unwrap();
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let db = slated_store::db::Db::clone(&db);
                tokio::spawn(async move { db.write(|tx| sign_in_link::take(tx, &[1; 32], Purpose::SignIn, at(1))).await.unwrap() })
            })
            .collect();
        let mut taken = 0;
        for one in tries {
            taken += usize::from(one.await.unwrap().is_some());
        }
        assert_eq!(taken, 1);
    }
}
