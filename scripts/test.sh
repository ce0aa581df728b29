#!/usr/bin/env bash
# Runs all tests, whatever fails on the way, and ends with how many passed and failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

scripts/setup-tests.sh || exit 1

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0
failed=0

# step NAME COMMAND…: shows what the command says and adds up the tests in it.
step() {
  echo "== $1"
  "${@:2}" 2>&1 | tee "$log"
  local status=${PIPESTATUS[0]} good bad
  good=$(count 'passed' 'pass')
  bad=$(count 'failed|timed out' 'fail|cancelled')
  # A step that does not get as far as its tests is a failure too.
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
}

# The tests of the last step that ended so, by the words of cargo and of Node: cargo nextest
# (“Summary … 3 passed, 1 failed”), cargo test (“test result: … 3 passed; 1 failed”), Node (“ℹ pass 3”).
count() {
  grep -E '^ *Summary \[|^test result:' "$log" | grep -oE "[0-9]+ ($1)" >"$log.counts"
  grep -E "^ℹ ($2) " "$log" >>"$log.counts"
  awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^[0-9]+$/) sum += $i } END { print sum + 0 }' "$log.counts"
  rm -f "$log.counts"
}

rust_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    # nextest leaves out the examples in the documentation.
    local status=0
    cargo nextest run --workspace --locked || status=$?
    cargo test --workspace --locked --doc || status=$?
    return "$status"
  fi
  cargo test --workspace --locked --no-fail-fast
}
export -f rust_tests

browser_tests() {
  DEPESCHE_BIN="$(realpath "${CARGO_TARGET_DIR:-target}")/debug/depesche" npm --prefix tests/browser test --silent
}

step "build" cargo build --workspace --locked
step "crates" scripts/with-postgres.sh bash -c rust_tests
step "browser" browser_tests

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
