# The overview of feeds.

feeds-title = Feeds
feeds-intro = Read us wherever you like: add one of these addresses to your feed reader.
