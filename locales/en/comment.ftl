# Comments: the discussion under an article, the form, the pages after it.

comments-title = { $count ->
    [0] No comments yet
    [one] { $count } comment
   *[other] { $count } comments
}
comments-closed = Comments are closed.
comment-staff = Staff
comment-reply = Reply
comment-reply-to = Reply to { $name }

comment-form-title = Leave a comment
comment-form-reply-title = Leave a reply
comment-form-note = Your email address will not be published. Required fields are marked *
comment-field-comment = Comment
comment-field-name = Name
comment-field-email = Email
comment-field-website = Website
comment-field-trap = Please leave this field empty
comment-form-send = Post comment
comment-form-problems = { $count ->
    [one] Your comment has not been saved yet. Please look at this again:
   *[other] Your comment has not been saved yet. Please look at these { $count } things again:
}

comment-page-title = Your comment
comment-back = Back to the article

comment-received-title = Thank you for your comment
comment-received-waiting = It has arrived and will be published as soon as the newsroom has read it.
comment-received-published = It has been published.
comment-received-see = See your comment

comments-waiting-link = Your waiting comments
comments-waiting-title = Your waiting comments
comments-waiting-text = Only you can see this page. What is here is still waiting for the newsroom’s approval.
comments-waiting-empty = You have no comments waiting.
