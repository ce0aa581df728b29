# Die Suche.

search-title = Suche
search-field = Wonach suchst du?
search-button = Suchen
search-found = { $count ->
    [0] Zu „{ $query }“ wurde nichts gefunden.
    [one] Zu „{ $query }“ wurde ein Beitrag gefunden.
   *[other] Zu „{ $query }“ wurden { $count } Beiträge gefunden.
}
search-previous = Vorherige Treffer
search-next = Weitere Treffer
search-tip-spelling = Ist alles richtig geschrieben?
search-tip-fewer = Weniger Wörter finden mehr.
search-tip-general = Versuche es mit einem allgemeineren Wort.
