#!/bin/sh
# Install what is missing for Legajo, on Debian or Ubuntu: system packages through
# apt where that is allowed, then the Python environment from the lock file.
# Usage: sh scripts/setup.sh VENV
set -eu
venv=${1:-.venv}
python=${PYTHON:-python3}

missing=""
need() { # need COMMAND-OR-FILE PACKAGE
	if ! command -v "$1" >/dev/null 2>&1 && [ ! -e "$1" ]; then missing="$missing $2"; fi
}
need tesseract tesseract-ocr
ls /usr/share/tesseract-ocr/*/tessdata/spa.traineddata >/dev/null 2>&1 || missing="$missing tesseract-ocr-spa"
need /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf fonts-liberation
need /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || missing="$missing python3-venv"

if [ -n "$missing" ]; then
	if [ "$(id -u)" = 0 ]; then
		run=""
	elif command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
		run="sudo"
	else
		echo "Faltan paquetes del sistema y no se pueden instalar sin permiso. Escriba:" >&2
		echo "    sudo apt-get update && sudo apt-get install -y$missing" >&2
		echo "y después repita la orden." >&2
		exit 1
	fi
	echo "Instalando:$missing"
	export DEBIAN_FRONTEND=noninteractive
	$run apt-get update -qq
	# shellcheck disable=SC2086
	$run apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
	echo "Legajo necesita Python 3.11 o posterior; '$python' es $("$python" -V). Indique otro con: make PYTHON=python3.12 ..." >&2
	exit 1
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "Preparando el entorno de Python"
"$venv/bin/python" -m pip install --quiet --require-hashes -r requirements-dev.lock
"$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
