use newsroom::wire_item::{NoteKind, Relation, Status};

use super::*;

fn document(management: &str, component: &str) -> String {
    format!(
        "<NewsML Version='1.2'><NewsEnvelope><TransmissionId>7</TransmissionId><DateAndTime>20240102T030405+0100</DateAndTime>\
         <Priority FormalName='4'/></NewsEnvelope><NewsItem xml:lang='de'><Identification><NewsIdentifier>\
         <ProviderId>a.example</ProviderId><DateId>20240102</DateId><NewsItemId>X1</NewsItemId>\
         <RevisionId PreviousRevision='2' Update='N'>3</RevisionId>\
         <PublicIdentifier>urn:newsml:a.example:20240102:X1:3N</PublicIdentifier></NewsIdentifier></Identification>\
         <NewsManagement><FirstCreated>20240102T030405Z</FirstCreated>{management}</NewsManagement>{component}</NewsItem></NewsML>"
    )
}

fn items(text: &str) -> Vec<WireItem> {
    read(text.as_bytes(), &Hints::default()).expect("NewsML").items
}

const TEXT: &str = "<NewsComponent><Comment>Nur intern</Comment><NewsLines><HeadLine>Zeile</HeadLine><ByLine>Von Eva</ByLine>\
    <DateLine>Wien, 2. Jänner</DateLine><SlugLine>slug</SlugLine><CopyrightLine>(c)</CopyrightLine>\
    <NewsLine><NewsLineType FormalName='EditorialNote'/><NewsLineText>Achtung</NewsLineText></NewsLine></NewsLines>\
    <AdministrativeMetadata><Provider><Party FormalName='AG'/></Provider><Property FormalName='Desk' Value='Chronik'/></AdministrativeMetadata>\
    <RightsMetadata><UsageRights><UsageType>nur online</UsageType></UsageRights></RightsMetadata>\
    <DescriptiveMetadata><Language FormalName='de-at'/><Genre FormalName='Bericht'/>\
    <SubjectCode><SubjectMatter FormalName='15054000'/></SubjectCode><SubjectCode><SubjectMatter FormalName='15054000'/></SubjectCode>\
    <Location HowPresent='Origin'><Property FormalName='City' Value='Wien'/></Location>\
    <Location><Property FormalName='City' Value='Graz'/><Property FormalName='Country' Value='AUT'/></Location></DescriptiveMetadata>\
    <ContentItem><MediaType FormalName='Text'/><Characteristics><Property FormalName='Words' Value='9'/></Characteristics>\
    <DataContent><nitf><body><body.head><abstract>Kurz</abstract></body.head><body.content><p>Eins <person>Zwei</person></p></body.content></body></nitf></DataContent></ContentItem>";

#[test]
fn what_is_said_about_an_item_has_its_place() {
    let text = document(
        "<Status FormalName='Usable'/><Urgency FormalName='2'/><DerivedFrom NewsItem='urn:x'/>",
        &format!("{TEXT}</NewsComponent>"),
    );
    let item = &items(&text)[0];
    assert_eq!((item.id.as_str(), item.version.as_deref()), ("urn:newsml:a.example:20240102:X1", Some("3")));
    assert_eq!((item.urgency, item.priority, item.sequence.as_deref()), (Some(2), Some(4), Some("7")));
    assert_eq!(
        (item.headline.as_str(), item.byline.as_str(), item.slugline.as_str()),
        ("Zeile", "Von Eva", "slug")
    );
    assert_eq!((item.standfirst.as_str(), item.words), ("Kurz", Some(9)));
    assert_eq!(item.language.as_ref().map(|tag| tag.as_str()), Some("de-AT"));
    assert_eq!(item.dateline.as_ref().map(|line| line.city.as_str()), Some("Wien"));
    assert_eq!((item.places.len(), item.places[0].coded.name.as_str()), (1, "Graz"));
    assert_eq!((item.subjects.len(), item.subjects[0].media_topic.is_some()), (1, true));
    assert_eq!(
        (item.usage_terms.as_str(), item.provider.as_ref().map(|who| who.code.as_str())),
        ("nur online", Some("AG"))
    );
    assert_eq!(item.further("AdministrativeMetadata/Desk"), Some("Chronik"));
    let relations: Vec<Relation> = item.links.iter().map(|link| link.relation).collect();
    assert_eq!(relations, [Relation::Replaces, Relation::BasedOn]);
    assert_eq!(item.body.plain_text(), "Eins Zwei");
    let notes: Vec<&str> = item.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["Nur intern", "Achtung"]);
}

#[test]
fn a_kill_and_an_embargo_are_known() {
    let kill = &items(&document("<Status FormalName='Canceled'/>", &format!("{TEXT}</NewsComponent>")))[0];
    assert_eq!((kill.status, kill.notes[0].kind), (Status::Cancelled, NoteKind::Kill));
    let text = document(
        "<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/><DateAndTime>20240103T000000Z</DateAndTime></StatusWillChange>",
        &format!("{TEXT}</NewsComponent>"),
    );
    let embargoed = &items(&text)[0];
    assert_eq!(embargoed.status, Status::Withheld);
    assert_eq!(embargoed.embargo.map(|at| at.to_string()).as_deref(), Some("2024-01-03T00:00:00Z"));
    let unknown = &items(&document("<Status FormalName='Gone'/>", &format!("{TEXT}</NewsComponent>")))[0];
    assert_eq!((unknown.status, unknown.faults.len()), (Status::Withheld, 1));
}

