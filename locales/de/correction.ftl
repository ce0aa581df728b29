# Alle Korrekturen.

corrections-title = Korrekturen
corrections-intro = Wo wir uns geirrt haben, sagen wir es: am Artikel und hier.
corrections-empty = Bisher gab es nichts zu korrigieren.
