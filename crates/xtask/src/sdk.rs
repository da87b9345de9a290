//! `cargo xtask sdk`: the embed SDK as it is served, made from `integration.js` by terser and committed, so that building
//! the product needs no Node.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{process, tools, workspace};

const SOURCE: &str = "web/assets/integration.js";
const SERVED: &str = "web/assets/integration.min.js";

/// Writes the script, or with `--check` says whether it is what the source says.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            fs::write(workspace::root().join(SERVED), generate()?)?;
            println!("Wrote {SERVED}");
            Ok(true)
        }
        ["--check"] => check(),
        _ => bail!("sdk takes nothing but --check"),
    }
}

/// Whether the committed script is up to date; says so.
pub(crate) fn check() -> Result<bool> {
    let generated = generate()?;
    let current = fs::read_to_string(workspace::root().join(SERVED)).is_ok_and(|text| text == generated);
    if current {
        println!("{SERVED} is up to date");
    } else {
        println!("{SERVED} is not made from {SOURCE} as it is; run `cargo xtask sdk` and commit it");
    }
    Ok(current)
}

fn generate() -> Result<String> {
    tools::node()?;
    let source = fs::read_to_string(workspace::root().join(SOURCE))?;
    let (before, rest) = source.split_once("const CSS = `").context("the SDK's styles are in CSS")?;
    let (styles, after) = rest.split_once('`').context("the SDK's styles end")?;
    let scratch = workspace::target().join("xtask/integration.js");
    fs::create_dir_all(workspace::target().join("xtask"))?;
    fs::write(&scratch, format!("{before}const CSS = `{}`{after}", tight(styles)))?;
    let mut terser = Command::new(workspace::e2e().join("node_modules/.bin/terser"));
    terser.arg(&scratch).args(["--compress", "ecma=2022,passes=3", "--mangle"]);
    let text = process::output(&mut terser).context("terser failed")?;
    Ok(format!("{}\n", text.trim_end()))
}

/// Styles without the blanks that mean nothing; terser leaves strings alone.
fn tight(styles: &str) -> String {
    let words = styles.split_whitespace().collect::<Vec<_>>().join(" ");
    ["{", "}", ";", ","].iter().fold(words.replace(": ", ":"), |text, mark| {
        text.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_go_where_they_mean_nothing() {
        let styles = "\n  .a .b:hover, .c { width: min(1px, 100vw - 2px);\n    margin: 0 auto; }\n  @media (a: b) { .d { x: y; } }\n";
        assert_eq!(
            tight(styles),
            ".a .b:hover,.c{width:min(1px,100vw - 2px);margin:0 auto;}@media (a:b){.d{x:y;}}"
        );
    }
}
