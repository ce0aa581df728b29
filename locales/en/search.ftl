# The search.

search-title = Search
search-field = What are you looking for?
search-button = Search
search-found = { $count ->
    [0] Nothing was found for “{ $query }”.
    [one] One story was found for “{ $query }”.
   *[other] { $count } stories were found for “{ $query }”.
}
search-found-more = More than { $count } stories were found for “{ $query }”.
search-instead-nothing = Nothing was found for “{ $query }”.
search-instead = Showing what matches “{ $query }”.
search-some-words = No story contains all the words. Showing stories that contain some of them.
search-order = Order
search-by-relevance = Best match first
search-by-date = Newest first
search-narrow = Narrow the search
search-narrowed = Narrowed to
search-widen = { $name }: remove this filter
search-section = Section
search-topic = Topic
search-author = Author
search-year = Year
search-previous = Previous results
search-next = More results
search-tip-spelling = Is everything spelled correctly?
search-tip-fewer = Fewer words find more.
search-tip-general = Try a more general word.
