# Das Archiv nach Datum.

archive-empty = Es ist noch nichts erschienen.
archive-day-empty = An diesem Tag ist nichts erschienen.
archive-next-year = Jahr danach
archive-previous-year = Jahr davor
archive-next-month = Monat danach
archive-previous-month = Monat davor
archive-next-day = Tag danach
archive-previous-day = Tag davor
