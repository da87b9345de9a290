//! Who may depend on whom, and on what.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

use super::{assert_none, root};

/// What one room may and may not be built on. Development dependencies are not counted.
struct Room {
    name: &'static str,
    /// The other rooms it may see.
    rooms: &'static [&'static str],
    /// The only crates from outside it may name; nothing said where empty.
    only: &'static [&'static str],
    /// Crates it may not name.
    never: &'static [&'static str],
    /// Crates that may not even be reached through others.
    never_reached: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room { name: "slated-engine", rooms: &[], only: &["jiff"], never: &[], never_reached: &[] },
    Room {
        name: "slated-store",
        rooms: &["slated-engine"],
        only: &[],
        never: &["lettre", "metrics", "url", "utoipa"],
        never_reached: &["askama", "axum", "hyper", "reqwest", "tower-http"],
    },
    Room {
        name: "slated-integrations",
        rooms: &[],
        only: &[],
        never: &["axum", "utoipa"],
        never_reached: &["libsqlite3-sys", "postgres", "postgres-protocol", "rusqlite", "tokio-postgres"],
    },
    Room {
        name: "slated-app",
        rooms: &["slated-engine", "slated-integrations", "slated-store"],
        only: &[],
        never: &[
            "askama",
            "axum",
            "http",
            "hyper",
            "lettre",
            "postgres",
            "postgres-protocol",
            "reqwest",
            "rusqlite",
            "tokio-postgres",
            "tower-http",
            "utoipa",
        ],
        never_reached: &["axum"],
    },
    Room {
        name: "slated-http",
        rooms: &["slated-app", "slated-engine", "slated-store"],
        only: &[],
        never: &["lettre", "postgres", "postgres-protocol", "reqwest", "rusqlite", "tokio-postgres"],
        never_reached: &[],
    },
    Room {
        name: "slated",
        rooms: &["slated-app", "slated-engine", "slated-http", "slated-integrations", "slated-store"],
        only: &[],
        never: &["postgres", "postgres-protocol", "rusqlite", "tokio-postgres"],
        never_reached: &[],
    },
];

/// Crates that may not be in the product at all: one TLS provider, no system libraries, one clock of dates.
const NOWHERE: &[&str] = &["aws-lc-rs", "aws-lc-sys", "native-tls", "openssl", "openssl-sys", "sqlx"];

/// Crates that none of our rooms names, though a dependency may bring them.
const NEVER_OURS: &[&str] = &["chrono", "time"];

/// Crates that may be there in one version only.
const ONCE: &[&str] = &["jiff", "libsqlite3-sys", "ring", "rusqlite", "rustls"];

#[test]
fn rooms_depend_only_on_what_they_may() {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let graph = Graph::read(&serde_json::from_slice(&output.stdout).unwrap());
    for room in ROOMS {
        assert!(graph.ids.contains_key(room.name), "{} is not in the workspace", room.name);
    }
    assert_none(&graph.violations());
}

/// Crates and their ordinary (and build) dependencies.
struct Graph {
    /// Name → the ids of its versions.
    ids: BTreeMap<String, Vec<String>>,
    names: BTreeMap<String, String>,
    dependencies: BTreeMap<String, Vec<String>>,
    members: BTreeSet<String>,
}

