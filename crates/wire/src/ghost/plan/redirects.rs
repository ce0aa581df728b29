//! Addresses that led elsewhere: `redirects.json`, since Ghost 3.26 `redirects.yaml`
//! (<https://ghost.org/docs/themes/routing/#redirects>, <https://ghost.org/tutorials/implementing-redirects/>).

use serde_json::Value;

use crate::ghost::yaml;

/// An address, or a pattern of addresses, that led elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The pattern: a regular expression.
    pub from: String,
    /// Where it led.
    pub to: String,
    /// Whether for good.
    pub is_permanent: bool,
}

/// Reads `redirects.json`: `[{"from": …, "to": …, "permanent": true}]`.
///
/// # Errors
/// When it is not of that form; the message names the line.
pub fn of_json(text: &str) -> Result<Vec<Redirect>, String> {
    let read: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let list = read.as_array().ok_or("it is no list")?;
    Ok(list
        .iter()
        .filter_map(|one| {
            Some(Redirect {
                from: one["from"].as_str()?.to_owned(),
                to: one["to"].as_str()?.to_owned(),
                is_permanent: one["permanent"] == true,
            })
        })
        .collect())
}

/// Reads `redirects.yaml`: under `301:` and `302:` lines of `from: to`.
///
/// # Errors
/// When it is not of that form; the message names the line.
pub fn of_yaml(text: &str) -> Result<Vec<Redirect>, String> {
    let read = yaml::read(text)?;
    let mut redirects = Vec::new();
    for code in ["301", "302"] {
        for (from, to) in read.get(code).entries() {
            if let Some(to) = to.text() {
                redirects.push(Redirect {
                    from: from.clone(),
                    to: to.to_owned(),
                    is_permanent: code == "301",
                });
            }
        }
    }
    Ok(redirects)
}

impl Redirect {
    /// The one path the pattern stands for; nothing where it stands for many.
    pub fn path(&self) -> Option<String> {
        let pattern = self.from.trim();
        // An inline flag, as in `/^\/old/i`, says that letter case is one; paths are looked up as written.
        let pattern = pattern.strip_prefix("(?i)").unwrap_or(pattern);
        let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
        let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
        let ends = ["(\\/)?", "(/)?", "\\/?", "/?"];
        let pattern = ends.iter().find_map(|end| pattern.strip_suffix(end)).unwrap_or(pattern);
        let mut path = String::with_capacity(pattern.len());
        let mut letters = pattern.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next()? {
                    // A class of characters such as \d.
                    class if class.is_ascii_alphanumeric() => return None,
                    literal => path.push(literal),
                },
                // Whoever writes a file's name does not think of a pattern.
                '.' if letters.peek().is_none_or(|next| next.is_ascii_alphanumeric()) => path.push('.'),
                '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => return None,
                literal => path.push(literal),
            }
        }
        (!path.trim_matches('/').is_empty()).then(|| newsroom::path::normal(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(from: &str) -> Option<String> {
        Redirect { from: from.into(), to: "/neu".into(), is_permanent: true }.path()
    }

    #[test]
    fn patterns_of_one_address_are_told_from_those_of_many() {
        for (from, one) in [
            ("/alt/", "/alt"),
            ("^\\/alt\\/?$", "/alt"),
            ("^/alt.html$", "/alt.html"),
            ("/seite\\?id=5", "/seite?id=5"),
            ("alt", "/alt"),
        ] {
            assert_eq!(path(from).as_deref(), Some(one), "{from}");
        }
        for many in ["^/blog/(.*)$", "/\\d{4}/x", "/a[0-9]", "/a|/b", "/", "/a.*"] {
            assert_eq!(path(many), None, "{many}");
        }
    }

    #[test]
    fn both_forms_are_read() {
        let json =
            of_json(r#"[{"from": "/a", "to": "/b", "permanent": true}, {"from": "/c"}]"#).expect("a list");
        let yaml = of_yaml("301:\n  /a: /b\n302:\n  \"/x: y\": https://a.example/?q=1\n").expect("a map");
        assert_eq!(json, [Redirect { from: "/a".into(), to: "/b".into(), is_permanent: true }]);
        assert_eq!(yaml[0], json[0]);
        assert_eq!(yaml[1].from, "/x: y");
        assert_eq!((yaml[1].to.as_str(), yaml[1].is_permanent), ("https://a.example/?q=1", false));
        assert!(of_json("{}").is_err());
    }
}
