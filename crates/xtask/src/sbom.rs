//! `cargo xtask sbom`: what the product is made of, as `CycloneDX` 1.6 in JSON.
//!
//! From `cargo metadata`: the crates the `slated` binary is linked from or built with, their licences and checksums, and
//! who needs whom. The same sources give the same bytes: there is no time and no random number in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::{process, tools, workspace};

/// The crate the binary is made from.
const PRODUCT: &str = "slated";

/// Writes the bill to a file.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let file = match arguments {
        [] => workspace::target().join("slated.cdx.json"),
        [file] => workspace::root().join(file),
        _ => bail!("sbom takes the name of a file"),
    };
    let bill = bill()?;
    fs::write(&file, format!("{bill:#}\n")).with_context(|| format!("cannot write {}", file.display()))?;
    let count = bill["components"].as_array().map_or(0, Vec::len);
    println!("Wrote {} ({count} components)", file.display());
    Ok(true)
}

/// Whether the bill is valid by its schema, says the validator of those who keep the schema.
pub(crate) fn check() -> Result<bool> {
    const VALIDATE: &str = "import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(repr(error) if error else 0)";
    let file = workspace::target().join("xtask/slated.cdx.json");
    fs::create_dir_all(file.parent().context("the bill lies in a directory")?)?;
    fs::write(&file, bill()?.to_string())?;
    let validated = process::output(Command::new(tools::python()?).args(["-c", VALIDATE]).arg(&file));
    if let Err(error) = &validated {
        println!("{error:#}");
    }
    Ok(validated.is_ok())
}

fn bill() -> Result<Value> {
    let mut command = workspace::cargo();
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let metadata =
        serde_json::from_str(&process::output(&mut command)?).context("cargo's metadata is not JSON")?;
    let lock = fs::read_to_string(workspace::root().join("Cargo.lock"))?;
    describe(&metadata, &checksums(&lock))
}

/// The document for what `metadata` says, with the checksums of `Cargo.lock`.
fn describe(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Result<Value> {
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).map(|one| (text(&one["id"]), one)).collect();
    let shipped = |edge: &&Value| list(&edge["dep_kinds"]).any(|kind| kind["kind"] != json!("dev"));
    let needs: BTreeMap<&str, Vec<&str>> = list(&metadata["resolve"]["nodes"])
        .map(|node| {
            (text(&node["id"]), list(&node["deps"]).filter(shipped).map(|edge| text(&edge["pkg"])).collect())
        })
        .collect();
    let product = packages.iter().find(|(_, one)| one["name"] == PRODUCT);
    let (root, product) = product.context("the product is not in the workspace")?;
    let mut reached = BTreeSet::from([*root]);
    let mut next = vec![*root];
    while let Some(id) = next.pop() {
        next.extend(needs.get(id).into_iter().flatten().copied().filter(|id| reached.insert(*id)));
    }
    let component = |one: &Value, kind: &str| component(one, kind, checksums);
    let reference = |id: &&str| reference(packages[*id]);
    let mut components: Vec<Value> =
        reached.iter().filter(|id| *id != root).map(|id| component(packages[*id], "library")).collect();
    components.sort_by_key(|one| one["bom-ref"].to_string());
    let mut dependencies: Vec<Value> = reached
        .iter()
        .map(|id| {
            let on: BTreeSet<String> = needs[*id].iter().map(reference).collect();
            json!({ "ref": reference(id), "dependsOn": on })
        })
        .collect();
    dependencies.sort_by_key(|one| one["ref"].to_string());
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": component(product, "application") },
        "components": components,
        "dependencies": dependencies,
    }))
}

fn component(package: &Value, kind: &str, checksums: &BTreeMap<(String, String), String>) -> Value {
    let (name, version) = (text(&package["name"]), text(&package["version"]));
    let mut component = json!({
        "type": kind,
        "bom-ref": reference(package),
        "name": name,
        "version": version,
        "purl": reference(package),
    });
    if let Some(licence) = package["license"].as_str() {
        // The old way of writing OR, which is not SPDX.
        component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    }
    if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    component
}

fn reference(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(&package["name"]), text(&package["version"]).replace('+', "%2B"))
}

/// Name and version → SHA-256, from the text of a `Cargo.lock`.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")))?;
        line.strip_suffix('"').map(str::to_owned)
    };
    let one = |package: &str| {
        Some(((field(package, "name")?, field(package, "version")?), field(package, "checksum")?))
    };
    lock.split("[[package]]").filter_map(one).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{checksums, describe};

    #[test]
    fn what_is_shipped_is_listed_once_and_development_is_not() {
        let package = |name: &str, version: &str| json!({ "id": format!("{name}#{version}"), "name": name, "version": version, "license": "MIT/Apache-2.0" });
        let edge = |id: &str, kind| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let node = |id: &str, deps: &[serde_json::Value]| json!({ "id": id, "deps": deps });
        let metadata = json!({
            "packages": [package("slated", "0.1.0"), package("axum", "1.0.0+a"), package("cc", "1.0.0"), package("proptest", "1.0.0")],
            "resolve": { "nodes": [
                node("slated#0.1.0", &[edge("axum#1.0.0+a", None), edge("proptest#1.0.0", Some("dev"))]),
                node("axum#1.0.0+a", &[edge("cc#1.0.0", Some("build"))]),
                node("cc#1.0.0", &[]),
                node("proptest#1.0.0", &[]),
            ] },
        });
        let lock = "[[package]]\nname = \"axum\"\nversion = \"1.0.0+a\"\nsource = \"x\"\nchecksum = \"abc\"\n\n[[package]]\nname = \"slated\"\nversion = \"0.1.0\"\n";
        let bill = describe(&metadata, &checksums(lock)).expect("good metadata");
        assert_eq!(bill["metadata"]["component"]["name"], "slated");
        let names: Vec<_> = super::list(&bill["components"]).map(|one| super::text(&one["purl"])).collect();
        assert_eq!(names, ["pkg:cargo/axum@1.0.0%2Ba", "pkg:cargo/cc@1.0.0"]);
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "abc");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        let needs = super::list(&bill["dependencies"]).find(|one| one["ref"] == "pkg:cargo/slated@0.1.0");
        assert_eq!(needs.expect("the product is there")["dependsOn"], json!(["pkg:cargo/axum@1.0.0%2Ba"]));
    }
}
