#!/usr/bin/env bash
# Makes the demo newsroom, all of it by the program's own command line:
#
#   scripts/demo.sh PROGRAM FOLDER
#
# A newsroom that is there is kept. A new one is made beside its place and moved there when it is
# complete, so that an interrupted run leaves nothing half made. What it is made of lies in
# scripts/demo: tables with tabs between their columns, and the texts.
set -euo pipefail

program=$1
folder=$2
texts=$(dirname "$0")/demo
export DEPESCHE_DATA=$folder.new
# Times of publication are hours of the paper's day.
export TZ=Europe/Berlin

[ -e "$folder/depesche.toml" ] && exit 0
echo "Making the demo newsroom in $folder"
rm -rf "$DEPESCHE_DATA"
"$program" init --name "Das Hafenblatt" --tagline "Nachrichten aus der Stadt und der Welt" --language de,en,ar

position=0
while IFS=$'\t' read -r path german english; do
  "$program" section add "$path" --name "de=$german" --name "en=$english" --position "$position" >/dev/null
  position=$((position + 1))
done <"$texts/sections.tsv"
while IFS=$'\t' read -r name role german english; do
  "$program" author add "$name" --role "$role" --bio "de=$german" --bio "en=$english" >/dev/null
done <"$texts/authors.tsv"
while IFS=$'\t' read -r slug german english medtop; do
  "$program" topic add "$slug" --name "de=$german" --name "en=$english" ${medtop:+--media-topic "$medtop"} >/dev/null
done <"$texts/topics.tsv"
while IFS=$'\t' read -r name alt caption alt_en caption_en; do
  "$program" asset add "$texts/pictures/$name.jpg" --name "$name" --credit "Illustration: Das Hafenblatt" \
    --alt "$alt" --caption "$caption" --describe "en=$alt_en" --caption-in "en=$caption_en" >/dev/null
done <"$texts/pictures.tsv"
# What Arabic articles stand under and show has Arabic words too.
while IFS=$'\t' read -r kind slug arabic caption; do
  case $kind in
    section) "$program" section rename "$slug" --name "ar=$arabic" >/dev/null ;;
    topic) "$program" topic add "$slug" --name "ar=$arabic" >/dev/null ;;
    picture) "$program" asset edit "$slug" --describe "ar=$arabic" --caption-in "ar=$caption" >/dev/null ;;
  esac
done <"$texts/arabic.tsv"

# Sets `added` to the number of the article that a file became.
add() {
  local said
  said=$("$program" article add "$1")
  [[ $said =~ ^article\ ([0-9]+)\  ]] || { echo "“article add $1” named no number: $said" >&2; exit 1; }
  added=${BASH_REMATCH[1]}
  articles=$((articles + 1))
}

"$program" dossier add mole --title "de=Der Streit um die Mole" --title "en=The breakwater dispute" \
  --title "ar=الخلاف على حاجز الأمواج" >/dev/null

# Stories in the order in which they appeared: days ago, hour, name. Files NAME.en.md and
# NAME.ar.md are the English and the Arabic article of NAME.de.md; what lies in the folder `earlier`
# is what readers saw first.
declare -A number published
articles=0
added=
while IFS=$'\t' read -r days clock name; do
  at=$(date -d "$(date -d "$days days ago" +%F) $clock" +%Y-%m-%dT%H:%M:%S%:z)
  first=$texts/earlier/$name.de.md
  [ -e "$first" ] || first=$texts/$name.de.md
  add "$first"
  number[$name.de]=$added
  published[$name]=$at
  "$program" article publish "$added" --at "$at" >/dev/null
  for language in en ar; do
    [ -e "$texts/$name.$language.md" ] || continue
    add "$texts/$name.$language.md"
    number[$name.$language]=$added
    "$program" article link "$added" "${number[$name.de]}" >/dev/null
    "$program" article publish "$added" --at "$at" >/dev/null
  done
done <"$texts/stories.tsv"

"$program" article edit "${number[strassenbahn.de]}" --file "$texts/strassenbahn.de.md" >/dev/null
"$program" article publish "${number[strassenbahn.de]}" --at "$(date -d "${published[strassenbahn]} + 5 hours" +%FT%T%:z)" >/dev/null
"$program" article edit "${number[grundschule.de]}" --file "$texts/grundschule.de.md" >/dev/null
"$program" article correct "${number[grundschule.de]}" \
  "In einer früheren Fassung hieß es, die Schule habe zwölf Klassen. Richtig ist: Es sind zehn." >/dev/null
"$program" article withdraw "${number[falschmeldung.de]}" \
  --reason "Der Bericht stützte sich auf ein Schreiben, das sich als gefälscht herausgestellt hat. Wir bitten um Entschuldigung." >/dev/null

for page in impressum datenschutz; do
  "$program" page add "$texts/pages/$page.de.md" --publish >/dev/null
  "$program" page add "$texts/pages/$page.en.md" --publish >/dev/null
done
"$program" menu set footer --language de "Impressum=/impressum" "Datenschutz=/datenschutz" \
  "Korrekturen=/korrekturen" "Archiv=/archiv" "Feeds=/feeds" >/dev/null
"$program" menu set footer --language ar "Impressum=/impressum" "Datenschutz=/datenschutz" \
  "Corrections=/ar/corrections" "Archive=/ar/archive" "Feeds=/ar/feeds" >/dev/null
"$program" menu set footer --language en "Imprint=/en/imprint" "Privacy=/en/privacy" \
  "Corrections=/en/corrections" "Archive=/en/archive" "Feeds=/en/feeds" >/dev/null

# Comments: story, language, number in the table, the one it answers, name, hours after publication,
# what became of it, text.
declare -A comment
while IFS=$'\t' read -r story language row answers name hours fate text; do
  options=(--article "${number[$story.$language]}" --name "$name" --email "reader$row@example.org"
    --at "$(date -d "${published[$story]} + $hours hours" +%Y-%m-%dT%H:%M:%S%:z)")
  [ "$answers" = - ] || options+=(--reply-to "${comment[$answers]}")
  case $fate in
    staff) options+=(--staff --approve) ;;
    approved) options+=(--approve) ;;
  esac
  said=$("$program" comment add "${options[@]}" "$text")
  [[ $said =~ ^comment\ ([0-9]+)\  ]] || { echo "“comment add” named no number: $said" >&2; exit 1; }
  comment[$row]=${BASH_REMATCH[1]}
  [ "$fate" != rejected ] || "$program" comment reject "${comment[$row]}" >/dev/null
done <"$texts/comments.tsv"

mv "$DEPESCHE_DATA" "$folder"
echo "The demo has ${#published[@]} stories in $articles articles, with ${#comment[@]} comments."
