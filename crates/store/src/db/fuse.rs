//! Inserts that follow each other, made one statement: a message to the server and the wake-up it answers with cost more
//! than a small insert does.
//!
//! The server runs the parts in an order of its own. So only inserts into different tables are put together, which do not
//! see each other's rows; a second one into the same table begins the next statement.

use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::{LazyLock, PoisonError, RwLock},
};

use super::value::Value;

/// A statement that waits to be sent, and its parameters.
pub(super) type Later = (&'static str, Vec<Value>);

/// Texts that are kept. The server keeps a plan of each for each connection, so there is an end to it: what would need
/// another one is sent as it is.
const MOST: usize = 128;

/// What was made of which statements.
static TEXTS: LazyLock<RwLock<HashMap<Vec<&'static str>, &'static str>>> = LazyLock::new(RwLock::default);

/// The same changes with fewer statements, in the same order.
pub(super) fn fuse(statements: Vec<Later>) -> Vec<Later> {
    let mut fewer = Vec::with_capacity(statements.len());
    let mut run: Vec<Later> = Vec::new();
    for one in statements {
        let table = table(one.0);
        if table.is_none() || run.iter().any(|(sql, _)| self::table(sql) == table) {
            join(&mut fewer, std::mem::take(&mut run));
        }
        if table.is_some() { run.push(one) } else { fewer.push(one) }
    }
    join(&mut fewer, run);
    fewer
}

/// The table that a plain insert goes to.
fn table(sql: &str) -> Option<&str> {
    sql.strip_prefix("INSERT INTO ")?.split([' ', '(']).next()
}

fn join(fewer: &mut Vec<Later>, run: Vec<Later>) {
    if run.len() > 1
        && let Some(text) = text_of(run.iter().map(|(sql, _)| *sql).collect())
    {
        fewer.push((text, run.into_iter().flat_map(|(_, args)| args).collect()));
    } else {
        fewer.extend(run);
    }
}

/// The one statement for these; none when too many are kept already. Each part has as many parameters as its text names.
fn text_of(parts: Vec<&'static str>) -> Option<&'static str> {
    if let Some(text) = TEXTS.read().unwrap_or_else(PoisonError::into_inner).get(&parts) {
        return Some(text);
    }
    let mut texts = TEXTS.write().unwrap_or_else(PoisonError::into_inner);
    if texts.len() >= MOST {
        return None;
    }
    let text = *texts.entry(parts).or_insert_with_key(|parts| Box::leak(written(parts).into_boxed_str()));
    Some(text)
}

/// All but the last as common table expressions of the last.
fn written(parts: &[&str]) -> String {
    let (mut text, mut before) = (String::new(), 0);
    for (n, part) in parts.iter().enumerate() {
        let last = n + 1 == parts.len();
        let opening = if n == 0 { "WITH " } else { ", " };
        if last {
            text.push(' ');
            renumbered(&mut text, part, before);
        } else {
            let _ = write!(text, "{opening}part{n} AS (");
            before += renumbered(&mut text, part, before);
            text.push(')');
        }
    }
    text
}

/// Writes a statement with its parameters counted on from `before`; how many it has.
fn renumbered(text: &mut String, sql: &str, before: usize) -> usize {
    let mut pieces = sql.split('$');
    text.push_str(pieces.next().unwrap_or_default());
    let mut most = 0;
    for piece in pieces {
        let digits = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
        let number: usize =
            piece[..digits].parse().expect("a dollar begins a parameter, in all of our statements");
        most = most.max(number);
        let _ = write!(text, "${}{}", before + number, &piece[digits..]);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "INSERT INTO a (x, y) VALUES ($1, $2)";
    const B: &str = "INSERT INTO b (x) SELECT z FROM c WHERE z = $1 AND $12 > $1";
    const UPDATE: &str = "UPDATE a SET x = $1";

    fn later(sql: &'static str, args: std::ops::Range<i64>) -> Later {
        (sql, args.map(Value::from).collect())
    }

    #[test]
    fn inserts_into_different_tables_become_one() {
        let fused = fuse(vec![later(A, 0..2), later(B, 2..14)]);
        let text = "WITH part0 AS (INSERT INTO a (x, y) VALUES ($1, $2)) \
                    INSERT INTO b (x) SELECT z FROM c WHERE z = $3 AND $14 > $3";
        assert_eq!(fused, [later(text, 0..14)]);
        let again = fuse(vec![later(A, 0..2), later(B, 2..14)]);
        assert!(std::ptr::eq(again[0].0, fused[0].0), "it is written once");
    }

    #[test]
    fn what_must_keep_its_order_does() {
        let (a, b, update) = (later(A, 0..2), later(B, 0..12), later(UPDATE, 7..8));
        // Two into one table, and what is no insert.
        let apart = vec![a.clone(), a.clone(), update.clone(), b.clone(), update.clone()];
        assert_eq!(fuse(apart.clone()), apart);
        let fused: Vec<_> =
            fuse(vec![a.clone(), b.clone(), a.clone(), b]).into_iter().map(|(sql, _)| sql).collect();
        assert_eq!(fused.len(), 2);
        assert_eq!(fused[0], fused[1]);
        assert_eq!(fuse(vec![a.clone()]), [a]);
        assert_eq!(fuse(Vec::new()), []);
    }
}
