//! Moving in from WordPress: an export of 5,000 posts with two comments each.

use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;

use crate::newsroom::run;
use crate::words::Words;

const POSTS: i64 = 5_000;

/// Imports it into an empty newsroom.
pub(crate) fn measure(program: &Path, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let (data, file) = (folder.join("data"), folder.join("export.xml"));
    std::fs::write(&file, export()?)?;
    run(program, &data, &["init", "--name", "Umzug", "--language", "de"])?;
    let file = file.to_str().context("the folder's name is not UTF-8")?;
    let began = Instant::now();
    run(program, &data, &["import", "wordpress", file])?;
    let seconds = began.elapsed().as_secs_f64();
    let database = Connection::open(data.join("archive.db"))?;
    let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0));
    let posts = count("SELECT count(*) FROM articles WHERE state = 'published'")?;
    let comments = count("SELECT count(*) FROM comments WHERE state = 'approved'")?;
    ensure!(posts == POSTS && comments == 2 * POSTS, "{posts} posts and {comments} comments came over");
    println!(
        "  {posts} posts with {comments} comments in {seconds:.2} s, {:.0} posts a second",
        posts as f64 / seconds
    );
    Ok(())
}

fn export() -> Result<String> {
    let mut words = Words::new(4);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" \
         xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n\
         <title>Blatt</title><link>https://blatt.example</link><language>de</language>\n\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://blatt.example</wp:base_site_url>\
         <wp:base_blog_url>https://blatt.example</wp:base_blog_url>\n\
         <wp:author><wp:author_id>1</wp:author_id><wp:author_login>merle</wp:author_login>\
         <wp:author_display_name>Merle Ohlsen</wp:author_display_name></wp:author>\n",
    );
    for number in 0..12 {
        writeln!(
            xml,
            "<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>ressort-{number}</wp:category_nicename>\
             <wp:cat_name>Ressort {number}</wp:cat_name></wp:category>"
        )?;
    }
    for number in 1..=POSTS {
        post(&mut xml, number, &mut words)?;
    }
    xml.push_str("</channel>\n</rss>\n");
    Ok(xml)
}

fn post(xml: &mut String, number: i64, words: &mut Words) -> Result<()> {
    let (year, month, day) = (2005 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
    let date = format!("{year}-{month:02}-{day:02} 08:30:00");
    let (category, tag) = (words.below(12), words.below(200));
    writeln!(
        xml,
        "<item><title>{}</title><link>https://blatt.example/{year}/{month:02}/post-{number}/</link>\
         <dc:creator>merle</dc:creator><guid isPermaLink=\"false\">https://blatt.example/?p={number}</guid>",
        words.sentence()
    )?;
    xml.push_str("<content:encoded><![CDATA[");
    for _ in 0..6 {
        writeln!(
            xml,
            "<!-- wp:paragraph --><p>{} <strong>{}</strong></p><!-- /wp:paragraph -->\n",
            words.paragraph(3),
            words.sentence()
        )?;
    }
    writeln!(
        xml,
        "]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>\
         <wp:post_date>{date}</wp:post_date><wp:post_date_gmt>{date}</wp:post_date_gmt>\
         <wp:comment_status>open</wp:comment_status><wp:post_name>post-{number}</wp:post_name>\
         <wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>\
         <category domain=\"category\" nicename=\"ressort-{category}\"><![CDATA[Ressort {category}]]></category>\
         <category domain=\"post_tag\" nicename=\"wort-{tag}\"><![CDATA[Wort {tag}]]></category>"
    )?;
    for comment in 0..2 {
        writeln!(
            xml,
            "<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_author>Leser {comment}</wp:comment_author>\
             <wp:comment_author_email>leser@example.org</wp:comment_author_email><wp:comment_date>{date}</wp:comment_date>\
             <wp:comment_date_gmt>{date}</wp:comment_date_gmt><wp:comment_content>{}</wp:comment_content>\
             <wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>\
             <wp:comment_parent>0</wp:comment_parent></wp:comment>",
            number * 2 + comment,
            words.paragraph(2)
        )?;
    }
    xml.push_str("</item>\n");
    Ok(())
}
