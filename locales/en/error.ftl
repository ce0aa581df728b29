# What cannot be shown.

error-number = Error { $number }
error-home = Go to the front page
error-reason = Reason

error-404-title = This page does not exist
error-404-text = The address may be incomplete or the link out of date. The search can help.

error-410-title = This article has been withdrawn
error-410-text = It was here and we have removed it. It will not return to this address.
error-410-withdrawn = Withdrawn

error-451-title = This content is unavailable for legal reasons
error-451-text = We are not allowed to show it.
error-451-authority = At the demand of
error-451-since = Since

error-500-title = Something has gone wrong here
error-500-text = The fault is ours. Please try again in a few minutes.
error-500-reference = If you write to us about it, please quote this reference:

error-503-title = We will be right back
error-503-text = We are receiving a great many requests, or are working on our systems. Please reload the page in a few minutes.
