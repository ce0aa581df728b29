# All corrections.

corrections-title = Corrections
corrections-intro = Where we were wrong, we say so: on the article and here.
corrections-empty = There has been nothing to correct so far.
