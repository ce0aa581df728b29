# Was jede Seite umgibt: Kopf, Menüs, Fuß.

skip-to-content = Zum Inhalt
tools-label = Sprache und Suche
menu-label = Ressorts
footer-label = Über diese Website
footer-rights = © { $site }
search-link = Suche
place-label = Anzeige
also-in = Auch in anderen Sprachen:
