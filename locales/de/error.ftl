# Was nicht gezeigt werden kann.

error-number = Fehler { $number }
error-home = Zur Startseite
error-reason = Grund

error-404-title = Diese Seite gibt es nicht
error-404-text = Vielleicht ist die Adresse unvollständig oder der Link veraltet. Die Suche hilft weiter.

error-410-title = Dieser Artikel wurde zurückgezogen
error-410-text = Er stand hier, und wir haben ihn entfernt. Er wird an dieser Adresse nicht wieder erscheinen.
error-410-withdrawn = Zurückgezogen

error-451-title = Dieser Inhalt ist aus rechtlichen Gründen nicht verfügbar
error-451-text = Wir dürfen ihn nicht zeigen.
error-451-authority = Auf Verlangen von
error-451-since = Seit

error-500-title = Hier ist etwas schiefgegangen
error-500-text = Der Fehler liegt bei uns. Bitte versuche es in ein paar Minuten noch einmal.
error-500-reference = Wenn du uns deswegen schreibst, nenne bitte diese Kennung:

error-503-title = Wir sind gleich wieder da
error-503-text = Gerade kommen sehr viele Anfragen an, oder wir arbeiten an der Technik. Bitte lade die Seite in ein paar Minuten neu.
