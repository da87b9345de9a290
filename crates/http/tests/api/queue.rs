//! Workspaces, queues and groups: contract sections 4.6 and 11.1.

use serde_json::{Value, json};
use slated_app::access::Scope;
use uuid::Uuid;

use crate::{
    booking::request,
    support::{Client, Response, TestApp, id},
};

/// A Tuesday, 10:00 in Berlin.
pub const TEN: &str = "2027-03-02T09:00:00Z";

/// A team with one meeting type, and who is in its queue.
pub struct Team {
    pub workspace: Uuid,
    pub meeting_type: Uuid,
    pub queue: Uuid,
    pub hosts: Vec<Uuid>,
}

impl Team {
    /// `names` are those in the queue, all at work Monday to Friday from 9 to 17 in Berlin.
    pub async fn new(app: &TestApp, names: &[&str], settings: Value) -> Self {
        let workspace = app.key.post("/v4/workspace", json!({ "name": "Sales" })).await.created();
        let mut hosts = vec![];
        for name in names {
            hosts.push(id(&app.user(name, "Seller").await["userId"]));
        }
        let made = json!({ "name": "Intro", "duration": 30, "workspaceId": workspace["id"] });
        let made = app.key.post("/v4/meeting-type", made).await.created();
        let team = Self {
            workspace: id(&workspace["id"]),
            meeting_type: id(&made["id"]),
            queue: id(&made["queueId"]),
            hosts,
        };
        let users: Vec<Value> = team.hosts.iter().map(|host| json!({ "userId": host })).collect();
        team.change(app, json!({ "users": users })).await.ok();
        team.change(app, settings).await.ok();
        team
    }

    pub async fn change(&self, app: &TestApp, change: Value) -> Response {
        app.key.patch(&format!("/v4/queue/meeting-type/{}", self.meeting_type), change).await
    }

    pub fn request(&self, start: &str) -> Value {
        let mut body = request(&json!(self.meeting_type), start);
        body["queueId"] = json!(self.queue);
        body
    }

    async fn book(&self, app: &TestApp, start: &str) -> Value {
        app.key.post("/v4/booking", self.request(start)).await.created()
    }

    /// Who takes each of these starts, as places in `hosts`.
    async fn turns(&self, app: &TestApp, starts: &[&str]) -> Vec<usize> {
        let mut turns = vec![];
        for start in starts {
            turns.push(self.place(&self.book(app, start).await));
        }
        turns
    }

    fn place(&self, booked: &Value) -> usize {
        let host = id(&booked["hosts"][0]["id"]);
        self.hosts.iter().position(|other| *other == host).unwrap()
    }

    /// The times of that Tuesday, in UTC, that are listed.
    async fn offered(&self, client: &Client, more: &str) -> Vec<String> {
        let answer = client.get(&self.path(more)).await.ok();
        let slots = answer["availableSlots"].as_array().unwrap().iter();
        slots.map(|slot| slot["start"].as_str().unwrap()[11..16].to_owned()).collect()
    }

    fn path(&self, more: &str) -> String {
        let days = "start=2027-03-02&end=2027-03-02";
        format!(
            "/v4/booking-availability?meetingTypeId={}&queueId={}&{days}{more}",
            self.meeting_type, self.queue
        )
    }

    /// Lets one host work on Tuesdays from one hour to another only, in Berlin.
    async fn works(&self, app: &TestApp, host: usize, from: &str, to: &str) {
        let user = self.hosts[host];
        let schedule = app.key.as_user(user).get("/v4/availability").await.ok()[0]["id"].clone();
        let hours = json!([{ "dayOfWeek": "tuesday", "intervals": [{ "from": from, "to": to }] }]);
        let path = format!("/v4/availability/{}", id(&schedule));
        app.key.as_user(user).patch(&path, json!({ "schedule": hours })).await.ok();
    }

    pub async fn group(&self, app: &TestApp, members: &[usize]) -> Uuid {
        let made = json!({ "queueId": self.queue, "name": "Pair" });
        let group = id(&app.key.post("/v4/queue-user-group", made).await.created()["id"]);
        for member in members {
            let path = format!("/v4/queue-user-group/{group}");
            app.key.patch(&path, json!({ "userId": self.hosts[*member] })).await.ok();
        }
        group
    }
}

