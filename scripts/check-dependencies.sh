#!/usr/bin/env bash
# Checks licences, sources and bans of the dependencies by deny.toml, and advisories where their
# database can be had. Uses cargo-deny where it is, installs it where machines are kept between
# runs (CI), and falls back on a check of our own.
set -euo pipefail
cd "$(dirname "$0")/.."

tools="${XDG_CACHE_HOME:-$HOME/.cache}/depesche/tools"
export PATH="$PATH:$tools/bin"

if [ "${CI:-}" = true ] && ! command -v cargo-deny >/dev/null; then
  echo "Installing cargo-deny (some three minutes, once)"
  timeout 600 env -u CARGO_TARGET_DIR cargo install --locked --quiet --root "$tools" cargo-deny ||
    echo "cargo-deny cannot be had here" >&2
fi

if ! command -v cargo-deny >/dev/null; then
  python3 scripts/check_licences.py
  echo "NOT CHECKED: advisories; they need cargo-deny (cargo install --locked cargo-deny)"
  exit 0
fi

cargo deny --locked check --hide-inclusion-graph licenses bans sources

advisories=$(mktemp)
trap 'rm -f "$advisories"' EXIT
if timeout 120 cargo deny --locked check advisories >"$advisories" 2>&1; then
  tail -n 1 "$advisories"
elif grep -q 'failed to fetch advisory database' "$advisories"; then
  echo "NOT CHECKED: advisories; their database cannot be reached from here"
else
  cat "$advisories" >&2
  exit 1
fi
