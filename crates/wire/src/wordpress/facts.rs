//! A whole export as one JSON value, in the words of WordPress's own importer.
//!
//! For checks against expected values: `version`, `base_url`, `base_blog_url`, `authors`,
//! `categories`, `tags`, `terms`, `posts` as the importer's parser names them; beside them `links`
//! (the posts' addresses, in the same order) and `counts` of everything. It holds all of the export in memory and its writers' e-mail addresses: nothing
//! that serves readers may use it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::event::{Event, ReadError};
use super::item::{Author, Category, Channel, Comment, Item, Meta, Tag, Term};
use super::read::Reader;

/// Reads an export that lies in memory.
///
/// # Errors
/// As [`Reader::next_event`].
pub fn facts(bytes: &[u8]) -> Result<Value, ReadError> {
    let mut reader = Reader::new(bytes);
    let mut channel = Channel::default();
    let (mut authors, mut categories, mut tags, mut terms) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut posts, mut links, mut comments, mut metas) = (Vec::new(), Vec::new(), 0, 0);
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut states: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Channel(read) => channel = read,
            Event::Author(author) => authors.push(author_facts(&author)),
            Event::Category(category) => categories.push(category_facts(&category)),
            Event::Tag(tag) => tags.push(tag_facts(&tag)),
            Event::Term(term) => terms.push(term_facts(&term)),
            Event::Item(item) => {
                comments += item.comments.len();
                metas += item.meta.len();
                for (word, counts) in [(&item.kind, &mut kinds), (&item.status, &mut states)] {
                    if !word.is_empty() {
                        *counts.entry(word.clone()).or_default() += 1;
                    }
                }
                links.push(item.link.clone());
                posts.push(item_facts(&item));
            }
        }
    }
    let counts = json!({
        "channel_author": authors.len(),
        "channel_category": categories.len(),
        "channel_tag": tags.len(),
        "channel_term": terms.len(),
        "comments": comments,
        "items": posts.len(),
        "post_types": kinds,
        "postmeta": metas,
        "statuses": states,
        "well_formed": reader.problems().is_empty() && reader.replaced_characters() == 0,
        "wxr_version": channel.wxr_version,
    });
    Ok(json!({
        "title": channel.title,
        "version": channel.wxr_version,
        "base_url": channel.base_site_url,
        "base_blog_url": channel.base_blog_url,
        "authors": authors,
        "categories": categories,
        "tags": tags,
        "terms": terms,
        "posts": posts,
        "links": links,
        "counts": counts,
    }))
}

fn author_facts(author: &Author) -> Value {
    json!({
        "author_id": author.id,
        "author_login": author.login,
        "author_email": author.email,
        "author_display_name": author.display_name,
        "author_first_name": author.first_name,
        "author_last_name": author.last_name,
    })
}

fn category_facts(category: &Category) -> Value {
    json!({
        "term_id": category.id,
        "category_nicename": category.slug,
        "category_parent": category.parent,
        "cat_name": category.name,
        "category_description": category.description,
        "termmeta": meta_facts(&category.meta),
    })
}

fn tag_facts(tag: &Tag) -> Value {
    json!({
        "term_id": tag.id,
        "tag_slug": tag.slug,
        "tag_name": tag.name,
        "tag_description": tag.description,
        "termmeta": meta_facts(&tag.meta),
    })
}

fn term_facts(term: &Term) -> Value {
    json!({
        "term_id": term.id,
        "term_taxonomy": term.taxonomy,
        "slug": term.slug,
        "term_parent": term.parent,
        "term_name": term.name,
        "term_description": term.description,
        "termmeta": meta_facts(&term.meta),
    })
}

fn item_facts(item: &Item) -> Value {
    let mut facts = json!({
        "post_title": item.title,
        "guid": item.guid,
        "post_author": item.creator,
        "post_content": item.content,
        "post_excerpt": item.excerpt,
        "post_id": item.id,
        "post_date": item.date.map(|date| date.strftime("%F %T").to_string()),
        "post_date_gmt": item.date_gmt.map(|date| date.strftime("%F %T").to_string()),
        "comment_status": item.comment_status,
        "ping_status": item.ping_status,
        "post_name": item.slug,
        "status": item.status,
        "post_parent": item.parent,
        "menu_order": item.menu_order,
        "post_type": item.kind,
        "post_password": item.password,
        "is_sticky": u8::from(item.sticky),
    });
    // The importer leaves out what an item has none of.
    if let Value::Object(fields) = &mut facts {
        push_unless_empty(fields, "attachment_url", json!(item.attachment_url));
        let term = |term: &super::item::ItemTerm| json!({"domain": term.domain, "slug": term.slug, "name": term.name});
        push_unless_empty(fields, "terms", item.terms.iter().map(term).collect());
        push_unless_empty(fields, "postmeta", meta_facts(&item.meta));
        push_unless_empty(fields, "comments", item.comments.iter().map(comment_facts).collect());
    }
    facts
}

fn comment_facts(comment: &Comment) -> Value {
    json!({
        "comment_id": comment.id,
        "comment_author": comment.author,
        "comment_author_email": comment.email,
        "comment_author_IP": comment.ip,
        "comment_author_url": comment.url,
        "comment_date": comment.date.map(|date| date.strftime("%F %T").to_string()),
        "comment_date_gmt": comment.date_gmt.map(|date| date.strftime("%F %T").to_string()),
        "comment_content": comment.content,
        "comment_approved": comment.approved,
        "comment_type": comment.kind,
        "comment_parent": comment.parent,
        "comment_user_id": comment.user_id,
        "commentmeta": meta_facts(&comment.meta),
    })
}

fn meta_facts(meta: &[Meta]) -> Value {
    meta.iter().map(|meta| json!({"key": meta.key, "value": meta.value})).collect()
}

fn push_unless_empty(fields: &mut Map<String, Value>, name: &str, value: Value) {
    let empty = value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
    if !empty {
        fields.insert(name.to_owned(), value);
    }
}
