//! `rightsInfo` ([guidelines, rights](https://iptc.org/std/NewsML-G2/guidelines/)).

use newsroom::wire_item::WireItem;

use super::Reading;
use crate::iptc::set;
use crate::iso_time;
use crate::xml::Node;

/// The rights in the whole item; those in parts of it (`idrefs`) only where nothing is said of the whole.
pub(super) fn read(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    let all: Vec<Node<'_>> = node.all("rightsInfo").collect();
    let (of_parts, of_whole): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|rights| rights.attribute("idrefs").is_some());
    for rights in of_whole.into_iter().chain(of_parts) {
        one(item, rights, reading);
    }
}

fn one(item: &mut WireItem, rights: Node<'_>, reading: &Reading<'_>) {
    let names = &reading.names;
    if let Some(holder) = rights.child("copyrightHolder") {
        set(&mut item.copyright_holder, names.coded(holder).label());
    }
    set(&mut item.copyright, names.best(rights.all("copyrightNotice")));
    set(&mut item.usage_terms, names.best(rights.all("usageTerms")));
    for child in rights.children() {
        match child.name() {
            "copyrightNotice" | "usageTerms" => {
                item.say_further(
                    &format!("{} href", child.name()),
                    child.attribute("href").unwrap_or_default(),
                );
            }
            "accountable" | "dataMining" | "otherConstraints" => {
                item.say_further(child.name(), names.coded(child).label());
            }
            "rightsExpressionXML" | "rightsExpressionData" => {
                let what = format!("{} is a contract in another language and was not read", child.name());
                item.fault(Some(child.line()), what);
            }
            _ => {}
        }
    }
    if let Some(end) = rights.attribute("validto") {
        item.expires = iso_time::of_item(item, "validto", end, rights.line(), reading.hints.zone);
    }
}
