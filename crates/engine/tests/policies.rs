//! The facts of the scheduling policies, rule by rule. Every case also checks that booking accepts what is listed, and
//! nothing else.

mod support;

use support::check;

const W: &str = "hours Asia/Kolkata daily 09:30-18:00 · range 2026-01-05T00:00Z/2026-01-06T00:00Z";

fn w(more: &str, expect: &str) {
    check(&format!("{W}\n{more}"), expect);
}

#[test]
fn half_hours_and_hours() {
    w("meet 30", "2026-01-05 04:00..12:00/30");
    w("meet 60", "2026-01-05 04:00..11:00/60");
}

#[test]
fn the_grid_does_not_move_when_something_is_busy() {
    w("meet 45 · every 45 · busy 2026-01-05T04:00Z/2026-01-05T04:15Z", "2026-01-05 04:45..11:30/45");
    w("meet 45", "2026-01-05 04:00..11:30/45");
    w("meet 25 · every 30", "2026-01-05 04:00..12:00/30");
    w("meet 90", "2026-01-05 04:00..11:00/60"); // the default interval is at most an hour
}

#[test]
fn an_opening_replaces_the_weekly_hours_of_its_date() {
    check(
        "hours Asia/Kolkata daily 09:30-18:00 · open 2026-01-05T14:00/2026-01-05T18:00 · meet 60
         range 2026-01-04T00:00Z/2026-01-07T00:00Z",
        "2026-01-04 04:00..11:00/60
         2026-01-05 08:30..11:30/60
         2026-01-06 04:00..11:00/60",
    );
}

#[test]
fn openings_unite_and_a_block_wins() {
    w(
        "open 2026-01-05T10:00/2026-01-05T11:00 · open 2026-01-05T11:00/2026-01-05T12:00
         open 2026-01-05T14:00/2026-01-05T16:00 · block 2026-01-05T14:30/2026-01-05T15:00 · meet 30",
        "2026-01-05 04:30..06:00/30 08:30 09:30 10:00",
    );
    // An opening that ends with the day leaves the next day's hours alone.
    check(
        "hours Asia/Kolkata daily 09:30-10:30 · open 2026-01-05T23:00/2026-01-06T00:00 · meet 60
         range 2026-01-04T18:30Z/2026-01-06T18:30Z",
        "2026-01-05 17:30
         2026-01-06 04:00",
    );
}

#[test]
fn a_window_is_as_long_as_the_time_that_elapses_in_it() {
    check(
        "hours Europe/Berlin daily 01:00-05:00 · meet 30 · range 2026-03-28T23:00Z/2026-03-29T22:00Z",
        "2026-03-29 00:00..02:30/30", // 6
    );
    check(
        "hours Europe/Berlin daily 01:00-05:00 · meet 30 · range 2026-10-24T22:00Z/2026-10-25T22:00Z",
        "2026-10-24 23:00 23:30
         2026-10-25 00:00..03:30/30", // 10
    );
    check(
        "hours Europe/Berlin daily 01:00-05:00 · meet 30 · range 2026-07-01T20:00Z/2026-07-02T20:00Z",
        "2026-07-01 23:00 23:30
         2026-07-02 00:00..02:30/30", // 8
    );
}

#[test]
fn new_york_after_the_clock_went_back() {
    let weekdays = [6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 27, 28, 29, 30];
    assert_eq!(weekdays.len(), 19);
    let expect: Vec<_> = weekdays.iter().map(|day| format!("2023-11-{day:02} 14:00..21:00/60")).collect();
    check(
        "hours America/New_York mon-fri 09:00-17:00 · meet 60 · now 2023-11-05T13:26Z
         range 2023-11-05T13:26Z/2023-12-01T05:00Z",
        &expect.join("\n"),
    );
}

#[test]
fn windows_merge_across_midnight() {
    check(
        "hours Europe/London mon-fri 23:00-24:00 · also tue-sat 00:00-00:30 · meet 90
         range 2023-06-13T12:00Z/2023-06-14T12:00Z",
        "2023-06-13 22:00",
    );
    check(
        "hours Europe/London mon-fri 23:00-00:00 · also tue-sat 00:00-00:30 · meet 30
         range 2023-06-13T12:00Z/2023-06-14T12:00Z",
        "2023-06-13 22:00..23:00/30",
    );
}

