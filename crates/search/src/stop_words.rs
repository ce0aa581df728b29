//! Words that stand in every sentence.

use crate::fold::{Reading, fold};

const GERMAN: &str = "aber alle als also am an auch auf aus bei beim bin bis bist da damit dann das dass dem den \
    denn der des die dies diese diesem diesen dieser dieses dir doch du durch ein eine einem einen einer eines er \
    es etwas euch fuer gegen hat hatte hier ich ihm ihn ihr im in ins ist ja kann kein keine man mein mich mir mit \
    muss nach nicht noch nun nur ob oder schon sehr sein seine sich sie sind so soll ueber um und uns unter vom von \
    vor wann war warum was wegen weil wem wen wenn wer werden wie wieder will wir wird wo worum zu zum zur zwischen";
const ENGLISH: &str = "a about after all an and any are as at be been but by can did do does for from had has have \
    he her his how i if in into is it its me my no not of on or our she should so than that the their them then \
    there they this to was we were what when where which who whom why will with would you your";

/// Whether a word says nothing about what an article is about.
pub(crate) fn is_stop_word(reading: Reading, word: &str) -> bool {
    let words = match reading {
        Reading::German => GERMAN,
        Reading::English => ENGLISH,
        Reading::Arabic | Reading::Plain => return false,
    };
    let folded = fold(reading, word);
    words.split_whitespace().any(|stop| fold(reading, stop) == folded)
}
