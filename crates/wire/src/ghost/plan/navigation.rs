//! The entries of menus: the settings `navigation` and `secondary_navigation`, JSON within JSON
//! (<https://ghost.org/docs/themes/helpers/data/navigation/>).

use serde_json::Value;

use crate::ghost::content::local;

/// An entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its label.
    pub label: String,
    /// Where it leads: a path of the old site, or another site.
    pub url: String,
}

/// The entries that a setting holds; nothing where it holds something else. `base` is the folder the
/// old site lay in.
pub fn entries(setting: &str, base: &str) -> Vec<Entry> {
    let read: Value = serde_json::from_str(setting).unwrap_or_default();
    let entries = read.as_array().into_iter().flatten();
    entries
        .filter_map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().trim();
            let url = local(text("url"), base);
            (!text("label").is_empty() && !url.is_empty())
                .then(|| Entry { label: text("label").to_owned(), url })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_and_what_leads_nowhere_is_not() {
        let setting = r#"[{"label": "Start", "url": "__GHOST_URL__/"}, {"label": "", "url": "/x"}, {"label": "Leer"}, 7]"#;
        assert_eq!(entries(setting, ""), [Entry { label: "Start".into(), url: "/".into() }]);
        assert_eq!(entries("kaputt", ""), []);
    }
}
