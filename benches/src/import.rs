//! Moving in from WordPress: exports of posts with two comments each, the large one for what memory does.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;

use crate::newsroom::run;
use crate::words::Words;

const SIZES: [i64; 2] = [5_000, 20_000];
/// How often it is looked how much memory the program has taken.
const LOOK: Duration = Duration::from_millis(10);

/// Imports each into an empty newsroom.
pub(crate) fn measure(program: &Path, folder: &Path) -> Result<()> {
    for posts in SIZES {
        measure_one(program, &folder.join(posts.to_string()), posts)?;
    }
    Ok(())
}

fn measure_one(program: &Path, folder: &Path, posts: i64) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let (data, file) = (folder.join("data"), folder.join("export.xml"));
    write_export(&file, posts)?;
    run(program, &data, &["init", "--name", "Umzug", "--language", "de"])?;
    let mut command = Command::new(program);
    command.arg("--data").arg(&data).args(["import", "wordpress"]).arg(&file);
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak = 0;
    let status = loop {
        // The kernel keeps the highest itself; it is gone with the process.
        peak = peak_kilobytes(child.id()).unwrap_or(peak);
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(LOOK),
        }
    };
    let seconds = began.elapsed().as_secs_f64();
    ensure!(status.success(), "the import ended with {status}");
    let database = Connection::open(data.join("archive.db"))?;
    let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0));
    let published = count("SELECT count(*) FROM articles WHERE state = 'published'")?;
    let comments = count("SELECT count(*) FROM comments WHERE state = 'approved'")?;
    ensure!(
        published == posts && comments == 2 * posts,
        "{published} posts and {comments} comments came over"
    );
    println!(
        "  {posts:>6} posts with {comments} comments in {seconds:.2} s, {:.0} posts a second, at most {} MB in memory",
        posts as f64 / seconds,
        peak / 1000
    );
    Ok(())
}

fn peak_kilobytes(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn write_export(file: &Path, posts: i64) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).context("making the export")?);
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
    for number in 1..=posts {
        post(&mut xml, number, &mut words)?;
        out.write_all(xml.as_bytes())?;
        xml.clear();
    }
    out.write_all(b"</channel>\n</rss>\n")?;
    Ok(out.flush()?)
}

fn post(xml: &mut String, number: i64, words: &mut Words) -> Result<()> {
    // 16 on each of the first 28 days of a month.
    let days = number / 16;
    let (year, month, day) = (2005 + days / 336, 1 + days / 28 % 12, 1 + days % 28);
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
