//! How many calls an endpoint gets at once, and how long it has to answer. In real time, at real receivers.

use std::time::{Duration, Instant};

use serde_json::Value;
use slated_app::jobs::worker::Worker;
use tokio::sync::oneshot;

use crate::{
    delivery::{book, drain, jobs, listen, start},
    receiver::{Receiver, slow, status},
    support::{TestApp, id},
};

/// A worker until the sender is dropped.
fn work(app: &TestApp) -> (oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let (stop, stopped) = oneshot::channel();
    let worker = Worker::run(app.app.clone(), async { stopped.await.unwrap_or(()) });
    (stop, tokio::spawn(worker))
}

/// Long enough for a mistake to show: a slow machine shows less of one, and nothing that is none.
async fn a_while() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

on_both_engines! {
    async fn a_healthy_endpoint_has_thirty_two_calls_at_once(app) {
        let receiver = Receiver::start().await;
        receiver.hold();
        listen(&app, &receiver).await;
        for n in 0..60 {
            book(&app, &start(n)).await;
        }
        let (stop, worker) = work(&app);
        receiver.wait_until_asked(32).await;
        a_while().await;
        assert_eq!(receiver.most_at_once(), 32);
        receiver.let_all_go();
        receiver.wait_for(60).await;
        assert!(receiver.most_at_once() <= 32);
        drop(stop);
        worker.await.unwrap();
    }

    async fn one_that_fails_has_two_until_it_takes_something(app) {
        let receiver = Receiver::start().await;
        receiver.answer(vec![status(500); 21]);
        listen(&app, &receiver).await;
        let (stop, worker) = work(&app);
        book(&app, &start(0)).await;
        receiver.wait_for(1).await;
        // Until the worker has noted it.
        while app.key.get("/webhooks").await.ok()[0]["failingSince"] == Value::Null {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        receiver.most_at_once();
        receiver.hold();
        for n in 1..21 {
            book(&app, &start(n)).await;
        }
        receiver.wait_until_asked(2).await;
        a_while().await;
        assert_eq!(receiver.most_at_once(), 2);
        receiver.let_go(20);
        receiver.wait_for(21).await;
        assert_eq!(receiver.most_at_once(), 2);
        // The first that it takes gives it its full share again.
        for n in 21..41 {
            book(&app, &start(n)).await;
        }
        receiver.wait_until_asked(2).await;
        receiver.let_go(1);
        receiver.wait_until_asked(19).await;
        receiver.let_all_go();
        receiver.wait_for(41).await;
        drop(stop);
        worker.await.unwrap();
    }

    async fn fifteen_seconds_are_the_time_to_answer(app) {
        let receiver = Receiver::start().await;
        receiver.answer([slow(60_000)]);
        let (webhook, _) = listen(&app, &receiver).await;
        book(&app, &start(0)).await;
        let asked = Instant::now();
        assert_eq!(drain(&app).await, 1);
        assert!((14_900..40_000).contains(&asked.elapsed().as_millis()), "{:?}", asked.elapsed());
        let log = app.key.get(&format!("/webhooks/{webhook}/deliveries")).await.ok();
        let attempt = &log["deliveries"][0];
        assert_eq!(attempt["responseStatus"], Value::Null);
        let detail = app.key.get(&format!("/webhooks/deliveries/{}", id(&attempt["id"]))).await.ok();
        assert!(detail["error"].as_str().unwrap().starts_with("no answer within 15"), "{detail}");
        assert_eq!(jobs(&app).await, (1, 0), "it is tried again");
    }
}
