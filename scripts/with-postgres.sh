#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, which it finds under DEPESCHE_TEST_POSTGRES.
#
#   scripts/with-postgres.sh cargo test
#
# The cluster lies in a temporary folder, listens on a free port of the loopback address only,
# and is gone when the command ends. Syncing is off: nothing in it is worth keeping.
set -euo pipefail

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
  echo "PostgreSQL is not installed; run scripts/setup-tests.sh" >&2
  exit 1
fi

folder=$(mktemp -d)
run=()
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres "$folder"
  run=(runuser -u postgres --)
fi

stop() {
  "${run[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$folder"
"${run[@]}" "$bin/initdb" -D "$folder/data" -U depesche -A trust -E UTF8 --locale=C >"$folder/../$(basename "$folder").log" 2>&1 || {
  cat "$folder/../$(basename "$folder").log" >&2
  exit 1
}
rm -f "$folder/../$(basename "$folder").log"
"${run[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -o \
  "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c max_connections=200" start >/dev/null || {
  cat "$folder/data/server.log" >&2
  exit 1
}
cd "$OLDPWD"
export DEPESCHE_TEST_POSTGRES="postgres://depesche@127.0.0.1:$port/postgres"
"$@"
