//! Lists.

use jiff::Timestamp;

use crate::support::{add_published, archives, language};

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_of_several_sections_come_in_one_answer_each_in_its_order() {
    for (_folder, archive) in archives().await {
        let at = |minute: i64| Timestamp::from_second(1_642_779_000 + minute * 60).expect("a time");
        let mut published = Vec::new();
        for minute in 0..5 {
            published.push(add_published(&archive, "Neu", at(minute)).await.0);
        }
        let reading = archive.reading();
        let politics = reading.sections().await.expect("sections")[0].id;
        let empty = newsroom::ids::SectionId(politics.0 + 100);
        let found = reading.newest_of_sections(&[empty, politics], &language("de"), 3).await.expect("a list");
        let expected: Vec<_> = published.iter().rev().take(3).map(|article| (politics, *article)).collect();
        let found: Vec<_> = found.into_iter().map(|(section, story)| (section, story.article)).collect();
        assert_eq!(found, expected);
        assert!(reading.newest_of_sections(&[], &language("de"), 3).await.expect("a list").is_empty());
    }
}
