# Wörter, die nicht in Vorlagen stehen: Seitentitel, Autorenzeile, Herkunft, Textsorten, Fehler im Formular.

moment-text = { $date }, { $time } Uhr
list-and = und
byline-by = Von { $names }

archive-title = Archiv
media-captions = Untertitel
media-transcript = Abschrift
embed-from = Inhalt von

genre-comment = Kommentar
genre-analysis = Analyse
genre-interview = Interview
genre-reportage = Reportage
genre-background = Hintergrund
genre-portrait = Porträt
genre-review = Rezension
genre-obituary = Nachruf
genre-live = Liveblog
genre-guest = Gastbeitrag
genre-advertisement = Anzeige

origin-material = Mit Material von { $names }.
origin-original = Text: { $names }.
origin-translation-of = Übersetzung eines Textes von { $names }.
origin-translated = Übersetzt.
origin-translated-from-de = Übersetzt aus dem Deutschen.
origin-translated-from-en = Übersetzt aus dem Englischen.
origin-translated-from-fr = Übersetzt aus dem Französischen.
origin-translated-from-es = Übersetzt aus dem Spanischen.
origin-translated-from-it = Übersetzt aus dem Italienischen.
origin-translated-from-ru = Übersetzt aus dem Russischen.
origin-translated-from-ar = Übersetzt aus dem Arabischen.
origin-translated-from-tr = Übersetzt aus dem Türkischen.
origin-translated-from-pl = Übersetzt aus dem Polnischen.
origin-translated-from-uk = Übersetzt aus dem Ukrainischen.
origin-translators = Übersetzung: { $names }.
origin-checked = Geprüft von { $names }.

feeds-site = Alle Beiträge
feeds-sections = Ressorts
feeds-authors = Autorinnen und Autoren
feeds-topics = Schlagwörter
feed-comment-by = Kommentar von { $name }
feed-comments-of = Kommentare zu „{ $headline }“

comment-comment-missing = Bitte schreibe einen Kommentar.
comment-comment-too-long = Dein Kommentar ist zu lang. Erlaubt sind { $most } Zeichen.
comment-name-missing = Bitte gib deinen Namen an.
comment-name-too-long = Der Name ist zu lang. Erlaubt sind { $most } Zeichen.
comment-email-missing = Bitte gib deine E-Mail-Adresse an.
comment-email-malformed = Das sieht nicht wie eine E-Mail-Adresse aus. Sie hat die Form name@beispiel.de.
comment-website-malformed = Das sieht nicht wie die Adresse einer Website aus. Sie beginnt mit https://.
comment-too-many = Von deinem Anschluss kamen gerade sehr viele Kommentare. Bitte versuche es in zehn Minuten noch einmal.
comment-not-taken = Dieser Kommentar kann hier nicht mehr angenommen werden: Die Diskussion ist geschlossen, oder der Kommentar, auf den du antwortest, ist nicht mehr da.
comment-busy = Gerade kommen sehr viele Kommentare auf einmal. Deiner ist noch nicht angekommen, aber es steht noch alles da: Bitte schick ihn gleich noch einmal ab.
