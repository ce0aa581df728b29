//! The part of YAML that Ghost's `routes.yaml` and `redirects.yaml` are written in
//! (<https://yaml.org/spec/1.2.2/>, block mappings of section 8.2.2, flow sequences of 7.4.1): mappings
//! within mappings by indentation, plain and quoted texts, lists, comments. Every scalar is a text.

/// What stands in a text in YAML; mappings keep their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// Nothing.
    Null,
    /// A scalar.
    Text(String),
    /// A list of scalars.
    List(Vec<String>),
    /// A mapping.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// What stands under a name; nothing where there is no such name.
    pub fn get(&self, name: &str) -> &Yaml {
        let found = self.entries().iter().find(|(key, _)| key == name);
        found.map_or(&Yaml::Null, |(_, value)| value)
    }

    /// The entries of a mapping.
    pub fn entries(&self) -> &[(String, Yaml)] {
        match self {
            Yaml::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match self {
            Yaml::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Deepest nesting that is read.
const DEEPEST: usize = 20;

/// Reads a text in YAML.
///
/// # Errors
/// Names the line of what it does not read.
///
/// ```
/// let read = wire::ghost::yaml::read("301:\n  /a: /b # dort\n").expect("a mapping");
/// assert_eq!(read.get("301").get("/a").text(), Some("/b"));
/// ```
pub fn read(text: &str) -> Result<Yaml, String> {
    let mut lines = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let content = without_comment(line).trim_end();
        let inner = content.trim_start();
        if inner.is_empty() || inner == "---" || inner == "..." {
            continue;
        }
        if content[..content.len() - inner.len()].contains('\t') {
            return Err(format!("line {}: a tab stands where only spaces may", number + 1));
        }
        lines.push(Line { number: number + 1, indent: content.len() - inner.len(), text: inner });
    }
    let mut at = 0;
    let read = block(&lines, &mut at, 0)?;
    match lines.get(at) {
        Some(line) => Err(format!("line {}: it does not belong to what stands above it", line.number)),
        None => Ok(read),
    }
}

struct Line<'a> {
    number: usize,
    indent: usize,
    text: &'a str,
}

/// The mapping or list whose lines begin at `at`.
fn block(lines: &[Line<'_>], at: &mut usize, depth: usize) -> Result<Yaml, String> {
    let Some(first) = lines.get(*at) else { return Ok(Yaml::Null) };
    if depth == DEEPEST {
        return Err(format!("line {}: it is nested too deep", first.number));
    }
    let indent = first.indent;
    let (mut map, mut list) = (Vec::new(), Vec::new());
    while let Some(line) = lines.get(*at).filter(|line| line.indent == indent) {
        *at += 1;
        if let Some(item) =
            line.text.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))
        {
            list.push(plain(item.trim()));
            continue;
        }
        let (key, rest) = key_of(line.text)
            .ok_or_else(|| format!("line {}: a name with a colon is missing", line.number))?;
        let value = if rest.is_empty() {
            match lines.get(*at) {
                Some(next) if next.indent > indent => block(lines, at, depth + 1)?,
                // A list may stand at the height of its name.
                Some(next) if next.indent == indent && next.text.starts_with("- ") => {
                    let mut items = Vec::new();
                    while let Some(item) = lines.get(*at).filter(|l| l.indent == indent) {
                        let Some(item) = item.text.strip_prefix("- ") else { break };
                        items.push(plain(item.trim()));
                        *at += 1;
                    }
                    Yaml::List(items)
                }
                _ => Yaml::Null,
            }
        } else {
            scalar(rest)
        };
        map.push((key, value));
    }
    Ok(if list.is_empty() { Yaml::Map(map) } else { Yaml::List(list) })
}

/// The name before the colon, and what stands after it.
fn key_of(text: &str) -> Option<(String, &str)> {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            let (key, rest) = inner.split_once(quote)?;
            return Some((key.to_owned(), rest.trim_start().strip_prefix(':')?.trim()));
        }
    }
    if let Some(key) = text.strip_suffix(':') {
        // “a: b:” is a pair.
        if !key.contains(": ") {
            return Some((key.trim().to_owned(), ""));
        }
    }
    let (key, rest) = text.split_once(": ")?;
    Some((key.trim().to_owned(), rest.trim()))
}

fn scalar(text: &str) -> Yaml {
    if let Some(inner) = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        return Yaml::List(inner.split(',').map(|item| plain(item.trim())).collect());
    }
    Yaml::Text(plain(text))
}

fn plain(text: &str) -> String {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote)) {
            return if quote == '"' { inner.replace("\\\\", "\\") } else { inner.replace("''", "'") };
        }
    }
    text.to_owned()
}

/// A line without a comment: `#` at its beginning or after a space, outside of quotation marks.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '#') if before == ' ' || before == '\t' => return &line[..at],
            (None, '"' | '\'') if before == ' ' => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
        before = letter;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Yaml, read};

    #[test]
    fn mappings_lists_quotes_and_comments_are_read_in_their_order() {
        let text = "# oben\nroutes:\n\ncollections:\n  /z/: # alles\n    permalink: '/{slug}/'\n    data: [a, \"b\"]\n  \"/x: y/\":\n    filter: \"tag:a # b\"\nliste:\n- eins\n- zwei\n";
        let read = read(text).expect("a mapping");
        let names: Vec<&str> =
            read.get("collections").entries().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["/z/", "/x: y/"]);
        let first = read.get("collections").get("/z/");
        assert_eq!(first.get("permalink").text(), Some("/{slug}/"));
        assert_eq!(first.get("data"), &Yaml::List(vec!["a".into(), "b".into()]));
        assert_eq!(read.get("collections").get("/x: y/").get("filter").text(), Some("tag:a # b"));
        assert_eq!(read.get("liste"), &Yaml::List(vec!["eins".into(), "zwei".into()]));
        assert_eq!(read.get("routes"), &Yaml::Null);
    }

    #[test]
    fn what_is_not_read_is_refused_with_its_line() {
        for (text, line) in [("a: b\nkaputt", "line 2"), ("a:\n\tb: c", "line 2"), ("  a: b\nc: d", "line 2")]
        {
            assert!(read(text).is_err_and(|why| why.starts_with(line)), "{text:?}: {:?}", read(text));
        }
    }
}
