//! Places that must not be reached, and the proof that they are not: the receivers count their connections.

use super::*;

/// Ways to write, or lead to, addresses that are not public. `PORT` is where the receivers listen.
const BAD: &[&str] = &[
    // this very machine
    "https://127.0.0.1:PORT/",
    "https://127.0.0.1.:PORT/",
    "https://127.1:PORT/",
    "https://127.0.1:PORT/",
    "https://127.255.255.254:PORT/",
    "https://2130706433:PORT/",
    "https://0x7f000001:PORT/",
    "https://0x7f.0.0.1:PORT/",
    "https://0X7F.0x0.0X0.0x1:PORT/",
    "https://0177.0.0.1:PORT/",
    "https://017700000001:PORT/",
    "https://0177.0x0.0.01:PORT/",
    "https://127.0.0.0x1:PORT/",
    "https://%31%32%37.0.0.1:PORT/",
    "https://127%2E0%2E0%2E1:PORT/",
    "https://１２７.０.０.１:PORT/",
    "https://①②⑦.⓪.⓪.①:PORT/",
    "https://127。0。0。1:PORT/",
    "https://0:PORT/",
    "https://0.0.0.0:PORT/",
    "https://0x0:PORT/",
    "https://localhost:PORT/",
    "https://LOCALHOST:PORT/",
    "https://localhost.:PORT/",
    "https://ｌｏｃａｌｈｏｓｔ:PORT/",
    "https://anything.localhost:PORT/",
    "https://[::1]:PORT/",
    "https://[0:0:0:0:0:0:0:1]:PORT/",
    "https://[0000::0001]:PORT/",
    "https://[::]:PORT/",
    "https://[::ffff:127.0.0.1]:PORT/",
    "https://[::ffff:7f00:1]:PORT/",
    "https://[0:0:0:0:0:ffff:127.0.0.1]:PORT/",
    "https://[::127.0.0.1]:PORT/",
    "https://[64:ff9b::127.0.0.1]:PORT/",
    "https://[64:ff9b:1::7f00:1]:PORT/",
    "https://[2002:7f00:1::]:PORT/",
    "https://[::1%25lo]:PORT/",
    "https://[::1%lo]:PORT/",
    "https://[fe80::1%251]:PORT/",
    "https://[2001:0:7f00:1::]:PORT/",
    "https://[::ffff:0:127.0.0.1]:PORT/",
    "https://[v1.127.0.0.1]:PORT/",
    "https://0x7f000001.:PORT/",
    "https://127.0.0.1%00.example.com:PORT/",
    "https://127.0.0.1%2f@example.com:PORT/",
    "https://1\u{ad}27.0.0.1:PORT/",
    "https://xn--localhost-:PORT/",
    // the network around it
    "https://10.0.0.1:PORT/",
    "https://167772161:PORT/",
    "https://012.0.0.1:PORT/",
    "https://172.16.0.1:PORT/",
    "https://172.31.255.255:PORT/",
    "https://192.168.0.1:PORT/",
    "https://0xc0a80001:PORT/",
    "https://100.64.0.1:PORT/",
    "https://[::ffff:10.0.0.1]:PORT/",
    "https://[64:ff9b::192.168.0.1]:PORT/",
    "https://[fc00::1]:PORT/",
    "https://[fd12:3456:789a::1]:PORT/",
    "https://[fe80::1]:PORT/",
    "https://[fec0::1]:PORT/",
    "https://router/",
    "https://printer.local:PORT/",
    "https://nas.home.arpa:PORT/",
    // cloud metadata
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/latest/meta-data/",
    "https://0xa9fea9fe/latest/meta-data/",
    "https://[::ffff:a9fe:a9fe]/latest/meta-data/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://100.100.100.200/latest/meta-data/",
    "https://192.0.0.192/opc/v2/instance/",
    "https://168.63.129.16/metadata/",
    // places nothing is served from
    "https://192.0.2.1:PORT/",
    "https://198.51.100.1:PORT/",
    "https://203.0.113.1:PORT/",
    "https://198.18.0.1:PORT/",
    "https://192.88.99.1:PORT/",
    "https://224.0.0.1:PORT/",
    "https://239.255.255.250:PORT/",
    "https://240.0.0.1:PORT/",
    "https://255.255.255.255:PORT/",
    "https://[100::1]:PORT/",
    "https://[2001::1]:PORT/",
    "https://[2001:db8::1]:PORT/",
    "https://[3fff::1]:PORT/",
    "https://[5f00::1]:PORT/",
    "https://[ff02::1]:PORT/",
    "https://[4000::1]:PORT/",
    // ways to hide the host, and other ways of speaking
    "https://example.com@127.0.0.1:PORT/",
    "https://127.0.0.1:PORT@example.com/",
    "https://example.com\\@127.0.0.1:PORT/",
    "https:\\\\127.0.0.1:PORT/",
    "https:127.0.0.1:PORT/",
    "https:////127.0.0.1:PORT/",
    "https://127.0.0.1\t:PORT/",
    "\nhttps://127.0.0.1:PORT/",
    "//127.0.0.1:PORT/",
    "http://127.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://[::1]:PORT/",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_POST",
    "file:///etc/passwd",
    "dict://127.0.0.1:PORT/",
    "ws://127.0.0.1:PORT/",
];

