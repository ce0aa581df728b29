# Die Suche.

search-title = Suche
search-field = Wonach suchst du?
search-button = Suchen
search-found = { $count ->
    [0] Zu „{ $query }“ wurde nichts gefunden.
    [one] Zu „{ $query }“ wurde ein Beitrag gefunden.
   *[other] Zu „{ $query }“ wurden { $count } Beiträge gefunden.
}
search-found-more = Zu „{ $query }“ wurden mehr als { $count } Beiträge gefunden.
search-instead-nothing = Zu „{ $query }“ wurde nichts gefunden.
search-instead = Gezeigt wird, was zu „{ $query }“ passt.
search-some-words = Kein Beitrag enthält alle Wörter. Gezeigt wird, was einige davon enthält.
search-order = Reihenfolge
search-by-relevance = Nach Treffgenauigkeit
search-by-date = Neueste zuerst
search-narrow = Suche eingrenzen
search-narrowed = Eingegrenzt auf
search-widen = { $name }: Eingrenzung aufheben
search-section = Ressort
search-topic = Schlagwort
search-author = Autor
search-year = Jahr
search-previous = Vorherige Treffer
search-next = Weitere Treffer
search-tip-spelling = Ist alles richtig geschrieben?
search-tip-fewer = Weniger Wörter finden mehr.
search-tip-general = Versuche es mit einem allgemeineren Wort.
