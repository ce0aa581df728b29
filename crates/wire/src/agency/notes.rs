//! Lines to editors within a text: what they are recognised by, in German, English and French.

use newsroom::wire_item::{Note, NoteKind};

/// How a line to the editors begins, in small letters.
const NOTES: [(&str, NoteKind); 30] = [
    ("eds:", NoteKind::Editorial),
    ("eds.:", NoteKind::Editorial),
    ("editors:", NoteKind::Editorial),
    ("editors'", NoteKind::Editorial),
    ("editor's note", NoteKind::Editorial),
    ("ed note", NoteKind::Editorial),
    ("note to editors", NoteKind::Editorial),
    ("note to eds", NoteKind::Editorial),
    ("attention editors", NoteKind::Editorial),
    ("hinweis für redaktionen", NoteKind::Editorial),
    ("hinweis für die redaktionen", NoteKind::Editorial),
    ("hinweis an die redaktion", NoteKind::Editorial),
    ("hinweise für redaktionen", NoteKind::Editorial),
    ("redaktioneller hinweis", NoteKind::Editorial),
    ("redaktionelle hinweise", NoteKind::Editorial),
    ("redaktionshinweis", NoteKind::Editorial),
    ("achtung redaktion", NoteKind::Editorial),
    ("achtung:", NoteKind::Editorial),
    ("note aux rédactions", NoteKind::Editorial),
    ("attention rédactions", NoteKind::Editorial),
    ("correction:", NoteKind::Correction),
    ("correcting ", NoteKind::Correction),
    ("berichtigung:", NoteKind::Correction),
    ("korrektur:", NoteKind::Correction),
    ("(neu:", NoteKind::Correction),
    ("(berichtigung:", NoteKind::Correction),
    ("(berichtigt", NoteKind::Correction),
    ("(korrigiert", NoteKind::Correction),
    ("(corrects ", NoteKind::Correction),
    ("(adds ", NoteKind::Correction),
];
/// Marks that say nothing once the line is known as a note.
const MARKS: [&str; 3] = ["eds.:", "eds:", "editors:"];

/// A line to the editors, without the mark by which it is known.
pub(crate) fn note_of(line: &str) -> Option<Note> {
    let line = line.trim();
    let low = line.to_lowercase();
    let bare = low.trim_start_matches('(');
    let (_, kind) = NOTES.iter().find(|(start, _)| low.starts_with(start) || bare.starts_with(start))?;
    let open = if line.starts_with('(') { "(" } else { "" };
    let inner = line.trim_start_matches('(');
    let inner = MARKS
        .iter()
        .find_map(|mark| {
            inner
                .get(..mark.len())
                .filter(|start| start.eq_ignore_ascii_case(mark))
                .map(|_| &inner[mark.len()..])
        })
        .unwrap_or(inner);
    Some(Note { kind: *kind, text: format!("{open}{}", inner.trim()) })
}

/// Whether from this line on nothing is for publication: the notebook that agencies put below their texts.
pub(crate) fn starts_notes(line: &str) -> bool {
    let line = line.trim();
    let low = line.to_lowercase();
    let stars = line.len() >= 5 && line.contains('*') && line.chars().all(|c| c == '*' || c == ' ');
    let heading = line.starts_with('#')
        && ["notebook", "notizblock", "bloc-notes"].iter().any(|word| low.contains(word));
    let said = [
        "not for publication",
        "not intended for publication",
        "nicht zur veröffentlichung",
        "nicht für die veröffentlichung",
        "pas destinées à la publication",
        "pas destiné à la publication",
    ];
    stars || heading || (line.len() < 120 && said.iter().any(|words| low.contains(words)))
}

/// The kind of notes that a heading within a notebook begins.
pub(crate) fn is_note_heading(line: &str) -> Option<(NoteKind, &str)> {
    let title = line.trim().strip_prefix('#')?.trim_start_matches('#').trim();
    let low = title.to_lowercase();
    let contact = ["contact", "kontakt", "ansprechpartner", "autor"].iter().any(|word| low.contains(word));
    let correction =
        ["refile", "correction", "berichtigung", "korrektur"].iter().any(|word| low.contains(word));
    let kind = if contact {
        NoteKind::Contact
    } else if correction {
        NoteKind::Correction
    } else {
        NoteKind::Editorial
    };
    Some((kind, title))
}

/// Whether it is a line of initials such as `dpa wsz jln npr` or `abc/def`, by which agencies end a text.
pub(crate) fn is_sign_off(line: &str) -> bool {
    let words: Vec<&str> = line.split([' ', '/']).filter(|word| !word.is_empty()).collect();
    let initials =
        |word: &&str| (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    (2..=8).contains(&words.len()) && words.iter().all(initials)
}

/// Whether a line says who wrote the text: `By Gerry Shih`, `Von Eva Muster, dpa`.
pub(crate) fn is_byline(line: &str) -> bool {
    let line = line.trim();
    let rest =
        ["By ", "BY ", "Von ", "VON ", "Par ", "PAR "].iter().find_map(|start| line.strip_prefix(start));
    let Some(rest) = rest else { return false };
    // “Von Montag an gilt …” is a sentence: names have capitals and few words.
    let words: Vec<&str> = rest.split_whitespace().collect();
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    words.len() <= 10 && !line.ends_with('.') && (words.len() <= 3 || small * 2 <= words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_known_by_their_beginning() {
        let note = |line| note_of(line).map(|note| (note.kind, note.text));
        assert_eq!(note("Eds: APNewsNow."), Some((NoteKind::Editorial, "APNewsNow.".into())));
        assert_eq!(note("(Eds: Minor edits.)"), Some((NoteKind::Editorial, "(Minor edits.)".into())));
        assert_eq!(
            note("HINWEIS FÜR REDAKTIONEN: Folgt.").map(|note| note.1).as_deref(),
            Some("HINWEIS FÜR REDAKTIONEN: Folgt.")
        );
        assert_eq!(note("(Berichtigung: Name im 2. Absatz)").map(|note| note.0), Some(NoteKind::Correction));
        assert_eq!(note("Hinweise auf Täter gibt es nicht."), None);
    }

    #[test]
    fn a_notebook_begins_where_it_says_so() {
        for line in
            ["* * * *", "# dpa-Notizblock", "# Notebook", "The following information is not for publication"]
        {
            assert!(starts_notes(line), "{line}");
        }
        assert!(!starts_notes("Die Akten sind geheim.") && !starts_notes("***"));
        assert_eq!(is_note_heading("## Editorial contacts"), Some((NoteKind::Contact, "Editorial contacts")));
    }

    #[test]
    fn initials_end_a_text() {
        assert!(is_sign_off("dpa wsz jln npr") && is_sign_off("abc/de"));
        assert!(!is_sign_off("und er ging weg.") && !is_sign_off("dpa") && !is_sign_off("Ende der Meldung"));
    }

    #[test]
    fn bylines_are_told_from_sentences() {
        assert!(
            is_byline("By GERRY SHIH")
                && is_byline("Von Eva Muster, dpa")
                && is_byline("By dpa correspondents")
        );
        assert!(!is_byline("Von Montag an gilt in der ganzen Stadt ein neues Gesetz.") && !is_byline("Bye"));
    }
}