#[tokio::test]
async fn no_bad_address_is_saved_or_reached() {
    let v4 = Receiver::answering(OK);
    let v6 = v4.twin("::1".parse().unwrap());
    let outbound = outbound("");
    for bad in BAD {
        let url = bad.replace("PORT", &v4.address.port().to_string());
        let saved = outbound.check_url(&url);
        assert!(matches!(saved, Err(OutboundError::Refused { .. })), "{url}: {saved:?}");
        let sent = post(&outbound, &url).await;
        assert!(matches!(sent, Err(OutboundError::Refused { .. })), "{url}: {sent:?}");
    }
    assert_eq!(v4.connections(), 0);
    assert_eq!(v6.map_or(0, |v6| v6.connections()), 0);
}

/// Past the first two layers, the client itself: the system's answer for `localhost` is dropped.
#[tokio::test]
async fn the_system_s_own_private_answer_is_dropped_when_connecting() {
    let receiver = Receiver::answering(OK);
    let client = |allow: &str| outbound(allow).secure;
    let url = receiver.url("localhost").replace("http:", "https:");
    let error = client("").post(&url).send().await.unwrap_err();
    let error = OutboundError::from_client(error, Duration::ZERO);
    assert!(is_refused(&error, &Refusal::Address { range: "loopback" }), "{error:?}");
    assert_eq!(receiver.connections(), 0);

    // The same name is reached where the operator allows it.
    let answer = post(&outbound("127.0.0.0/8"), &receiver.url("localhost")).await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(receiver.connections(), 1);
}

#[tokio::test]
async fn a_name_that_turns_private_after_the_check_is_refused() {
    let receiver = Receiver::answering(OK);
    let port = receiver.address.port();
    for (answers, range) in [
        (vec!["127.0.0.1"], "loopback"),
        (vec!["::1", "127.0.0.1"], "loopback"),
        (vec!["::ffff:127.0.0.1"], "loopback"),
        (vec!["0.0.0.0"], "this network"),
        (vec!["10.0.0.1", "192.168.0.1"], "private"),
        (vec!["169.254.169.254"], "link-local"),
        (vec!["64:ff9b::7f00:1"], "loopback"),
    ] {
        let outbound = resolving(policy(""), Answers::of(&answers));
        let url = format!("https://hooks.example.com:{port}/");
        assert!(outbound.check_url(&url).is_ok());
        let error = post(&outbound, &url).await.unwrap_err();
        assert!(is_refused(&error, &Refusal::Address { range }), "{answers:?}: {error:?}");
    }
    assert_eq!(receiver.connections(), 0);
}

/// The name is public at the first look-up and private at every later one, as a rebinding server answers.
#[tokio::test]
async fn a_name_that_is_rebound_between_two_uses_is_refused() {
    let receiver = Receiver::answering(OK);
    let source = Rebinding {
        first: "192.0.0.9".parse().unwrap(),
        then: "127.0.0.1".parse().unwrap(),
        asked: 0.into(),
    };
    // The first answer is reachable by this policy, so that the name has been used before it is rebound.
    let policy = OutboundPolicy { timeout: Duration::from_secs(2), ..policy("192.0.0.9") };
    let outbound = Outbound::with_outside(policy, Arc::new(source), web_roots());
    let url = format!("https://hooks.example.com:{}/", receiver.address.port());
    let first = post(&outbound, &url).await.unwrap_err();
    assert!(!matches!(first, OutboundError::Refused { .. }), "{first:?}");
    for _ in 0..3 {
        let error = post(&outbound, &url).await.unwrap_err();
        assert!(is_refused(&error, &Refusal::Address { range: "loopback" }), "{error:?}");
    }
    assert_eq!(receiver.connections(), 0);
}

struct Rebinding {
    first: IpAddr,
    then: IpAddr,
    asked: AtomicUsize,
}

impl Resolve for Rebinding {
    fn resolve(&self, _: Name) -> Resolving {
        let ip = if self.asked.fetch_add(1, Ordering::Relaxed) == 0 { self.first } else { self.then };
        Box::pin(async move { Ok(Box::new(std::iter::once(SocketAddr::new(ip, 0))) as Addrs) })
    }
}

#[tokio::test]
async fn of_a_mixed_answer_only_what_is_allowed_is_reached() {
    let forbidden = Receiver::answering(OK);
    let allowed = forbidden.twin("127.0.0.2".parse().unwrap()).expect("all of 127/8 is ours");
    let answers = Answers::of(&["127.0.0.1", "8.8.8.8", "127.0.0.2"]);
    let outbound = resolving(policy("127.0.0.2"), answers);
    let answer = post(&outbound, &allowed.url("hooks.internal")).await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!((forbidden.connections(), allowed.connections()), (0, 1));
}

#[tokio::test]
async fn plain_http_to_an_internal_name_that_is_public_is_refused() {
    let outbound = resolving(policy("127.0.0.1"), Answers::of(&["8.8.8.8"]));
    let error = post(&outbound, "http://hooks.internal/").await.unwrap_err();
    assert!(is_refused(&error, &Refusal::PlainHttp), "{error:?}");
}

#[tokio::test]
async fn a_name_without_an_answer_is_a_failed_connection() {
    let outbound = resolving(policy(""), Answers::of(&[]));
    let error = post(&outbound, "https://hooks.example.com/").await.unwrap_err();
    assert!(matches!(error, OutboundError::Connect { .. }), "{error:?}");
}

/// The environment can only be set for another process: this test runs itself again, as one that has proxies.
#[test]
fn proxies_of_the_environment_are_not_used() {
    const INNER: &str = "SLATED_TEST_RECEIVER";
    if let Ok(url) = std::env::var(INNER) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answer = runtime.block_on(post(&outbound("127.0.0.1"), &url)).unwrap();
        assert_eq!(answer.status, 200);
        return;
    }
    let (receiver, proxy) = (Receiver::answering(OK), Receiver::answering(OK));
    let mut inner = std::process::Command::new(std::env::current_exe().unwrap());
    inner.args(["--exact", "outbound::tests::guard::proxies_of_the_environment_are_not_used"]);
    inner.env(INNER, receiver.url("127.0.0.1"));
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        inner.env(name, proxy.url("127.0.0.1"));
    }
    inner.env_remove("no_proxy").env_remove("NO_PROXY");
    let output = inner.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!((receiver.requests().len(), proxy.connections()), (1, 0));
}

fn resolving(policy: OutboundPolicy, answers: Answers) -> Outbound {
    Outbound::with_outside(policy, Arc::new(answers), web_roots())
}

fn is_refused(error: &OutboundError, expected: &Refusal) -> bool {
    matches!(error, OutboundError::Refused { reason } if reason == expected)
}
