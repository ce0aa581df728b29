#!/usr/bin/env bash
# Makes the demo newsroom, all of it by the program's own command line:
#
#   scripts/demo.sh PROGRAM FOLDER
#
# A newsroom that is there is kept.
set -euo pipefail

program=$1
export DEPESCHE_DATA=$2
stories=$(dirname "$0")/demo

[ -e "$DEPESCHE_DATA/depesche.toml" ] && exit 0
echo "Making the demo newsroom in $DEPESCHE_DATA"
"$program" init --name "Das Hafenblatt" --tagline "Nachrichten aus der Stadt und der Welt" --language de,en
position=0
for section in "politik de=Politik en=Politics" "wirtschaft de=Wirtschaft en=Business" "hafen de=Hafen en=Port" \
  "kultur de=Kultur en=Culture" "wissen de=Wissen en=Science" "sport de=Sport en=Sport"; do
  read -r path german english <<<"$section"
  "$program" section add "$path" --name "$german" --name "$english" --position "$position"
  position=$((position + 1))
done
"$program" author add "Merle Ohlsen" --role "Redakteurin für Politik"
"$program" author add "Jan Petersen" --role "Reporter im Hafen"
"$program" author add "Aylin Demir" --role "Redakteurin für Kultur und Wissen"
"$program" author add "Tjark Behrens" --role "Redakteur für Wirtschaft"
"$program" topic add faehrverkehr --name "de=Fährverkehr" --name "en=Ferries"
"$program" topic add stadtrat --name "de=Stadtrat" --name "en=City council"
"$program" topic add musik --name "de=Musik" --name "en=Music"

# Stories in the order in which they appeared; a file NAME.en.md is the English article of NAME.de.md.
hours=60
number=0
for file in "$stories"/*.de.md; do
  "$program" article add "$file" >/dev/null
  number=$((number + 1))
  german=$number
  at=$(date -u -d "$hours hours ago" +%Y-%m-%dT%H:%M:%SZ)
  "$program" article publish "$german" --at "$at"
  english=${file%.de.md}.en.md
  if [ -e "$english" ]; then
    "$program" article add "$english" >/dev/null
    number=$((number + 1))
    "$program" article link "$number" "$german" >/dev/null
    "$program" article publish "$number" --at "$at"
  fi
  hours=$((hours - 7))
done