const PHOTO: &str = "<NewsComponent><Role FormalName='Supplementary'/><NewsLines><HeadLine>Bild</HeadLine><CreditLine>Foto AG</CreditLine></NewsLines>\
    <NewsComponent EquivalentsList='yes'>\
    <ContentItem Href='klein.jpg'><MediaType FormalName='Photo'/><Characteristics><Property FormalName='Width' Value='10'/><Property FormalName='Height' Value='10'/></Characteristics></ContentItem>\
    <ContentItem Href='gross.jpg'><MediaType FormalName='Photo'/><MimeType FormalName='image/jpeg'/><Characteristics><Property FormalName='Width' Value='100'/><Property FormalName='Height' Value='90'/></Characteristics></ContentItem></NewsComponent>\
    <NewsComponent><Role FormalName='Caption'/><ContentItem><MediaType FormalName='Text'/><DataContent>Unter dem Bild</DataContent></ContentItem></NewsComponent></NewsComponent>";

#[test]
fn a_picture_is_taken_once_in_its_largest_size_with_its_caption() {
    let item = &items(&document("", &format!("{TEXT}{PHOTO}</NewsComponent>")))[0];
    assert_eq!((item.kind, item.media.len(), item.headline.as_str()), (ItemKind::Text, 1, "Zeile"));
    let picture = &item.media[0];
    assert_eq!((picture.url.as_str(), picture.width), ("gross.jpg", Some(100)));
    assert_eq!(
        (picture.caption.as_str(), picture.credit.as_str(), picture.title.as_str()),
        ("Unter dem Bild", "Foto AG", "Bild")
    );
    assert_eq!(item.body.plain_text(), "Eins Zwei");
}

#[test]
fn an_item_of_pictures_alone_is_a_picture() {
    let item = &items(&document("", PHOTO))[0];
    assert_eq!((item.kind, item.media.len(), item.headline.as_str()), (ItemKind::Picture, 1, "Bild"));
    assert_eq!(
        (item.body.plain_text().as_str(), item.media[0].caption.as_str()),
        ("Unter dem Bild", "Unter dem Bild")
    );
}

#[test]
fn stories_in_several_languages_are_items_of_their_own() {
    let story = |tag: &str, head: &str| {
        format!(
            "<NewsComponent Duid='d{tag}' xml:lang='{tag}'><NewsLines><HeadLine>{head}</HeadLine></NewsLines>\
             <NewsComponent><Role FormalName='Lead'/><ContentItem><DataContent>Kurz {tag}</DataContent></ContentItem></NewsComponent>\
             <NewsComponent><Role FormalName='Body'/><ContentItem><DataContent>Text {tag}</DataContent></ContentItem></NewsComponent></NewsComponent>"
        )
    };
    let both = format!("<NewsComponent>{}{}</NewsComponent>", story("nl", "Een"), story("fr", "Un"));
    let found = items(&document("", &both));
    let said: Vec<(&str, &str, String, &str)> = found
        .iter()
        .map(|item| {
            (item.id.as_str(), item.headline.as_str(), item.body.plain_text(), item.standfirst.as_str())
        })
        .collect();
    assert_eq!(
        said,
        [
            ("urn:newsml:a.example:20240102:X1#dnl", "Een", "Text nl".to_owned(), "Kurz nl"),
            ("urn:newsml:a.example:20240102:X1#dfr", "Un", "Text fr".to_owned(), "Kurz fr"),
        ]
    );
    assert_eq!(found[1].language.as_ref().map(|tag| tag.as_str()), Some("fr"));
}

#[test]
fn a_package_names_its_members() {
    let text = document(
        "",
        "<NewsComponent><NewsComponent><Role FormalName='Main'/><NewsItemRef NewsItem='urn:a'/></NewsComponent></NewsComponent>",
    );
    let item = &items(&text)[0];
    assert_eq!(
        (item.kind, item.members[0].id.as_str(), item.members[0].group.as_str()),
        (ItemKind::Package, "urn:a", "main")
    );
}

#[test]
fn topics_of_the_document_give_names() {
    let text = "<NewsML><TopicSet Duid='set'><Topic Duid='t1'><FormalName>007</FormalName><Description xml:lang='en'>Agent</Description>\
                <Description xml:lang='de'>Agentin</Description></Topic></TopicSet><NewsItem xml:lang='de-DE'><NewsComponent>\
                <DescriptiveMetadata><Genre FormalName='007' Vocabulary='#set'/></DescriptiveMetadata></NewsComponent></NewsItem></NewsML>";
    assert_eq!(items(text)[0].genres[0].name, "Agentin");
}

#[test]
fn what_is_no_newsml_is_refused() {
    let error = |text: &str| read(text.as_bytes(), &Hints::default()).expect_err("refused").to_string();
    assert_eq!(error("<a/>"), "line 1: NewsML 1.2: the document is <a>, not <NewsML>");
    assert!(error("<NewsML/>").contains("holds no <NewsItem>"));
}
