# Lists of stories: front page, section, topic, author, dossier.

reading-time-short = { $minutes } min
story-count = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}

pager-label = More stories
pager-newer = Newer stories
pager-older = Older stories
trail-label = You are here
subsections-label = Sub-sections of { $section }

topic-label = Topic
topic-related = Related topics
dossier-label = Dossier

front-empty = The first edition will appear here soon.
section-empty = Nothing has been published in this section yet.
topic-empty = Nothing has been published on this topic yet.
author-empty = Nothing by { $name } has been published here yet.
dossier-empty = Nothing has been published in this dossier yet.
