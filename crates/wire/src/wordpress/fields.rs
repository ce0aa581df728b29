//! Which element fills which field.

use jiff::civil::DateTime;

use super::item::{Author, Category, Channel, Comment, Item, Meta, Tag, Term};
use super::names::Space;

pub(super) fn fill_channel(channel: &mut Channel, space: Space, name: &str, text: String) {
    match (space, name) {
        (Space::Rss, "title") => channel.title = text,
        (Space::Rss, "link") => channel.link = text,
        (Space::Rss, "description") => channel.description = text,
        (Space::Rss, "language") => channel.language = text,
        (Space::Wp, "wxr_version") => channel.wxr_version = Some(text),
        (Space::Wp, "base_site_url") => channel.base_site_url = text,
        (Space::Wp, "base_blog_url") => channel.base_blog_url = text,
        _ => {}
    }
}

pub(super) fn fill_author(author: &mut Author, name: &str, text: String) {
    match name {
        "author_id" => author.id = number(&text),
        "author_login" => author.login = text,
        "author_email" => author.email = text,
        "author_display_name" => author.display_name = text,
        "author_first_name" => author.first_name = text,
        "author_last_name" => author.last_name = text,
        _ => {}
    }
}

pub(super) fn fill_category(category: &mut Category, name: &str, text: String) {
    match name {
        "term_id" => category.id = number(&text),
        "category_nicename" => category.slug = text,
        "category_parent" => category.parent = text,
        "cat_name" => category.name = text,
        "category_description" => category.description = text,
        _ => {}
    }
}

pub(super) fn fill_tag(tag: &mut Tag, name: &str, text: String) {
    match name {
        "term_id" => tag.id = number(&text),
        "tag_slug" => tag.slug = text,
        "tag_name" => tag.name = text,
        "tag_description" => tag.description = text,
        _ => {}
    }
}

pub(super) fn fill_term(term: &mut Term, name: &str, text: String) {
    match name {
        "term_id" => term.id = number(&text),
        "term_taxonomy" => term.taxonomy = text,
        "term_slug" => term.slug = text,
        "term_parent" => term.parent = text,
        "term_name" => term.name = text,
        "term_description" => term.description = text,
        _ => {}
    }
}

pub(super) fn fill_meta(meta: &mut Meta, name: &str, text: String) {
    match name {
        "meta_key" => meta.key = text,
        "meta_value" => meta.value = text,
        _ => {}
    }
}

pub(super) fn fill_item(item: &mut Item, space: Space, name: &str, text: String) {
    match (space, name) {
        (Space::Rss, "title") => item.title = text,
        (Space::Rss, "link") => item.link = text,
        (Space::Rss, "guid") => item.guid = text,
        (Space::Rss, "pubDate") => item.pub_date = text,
        (Space::Rss, "description") => item.description = text,
        (Space::Dc, "creator") => item.creator = text,
        (Space::Content, "encoded") => item.content = text,
        (Space::Excerpt, "encoded") => item.excerpt = text,
        (Space::Wp, "post_id") => item.id = number(&text),
        (Space::Wp, "post_date") => item.date = date_time(&text),
        (Space::Wp, "post_date_gmt") => item.date_gmt = date_time(&text),
        (Space::Wp, "post_modified") => item.modified = date_time(&text),
        (Space::Wp, "post_modified_gmt") => item.modified_gmt = date_time(&text),
        (Space::Wp, "comment_status") => item.comment_status = text,
        (Space::Wp, "ping_status") => item.ping_status = text,
        (Space::Wp, "post_name") => item.slug = text,
        (Space::Wp, "status") => item.status = text,
        (Space::Wp, "post_parent") => item.parent = number(&text),
        (Space::Wp, "menu_order") => item.menu_order = text.trim().parse().unwrap_or(0),
        (Space::Wp, "post_type") => item.kind = text,
        (Space::Wp, "post_password") => item.password = text,
        (Space::Wp, "is_sticky") => item.sticky = text.trim() == "1",
        (Space::Wp, "attachment_url") => item.attachment_url = text,
        _ => {}
    }
}

pub(super) fn fill_comment(comment: &mut Comment, name: &str, text: String) {
    match name {
        "comment_id" => comment.id = number(&text),
        "comment_author" => comment.author = text,
        "comment_author_email" => comment.email = text,
        "comment_author_url" => comment.url = text,
        "comment_author_IP" => comment.ip = text,
        "comment_date" => comment.date = date_time(&text),
        "comment_date_gmt" => comment.date_gmt = date_time(&text),
        "comment_content" => comment.content = text,
        "comment_approved" => comment.approved = text,
        "comment_type" => comment.kind = text,
        "comment_parent" => comment.parent = number(&text),
        "comment_user_id" => comment.user_id = number(&text),
        _ => {}
    }
}

/// A number; anything that is none counts as WordPress's "none", 0.
fn number(text: &str) -> u64 {
    text.trim().parse().unwrap_or(0)
}

/// `2022-01-21 16:30:00`; nothing for WordPress's "no date", which is all zeros.
fn date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if text.starts_with("0000") {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_have_no_date() {
        assert_eq!(date_time("0000-00-00 00:00:00"), None);
        assert_eq!(
            date_time(" 2022-01-21 16:30:05 "),
            Some(jiff::civil::datetime(2022, 1, 21, 16, 30, 5, 0))
        );
        assert_eq!(date_time("2022-02-30 00:00:00"), None);
    }
}
