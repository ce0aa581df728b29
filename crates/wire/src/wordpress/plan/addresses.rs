//! Every address an item and its files answered at.

use percent_encoding::percent_decode_str;

use crate::old::{Old, safe};
use crate::wordpress::{Item, php};

impl Old {
    /// The path at which an item is to stand: the one it had, where it had one of its own.
    pub fn path(&self, item: &Item) -> Option<String> {
        let local = self.local(&item.link)?;
        if local.contains('?') || local.trim_end_matches('/') == self.folder {
            return None;
        }
        Some(newsroom::path::normal(&local))
    }

    /// All addresses on the site at which an item answered, without its own path: by its number,
    /// by its identifier, under slugs it had earlier, and its feed.
    pub fn others(&self, item: &Item) -> Vec<String> {
        let own = self.path(item);
        let mut all = Vec::new();
        if item.id > 0 {
            let names: &[&str] = match item.kind.as_str() {
                "page" => &["page_id", "p"],
                "attachment" => &["attachment_id", "p"],
                _ => &["p"],
            };
            all.extend(names.iter().map(|name| format!("{}/?{name}={}", self.folder, item.id)));
        }
        all.extend(self.local(&item.guid).filter(|_| item.kind != "attachment"));
        if let Some(own) = &own {
            all.push(format!("{own}/feed"));
            let (folder, _) = own.rsplit_once('/').unwrap_or_default();
            let old = item.metas("_wp_old_slug").filter(|slug| !slug.trim().is_empty());
            all.extend(old.map(|slug| newsroom::path::normal(&format!("{folder}/{}", slug.trim()))));
        }
        let mut seen = std::collections::HashSet::new();
        all.retain(|address| Some(address) != own.as_ref() && seen.insert(address.clone()));
        all
    }

    /// The paths at which the file of an attachment and the sizes WordPress made of it lay.
    pub fn files(&self, attachment: &Item) -> Vec<String> {
        let Some(file) = self.local(&attachment.attachment_url).map(|path| newsroom::path::normal(&path))
        else {
            return Vec::new();
        };
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let details = attachment.meta("_wp_attachment_metadata").and_then(php::read);
        let mut files = vec![file];
        if let Some(details) = details {
            let sizes = details.get("sizes").map(php::Value::entries).unwrap_or_default();
            let names = sizes.iter().filter_map(|(_, size)| size.get("file"));
            // WordPress keeps a photo larger than 2,560 pixels beside the "-scaled" one it shows.
            for name in names.chain(details.get("original_image")).filter_map(php::Value::text) {
                if !name.contains('/') {
                    files.push(newsroom::path::normal(&format!("{folder}/{name}")));
                }
            }
        }
        let mut seen = std::collections::HashSet::new();
        files.retain(|file| seen.insert(file.clone()));
        files
    }
}

/// The name of a file without the size WordPress put into it: `a-300x200.jpg` → `a.jpg`, and
/// `a-scaled.jpg` → `a.jpg`. Nothing where there is no size in it.
pub fn without_size(path: &str) -> Option<String> {
    let (stem, extension) = path.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_size = size == "scaled" || size.split_once('x').is_some_and(|(w, h)| digits(w) && digits(h));
    (is_size && !name.is_empty() && !extension.contains('/')).then(|| format!("{name}.{extension}"))
}

/// The place of an attachment's file below the uploads folder, for finding it among copied files.
pub fn upload_name(attachment: &Item) -> Option<String> {
    if let Some(file) = attachment.meta("_wp_attached_file").map(str::trim).filter(|file| !file.is_empty()) {
        return safe(file);
    }
    let (_, file) = attachment.attachment_url.split_once("/wp-content/uploads/")?;
    safe(&percent_decode_str(file).decode_utf8_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpress::Meta;

    fn meta(key: &str, value: &str) -> Meta {
        Meta { key: key.into(), value: value.into() }
    }

    #[test]
    fn an_item_answers_wherever_it_did() {
        let old = Old::new("https://www.example.org").expect("an address");
        let item = Item {
            id: 7,
            kind: "post".into(),
            link: "http://example.org/2022/01/gr%C3%B6%C3%9Fe/".into(),
            guid: "https://example.org/?p=5".into(),
            meta: vec![meta("_wp_old_slug", "groesse")],
            ..Item::default()
        };
        assert_eq!(old.path(&item).as_deref(), Some("/2022/01/größe"));
        assert_eq!(old.others(&item), ["/?p=7", "/?p=5", "/2022/01/größe/feed", "/2022/01/groesse"]);
        let draft = Item {
            id: 8,
            kind: "page".into(),
            link: "https://example.org/?page_id=8".into(),
            ..Item::default()
        };
        assert_eq!(
            (old.path(&draft), old.others(&draft)),
            (None, vec!["/?page_id=8".into(), "/?p=8".into()])
        );
    }

    #[test]
    fn files_and_their_sizes_are_known() {
        let old = Old::new("https://example.org").expect("an address");
        let details = "a:2:{s:5:\"sizes\";a:1:{s:6:\"medium\";a:1:{s:4:\"file\";s:13:\"a-300x200.jpg\";}}s:14:\"original_image\";s:5:\"a.jpg\";}";
        let item = Item {
            kind: "attachment".into(),
            attachment_url: "https://example.org/wp-content/uploads/2020/01/a-scaled.jpg".into(),
            meta: vec![meta("_wp_attachment_metadata", details)],
            ..Item::default()
        };
        let folder = "/wp-content/uploads/2020/01";
        assert_eq!(
            old.files(&item),
            [format!("{folder}/a-scaled.jpg"), format!("{folder}/a-300x200.jpg"), format!("{folder}/a.jpg")]
        );
        assert_eq!(upload_name(&item).as_deref(), Some("2020/01/a-scaled.jpg"));
        assert_eq!(without_size("/x/a-b-1024x768.png").as_deref(), Some("/x/a-b.png"));
        assert_eq!(without_size("/x/a-2x.png"), None);
    }

    #[test]
    fn file_names_do_not_climb_out_of_their_folder() {
        for name in ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\x", "a\\..\\b"] {
            let item = Item { meta: vec![meta("_wp_attached_file", name)], ..Item::default() };
            assert_eq!(upload_name(&item), None, "{name}");
        }
    }
}
