//! Addresses made whole in HTML that is read away from the site, in feeds.

/// Attributes that hold one address.
const ONE: [&str; 3] = ["href", "src", "poster"];

/// The same HTML with `base` (`https://host`, no slash at its end) before every path of the site.
///
/// For HTML of our own making: outside of tags no `<` is left, and values stand in double quotes.
pub(crate) fn absolute(html: &str, base: &str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(text);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        of_tag(&mut out, &tag[..end], base);
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

fn of_tag(out: &mut String, tag: &str, base: &str) {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, behind) = after.split_once('"').unwrap_or((after, ""));
        let name = before.rsplit(' ').next().unwrap_or_default();
        out.push_str(before);
        out.push_str("=\"");
        if name == "srcset" {
            for (number, one) in value.split(", ").enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                push(out, one, base);
            }
        } else if ONE.contains(&name) {
            push(out, value, base);
        } else {
            out.push_str(value);
        }
        out.push('"');
        rest = behind;
    }
    out.push_str(rest);
}

fn push(out: &mut String, address: &str, base: &str) {
    if address.starts_with('/') {
        out.push_str(base);
    }
    out.push_str(address);
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn paths_of_the_site_are_made_whole_and_nothing_else_is_touched() {
        let html = "<p title=\"/a\">Von /a, /b: <a href=\"/politik/a-1\">hier</a>, \
                    <a href=\"https://other.example/a\">da</a></p>\
                    <source srcset=\"/media/1.avif 320w, /media/2.avif 640w\"><img alt=\"\" src=\"/media/1.jpg\">";
        let whole = "<p title=\"/a\">Von /a, /b: <a href=\"https://b.example/politik/a-1\">hier</a>, \
                     <a href=\"https://other.example/a\">da</a></p>\
                     <source srcset=\"https://b.example/media/1.avif 320w, https://b.example/media/2.avif 640w\">\
                     <img alt=\"\" src=\"https://b.example/media/1.jpg\">";
        assert_eq!(absolute(html, "https://b.example"), whole);
        assert_eq!(absolute("1 &lt; 2", "https://b.example"), "1 &lt; 2");
    }
}
