//! The comparison is shown databases and receipts that somebody has meddled with, and must see it each time.

use anyhow::{Context as _, Result, bail};

use super::compare::{Verdict, compare};
use super::holdings::{Held, Holdings, Source};
use super::stage::Judged;

/// One lie: what it is, what is done to the database for it, and where it must show.
struct Lie {
    name: &'static str,
    sql: Vec<String>,
    shows: fn(&Verdict) -> bool,
}

/// Tells every lie; their names, or an error that names one that was believed. The database is as before.
pub(super) fn every_lie_is_noticed(judged: &mut Judged) -> Result<Vec<&'static str>> {
    let holdings = Holdings::read(&mut judged.source)?;
    let mut names = Vec::new();
    for lie in lies(judged, &holdings)? {
        judged.source.run("BEGIN")?;
        let told = lie.sql.iter().try_for_each(|sql| judged.source.run(sql));
        let doctored = told.and_then(|()| Holdings::read(&mut judged.source));
        judged.source.run("ROLLBACK")?;
        let verdict = compare(&judged.stories, &doctored.context(lie.name)?, &judged.receipts);
        if verdict.is_clean() || !(lie.shows)(&verdict) {
            bail!("the comparison believes that {}", lie.name);
        }
        names.push(lie.name);
    }

    let first = judged.receipts.first().context("nothing was delivered")?;
    let missing: Vec<_> = judged.receipts.iter().filter(|one| one.event != first.event).cloned().collect();
    if compare(&judged.stories, &holdings, &missing).events_lost == 0 {
        bail!("the comparison believes that an event came which did not");
    }
    let backwards: Vec<_> = judged.receipts.iter().rev().cloned().collect();
    if compare(&judged.stories, &holdings, &backwards).out_of_order == 0 {
        bail!("the comparison believes that events came in order which came backwards");
    }
    names.extend(["an event never came", "events came backwards"]);
    Ok(names)
}

fn lies(judged: &Judged, holdings: &Holdings) -> Result<Vec<Lie>> {
    let acknowledged = |held: &&Held| {
        !held.cancelled && judged.stories.iter().any(|story| story.id.is_some() && story.email == held.email)
    };
    let mut standing = holdings.appointments.iter().filter(acknowledged);
    let (one, other) = (standing.next(), standing.next());
    let (one, other) = (one.context("no booking stands")?, other.context("only one booking stands")?);
    let id = judged.source.uuid(&one.id);
    let guard = match judged.source {
        Source::Sqlite(_) => "DROP TRIGGER claim_overlap",
        Source::Postgres(_) => "ALTER TABLE claim DROP CONSTRAINT claim_overlap",
    };
    let columns =
        "host_id, holder_id, company_id, meeting_type_id, meeting_starts_at, meeting_ends_at, taken, forced";
    Ok(vec![
        Lie {
            name: "a booking is gone",
            sql: vec![
                format!("DELETE FROM claim WHERE holder_id = {id}"),
                format!("DELETE FROM event WHERE subject_id = {id}"),
                format!("DELETE FROM attendee WHERE appointment_id = {id}"),
                format!("DELETE FROM appointment WHERE id = {id}"),
            ],
            shows: |verdict| verdict.lost > 0,
        },
        Lie {
            name: "a booking is there twice",
            sql: vec![format!("UPDATE attendee SET email = '{}' WHERE appointment_id = {id}", other.email)],
            shows: |verdict| verdict.duplicated > 0,
        },
        Lie {
            name: "a booking stands elsewhere",
            sql: vec![format!("UPDATE appointment SET starts_at = starts_at - 60000 WHERE id = {id}")],
            shows: |verdict| verdict.lost > 0,
        },
        Lie {
            name: "a booking was cancelled",
            sql: vec![
                format!("UPDATE appointment SET cancelled_at = 1 WHERE id = {id}"),
                format!("DELETE FROM claim WHERE holder_id = {id}"),
            ],
            shows: |verdict| verdict.lost > 0,
        },
        Lie {
            name: "two claims overlap",
            sql: vec![
                guard.to_owned(),
                format!(
                    "INSERT INTO claim (starts_at, ends_at, {columns}) \
                     SELECT starts_at + 60000, ends_at + 60000, {columns} FROM claim WHERE holder_id = {id}"
                ),
            ],
            shows: |verdict| verdict.overlaps > 0,
        },
        Lie {
            name: "a claim is gone",
            sql: vec![format!("DELETE FROM claim WHERE holder_id = {id}")],
            shows: |verdict| verdict.torn > 0,
        },
        Lie {
            name: "an event is gone",
            sql: vec![format!("DELETE FROM event WHERE subject_id = {id} AND kind = 'booking_created'")],
            shows: |verdict| verdict.events_lost > 0,
        },
    ])
}
