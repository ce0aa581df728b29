# The archive by date.

archive-empty = Nothing has been published yet.
archive-day-empty = Nothing was published on this day.
archive-next-year = Following year
archive-previous-year = Previous year
archive-next-month = Following month
archive-previous-month = Previous month
archive-next-day = Following day
archive-previous-day = Previous day
