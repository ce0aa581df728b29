# Listen von Beiträgen: Titelseite, Ressort, Schlagwort, Autor, Dossier.

reading-time-short = { $minutes } Min.
story-count = { $count ->
    [one] { $count } Beitrag
   *[other] { $count } Beiträge
}

pager-label = Weitere Beiträge
pager-newer = Neuere Beiträge
pager-older = Ältere Beiträge
trail-label = Du bist hier
subsections-label = Unterressorts von { $section }

topic-label = Schlagwort
topic-related = Verwandte Schlagwörter
dossier-label = Dossier

front-empty = Hier erscheint bald die erste Ausgabe.
section-empty = In diesem Ressort ist noch nichts erschienen.
topic-empty = Zu diesem Schlagwort ist noch nichts erschienen.
author-empty = Von { $name } ist hier noch nichts erschienen.
dossier-empty = Zu diesem Dossier ist noch nichts erschienen.