const TWO: &str = "hours UTC daily 04:00-12:30 · host · hours UTC daily 11:30-16:30
    meet 60 · range 2026-01-05T00:00Z/2026-01-06T00:00Z";

#[test]
fn anyone_unites_the_hosts_own_grids() {
    check(TWO, "2026-01-05 04:00..11:00/60 11:30..15:30/60");
}

#[test]
fn everyone_keeps_what_all_hosts_offer() {
    check(&format!("{TWO} · everyone"), "");
    check(&format!("{TWO} · everyone · meet 30"), "2026-01-05 11:30 12:00");
}

#[test]
fn buffers_of_neighbours_add_up() {
    // The appointment claims 06:45–07:45 with its buffers; a new one's own buffers must not overlap that.
    w(
        "meet 30 · buffers 15 15 · booked 2026-01-05T07:00Z/2026-01-05T07:30Z taken 1",
        "2026-01-05 04:00..06:00/30 08:00..12:00/30",
    );
    // An event claims exactly its own time.
    w(
        "meet 30 · buffers 15 15 · busy 2026-01-05T07:00Z/2026-01-05T07:30Z",
        "2026-01-05 04:00..06:00/30 08:00..12:00/30",
    );
    w(
        "meet 30 · buffers 15 15 · busy 2026-01-05T06:45Z/2026-01-05T07:45Z",
        "2026-01-05 04:00..06:00/30 08:00..12:00/30",
    );
    w(
        "meet 30 · buffers 30 0 · busy 2026-01-05T07:00Z/2026-01-05T07:30Z",
        "2026-01-05 04:00..06:30/30 08:00..12:00/30",
    );
}

#[test]
fn buffers_stick_out_of_a_window_unless_they_must_not() {
    w("meet 60 · buffers 30 45", "2026-01-05 04:00..11:00/60");
    w("meet 60 · buffers 30 45 · within-hours", "2026-01-05 05:00..10:00/60");
}

#[test]
fn notice_horizon_and_past() {
    w("meet 60 · now 2026-01-05T06:00Z", "2026-01-05 06:00..11:00/60");
    w("meet 60 · now 2026-01-05T06:00Z · notice 60", "2026-01-05 07:00..11:00/60");
    w("meet 60 · now 2026-01-05T06:00:01Z · notice 60", "2026-01-05 08:00..11:00/60");
    w("meet 60 · now 2026-01-05T04:30Z · horizon 90min", "2026-01-05 05:00 06:00");
    let week =
        "hours America/New_York daily 22:00-24:00 · meet 60 · range 2026-01-01T00:00Z/2026-01-31T00:00Z";
    // In New York it is still Wednesday the 7th.
    let now = "now 2026-01-08T04:30Z";
    check(&format!("{week} · {now} · horizon 0d"), "");
    check(&format!("{week} · {now} · horizon 1d"), "2026-01-09 03:00 04:00");
    check(&format!("{week} · {now} · horizon 2bd"), "2026-01-09 03:00 04:00\n2026-01-10 03:00 04:00");
    check(
        &format!("{week} · {now} · horizon 3bd"), // over the weekend to Monday
        "2026-01-09 03:00 04:00\n2026-01-10 03:00 04:00\n2026-01-11 03:00 04:00\n2026-01-12 03:00 04:00\n2026-01-13 03:00 04:00",
    );
    check(&format!("{week} · horizon 2026-01-10..2026-01-10"), "2026-01-11 03:00 04:00");
}

#[test]
fn limits_count_the_hosts_local_calendar() {
    let base =
        "hours America/New_York daily 21:00-23:00 · meet 60 · range 2026-01-05T00:00Z/2026-01-09T00:00Z";
    // Tuesday the 6th, 22:00 in New York.
    let booked = "booked 2026-01-07T03:00Z/2026-01-07T04:00Z taken 1";
    check(
        &format!("{base} · {booked}"),
        "2026-01-05 02:00 03:00\n2026-01-06 02:00 03:00\n2026-01-07 02:00\n2026-01-08 02:00 03:00",
    );
    check(
        &format!("{base} · {booked} · limit day 1"),
        "2026-01-05 02:00 03:00\n2026-01-06 02:00 03:00\n2026-01-08 02:00 03:00",
    );
    check(
        &format!("{base} · {booked} · limit day 119min"),
        "2026-01-05 02:00 03:00\n2026-01-06 02:00 03:00\n2026-01-08 02:00 03:00",
    );
    // The 4th is a Sunday: the week before.
    check(&format!("{base} · {booked} · limit week 1"), "2026-01-05 02:00 03:00");
    check(&format!("{base} · {booked} · limit month 60min"), "");
    check(&format!("{base} · {booked} · limit year 1"), "");
    check(&format!("{base} · limit day 59min"), "");
    // Other types' appointments do not count.
    check(
        &format!("{base} · busy 2026-01-07T03:00Z/2026-01-07T04:00Z · limit day 1"),
        "2026-01-05 02:00 03:00\n2026-01-06 02:00 03:00\n2026-01-07 02:00\n2026-01-08 02:00 03:00",
    );
}

