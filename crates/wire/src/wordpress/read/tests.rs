use super::*;

const HEAD: &str = "<?xml version='1.0'?><rss xmlns:w='http://wordpress.org/export/1.9/' \
    xmlns:c='http://purl.org/rss/1.0/modules/content/' \
    xmlns:e='http://wordpress.org/export/1.9/excerpt/'><channel><title>T &amp; U</title>";

fn read(export: &str) -> (Vec<Event>, Vec<ProblemKind>) {
    let mut reader = Reader::new(export.as_bytes());
    let mut events = Vec::new();
    while let Some(event) = reader.next_event().expect("readable") {
        events.push(event);
    }
    (events, reader.problems().iter().map(|problem| problem.kind.clone()).collect())
}

fn items(events: &[Event]) -> Vec<&Item> {
    events
        .iter()
        .filter_map(|event| if let Event::Item(item) = event { Some(&**item) } else { None })
        .collect()
}

#[test]
fn prefixes_mean_what_they_are_declared_to_mean() {
    let (events, problems) = read(&format!(
        "{HEAD}<w:wxr_version>abc</w:wxr_version><item><c:encoded>\n<![CDATA[one]]>\n<![CDATA[ two]]></c:encoded>\
         <e:encoded>short</e:encoded><w:post_id> 7 </w:post_id><category domain='post_tag' nicename='a'>A</category>\
         <category>A</category></item></channel></rss>"
    ));
    assert_eq!(problems, []);
    let Event::Channel(channel) = &events[0] else { panic!("{events:?}") };
    assert_eq!((channel.title.as_str(), channel.wxr_version.as_deref()), ("T & U", Some("abc")));
    let item = items(&events)[0];
    assert_eq!((item.id, item.content.as_str(), item.excerpt.as_str()), (7, "one two", "short"));
    assert_eq!(item.terms.len(), 1);
}

#[test]
fn damage_is_told_and_read_past() {
    let (events, problems) = read(&format!(
        "{HEAD}<item><title>A<w:post_id>1</w:post_id></b></item>\
         <item><title>B & <i>C</i> &nbsp;</title><w:post_id>2</w:post_id>\
         <item><title>D</title><w:post_id>3</w:post_id><c:encoded><![CDATA[half a te"
    ));
    let read: Vec<_> =
        items(&events).iter().map(|item| (item.id, item.title.clone(), item.damaged)).collect();
    assert_eq!(read, [(1, "A".to_owned(), true), (2, "B & C &nbsp;".into(), true), (3, "D".into(), true)]);
    assert!(problems.contains(&ProblemKind::Unopened("b".into())), "{problems:?}");
    assert!(problems.contains(&ProblemKind::Entity("nbsp".into())));
    assert!(problems.contains(&ProblemKind::CutOff));
}

#[test]
fn entities_of_its_own_and_other_files_are_refused() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel>&b;</channel></rss>";
    assert!(matches!(Reader::new(bomb.as_bytes()).next_event(), Err(ReadError::Entities { .. })));
    for other in
        ["<html><body>x</body></html>", "", "<rss><channel><item><title>x</title></item></channel></rss>"]
    {
        let mut reader = Reader::new(other.as_bytes());
        let refused = std::iter::from_fn(|| reader.next_event().transpose()).find_map(Result::err);
        assert!(matches!(refused, Some(ReadError::NotAnExport(_))), "{other}");
    }
}
