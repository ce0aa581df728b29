# Die Übersicht der Feeds.

feeds-title = Feeds
feeds-intro = Lies uns, wo du willst: Füge eine dieser Adressen in deinem Feedreader hinzu.
