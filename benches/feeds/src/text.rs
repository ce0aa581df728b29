//! A feed as a German paper's might be: German words, names and links, summaries and whole texts.

/// So many items.
pub(crate) const ITEMS: usize = 50;

const WORDS: [&str; 40] = [
    "die",
    "der",
    "und",
    "Stadt",
    "Gemeinderat",
    "über",
    "Brücke",
    "wurde",
    "am",
    "Dienstag",
    "nach",
    "Angaben",
    "Sprecherin",
    "für",
    "neue",
    "Straßenbahn",
    "Millionen",
    "Euro",
    "beschlossen",
    "Bürger",
    "können",
    "bis",
    "Frühjahr",
    "warten",
    "Kritik",
    "kommt",
    "aus",
    "Opposition",
    "während",
    "Verkehr",
    "zunimmt",
    "heißt",
    "es",
    "in",
    "einer",
    "Mitteilung",
    "größte",
    "Projekt",
    "seit",
    "Jahrzehnten",
];

/// The feed.
pub(crate) fn feed() -> String {
    let mut seed = 1_u64;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n\
         <title>Seeblatt</title>\n<link>https://seeblatt.example/</link>\n<description>Nachrichten</description>\n\
         <language>de</language>\n<lastBuildDate>Tue, 06 Feb 2024 07:00:00 +0100</lastBuildDate>\n\
         <atom:link href=\"https://seeblatt.example/feed\" rel=\"self\" type=\"application/rss+xml\"/>\n",
    );
    for number in 0..ITEMS {
        let title = words(&mut seed, 8);
        let summary = words(&mut seed, 40);
        out.push_str(&format!(
            "<item>\n<title>{title} &amp; mehr</title>\n<link>https://seeblatt.example/politik/artikel-{number}</link>\n\
             <guid isPermaLink=\"false\">https://seeblatt.example/?p={number}</guid>\n\
             <pubDate>Tue, 06 Feb 2024 06:{number:02}:00 +0100</pubDate>\n<dc:creator><![CDATA[Anna Muster]]></dc:creator>\n\
             <category>Politik</category>\n<category><![CDATA[Verkehr]]></category>\n\
             <description>&lt;p&gt;{summary} &amp;#8230;&lt;/p&gt;</description>\n\
             <media:content url=\"https://seeblatt.example/bilder/{number}.jpg\" medium=\"image\" width=\"1200\" height=\"800\"/>\n\
             <content:encoded><![CDATA["
        ));
        for _ in 0..8 {
            let (first, link, last) = (words(&mut seed, 30), words(&mut seed, 3), words(&mut seed, 30));
            out.push_str(&format!(
                "<p>{first} <a href=\"https://seeblatt.example/thema/{number}\">{link}</a> {last}.</p>\n"
            ));
        }
        out.push_str("]]></content:encoded>\n</item>\n");
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn words(seed: &mut u64, many: usize) -> String {
    let mut out = String::new();
    for place in 0..many {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if place > 0 {
            out.push(' ');
        }
        out.push_str(WORDS[(*seed >> 33) as usize % WORDS.len()]);
    }
    out
}
