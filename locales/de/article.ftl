# Der Artikel und die stehende Seite.

article-published = Veröffentlicht
article-undated = Erscheinungstag nicht bekannt
article-changed = Aktualisiert
reading-time = { $minutes ->
    [one] { $minutes } Minute Lesezeit
   *[other] { $minutes } Minuten Lesezeit
}
article-corrections = { $count ->
    [one] Korrektur
   *[other] Korrekturen
}
article-origin = Herkunft:
article-original = Zum Original
article-topics = Schlagwörter
article-related = Mehr zum Thema

page-changed = Zuletzt geändert:
