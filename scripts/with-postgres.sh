#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, which it finds under DEPESCHE_TEST_POSTGRES.
#
#   scripts/with-postgres.sh cargo test
#
# The cluster lies in a temporary folder, listens on a free port of the loopback address and on a
# socket in that folder, and is gone when the command ends or is stopped. Syncing is off: nothing
# in it is worth keeping.
set -euo pipefail

if [ $# -eq 0 ]; then
  echo "usage: $0 COMMAND [ARGUMENT]…" >&2
  exit 2
fi

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
  echo "PostgreSQL is not installed; run scripts/setup-tests.sh" >&2
  exit 1
fi

folder=$(mktemp -d)
as_server=()
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres "$folder"
  as_server=(runuser -u postgres --)
fi
# From a folder that the server's user may enter.
server() { (cd "$folder" && "${as_server[@]}" "$bin/$1" -D "$folder/data" "${@:2}"); }

child=
finish() {
  trap - EXIT INT TERM HUP
  if [ -n "$child" ]; then kill -TERM "$child" 2>/dev/null || true; fi
  server pg_ctl -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

server initdb -U depesche -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || {
  cat "$folder/log" >&2
  exit 1
}

# Its certificate, and that of the authority which signed it, for the tests of TLS.
tls=()
if command -v openssl >/dev/null; then
  new=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  openssl req -x509 "${new[@]}" -days 2 -subj "/CN=Depesche tests" -keyout "$folder/ca.key" -out "$folder/ca.crt" 2>/dev/null
  openssl req "${new[@]}" -subj /CN=localhost -keyout "$folder/tls.key" -out "$folder/tls.csr" 2>/dev/null
  openssl x509 -req -in "$folder/tls.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -days 2 -out "$folder/tls.crt" \
    -extfile <(echo "subjectAltName=IP:127.0.0.1,DNS:localhost") 2>/dev/null
  chmod 600 "$folder/tls.key"
  if [ "$(id -u)" = 0 ]; then chown postgres "$folder/tls.key"; fi
  # Readable by the tests, whoever owns the folder.
  export DEPESCHE_TEST_POSTGRES_CA="$folder/ca.crt"
  tls=(-c ssl=on -c "ssl_cert_file=$folder/tls.crt" -c "ssl_key_file=$folder/tls.key")
fi

# A port is only known to be free once the server has it.
started=
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 12000))
  if server pg_ctl -w -l "$folder/data/server.log" -o \
    "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c full_page_writes=off -c max_connections=200 ${tls[*]}" \
    start >/dev/null; then
    started=yes
    break
  fi
done
if [ -z "$started" ]; then
  cat "$folder/data/server.log" >&2
  exit 1
fi

export DEPESCHE_TEST_POSTGRES="postgres://depesche@127.0.0.1:$port/postgres"
# In the background, so that a signal ends the wait and not only the command.
"$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
