#!/usr/bin/env bash
# Installs PostgreSQL for the tests on Debian; does nothing when it is there.
set -euo pipefail

[ -n "$(find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null)" ] && exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "The tests need PostgreSQL. Install it as root: apt-get install postgresql" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing PostgreSQL"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