impl Graph {
    fn read(metadata: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut graph = Self {
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            dependencies: BTreeMap::new(),
            members: metadata["workspace_members"].as_array().unwrap().iter().map(text).collect(),
        };
        for package in metadata["packages"].as_array().unwrap() {
            let (name, id) = (text(&package["name"]), text(&package["id"]));
            graph.ids.entry(name.clone()).or_default().push(id.clone());
            graph.names.insert(id, name);
        }
        for node in metadata["resolve"]["nodes"].as_array().unwrap() {
            let shipped = |dependency: &&Value| {
                dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != json!("dev"))
            };
            let dependencies = node["deps"].as_array().unwrap().iter().filter(shipped);
            graph.dependencies.insert(text(&node["id"]), dependencies.map(|one| text(&one["pkg"])).collect());
        }
        graph
    }

    fn violations(&self) -> Vec<String> {
        let mut found = Vec::new();
        for room in ROOMS {
            let Some(id) = self.ids.get(room.name).and_then(|ids| ids.first()) else { continue };
            let name = room.name;
            for dependency in &self.dependencies[id] {
                let crate_name = self.names[dependency].as_str();
                if self.members.contains(dependency) {
                    if !room.rooms.contains(&crate_name) {
                        found.push(format!("{name} may not see {crate_name}"));
                    }
                } else if (!room.only.is_empty() && !room.only.contains(&crate_name))
                    || room.never.contains(&crate_name)
                    || room.never_reached.contains(&crate_name)
                    || NEVER_OURS.contains(&crate_name)
                {
                    found.push(format!("{name} may not depend on {crate_name}"));
                }
            }
            for reached in self.reached_from(id) {
                let crate_name = self.names[&reached].as_str();
                let direct = self.dependencies[id].contains(&reached);
                if !direct && room.never_reached.contains(&crate_name) {
                    found.push(format!("{name} may not reach {crate_name}, not even through others"));
                }
            }
        }
        let product = self.ids.get("slated").and_then(|ids| ids.first());
        let product = product.map(|id| self.reached_from(id)).unwrap_or_default();
        for name in NOWHERE {
            if product.iter().any(|id| self.names[id] == *name) {
                found.push(format!("{name} may not be in the product"));
            }
        }
        for name in ONCE {
            let versions = product.iter().filter(|id| self.names[*id] == *name).count();
            if versions > 1 {
                found.push(format!("{name} is in the product in {versions} versions"));
            }
        }
        found
    }

    fn reached_from(&self, id: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut next = self.dependencies[id].clone();
        while let Some(id) = next.pop() {
            if let Some(dependencies) = self.dependencies.get(&id)
                && reached.insert(id.clone())
            {
                next.extend(dependencies.iter().cloned());
            }
        }
        reached
    }
}

#[test]
fn a_bad_graph_is_found_out() {
    // package: (id, dependencies)
    let graph = |packages: &[(&str, &[&str])], members: &[&str]| {
        let name = |id: &str| id.split('@').next().unwrap().to_owned();
        let node = |(id, dependencies): &(&str, &[&str])| {
            let dependencies = dependencies.iter().map(|one| match one.strip_prefix("dev:") {
                Some(one) => json!({ "pkg": one, "dep_kinds": [{ "kind": "dev" }] }),
                None => json!({ "pkg": one, "dep_kinds": [{ "kind": null }] }),
            });
            json!({ "id": id, "deps": dependencies.collect::<Vec<_>>() })
        };
        let metadata = json!({
            "workspace_members": members,
            "packages": packages.iter().map(|(id, _)| json!({ "id": id, "name": name(id) })).collect::<Vec<_>>(),
            "resolve": { "nodes": packages.iter().map(node).collect::<Vec<_>>() },
        });
        Graph::read(&metadata).violations()
    };
    let none: &[&str] = &[];
    let rooms =
        ["slated-engine", "slated-store", "slated-integrations", "slated-app", "slated-http", "slated"];

    assert_eq!(
        graph(&[("slated-engine", &["jiff", "dev:proptest"]), ("jiff", none), ("proptest", none)], &rooms),
        [""; 0]
    );
    assert_eq!(
        graph(&[("slated-engine", &["serde"]), ("serde", none)], &rooms),
        ["slated-engine may not depend on serde"]
    );
    assert_eq!(
        graph(&[("slated-store", &["slated-integrations"]), ("slated-integrations", none)], &rooms),
        ["slated-store may not see slated-integrations"]
    );
    assert_eq!(
        graph(&[("slated-store", &["x"]), ("x", &["hyper"]), ("hyper", none)], &rooms),
        ["slated-store may not reach hyper, not even through others"]
    );
    assert_eq!(
        graph(
            &[
                ("slated", &["slated-http"]),
                ("slated-http", &["rusqlite@1", "chrono", "x"]),
                ("rusqlite@1", &["libsqlite3-sys@1"]),
                ("x", &["libsqlite3-sys@2", "openssl-sys"]),
                ("libsqlite3-sys@1", none),
                ("libsqlite3-sys@2", none),
                ("openssl-sys", none),
                ("chrono", none),
            ],
            &rooms
        ),
        [
            "slated-http may not depend on rusqlite",
            "slated-http may not depend on chrono",
            "openssl-sys may not be in the product",
            "libsqlite3-sys is in the product in 2 versions",
        ]
    );
}
