//! What the archive keeps aside of a thing, laid over what it holds in places of its own.

use anyhow::Result;
use serde_json::{Map, Value, json};

/// What was kept; nothing for an empty text.
pub(crate) fn read(kept: &str) -> Result<Map<String, Value>> {
    if kept.is_empty() {
        return Ok(Map::new());
    }
    Ok(serde_json::from_str(kept)?)
}

/// Lays what was kept over a thing whose fields have the same names.
pub(crate) fn over(thing: &mut Value, kept: Map<String, Value>) {
    for (name, value) in kept {
        thing[name.as_str()] = value;
    }
}

/// Lays what was kept of an item over the post that was read back.
pub(crate) fn over_post(post: &mut Value, mut kept: Map<String, Value>) {
    let is_protected = kept.remove("is_protected").is_some();
    // That a text was public there counts only if readers see it here, or it had a password.
    if kept.get("status").is_some_and(|status| status == "publish")
        && !is_protected
        && post["status"] != "future"
    {
        kept.remove("status");
    }
    for (name, theirs) in [("title", "post_title"), ("creator", "post_author"), ("excerpt", "post_excerpt")] {
        if let Some(value) = kept.remove(name) {
            post[theirs] = value;
        }
    }
    for name in ["terms", "postmeta"] {
        let more = kept.remove(name).and_then(|more| more.as_array().cloned()).unwrap_or_default();
        if let Some(list) = post[name].as_array_mut() {
            list.extend(more);
        } else if !more.is_empty() {
            post[name] = more.into();
        }
        if post[name].is_null() {
            post.as_object_mut().map(|fields| fields.remove(name));
        }
    }
    kept.remove("description");
    kept.remove("post_modified");
    kept.remove("post_modified_gmt");
    over(post, kept);
    // These an export gives of every item; what is not kept of one is nothing.
    let texts = ["post_excerpt", "ping_status", "post_author"].map(|name| (name, json!("")));
    let numbers = ["menu_order", "is_sticky", "post_parent"].map(|name| (name, json!(0)));
    for (name, none) in texts.into_iter().chain(numbers) {
        if post[name].is_null() {
            post[name] = none;
        }
    }
    if !is_protected {
        post["post_password"] = json!("");
    }
}
