# The search.

search-title = Search
search-field = What are you looking for?
search-button = Search
search-found = { $count ->
    [0] Nothing was found for “{ $query }”.
    [one] One story was found for “{ $query }”.
   *[other] { $count } stories were found for “{ $query }”.
}
search-previous = Previous results
search-next = More results
search-tip-spelling = Is everything spelled correctly?
search-tip-fewer = Fewer words find more.
search-tip-general = Try a more general word.
