//! Users, hosts and companies: each function, on both engines.
#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use slated_store::{
    both_engines,
    company::{self, Branding, Company},
    db::Result,
    host,
    ids::{CompanyId, UserId},
    user::{self, PersonalPage, Profile, User},
};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn some(company: CompanyId, name: &str, born: i64) -> User {
    User {
        id: UserId::new(),
        company_id: company,
        email: format!("{name}@example.com"),
        slug: name.to_owned(),
        given_name: name.to_owned(),
        family_name: "Ünïcode".to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        language: "de".to_owned(),
        user_type: "api-platform".to_owned(),
        is_admin: false,
        default_availability_id: None,
        default_meeting_type_id: None,
        profile: Profile { title: Some("Dr.".to_owned()), ..Profile::default() },
        personal_page: PersonalPage { use_custom_colors: true, ..PersonalPage::default() },
        created_at: at(born),
        updated_at: at(born),
        deleted_at: None,
    }
}

both_engines! {
    async fn a_user_comes_back_as_stored(db) {
        let (company, other) = (CompanyId::new(), CompanyId::new());
        let ada = some(company, "ada-lovelace", 0);
        let stored = ada.clone();
        assert!(db.write(move |tx| user::insert(tx, &stored)).await.unwrap());
        let id = ada.id;
        db.read(move |c| -> Result<()> {
            assert_eq!(user::by_id(c, company, id)?, Some(ada.clone()));
            assert_eq!(user::by_slug(c, "ada-lovelace")?, Some(ada.clone()));
            assert_eq!(user::by_email(c, company, "ada-lovelace@example.com")?, Some(ada));
            assert!(user::slug_is_taken(c, "ada-lovelace")? && !user::slug_is_taken(c, "ada")?);
            assert_eq!(user::by_id(c, other, id)?, None, "of another company");
            assert_eq!(user::by_id_even_deleted(c, other, id)?, None, "of another company");
            assert_eq!(user::by_email(c, other, "ada-lovelace@example.com")?, None, "of another company");
            Ok(())
        }).await.unwrap();
    }

    async fn a_taken_slug_or_address_is_said_and_the_transaction_goes_on(db) {
        let (company, other) = (CompanyId::new(), CompanyId::new());
        let stored: Vec<bool> = db.write(move |tx| -> Result<_> {
            let same_slug = User { email: "b@example.com".to_owned(), ..some(other, "first", 0) };
            let same_email = User { slug: "third".to_owned(), ..some(company, "first", 0) };
            let same_email_elsewhere = User { slug: "fourth".to_owned(), ..some(other, "first", 0) };
            [some(company, "first", 0), same_slug, same_email, same_email_elsewhere]
                .iter()
                .map(|user| user::insert(tx, user))
                .collect()
        }).await.unwrap();
        assert_eq!(stored, [true, false, false, true]);
    }

    async fn changing_keeps_to_the_company_and_reports_a_taken_slug(db) {
        let (company, other) = (CompanyId::new(), CompanyId::new());
        let (ada, eve) = (some(company, "ada-lovelace", 0), some(company, "eve", 0));
        let rows = [ada.clone(), eve];
        db.write(move |tx| rows.iter().try_for_each(|row| user::insert(tx, row).map(drop))).await.unwrap();
        let changed = User { given_name: "Augusta".to_owned(), updated_at: at(9), ..ada.clone() };
        let strangers = User { company_id: other, given_name: "Mallory".to_owned(), ..ada.clone() };
        let written = changed.clone();
        db.write(move |tx| user::update(tx, &written).and_then(|()| user::update(tx, &strangers))).await.unwrap();
        let id = ada.id;
        assert_eq!(db.read(move |c| user::by_id(c, company, id)).await.unwrap(), Some(changed));
        let clash = User { slug: "eve".to_owned(), ..ada };
        let refused = db.write(move |tx| user::update(tx, &clash)).await.unwrap_err();
        assert_eq!(refused.constraint(), Some("users_slug"));
    }

    async fn deleting_frees_slug_and_address_but_keeps_the_row(db) {
        let (company, other) = (CompanyId::new(), CompanyId::new());
        let ada = some(company, "ada-lovelace", 0);
        let (id, stored) = (ada.id, ada.clone());
        db.write(move |tx| user::insert(tx, &stored)).await.unwrap();
        assert!(!db.write(move |tx| user::delete(tx, other, id, at(1))).await.unwrap(), "of another company");
        assert!(db.write(move |tx| user::delete(tx, company, id, at(1))).await.unwrap());
        assert!(!db.write(move |tx| user::delete(tx, company, id, at(2))).await.unwrap(), "only once");
        let again = some(company, "ada-lovelace", 3);
        assert!(db.write(move |tx| user::insert(tx, &again)).await.unwrap());
        db.read(move |c| -> Result<()> {
            assert_eq!(user::by_id(c, company, id)?, None);
            let kept = User { deleted_at: Some(at(1)), updated_at: at(1), ..ada };
            assert_eq!(user::by_id_even_deleted(c, company, id)?, Some(kept));
            Ok(())
        }).await.unwrap();
    }

    async fn administrators_are_the_living_ones_of_the_company(db) {
        let (company, other) = (CompanyId::new(), CompanyId::new());
        let admin = |user: User| User { is_admin: true, ..user };
        let gone = User { deleted_at: Some(at(9)), ..admin(some(company, "gone", 0)) };
        let rows = [admin(some(company, "second", 2)), some(company, "member", 1), gone, admin(some(other, "theirs", 0)), admin(some(company, "first", 1))];
        db.write(move |tx| rows.iter().try_for_each(|row| user::insert(tx, row).map(drop))).await.unwrap();
        let found = db.read(move |c| user::administrators(c, company)).await.unwrap();
        assert_eq!(found.into_iter().map(|user| user.slug).collect::<Vec<_>>(), ["first", "second"]);
    }

    async fn pages_are_ordered_filtered_and_counted(db) {
        let (company, other) = (CompanyId::new(), CompanyId::new());
        let gone = User { deleted_at: Some(at(9)), ..some(company, "gone", 0) };
        let owner = User { user_type: "standard".to_owned(), ..some(company, "owner", 1) };
        let rows = [some(company, "third", 3), owner, some(company, "second", 2), gone, some(other, "theirs", 0)];
        db.write(move |tx| rows.iter().try_for_each(|row| user::insert(tx, row).map(drop))).await.unwrap();
        db.read(move |c| -> Result<()> {
            let mut slugs = |user_type, limit, offset| -> Result<(Vec<String>, i64)> {
                let (users, total) = user::page(c, company, user_type, limit, offset)?;
                Ok((users.into_iter().map(|user| user.slug).collect(), total))
            };
            let list = |slugs: &[&str]| slugs.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(slugs(None, 10, 0)?, (list(&["owner", "second", "third"]), 3));
            assert_eq!(slugs(None, 1, 1)?, (list(&["second"]), 3));
            assert_eq!(slugs(None, 10, 3)?, (list(&[]), 3));
            assert_eq!(slugs(Some("api-platform"), 10, 0)?, (list(&["second", "third"]), 2));
            assert_eq!(slugs(Some("partner"), 10, 0)?, (list(&[]), 0));
            Ok(())
        }).await.unwrap();
    }

    async fn hosts_are_locked_only_when_the_company_has_them_all(db) {
        let (company, other) = (CompanyId::new(), CompanyId::new());
        let (a, b, theirs) = (UserId::new(), UserId::new(), UserId::new());
        db.write(move |tx| -> Result<()> {
            host::insert(tx, company, a)?;
            host::insert(tx, company, b)?;
            host::insert(tx, other, theirs)
        }).await.unwrap();
        for (hosts, all) in [
            (vec![b, a, b], true), (vec![], true), (vec![a, theirs], false), (vec![theirs], false), (vec![UserId::new()], false),
        ] {
            let asked = hosts.clone();
            let locked = db.write(move |tx| host::lock(tx, company, &asked)).await.unwrap();
            assert_eq!(locked.is_some(), all);
            assert_eq!(db.read(move |c| host::standing(c, company, &hosts)).await.unwrap().is_some(), all);
        }
        // Both numbers tell of a change, one of a lock; a failed lock of several may have raised those it found.
        let before = db.read(move |c| host::standing(c, company, &[b, a])).await.unwrap().unwrap();
        assert_eq!((before[0].host, before[0].changed, before[1].host, before[1].changed), (b, 0, a, 0));
        assert!(db.write(move |tx| host::touch(tx, company, a)).await.unwrap());
        assert!(!db.write(move |tx| host::touch(tx, company, theirs)).await.unwrap());
        let locked = db.write(move |tx| host::lock(tx, company, &[b])).await.unwrap().unwrap();
        let after = db.read(move |c| host::standing(c, company, &[b, a])).await.unwrap().unwrap();
        assert_eq!(locked[&b], after[0]);
        assert_eq!((after[0].seq, after[0].changed), (before[0].seq + 1, 0));
        assert_eq!((after[1].seq, after[1].changed), (before[1].seq + 1, 1));
        let again = db.write(move |tx| host::insert(tx, company, a)).await.unwrap_err();
        assert_eq!(again.constraint(), Some("host_pkey"));
    }

    /// Two bookings of the same hosts in opposite order never wait for each other.
    async fn locking_in_any_order_never_deadlocks(db) {
        let company = CompanyId::new();
        let hosts: Vec<UserId> = (0..4).map(|_| UserId::new()).collect();
        let stored = hosts.clone();
        db.write(move |tx| stored.iter().try_for_each(|host| host::insert(tx, company, *host))).await.unwrap();
        let tasks = (0..64).map(|n| {
            let (db, mut hosts) = ((*db).clone(), hosts.clone());
            if n % 2 == 0 {
                hosts.reverse();
            }
            tokio::spawn(async move { db.write(move |tx| host::lock(tx, company, &hosts)).await })
        });
        for task in tasks.collect::<Vec<_>>() {
            assert!(task.await.unwrap().unwrap().is_some());
        }
    }

    /// More than one statement asks about.
    async fn a_thousand_hosts_stand_in_the_order_asked(db) {
        let company = CompanyId::new();
        let hosts: Vec<UserId> = (0..1_001).map(|_| UserId::new()).rev().collect();
        let (stored, locked, asked) = (hosts.clone(), hosts[500..].to_vec(), hosts.clone());
        db.write(move |tx| stored.iter().try_for_each(|host| host::insert(tx, company, *host))).await.unwrap();
        db.write(move |tx| host::lock(tx, company, &locked)).await.unwrap().unwrap();
        let standing = db.read(move |c| host::standing(c, company, &asked)).await.unwrap().unwrap();
        for (place, (standing, host)) in standing.iter().zip(&hosts).enumerate() {
            assert_eq!((standing.host, standing.seq), (*host, i64::from(place >= 500)));
        }
        assert_eq!(standing.len(), 1_001);
    }

    async fn companies(db) {
        let company = |slug: &str, born: i64| Company {
            id: CompanyId::new(), slug: slug.to_owned(), name: "Example".to_owned(), owner_id: UserId::new(),
            branding: Branding::default(), created_at: at(born), updated_at: at(born),
        };
        let (first, second, clash) = (company("first", 0), company("second", 1), company("first", 2));
        let (a, b) = (first.clone(), second.clone());
        let stored = db.write(move |tx| -> Result<_> {
            Ok([company::insert(tx, &b)?, company::insert(tx, &a)?, company::insert(tx, &clash)?])
        }).await.unwrap();
        assert_eq!(stored, [true, true, false]);
        let (one, two) = (first.clone(), second.clone());
        db.read(move |c| -> Result<()> {
            assert_eq!(company::by_id(c, first.id)?, Some(first.clone()));
            assert_eq!(company::by_slug(c, "second")?, Some(second.clone()));
            assert_eq!(company::by_slug(c, "third")?, None);
            assert_eq!(company::all(c)?, [first, second]);
            Ok(())
        }).await.unwrap();
        let branding = Branding { logo: Some("https://a.example/l.png".to_owned()), show_credit: true, ..Branding::default() };
        let (id, look) = (one.id, branding.clone());
        db.write(move |tx| company::set_branding(tx, id, &look, at(9))).await.unwrap();
        db.read(move |c| -> Result<()> {
            assert_eq!(company::all(c)?, [Company { branding, updated_at: at(9), ..one }, two]);
            Ok(())
        }).await.unwrap();
    }
}
