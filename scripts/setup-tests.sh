#!/usr/bin/env bash
# Installs what the tests need on Debian; does nothing, and quickly, when it is all there.
#
#   scripts/setup-tests.sh [--bench]      with --bench also what the measurements compare with
set -euo pipefail
cd "$(dirname "$0")/.."

have() { command -v "$1" >/dev/null 2>&1; }

packages=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)
have varnishd || [ -x /usr/sbin/varnishd ] || packages+=(varnish)
compgen -G '/usr/lib/*/varnish/vmods/libvmod_xkey.so' >/dev/null || packages+=(varnish-modules)
have "${CHROMIUM:-chromium}" || packages+=(chromium)
have java || packages+=(default-jre-headless)
have python3 || packages+=(python3)
python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
# Where Node comes from another place than Debian, npm comes with it.
have node || packages+=(nodejs)
have npm || packages+=(npm)
if [ "${1:-}" = --bench ]; then
  have nginx || [ -x /usr/sbin/nginx ] || packages+=(nginx)
  have wrk || packages+=(wrk)
  have hugo || packages+=(hugo)
fi

if [ ${#packages[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" != 0 ]; then as_root=(sudo); fi
  if ! have apt-get || { [ ${#as_root[@]} -gt 0 ] && ! have sudo; }; then
    echo "The tests need these Debian packages: ${packages[*]}" >&2
    echo "Install them as root: apt-get install ${packages[*]}" >&2
    exit 1
  fi
  echo "Installing ${packages[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

node_major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$node_major" -lt 20 ]; then
  echo "The browser tests need Node 20 or newer; this is $(node --version)." >&2
  echo "Debian 13 has it (package nodejs); for older ones see https://nodejs.org/en/download" >&2
  exit 1
fi

# npm takes seconds to find that nothing is to be done; the lock file tells at once.
modules=tests/browser/node_modules
if ! cmp -s tests/browser/package-lock.json "$modules/.installed-lock.json"; then
  echo "Installing the browser tests' packages"
  # Without install scripts: the only one there would download a Java that is installed above.
  (cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp tests/browser/package-lock.json "$modules/.installed-lock.json"
fi

# The WebSub hub that a test subscribes with.
if ! cmp -s tests/hub/requirements.txt tests/hub/venv/installed.txt; then
  echo "Installing the hub for the test of subscriptions"
  python3 -m venv tests/hub/venv
  tests/hub/venv/bin/pip install --quiet --disable-pip-version-check -r tests/hub/requirements.txt
  cp tests/hub/requirements.txt tests/hub/venv/installed.txt
fi