async fn appointment(app: &TestApp, booked: &Value) -> Value {
    app.key.get(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok()
}

on_both_engines! {
    async fn a_workspace_is_made_found_changed_and_deleted(app) {
        let made = app.key.post("/v4/workspace", json!({ "name": "Sälés" })).await.created();
        assert_eq!((&made["name"], &made["slug"]), (&json!("Sälés"), &json!("sales")));
        assert_eq!(made["companyId"], json!(app.company.company.id));
        // Slugs are of the installation.
        let theirs = app.foreign.key.post("/v4/workspace", json!({ "name": "Sales" })).await.created();
        assert_eq!(theirs["slug"], "sales-2");
        app.key.post("/v4/workspace", json!({ "name": "X", "slug": "Sales 2" })).await.refused(409, "slug-taken");
        app.key.post("/v4/workspace", json!({ "slug": "x" })).await.invalid("name", "required");
        app.key.post("/v4/workspace", json!({ "name": "" })).await.invalid("name", "too-short");
        app.key.post("/v4/workspace", json!({ "name": "X", "slug": "—" })).await.invalid("slug", "invalid-slug");

        let path = format!("/v4/workspace/{}", id(&made["id"]));
        app.set_now("2027-03-01T08:00:00Z");
        let changed = app.key.patch(&path, json!({ "name": "Support" })).await.ok();
        assert_eq!((&changed["name"], &changed["slug"]), (&json!("Support"), &json!("sales")));
        assert_eq!(changed["updatedAt"], "2027-03-01T08:00:00.000Z");
        assert_eq!(app.key.patch(&path, json!({ "slug": "support" })).await.ok()["slug"], "support");
        app.key.patch(&path, json!({ "slug": "sales-2" })).await.refused(409, "slug-taken");
        let second = app.key.post("/v4/workspace", json!({ "name": "Sales" })).await.created();
        assert_eq!(second["slug"], "sales");
        assert_eq!(app.key.get("/v4/workspace").await.ok(), json!([app.key.get(&path).await.ok(), second]));

        app.key.delete(&path).await.no_content();
        app.key.get(&path).await.refused(404, "not-found");
        app.key.delete(&path).await.refused(404, "not-found");
        app.key.patch(&path, json!({ "name": "X" })).await.refused(404, "not-found");
    }

    async fn everybody_sees_teams_and_administrators_change_them(app) {
        let team = Team::new(&app, &["Grace"], json!({})).await;
        let group = team.group(&app, &[0]).await;
        let token = app.token(team.hosts[0], &[]).await;
        let (workspace, queue) = (format!("/v4/workspace/{}", team.workspace), format!("/v4/queue/{}", team.queue));
        let (of, path) = (format!("/v4/queue/meeting-type/{}", team.meeting_type), format!("/v4/queue-user-group/{group}"));
        for seen in ["/v4/workspace", &workspace, &queue, &format!("{queue}/next"), &format!("/v4/queue/workspace/{}", team.workspace), &path] {
            token.get(seen).await.ok();
        }
        token.post("/v4/workspace", json!({ "name": "Mine" })).await.refused(403, "admin-required");
        token.patch(&workspace, json!({ "name": "Mine" })).await.refused(403, "admin-required");
        token.delete(&workspace).await.refused(403, "admin-required");
        token.patch(&of, json!({ "userId": app.owner_id() })).await.refused(403, "admin-required");
        token.post("/v4/queue-user-group", json!({ "queueId": team.queue, "name": "Mine" })).await.refused(403, "admin-required");
        token.patch(&path, json!({ "name": "Mine" })).await.refused(403, "admin-required");
        token.delete(&path).await.refused(403, "admin-required");
        let limited = app.token(app.owner_id(), &[Scope::Forms]).await;
        limited.get(&queue).await.refused(403, "missing-scope");
        limited.get("/v4/workspace").await.refused(403, "missing-scope");
    }

    async fn a_meeting_type_in_a_workspace_has_a_queue_that_begins_empty(app) {
        let workspace = app.key.post("/v4/workspace", json!({ "name": "Sales" })).await.created();
        let kind = json!({ "name": "Intro", "duration": 30, "workspaceId": workspace["id"] });
        let made = app.key.post("/v4/meeting-type", kind.clone()).await.created();
        assert_eq!(made["bookingUrl"], "https://book.example.com/team/sales/intro");
        let (of, queue) = (id(&made["id"]), id(&made["queueId"]));
        let told = app.key.get(&format!("/v4/queue/{queue}")).await.ok();
        for (field, value) in [
            ("id", json!(queue)), ("meetingTypeId", json!(of)), ("workspaceId", workspace["id"].clone()),
            ("companyId", json!(app.company.company.id)), ("type", json!("simpleRoundRobin")), ("maxLeadThreshold", json!(null)),
            ("distributionPeriod", json!("month")), ("prioritizeNearTermAvailability", json!(false)), ("users", json!([])), ("userGroups", json!([])),
        ] {
            assert_eq!(told[field], value, "{field}");
        }
        assert_eq!(app.key.get(&format!("/v4/queue/workspace/{}", id(&workspace["id"]))).await.ok(), json!([told]));
        let slots = app.key.get(&format!("/v4/booking-availability?meetingTypeId={of}&start=2027-03-02&end=2027-03-02")).await.ok();
        assert_eq!(slots["availableSlots"], json!([]));
        app.key.post("/v4/booking", request(&made["id"], TEN)).await.refused(400, "meeting-type-disabled");
        assert_eq!(app.key.get(&format!("/v4/queue/{queue}/next")).await.ok(), json!({ "nextHosts": [] }));

        // One of a team has its slug, whoever it belongs to.
        let grace = app.key.as_user(id(&app.user("Grace", "Hopper").await["userId"]));
        let numbered = grace.post("/v4/meeting-type", kind.clone()).await.created();
        assert_eq!(numbered["slug"], "intro-2");
        let other = format!("/v4/meeting-type/{}", id(&numbered["id"]));
        grace.patch(&other, json!({ "slug": "intro" })).await.refused(409, "slug-taken");
        app.key.delete(&format!("/v4/workspace/{}", id(&workspace["id"]))).await.refused(409, "workspace-in-use");

        let path = format!("/v4/meeting-type/{of}");
        app.key.patch(&path, json!({ "workspaceId": Uuid::now_v7() })).await.invalid("workspaceId", "invalid-id");
        app.key.post("/v4/meeting-type", json!({ "name": "X", "duration": 30, "workspaceId": Uuid::now_v7() })).await.invalid("workspaceId", "invalid-id");
        // It keeps its queue in another workspace, and loses it outside.
        let support = app.key.post("/v4/workspace", json!({ "name": "Support" })).await.created();
        let moved = app.key.patch(&path, json!({ "workspaceId": support["id"] })).await.ok();
        assert_eq!((&moved["queueId"], &moved["bookingUrl"]), (&json!(queue), &json!("https://book.example.com/team/support/intro")));
        grace.patch(&other, json!({ "slug": "intro" })).await.ok();
        let left = app.key.patch(&path, json!({ "workspaceId": null })).await.ok();
        assert_eq!((&left["queueId"], &left["bookingUrl"]), (&json!(null), &json!("https://book.example.com/ada-lovelace/intro")));
        app.key.get(&format!("/v4/queue/{queue}")).await.refused(404, "not-found");
        app.key.post("/v4/booking", request(&made["id"], TEN)).await.created();
        app.key.delete(&format!("/v4/workspace/{}", id(&support["id"]))).await.no_content();
    }

    async fn a_queue_is_changed_in_both_spellings(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        let [grace, hedy] = [team.hosts[0], team.hosts[1]];
        let told = team.change(&app, json!({
            "userCapacities": [{ "userId": grace, "capacity": 3 }], "userPriorities": [{ "userId": hedy, "priority": 2 }],
            "userCustomLinks": [{ "userId": hedy, "link": "https://meet.example/hedy" }], "type": "advancedRoundRobin",
            "maxLeadThreshold": 4, "distributionPeriod": "week", "prioritizeNearTermAvailability": true,
        })).await.ok();
        for (field, value) in [
            ("type", json!("advancedRoundRobin")), ("maxLeadThreshold", json!(4)), ("distributionPeriod", json!("week")),
            ("prioritizeNearTermAvailability", json!(true)), ("userIds", json!([grace, hedy])),
            ("userCapacities", json!([{ "userId": grace, "capacity": 3 }, { "userId": hedy, "capacity": 1 }])),
            ("userPriorities", json!([{ "userId": grace, "priority": 0 }, { "userId": hedy, "priority": 2 }])),
            ("userCustomLinks", json!([{ "userId": hedy, "link": "https://meet.example/hedy" }])),
        ] {
            assert_eq!(told[field], value, "{field}");
        }
        assert_eq!((&told["users"][0]["fullName"], &told["users"][0]["weight"]), (&json!("Grace Seller"), &json!(3)));
        assert_eq!(app.key.get(&format!("/v4/queue/{}", team.queue)).await.ok(), told);
        // The guide's form; who stays keeps what is known of them.
        let told = team.change(&app, json!({ "users": [{ "userId": hedy, "weight": 5 }, { "userId": app.owner_id() }], "maxLeadThreshold": null })).await.ok();
        assert_eq!((&told["userIds"], &told["maxLeadThreshold"]), (&json!([hedy, app.owner_id()]), &json!(null)));
        assert_eq!((&told["users"][0]["capacity"], &told["users"][0]["priority"]), (&json!(5), &json!(2)));
        // One joins, and leaves.
        assert_eq!(team.change(&app, json!({ "userId": grace })).await.ok()["userIds"], json!([hedy, app.owner_id(), grace]));
        assert_eq!(team.change(&app, json!({ "userId": hedy })).await.ok()["userIds"], json!([app.owner_id(), grace]));

        team.change(&app, json!({ "userCapacities": [{ "userId": hedy, "capacity": 1 }] })).await.invalid("userCapacities[0].userId", "invalid-id");
        team.change(&app, json!({ "userPriorities": [{ "userId": hedy, "priority": 1 }] })).await.invalid("userPriorities[0].userId", "invalid-id");
        team.change(&app, json!({ "userCapacities": [{ "userId": grace, "capacity": 0 }] })).await.invalid("userCapacities[0].capacity", "out-of-range");
        team.change(&app, json!({ "userCustomLinks": [{ "userId": grace, "link": "javascript:1" }] })).await.invalid("userCustomLinks[0].link", "invalid-url");
        team.change(&app, json!({ "maxLeadThreshold": 0 })).await.invalid("maxLeadThreshold", "out-of-range");
        team.change(&app, json!({ "type": "random" })).await.invalid("type", "invalid-value");
        team.change(&app, json!({ "distributionPeriod": "year" })).await.invalid("distributionPeriod", "invalid-value");
        team.change(&app, json!({ "userId": Uuid::now_v7() })).await.refused(404, "not-found");
        let plain = app.company.owner.meeting_type.id;
        app.key.patch(&format!("/v4/queue/meeting-type/{plain}"), json!({ "userId": grace })).await.refused(404, "not-found");
        app.key.delete(&format!("/v4/user/{grace}")).await.no_content();
        assert_eq!(app.key.get(&format!("/v4/queue/{}", team.queue)).await.ok()["userIds"], json!([app.owner_id()]));
    }

    async fn hosts_rotate_and_a_cancellation_gives_the_turn_back(app) {
        let team = Team::new(&app, &["Grace", "Hedy", "Ida"], json!({})).await;
        let turns = team.turns(&app, &["2027-03-02T08:00:00Z", "2027-03-02T09:00:00Z", "2027-03-02T10:00:00Z", "2027-03-02T11:00:00Z"]).await;
        assert_eq!(turns, [0, 1, 2, 0]);
        app.set_now("2027-03-01T08:00:00Z");
        let booked = team.book(&app, "2027-03-02T12:00:00Z").await;
        assert_eq!(team.place(&booked), 1);
        let told = appointment(&app, &booked).await;
        assert_eq!(told["queueId"], json!(team.queue));
        let reason = told["hostChoice"].as_str().unwrap();
        assert_eq!(reason, "equally due, first in the list; has 1 of 4 bookings with a weight of 1 of 3; of 3 members 0 not free");
        app.key.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        assert_eq!(team.turns(&app, &["2027-03-02T12:30:00Z", "2027-03-02T13:00:00Z"]).await, [1, 2]);
        let next = app.key.get(&format!("/v4/queue/{}/next", team.queue)).await.ok();
        let order: Vec<&Value> = next["nextHosts"].as_array().unwrap().iter().map(|host| &host["userId"]).collect();
        assert_eq!(order, [&json!(team.hosts[0]), &json!(team.hosts[1]), &json!(team.hosts[2])]);
        let first = &next["nextHosts"][0];
        assert_eq!((&first["bookings"], &first["capacity"], &first["groupId"]), (&json!(2), &json!(1), &json!(null)));
        assert_eq!((&first["lastBookedAt"], &first["nextFreeStart"]), (&json!("2027-03-01T07:00:00.000Z"), &json!("2027-03-01T08:00:00.000Z")));
    }

    async fn turns_are_kept_as_long_as_a_period_counts_them(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        app.app.keep_house().await.unwrap();
        let kept = async || {
            app.app.drain_jobs().await.unwrap();
            app.app.db().read(|c| c.one::<i64>("SELECT COUNT(*) FROM queue_turn", &[])).await.unwrap().unwrap()
        };
        team.turns(&app, &["2027-03-02T08:00:00Z", "2027-03-02T09:00:00Z", "2027-03-02T10:00:00Z"]).await;
        // The last moment of March in Berlin.
        app.set_now("2027-03-31T21:59:59Z");
        assert_eq!(kept().await, 3);
        let next = app.key.get(&format!("/v4/queue/{}/next", team.queue)).await.ok();
        let had: Vec<_> = next["nextHosts"].as_array().unwrap().iter().map(|host| host["bookings"].as_u64().unwrap()).collect();
        assert_eq!(had, [1, 2]);
        app.set_now("2027-04-03T08:00:00Z");
        assert_eq!(kept().await, 0);
        let booked = team.book(&app, "2027-04-05T08:00:00Z").await;
        assert_eq!((team.place(&booked), kept().await), (0, 1));
    }

    async fn who_is_busy_is_skipped_until_nobody_is_left(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        assert_eq!(team.turns(&app, &[TEN, TEN]).await, [0, 1]);
        let refused = app.key.post("/v4/booking", team.request(TEN)).await.refused(409, "slot-occupied");
        assert_eq!(refused["alternatives"].as_array().unwrap().len(), 3);
        assert!(!team.offered(&app.key, "").await.contains(&"09:00".to_owned()));
        // Without a queueId or hosts the meeting type's queue is meant.
        let booked = app.key.post("/v4/booking", request(&json!(team.meeting_type), "2027-03-02T10:00:00Z")).await.created();
        assert_eq!(appointment(&app, &booked).await["queueId"], json!(team.queue));
    }

    async fn many_at_once_get_a_host_each_or_hear_that_it_is_taken(app) {
        let team = Team::new(&app, &["Grace", "Hedy", "Ida"], json!({})).await;
        let second = app.second_node();
        let asked: Vec<_> = (0..12).map(|n| {
            let (client, body) = (if n % 2 == 0 { app.key.clone() } else { second.clone() }, team.request(TEN));
            tokio::spawn(async move { client.post("/v4/booking", body).await })
        }).collect();
        let mut hosts = vec![];
        for answer in asked {
            let answer = answer.await.unwrap();
            if answer.status == 201 {
                hosts.push(id(&answer.created()["hosts"][0]["id"]));
            } else {
                answer.refused(409, "slot-occupied");
            }
        }
        hosts.sort();
        let mut all = team.hosts.clone();
        all.sort();
        assert_eq!(hosts, all);
    }

    async fn priorities_go_first_and_weights_are_kept_to(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        team.change(&app, json!({ "userCapacities": [{ "userId": team.hosts[1], "capacity": 3 }] })).await.ok();
        let starts = ["2027-03-02T08:00:00Z", "2027-03-02T08:30:00Z", "2027-03-02T09:00:00Z", "2027-03-02T09:30:00Z"];
        let turns = team.turns(&app, &starts).await;
        assert_eq!(turns.iter().filter(|turn| **turn == 1).count(), 3, "{turns:?}");
        team.change(&app, json!({ "userPriorities": [{ "userId": team.hosts[0], "priority": 1 }] })).await.ok();
        assert_eq!(team.turns(&app, &["2027-03-02T10:00:00Z", "2027-03-02T10:30:00Z", "2027-03-02T10:30:00Z"]).await, [0, 0, 1]);
    }

    async fn equal_distribution_offers_those_with_the_fewest_bookings_of_the_period(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({ "type": "equalDistribution" })).await;
        team.works(&app, 0, "09:00", "11:00").await;
        team.works(&app, 1, "10:30", "12:00").await;
        let (graces, hedys) = (["08:00", "08:30", "09:00"], ["09:30", "10:00", "10:30"]);
        let both = [&graces[..], &hedys[..]].concat();
        assert_eq!(team.offered(&app.key, "").await, both);
        let booked = team.book(&app, "2027-03-02T08:00:00Z").await;
        assert_eq!(team.place(&booked), 0);
        // Now it is Hedy's turn, at her times only.
        assert_eq!(team.offered(&app.key, "").await, hedys);
        let refused = app.key.post("/v4/booking", team.request("2027-03-02T08:30:00Z")).await.refused(400, "share-reached");
        assert_eq!(refused["alternatives"][0], "2027-03-02T09:30:00.000Z");
        let told = app.key.get(&team.path("&troubleshoot=true")).await.ok();
        let spots = told["dates"][0]["spots"].as_array().unwrap();
        let spot = |at: &str| spots.iter().find(|spot| spot["startTime"] == json!(format!("2027-03-02T{at}:00.000Z"))).unwrap();
        assert!(spot("09:30")["hostChoice"].as_str().unwrap().starts_with("Hedy Seller: the only one who can take it"), "{told}");
        let types = |at: &str| spot(at)["unavailabilityEvents"].as_array().unwrap().iter().map(|e| e["type"].clone()).collect::<Vec<_>>();
        assert!(types("08:30").contains(&json!("share-reached")), "{told}");
        assert!(types("08:00").contains(&json!("appointment")), "{told}");

        app.key.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        assert_eq!(team.offered(&app.key, "").await, both);
        team.book(&app, "2027-03-02T08:00:00Z").await;
        // A lead of one is allowed where the threshold is two.
        team.change(&app, json!({ "maxLeadThreshold": 2 })).await.ok();
        assert_eq!(team.offered(&app.key, "").await, both[1..]);
        team.change(&app, json!({ "maxLeadThreshold": null, "distributionPeriod": "day" })).await.ok();
        assert_eq!(team.offered(&app.key, "").await, hedys);
        // Tomorrow everything counts anew; midnight is Berlin's.
        app.set_now("2027-03-01T22:59:00Z");
        assert_eq!(team.offered(&app.key, "").await, hedys);
        app.set_now("2027-03-01T23:00:00Z");
        assert_eq!(team.offered(&app.key, "").await, both[1..]);
    }

    async fn who_has_no_free_start_holds_nobody_up_and_near_starts_may_win(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({ "type": "equalDistribution" })).await;
        assert_eq!(team.turns(&app, &[TEN]).await, [0]);
        let schedule = app.key.as_user(team.hosts[1]).get("/v4/availability").await.ok()[0]["id"].clone();
        let path = format!("/v4/availability/{}", id(&schedule));
        let hours = |exceptions: Value| json!({ "schedule": [], "exceptions": exceptions });
        app.key.as_user(team.hosts[1]).patch(&path, hours(json!([]))).await.ok();
        assert_eq!(team.offered(&app.key, "").await.len(), 15);
        // Hedy works on one far day only: it is her turn then, and Grace is hidden until there.
        let far = json!([{ "available": true, "start": "2027-03-30T09:00:00", "end": "2027-03-30T17:00:00" }]);
        app.key.as_user(team.hosts[1]).patch(&path, hours(far)).await.ok();
        assert_eq!(team.offered(&app.key, "").await, [""; 0]);
        team.change(&app, json!({ "prioritizeNearTermAvailability": true })).await.ok();
        assert_eq!(team.offered(&app.key, "").await.len(), 15);
    }

    async fn a_group_takes_its_turn_together(app) {
        let team = Team::new(&app, &["Grace", "Hedy", "Ida"], json!({})).await;
        let group = team.group(&app, &[1, 2]).await;
        let path = format!("/v4/queue-user-group/{group}");
        let told = app.key.patch(&path, json!({ "mainGroupHostId": team.hosts[2], "capacity": 2, "name": "Duo" })).await.ok();
        for (field, value) in [
            ("name", json!("Duo")), ("capacity", json!(2)), ("queueId", json!(team.queue)), ("userIds", json!([team.hosts[1], team.hosts[2]])),
            ("mainGroupHostId", json!(team.hosts[2])), ("deletedAt", json!(null)),
        ] {
            assert_eq!(told[field], value, "{field}");
        }
        assert_eq!(told["mainGroupHost"]["fullName"], "Ida Seller");
        assert_eq!(app.key.get(&path).await.ok(), told);
        assert_eq!(app.key.get(&format!("/v4/queue/{}", team.queue)).await.ok()["userGroups"], json!([told]));
        // The single members leave the queue to the group.
        team.change(&app, json!({ "users": [] })).await.ok();
        let booked = team.book(&app, TEN).await;
        let hosts: Vec<Uuid> = booked["hosts"].as_array().unwrap().iter().map(|host| id(&host["id"])).collect();
        assert_eq!(hosts, [team.hosts[2], team.hosts[1]]);
        // One of them is busy: the group is.
        let mut alone = team.request("2027-03-02T10:00:00Z");
        alone["hostIds"] = json!([team.hosts[1]]);
        alone.as_object_mut().unwrap().remove("queueId");
        app.key.post("/v4/booking", alone).await.created();
        app.key.post("/v4/booking", team.request("2027-03-02T10:00:00Z")).await.refused(409, "slot-occupied");
        let offered = team.offered(&app.key, "").await;
        assert!(!offered.contains(&"09:00".to_owned()) && !offered.contains(&"10:00".to_owned()), "{offered:?}");
        let next = app.key.get(&format!("/v4/queue/{}/next", team.queue)).await.ok();
        assert_eq!((&next["nextHosts"][0]["groupId"], &next["nextHosts"][0]["bookings"]), (&json!(group), &json!(1)));

        app.key.patch(&path, json!({ "mainGroupHostId": team.hosts[0] })).await.invalid("mainGroupHostId", "invalid-id");
        app.key.patch(&path, json!({ "capacity": 0 })).await.invalid("capacity", "out-of-range");
        app.key.patch(&path, json!({ "userId": Uuid::now_v7() })).await.refused(404, "not-found");
        app.key.post("/v4/queue-user-group", json!({ "queueId": Uuid::now_v7(), "name": "X" })).await.refused(404, "not-found");
        app.key.post("/v4/queue-user-group", json!({ "name": "X" })).await.invalid("queueId", "required");
        // Who leads and leaves leads no more.
        assert_eq!(app.key.patch(&path, json!({ "userId": team.hosts[2] })).await.ok()["mainGroupHostId"], json!(null));
        app.key.delete(&path).await.no_content();
        app.key.get(&path).await.refused(404, "not-found");
        app.key.delete(&path).await.refused(404, "not-found");
    }

    async fn a_collective_queue_needs_everybody(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({ "type": "collective" })).await;
        team.works(&app, 0, "09:00", "11:00").await;
        team.works(&app, 1, "10:00", "12:00").await;
        assert_eq!(team.offered(&app.key, "").await, ["09:00", "09:30"]);
        let booked = team.book(&app, TEN).await;
        assert_eq!(booked["hosts"].as_array().unwrap().len(), 2);
        assert_eq!(team.offered(&app.key, "").await, ["09:30"]);
        app.key.post("/v4/booking", team.request("2027-03-02T08:00:00Z")).await.refused(400, "outside-working-hours");
        // The same for once, of any queue.
        team.change(&app, json!({ "type": "simpleRoundRobin" })).await.ok();
        assert_eq!(team.offered(&app.key, "&calculationMethod=everyone").await, ["09:30"]);
    }

    async fn a_host_is_asked_for_by_name_and_has_had_a_turn(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        let mut named = request(&json!(team.meeting_type), TEN);
        named["hostIds"] = json!([team.hosts[0]]);
        assert_eq!(team.place(&app.key.post("/v4/booking", named.clone()).await.created()), 0);
        app.key.post("/v4/booking", named).await.refused(409, "slot-occupied");
        assert_eq!(team.turns(&app, &["2027-03-02T10:00:00Z"]).await, [1]);
        // With both, the queue chooses among those who are named.
        let mut both = team.request("2027-03-02T11:00:00Z");
        both["hostIds"] = json!([team.hosts[1]]);
        assert_eq!(team.place(&app.key.post("/v4/booking", both.clone()).await.created()), 1);
        assert_eq!(team.offered(&app.key, &format!("&hostIds={}", team.hosts[1])).await.len(), 14);
        both["hostIds"] = json!([app.owner_id()]);
        app.key.post("/v4/booking", both).await.refused(404, "not-found");
        let mut other = team.request(TEN);
        other["queueId"] = json!(Uuid::now_v7());
        app.key.post("/v4/booking", other).await.refused(404, "not-found");
        let mut plain = request(&json!(app.company.owner.meeting_type.id.0), TEN);
        plain["queueId"] = json!(team.queue);
        app.key.post("/v4/booking", plain).await.refused(404, "not-found");
    }

    async fn a_booking_that_waits_has_a_turn_and_tells_why(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        let asks = json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } });
        app.key.patch(&format!("/v4/meeting-type/{}", team.meeting_type), asks).await.ok();
        let hold = async |start: &str| id(&app.key.post("/v4/booking", team.request(start)).await.created()["provisionalBookingId"]);
        let (first, second) = (hold("2027-03-02T08:00:00Z").await, hold("2027-03-02T09:00:00Z").await);
        let info = async |held: Uuid| {
            let list = app.key.get("/v4/provisional-booking/paginated").await.ok();
            list["provisionalBookings"].as_array().unwrap().iter().find(|b| b["id"] == json!(held)).unwrap()["queueBookingInfo"].clone()
        };
        assert_eq!(info(first).await["userIds"], json!([team.hosts[0]]));
        let told = info(second).await;
        assert_eq!((&told["userIds"], &told["queueId"], &told["groupId"]), (&json!([team.hosts[1]]), &json!(team.queue), &json!(null)));
        let confirmed = app.key.post(&format!("/v4/provisional-booking/{second}/confirm"), json!({})).await.created();
        assert_eq!((&confirmed["hostChoice"], &confirmed["queueId"]), (&told["selectionReason"], &json!(team.queue)));
        // Declined, the first one gives its turn back.
        app.key.post(&format!("/v4/provisional-booking/{first}/decline"), json!({})).await.created();
        let third = hold("2027-03-02T10:00:00Z").await;
        assert_eq!(info(third).await["userIds"], json!([team.hosts[0]]));
    }

    async fn past_the_rules_the_turn_still_goes_around(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({ "type": "equalDistribution" })).await;
        let mut forced = team.request("2027-03-06T22:10:00Z");
        forced["ignoreAvailability"] = json!(true);
        let mut turns = vec![];
        for _ in 0..3 {
            turns.push(team.place(&app.key.post("/v4/booking", forced.clone()).await.created()));
        }
        assert_eq!(turns, [0, 1, 0]);
    }

    async fn a_member_may_meet_at_a_place_of_their_own(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        let link = json!({ "meetingInfo": { "channel": "custom", "customChannelLink": "https://meet.example/all" } });
        app.key.patch(&format!("/v4/meeting-type/{}", team.meeting_type), link).await.ok();
        team.change(&app, json!({ "userCustomLinks": [{ "userId": team.hosts[1], "link": "https://meet.example/hedy" }] })).await.ok();
        assert_eq!(team.book(&app, TEN).await["meetingLink"], "https://meet.example/all");
        assert_eq!(team.book(&app, TEN).await["meetingLink"], "https://meet.example/hedy");
    }

    async fn every_node_knows_who_is_in_a_queue(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        team.works(&app, 0, "09:00", "10:00").await;
        team.works(&app, 1, "11:00", "12:00").await;
        let nodes = [app.key.clone(), app.second_node()];
        let change = format!("/v4/queue/meeting-type/{}", team.meeting_type);
        for (one, other) in [(&nodes[0], &nodes[1]), (&nodes[1], &nodes[0])] {
            assert_eq!(team.offered(one, "").await, ["08:00", "08:30", "10:00", "10:30"]);
            assert_eq!(team.offered(other, "").await, ["08:00", "08:30", "10:00", "10:30"]);
            one.patch(&change, json!({ "userId": team.hosts[1] })).await.ok();
            assert_eq!(team.offered(other, "").await, ["08:00", "08:30"]);
            other.post("/v4/booking", team.request("2027-03-02T10:00:00Z")).await.refused(400, "outside-working-hours");
            other.patch(&change, json!({ "userId": team.hosts[1] })).await.ok();
            // Who has just joined is locked like everybody else.
            let booked = one.post("/v4/booking", team.request("2027-03-02T10:00:00Z")).await.created();
            assert_eq!(team.place(&booked), 1);
            assert_eq!(team.offered(other, "").await, ["08:00", "08:30", "10:30"]);
            one.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        }
    }

    async fn what_a_queue_offers_can_be_booked_and_nothing_else(app) {
        let team = Team::new(&app, &["Grace", "Hedy", "Ida"], json!({ "type": "advancedRoundRobin", "maxLeadThreshold": 2 })).await;
        team.works(&app, 0, "09:00", "14:00").await;
        team.works(&app, 1, "10:00", "12:00").await;
        team.works(&app, 2, "12:30", "17:00").await;
        team.group(&app, &[0, 1]).await;
        let all: Vec<String> = (16..32).map(|half| format!("{:02}:{:02}", half / 2, half % 2 * 30)).collect();
        for round in 0..all.len() {
            let offered = team.offered(&app.key, "").await;
            for at in &all {
                let start = format!("2027-03-02T{at}:00Z");
                let answer = app.key.post("/v4/booking", team.request(&start)).await;
                assert_eq!(answer.status == 201, offered.contains(at), "round {round}: {at} of {offered:?}: {}", answer.text);
                if answer.status == 201 {
                    // As if it had not been: the turn is given back.
                    app.key.delete(&format!("/v4/appointment/{}", id(&answer.json()["id"]))).await.ok();
                }
            }
            let Some(at) = offered.get(round % offered.len().max(1)) else { break };
            team.book(&app, &format!("2027-03-02T{at}:00Z")).await;
        }
    }
}
