//! What is said to readers instead of about the matter, in the languages that are most met.

/// Beginnings of lines that send the reader elsewhere, in lower case.
const BEGINNINGS: [&str; 66] = [
    "read more",
    "read also",
    "read next",
    "also read",
    "see also",
    "more on this",
    "more from",
    "related:",
    "related article",
    "related stories",
    "related news",
    "don't miss",
    "watch:",
    "watch now",
    "click here",
    "sign up",
    "subscribe",
    "follow us",
    "follow @",
    "share this",
    "download the",
    "get the latest",
    "recommended:",
    "advertisement",
    "advert",
    "story continues",
    "continue reading",
    "this article was originally",
    "this story has been updated",
    "mehr zum thema",
    "lesen sie",
    "lesen sie auch",
    "lies auch",
    "lesetipp",
    "auch interessant",
    "mehr dazu",
    "mehr lesen",
    "weiterlesen",
    "zum thema",
    "hier geht es",
    "hier anmelden",
    "jetzt anmelden",
    "folgen sie",
    "folgen sie uns",
    "empfohlener redaktioneller inhalt",
    "empfohlener externer inhalt",
    "anzeige",
    "à lire aussi",
    "lire aussi",
    "à lire également",
    "lire la suite",
    "à voir aussi",
    "leia também",
    "leia mais",
    "saiba mais",
    "veja também",
    "lea también",
    "lee también",
    "leer más",
    "te puede interesar",
    "más información",
    "leggi anche",
    "les også",
    "lees ook",
    "läs även",
    "čtěte také",
];

/// Whether a line sends the reader elsewhere.
pub(super) fn sends_elsewhere(words: &str) -> bool {
    let start: String = words.chars().take(40).flat_map(char::to_lowercase).collect();
    let start = start.trim_start_matches(|c: char| !c.is_alphanumeric());
    BEGINNINGS.iter().any(|phrase| {
        let rest = start.strip_prefix(phrase);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Words of offers and of what is asked for, in lower case: a line that has one of both is an appeal.
const OFFERS: [&str; 12] = [
    "newsletter",
    "nyhetsbrev",
    "whatsapp",
    "push-",
    "podcast",
    "telegram",
    "kommentar",
    "comments",
    "comentários",
    "e-paper",
    "app ",
    "abonn",
];
const ASKS: [&str; 22] = [
    "sign up",
    "subscribe",
    "abonnier",
    "anmeld",
    "melde dich",
    "inscri",
    "abonnez",
    "suscr",
    "follow",
    "folge",
    "join",
    "download",
    "hier geht",
    "klicken",
    "register",
    "erhalten sie",
    "direkt auf",
    "get our",
    "double check",
    "moderador",
    "bitte achten",
    "réserv",
];

/// Whether a line asks readers to take something.
pub(super) fn asks(words: &str) -> bool {
    let lower = words.to_lowercase();
    OFFERS.iter().any(|word| lower.contains(word)) && ASKS.iter().any(|word| lower.contains(word))
}

/// Beginnings of the lines below a text that say who had a part in it, in lower case.
const CREDITS: [&str; 12] = [
    "reporting by",
    "additional reporting",
    "editing by",
    "writing by",
    "written by",
    "compiled by",
    "with reporting",
    "with files from",
    "contributed by",
    "with inputs from",
    "(with inputs",
    "associated press writer",
];

/// Whether a line says who had a part in the text.
pub(super) fn credits(words: &str) -> bool {
    let start: String = words.chars().take(40).flat_map(char::to_lowercase).collect();
    let start = start.trim_start_matches(['(', '*', '—', '-', '–', ' ', '[']);
    CREDITS.iter().any(|phrase| start.starts_with(phrase))
}
