#!/usr/bin/env bash
# Says how to get what building needs and is missing.
set -euo pipefail

missing=0
if ! command -v cargo >/dev/null; then
  echo "Rust is missing. Install it with rustup (https://rustup.rs); on Debian: apt-get install rustup, then rustup default stable" >&2
  missing=1
fi
if ! command -v cc >/dev/null; then
  echo "A C compiler is missing. On Debian: apt-get install gcc libc6-dev" >&2
  missing=1
fi
exit $missing
