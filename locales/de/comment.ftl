# Kommentare: die Diskussion unter einem Artikel, das Formular, die Seiten danach.

comments-title = { $count ->
    [0] Noch keine Kommentare
    [one] { $count } Kommentar
   *[other] { $count } Kommentare
}
comments-closed = Die Diskussion ist geschlossen.
comment-staff = Redaktion
comment-reply = Antworten
comment-reply-to = { $name } antworten

comment-form-title = Schreibe einen Kommentar
comment-form-reply-title = Schreibe eine Antwort
comment-form-note = Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert
comment-field-comment = Kommentar
comment-field-name = Name
comment-field-email = E-Mail
comment-field-website = Website
comment-field-trap = Dieses Feld bitte leer lassen
comment-form-send = Kommentar abschicken
comment-form-problems = { $count ->
    [one] Dein Kommentar wurde noch nicht gespeichert. Bitte sieh dir diese Stelle noch einmal an:
   *[other] Dein Kommentar wurde noch nicht gespeichert. Bitte sieh dir diese { $count } Stellen noch einmal an:
}

comment-page-title = Dein Kommentar
comment-back = Zurück zum Artikel

comment-received-title = Danke für deinen Kommentar
comment-received-waiting = Er ist angekommen und wird veröffentlicht, sobald die Redaktion ihn gelesen hat.
comment-received-published = Er ist veröffentlicht.
comment-received-see = Deinen Kommentar ansehen

comments-waiting-link = Deine wartenden Kommentare
comments-waiting-title = Deine wartenden Kommentare
comments-waiting-text = Nur du siehst diese Seite. Was hier steht, wartet noch auf die Freigabe durch die Redaktion.
comments-waiting-empty = Von dir wartet gerade kein Kommentar.
