# The article and the standing page.

article-published = Published
article-undated = Day of publication not known
article-changed = Updated
reading-time = { $minutes } min read
article-corrections = { $count ->
    [one] Correction
   *[other] Corrections
}
article-origin = Origin:
article-original = Read the original
article-topics = Topics
article-related = More on this subject

page-changed = Last changed:
