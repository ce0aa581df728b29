//! Entries of menus in order.

use crate::wordpress::{Item, php};

/// Where an entry leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To the item of that number.
    Item(u64),
    /// To the list of the term of that number.
    Term {
        /// The taxonomy.
        taxonomy: String,
        /// WordPress's number of the term.
        id: u64,
    },
    /// To an address.
    Url(String),
}

/// An entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Slug of the menu it is in.
    pub menu: String,
    /// WordPress's number of the entry.
    pub id: u64,
    /// The number of the entry above it; 0 for none.
    pub parent: u64,
    /// Its place.
    pub order: i64,
    /// Its label; empty means the title of what it leads to.
    pub label: String,
    /// Where it leads.
    pub leads: Leads,
}

/// The entry that an item of kind `nav_menu_item` is; nothing for others and for drafts of entries.
pub fn entry(item: &Item) -> Option<Entry> {
    if item.kind != "nav_menu_item" || item.status != "publish" {
        return None;
    }
    let field = |key| item.meta(key).unwrap_or_default().trim();
    let id = field("_menu_item_object_id").parse().unwrap_or(0);
    let leads = match field("_menu_item_type") {
        "post_type" => Leads::Item(id),
        "taxonomy" => Leads::Term { taxonomy: field("_menu_item_object").to_owned(), id },
        _ => Leads::Url(url(field("_menu_item_url"))?),
    };
    Some(Entry {
        menu: item.terms_of("nav_menu").next()?.slug.clone(),
        id: item.id,
        parent: field("_menu_item_menu_item_parent").parse().unwrap_or(0),
        order: item.menu_order,
        label: item.title.trim().to_owned(),
        leads,
    })
}

/// An address, also where it was serialised by mistake, as some exporters do.
fn url(field: &str) -> Option<String> {
    let address = php::read(field).and_then(|value| value.text()).unwrap_or_else(|| field.to_owned());
    newsroom::address::is_linkable(&address).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpress::{ItemTerm, Meta};

    #[test]
    fn entries_lead_to_items_terms_and_addresses_but_never_to_scripts() {
        let entry_of = |fields: &[(&str, &str)]| {
            let meta = fields.iter().map(|(key, value)| Meta { key: (*key).into(), value: (*value).into() });
            let menu = ItemTerm { domain: "nav_menu".into(), slug: "haupt".into(), ..ItemTerm::default() };
            entry(&Item {
                kind: "nav_menu_item".into(),
                status: "publish".into(),
                terms: vec![menu],
                meta: meta.collect(),
                ..Item::default()
            })
            .map(|entry| entry.leads)
        };
        assert_eq!(
            entry_of(&[("_menu_item_type", "post_type"), ("_menu_item_object_id", "5")]),
            Some(Leads::Item(5))
        );
        assert_eq!(
            entry_of(&[
                ("_menu_item_type", "taxonomy"),
                ("_menu_item_object", "category"),
                ("_menu_item_object_id", "3")
            ]),
            Some(Leads::Term { taxonomy: "category".into(), id: 3 })
        );
        assert_eq!(
            entry_of(&[("_menu_item_type", "custom"), ("_menu_item_url", "https://example.org/")]),
            Some(Leads::Url("https://example.org/".into()))
        );
        assert_eq!(
            entry_of(&[("_menu_item_type", "custom"), ("_menu_item_url", "javascript:alert(1)")]),
            None
        );
    }
}
