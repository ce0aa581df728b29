//! Query plans, and what is wrong with them.

use rusqlite::Connection;

/// Tables that are short however large an archive grows: what one newsroom writes by
/// hand, and the catalogues of the databases.
const SHORT: [&str; 16] = [
    "counted",
    "sitemap_parts",
    "sections",
    "section_names",
    "dossiers",
    "dossier_names",
    "menu_items",
    "purges",
    "slots",
    "pages",
    "provider_asked",
    "providers",
    "schema_state",
    "secrets",
    "sqlite_master",
    "pg_namespace",
];

/// Scans that are meant, each with its reason.
const MEANT: [(&str, &str); 7] = [
    (
        "FROM wire_notices WHERE settled_at IS NULL ORDER BY id LIMIT",
        "walks the open ones by an index of these alone",
    ),
    ("DELETE FROM site_days", "forgets a row for each day, to count anew"),
    (
        "FROM authors u WHERE EXISTS",
        "walks the authors in the order of their names, by an index, and stops at its LIMIT",
    ),
    (
        "FROM jobs ORDER BY due_at LIMIT $1",
        "walks the jobs as they are due, by an index, and stops at its LIMIT",
    ),
    ("FROM authors u ORDER BY u.slug LIMIT $1", "walks the authors by their slugs and stops at its LIMIT"),
    ("FROM topics ORDER BY slug LIMIT $1", "walks the topics by their slugs and stops at its LIMIT"),
    ("SELECT id FROM changes ORDER BY id DESC LIMIT 1", "takes the last key and stops"),
];

/// Most rows PostgreSQL may expect to sort: what one page shows, with room.
const SORTED: f64 = 2_000.0;

/// Whether a text is PostgreSQL's own spelling of something.
pub(crate) fn is_of_postgres(sql: &str) -> bool {
    ["to_tsvector", "to_tsquery", "json_array_elements", "pg_advisory", "SKIP LOCKED", "pg_tables"]
        .iter()
        .any(|word| sql.contains(word))
}

fn is_of_sqlite(sql: &str) -> bool {
    ["json_each", " MATCH ", "sqlite_master"].iter().any(|word| sql.contains(word))
        || sql.starts_with("INSERT INTO article_words") && !is_of_postgres(sql)
}

/// What is wrong with the plan of a statement on SQLite.
pub(crate) fn on_sqlite(connection: &Connection, sql: &str) -> Vec<String> {
    if is_of_postgres(sql) || is_meant(sql) {
        return Vec::new();
    }
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    let mut rows = statement.raw_query();
    let mut faults = Vec::new();
    let mut outer: Vec<i64> = Vec::new();
    while let Some(row) = rows.next().expect("a plan") {
        let (parent, step): (i64, String) = (row.get(1).expect("a parent"), row.get(3).expect("a step"));
        // After another step of the same join, the whole list is gone through for each of its rows.
        let repeated = step.starts_with("SCAN list ") && outer.contains(&parent);
        if is_bad_on_sqlite(sql, &step) || repeated {
            faults.push(format!("SQLite: {step}\n  {sql}"));
        }
        if step.starts_with("SEARCH ") || step.starts_with("SCAN ") {
            outer.push(parent);
        }
    }
    faults
}

fn is_bad_on_sqlite(sql: &str, step: &str) -> bool {
    if let Some(scanned) = step.strip_prefix("SCAN ") {
        let name = scanned.split(' ').next().unwrap_or_default();
        // A virtual table's index is its own: the words of the search, the elements of a list.
        let own = scanned.contains("VIRTUAL TABLE INDEX")
            && (name == "list" || scanned.contains(":M") || scanned.contains(":="));
        return !own && table_of(sql, name).is_some_and(|table| !SHORT.contains(&table.as_str()));
    }
    // Lists of one kind hold every article: that is no search.
    if step.contains("autoindex_listings_1 (kind=?)") {
        return true;
    }
    // Sorting what a LIMIT then cuts: the whole list is read for a page of it.
    step.starts_with("USE TEMP B-TREE FOR ORDER BY")
        && sql.contains(" LIMIT $")
        && !SHORT.iter().any(|table| sql.contains(&format!("FROM {table} ")))
}

/// The table that a statement calls by a name; none for its own inner queries.
fn table_of(sql: &str, name: &str) -> Option<String> {
    let words: Vec<&str> =
        sql.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let inner = words.windows(2).any(|pair| pair == ["RECURSIVE", name])
        || sql.contains(&format!("{name} (kind, of)")) && name == "listed";
    if inner {
        return None;
    }
    words.windows(3).find_map(|three| match three {
        ["FROM" | "JOIN" | "INTO" | "UPDATE", table, alias] if *alias == name => Some((*table).to_owned()),
        [table, "AS", alias] if *alias == name => Some((*table).to_owned()),
        ["FROM" | "JOIN" | "INTO" | "UPDATE", table, _] if *table == name => Some((*table).to_owned()),
        _ => None,
    })
}

/// What is wrong with the generic plan of a statement on PostgreSQL.
pub(crate) async fn on_postgres(client: &tokio_postgres::Client, sql: &str) -> Vec<String> {
    if is_of_sqlite(sql) || is_meant(sql) {
        return Vec::new();
    }
    let count = (1..20).take_while(|number| sql.contains(&format!("${number}"))).count();
    let nothing = vec!["NULL"; count].join(", ");
    let given = if count == 0 { String::new() } else { format!("({nothing})") };
    client.batch_execute(&format!("PREPARE asked AS {sql}")).await.unwrap_or_else(|e| panic!("{sql}: {e:?}"));
    let plan = client
        .simple_query(&format!("EXPLAIN EXECUTE asked{given}"))
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    client.batch_execute("DEALLOCATE asked").await.expect("it goes");
    let steps: Vec<String> = plan
        .iter()
        .filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        })
        .collect();
    assert!(!steps.is_empty(), "no plan: {sql}");
    steps
        .iter()
        .filter(|step| is_bad_on_postgres(step))
        .map(|step| format!("PostgreSQL: {}\n  {sql}", step.trim()))
        .collect()
}

fn is_bad_on_postgres(step: &str) -> bool {
    if let Some((_, scanned)) = step.split_once("Seq Scan on ") {
        let table = scanned.split(' ').next().unwrap_or_default();
        return !SHORT.contains(&table);
    }
    let step = step.trim_start_matches([' ', '-', '>']);
    let rows = step.split_once("rows=").and_then(|(_, rest)| rest.split(' ').next()?.parse::<f64>().ok());
    step.starts_with("Sort ") && rows.is_some_and(|rows| rows > SORTED)
}

fn is_meant(sql: &str) -> bool {
    MEANT.iter().any(|(part, _)| sql.contains(part))
}
