//! The SQL texts that stand in the source.

use std::path::Path;

/// All string literals of the archive's source that are SQL: whole statements, and the conditions
/// given to macros that write the rest.
pub(crate) fn statements() -> Vec<String> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 100, "only {} SQL texts were found in the source", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the source is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && path.ends_with("backup") {
            // Backups go through whole tables, and that is meant: their statements are not looked at.
            continue;
        }
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).expect("it is text");
            found.extend(literals(&source).into_iter().filter(|text| is_sql(text)));
        }
    }
}

fn is_sql(text: &str) -> bool {
    ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "WHERE "].iter().any(|word| text.starts_with(word))
}

/// The string literals of a Rust source, unescaped; comments are left out line by line.
fn literals(source: &str) -> Vec<String> {
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n").replace("'\"'", "");
    let mut chars = code.chars().peekable();
    let mut found = Vec::new();
    while let Some(c) = chars.next() {
        if c != '"' {
            continue;
        }
        let mut text = String::new();
        while let Some(c) = chars.next().filter(|c| *c != '"') {
            if c != '\\' {
                text.push(c);
                continue;
            }
            match chars.next() {
                Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            }
        }
        found.push(text);
    }
    found
}