#[test]
fn a_group_stays_offered_until_it_is_full() {
    let group = "meet 60 · every 30 · spots 3";
    w(
        &format!("{group} · booked 2026-01-05T06:00Z/2026-01-05T07:00Z taken 2"),
        "2026-01-05 04:00..05:00/30 06:00+2 07:00..11:30/30",
    );
    w(
        &format!("{group} · booked 2026-01-05T06:00Z/2026-01-05T07:00Z taken 3"),
        "2026-01-05 04:00..05:00/30 07:00..11:30/30",
    );
    // Joining is not a new meeting, so the limit lets it pass; notice does not.
    w(
        &format!("{group} · limit day 1 · booked 2026-01-05T06:00Z/2026-01-05T07:00Z taken 1"),
        "2026-01-05 06:00+1",
    );
    w(
        &format!(
            "{group} · limit day 1 · now 2026-01-05T06:30Z · booked 2026-01-05T06:00Z/2026-01-05T07:00Z taken 1"
        ),
        "",
    );
    // An event over the appointment takes it away.
    w(
        &format!(
            "{group} · busy 2026-01-05T06:30Z/2026-01-05T08:00Z · booked 2026-01-05T06:00Z/2026-01-05T07:00Z taken 1"
        ),
        "2026-01-05 04:00..05:00/30 08:00..11:30/30",
    );
}

#[test]
fn hosts_who_are_all_needed_join_what_they_hold_together() {
    let day = "hours UTC daily 04:00-07:00";
    let two = |first: &str, second: &str| {
        format!(
            "{day} · {first} · host · {day} · {second} · meet 60 · spots 3 · range 2026-01-05T00:00Z/2026-01-06T00:00Z"
        )
    };
    let at_five = "booked 2026-01-05T05:00Z/2026-01-05T06:00Z taken";
    let (group, other) = (format!("{at_five} 1 as 7"), format!("{at_five} 2 as 8"));
    check(&format!("{} · everyone", two(&group, &group)), "2026-01-05 04:00 05:00+1 06:00");
    // A seat in one would leave the other host out of it.
    check(&format!("{} · everyone", two(&group, &other)), "2026-01-05 04:00 06:00");
    check(&format!("{} · everyone", two(&group, "")), "2026-01-05 04:00 06:00");
    // Where one of them is enough, each fills their own.
    check(&two(&group, &other), "2026-01-05 04:00 05:00+2 06:00");
    check(&two(&group, ""), "2026-01-05 04:00 05:00+1 06:00");
}

#[test]
fn schedules_unite_and_narrow() {
    w("hours UTC mon 12:30-14:00 · meet 60", "2026-01-05 04:00..13:00/60");
    w("within UTC mon 05:15-08:00 · meet 60", "2026-01-05 05:15 06:15");
    w("within UTC mon 05:15-08:00 · within UTC mon 07:00-09:00 · meet 60", "2026-01-05 07:00");
}

#[test]
fn travel_reads_the_hours_in_another_zone() {
    check(
        "hours Europe/Berlin mon-fri 09:00-10:00 · travel 2026-01-06/2026-01-07 America/New_York · meet 60
         range 2026-01-05T00:00Z/2026-01-09T00:00Z",
        "2026-01-05 08:00
         2026-01-06 14:00
         2026-01-07 14:00
         2026-01-08 08:00",
    );
}

#[test]
fn a_week_that_never_closes_counts_from_monday() {
    // 50 minutes do not divide a day; they count from Monday's midnight, whichever day is asked for.
    check(
        "hours Europe/Berlin daily 00:00-24:00 · meet 50 · range 2026-01-11T22:00Z/2026-01-12T01:00Z",
        "2026-01-11 22:30 23:00 23:50\n2026-01-12 00:40",
    );
}
