# Words that stand in no template: titles, byline, origin, genres, what is wrong in the form.

moment-text = { $date }, { $time }
list-and = and
byline-by = By { $names }

archive-title = Archive
media-captions = Captions
media-transcript = Transcript
embed-from = Content from

genre-comment = Opinion
genre-analysis = Analysis
genre-interview = Interview
genre-reportage = Reportage
genre-background = Background
genre-portrait = Profile
genre-review = Review
genre-obituary = Obituary
genre-live = Live
genre-guest = Guest essay
genre-advertisement = Advertisement

origin-material = With material from { $names }.
origin-original = Text: { $names }.
origin-translation-of = Translation of a text by { $names }.
origin-translated = Translated.
origin-translated-from-de = Translated from German.
origin-translated-from-en = Translated from English.
origin-translated-from-fr = Translated from French.
origin-translated-from-es = Translated from Spanish.
origin-translated-from-it = Translated from Italian.
origin-translated-from-ru = Translated from Russian.
origin-translated-from-ar = Translated from Arabic.
origin-translated-from-tr = Translated from Turkish.
origin-translated-from-pl = Translated from Polish.
origin-translated-from-uk = Translated from Ukrainian.
origin-translators = Translation: { $names }.
origin-checked = Checked by { $names }.

feeds-site = All stories
feeds-sections = Sections
feeds-authors = Authors
feeds-topics = Topics
feed-comment-by = Comment by { $name }
feed-comments-of = Comments on “{ $headline }”

comment-comment-missing = Please write a comment.
comment-comment-too-long = Your comment is too long. { $most } characters are allowed.
comment-name-missing = Please enter your name.
comment-name-too-long = The name is too long. { $most } characters are allowed.
comment-email-missing = Please enter your e-mail address.
comment-email-malformed = This does not look like an e-mail address. It has the form name@example.org.
comment-website-malformed = This does not look like the address of a website. It begins with https://.
comment-too-many = A great many comments have come from your connection. Please try again in ten minutes.
comment-not-taken = This comment cannot be taken any more: the discussion is closed, or the comment you answer is gone.
comment-busy = A great many comments are coming in at this moment. Yours has not arrived yet, but all you wrote is still here: please send it again in a moment.
