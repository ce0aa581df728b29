# What surrounds every page: masthead, menus, footer.

skip-to-content = Skip to content
tools-label = Language and search
menu-label = Sections
footer-label = About this site
footer-rights = © { $site }
search-link = Search
place-label = Advertisement
also-in = Also in other languages:
