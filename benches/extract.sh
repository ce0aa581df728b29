#!/usr/bin/env bash
# How many web pages a second, on one core and in one run: the program beside trafilatura and readability-lxml.
#   benches/extract.sh FOLDER    FOLDER holds article/*.tar.gz, as CORPORA does
# The two are installed into a virtual environment below the target folder. Their source and expected pages go
# through all three; each takes its turn three times.
set -euo pipefail
cd "$(dirname "$0")/.."
corpora=${1:-${CORPORA:-../shared/corpora}}
target=${CARGO_TARGET_DIR:-target}
[ -d "$corpora/article" ] || { echo "extract.sh: $corpora/article is missing: NOTHING was measured" >&2; exit 2; }

pages=$(mktemp -d); trap 'rm -rf "$pages"' EXIT
for tarball in "$corpora"/article/*.tar.gz; do tar -xzf "$tarball" -C "$pages"; done
find "$pages" -name '*.gz' -exec gzip -d {} +
find "$pages" -name 'expected.html' -delete

cargo build --locked --quiet --profile quick -p wire --example extract_rate
venv=$target/extract-venv
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --upgrade pip
    "$venv/bin/pip" install --quiet trafilatura readability-lxml
fi
for _ in 1 2 3; do
    taskset -c 0 "$target/quick/examples/extract_rate" "$pages" 4
    taskset -c 0 "$venv/bin/python" benches/extract_rate.py trafilatura "$pages"
    taskset -c 0 "$venv/bin/python" benches/extract_rate.py readability "$pages"
done
