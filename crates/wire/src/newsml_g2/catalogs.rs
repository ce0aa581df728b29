//! What the alias of a code stands for
//! ([guidelines, controlled values and catalogs](https://iptc.org/std/NewsML-G2/guidelines/)).
//!
//! Catalogs within a document are read; those it refers to are not fetched. Of IPTC's own catalog, to which
//! nearly all items refer, the aliases are known.

use std::collections::HashMap;

use crate::xml::Node;

/// The aliases of an item.
#[derive(Debug, Default)]
pub(super) struct Catalogs<'t> {
    declared: HashMap<&'t str, &'t str>,
}

impl<'t> Catalogs<'t> {
    pub(super) fn of(item: Node<'t>) -> Catalogs<'t> {
        let mut declared = HashMap::new();
        for scheme in item
            .all("catalog")
            .chain(item.all("catalogContainer").flat_map(|holder| holder.all("catalog")))
            .flat_map(|catalog| catalog.all("scheme"))
        {
            if let (Some(alias), Some(uri)) = (scheme.attribute("alias"), scheme.attribute("uri")) {
                declared.entry(alias).or_insert(uri);
            }
        }
        Catalogs { declared }
    }

    /// The address of a vocabulary; nothing where its alias is not known.
    pub(super) fn uri(&self, alias: &str) -> Option<String> {
        if let Some(uri) = self.declared.get(alias) {
            return Some((*uri).to_owned());
        }
        let known = IPTC.iter().find(|(known, _)| *known == alias)?;
        Some(format!("http://cv.iptc.org/newscodes/{}/", known.1))
    }
}

/// IPTC's aliases and vocabularies ([NewsCodes](https://cv.iptc.org/newscodes/)).
#[rustfmt::skip]
const IPTC: [(&str, &str); 38] = [
    ("medtop", "mediatopic"), ("subj", "subjectcode"), ("genre", "genre"), ("stat", "pubstatusg2"),
    ("ninat", "ninature"), ("pinat", "pinature"), ("plinat", "plinature"), ("cinat", "cinature"),
    ("kinat", "kinature"), ("cpnat", "cpnature"), ("cptype", "cptype"), ("crel", "conceptrelation"),
    ("irel", "itemrelation"), ("drol", "descriptionrole"), ("hrol", "headlinerole"), ("crol", "contentprodpartyrole"),
    ("ctrol", "contentprodpartyrole"), ("isrol", "infosourcerole"), ("rnd", "rendition"), ("scene", "scene"),
    ("sig", "signal"), ("edconf", "edconf"), ("ncostat", "newscoveragestatus"), ("eventstat", "eventstatus"),
    ("evstat", "eventstatus"), ("eventoccurst", "eventoccurstatus"), ("edutac", "eventdateconfirm"),
    ("group", "group"), ("pgrmod", "pgrmode"), ("nprov", "newsprovider"), ("colsp", "colourspace"),
    ("loutorient", "layoutorientation"), ("spkat", "speccharacterattribute"), ("adult", "adultcontentwarning"),
    ("prodgenre", "productgenre"), ("iptccat", "iptccat"), ("timeunit", "timeunit"),
    ("dst", "digitalsourcetype"),
];
