# What surrounds every page: masthead, menus, footer.

skip-to-content = Skip to content
tools-label = Language and search
menu-label = Sections
footer-label = About this site
footer-rights = © { $site }
search-link = Search
place-label = Advertisement
place-ask = Content from other providers can be shown here ({ $hosts }). If you load it, they learn your IP address among other things.
place-ask-own = This content is only loaded if you choose to.
place-show = Load content
place-title = Content from other providers
place-back = Back
place-loaded = This page loads content from: { $hosts }.
also-in = Also in other languages:
