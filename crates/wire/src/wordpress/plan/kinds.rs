//! What an item is to a newspaper: a text, or something WordPress and its plugins keep as a post.

use crate::wordpress::Item;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A text, of whatever kind.
    Text,
    /// A picture or file.
    Attachment,
    /// An entry of a menu.
    MenuEntry,
    /// How the site was set up; no reader had it before them as a page.
    Workings,
    /// A trace of work, or what a reader or customer sent in: it does not come along.
    Trace,
}

/// Kinds of WordPress and of plugins that are met often.
const WORKINGS: [&str; 20] = [
    "wp_block",
    "custom_css",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
    "acf-field",
    "acf-field-group",
    "acf-post-type",
    "acf-taxonomy",
    "elementor_library",
    "guest-author",
    "mc4wp-form",
    "shop_coupon",
    "tablepress_table",
    "wpcf7_contact_form",
    "wpforms",
    "ngg_gallery",
];

/// Kinds that hold traces, and those in which plugins keep what people sent in.
const TRACES: [&str; 13] = [
    "amp_validated_url",
    "customize_changeset",
    "oembed_cache",
    "scheduled-action",
    "user_request",
    "feedback",
    "flamingo_contact",
    "flamingo_inbound",
    "flamingo_outbound",
    "nf_sub",
    "shop_order",
    "shop_order_refund",
    "shop_subscription",
];

/// What an item is. Of kinds that nobody here has heard of, the address tells: WordPress gives what
/// it shows to readers one of its own, and to all else `?post_type=KIND&p=NUMBER`.
pub fn nature(item: &Item) -> Nature {
    match item.kind.as_str() {
        "post" | "page" => Nature::Text,
        "attachment" => Nature::Attachment,
        "nav_menu_item" => Nature::MenuEntry,
        kind if TRACES.contains(&kind) => Nature::Trace,
        kind if WORKINGS.contains(&kind) => Nature::Workings,
        _ if item.status == "publish" && item.link.contains("?post_type=") => Nature::Workings,
        _ => Nature::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_had_before_them_is_no_text() {
        let of = |kind: &str, status: &str, link: &str| {
            nature(&Item { kind: kind.into(), status: status.into(), link: link.into(), ..Item::default() })
        };
        assert_eq!(of("post", "publish", "https://a.example/?p=1"), Nature::Text);
        assert_eq!(of("rezension", "publish", "https://a.example/rezension/x/"), Nature::Text);
        assert_eq!(of("rezension", "draft", "https://a.example/?post_type=rezension&p=1"), Nature::Text);
        assert_eq!(of("formular", "publish", "https://a.example/?post_type=formular&p=1"), Nature::Workings);
        assert_eq!(of("wp_block", "publish", ""), Nature::Workings);
        assert_eq!(of("feedback", "publish", "https://a.example/feedback/1/"), Nature::Trace);
        assert_eq!(of("", "", ""), Nature::Text);
    }
}
