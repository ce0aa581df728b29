# Was jede Seite umgibt: Kopf, Menüs, Fuß.

skip-to-content = Zum Inhalt
tools-label = Sprache und Suche
menu-label = Ressorts
footer-label = Über diese Website
footer-rights = © { $site }
search-link = Suche
place-label = Anzeige
place-ask = Hier kann Inhalt von anderen Anbietern stehen ({ $hosts }). Wenn du ihn lädst, erfahren sie unter anderem deine IP-Adresse.
place-ask-own = Hier steht Inhalt, der nur auf deinen Wunsch geladen wird.
place-show = Inhalt laden
place-title = Inhalt von anderen Anbietern
place-back = Zurück
place-loaded = Diese Seite lädt Inhalt von: { $hosts }.
also-in = Auch in anderen Sprachen:
