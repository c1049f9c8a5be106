#!/bin/sh
# Install the servers and the browser that the tests start by themselves, where packages may be installed;
# what cannot be installed is skipped by the tests, which say so.
set -eu
missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v curl >/dev/null 2>&1 || missing="$missing curl"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
	run=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
	run="sudo"
else
	echo "Sin permiso para instalar$missing: se omiten las pruebas que lo necesitan." >&2
	exit 0
fi
echo "Instalando para las pruebas:$missing"
$run apt-get update -qq
# shellcheck disable=SC2086
$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
