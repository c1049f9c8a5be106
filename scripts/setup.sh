#!/bin/sh
# Install what is missing for Legajo, on Debian or Ubuntu: system packages through
# apt where that is allowed, then the Python environment from the lock file.
# Usage: sh scripts/setup.sh VENV
set -eu
venv=${1:-.venv}
python=${PYTHON:-python3}
fonts=/usr/share/fonts/truetype

missing=""
need() { # need COMMAND-OR-FILE PACKAGE
	if ! command -v "$1" >/dev/null 2>&1 && [ ! -e "$1" ]; then missing="$missing $2"; fi
}
look() {
	missing=""
	need tesseract tesseract-ocr
	ls /usr/share/tesseract-ocr/*/tessdata/spa.traineddata >/dev/null 2>&1 || missing="$missing tesseract-ocr-spa"
	need $fonts/liberation/LiberationSans-Regular.ttf fonts-liberation
	# Debian 13 and Ubuntu 24.04 have the narrow face in a package of its own, which those before do not know.
	if apt-cache show fonts-liberation-sans-narrow >/dev/null 2>&1; then
		need $fonts/liberation/LiberationSansNarrow-Regular.ttf fonts-liberation-sans-narrow
	fi
	need $fonts/dejavu/DejaVuSans.ttf fonts-dejavu-core
	"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || missing="$missing python3-venv"
}
stop() {
	echo "$1 ¿Hay red? Repita la orden: sigue donde se quedó." >&2
	exit 1
}

look
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
	$run apt-get update -qq || : # a source of others that is away need not stop us
	look # now that the list of packages is there
	echo "Instalando:$missing"
	# shellcheck disable=SC2086
	$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
		stop "No se pudieron instalar los paquetes del sistema."
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
	echo "Legajo necesita Python 3.11 o posterior; '$python' es $("$python" -V). Indique otro con: make PYTHON=python3.12 ..." >&2
	exit 1
fi
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv "$venv"
echo "Preparando el entorno de Python (tarda unos minutos)"
"$venv/bin/python" -m pip install --quiet --require-hashes -r requirements-dev.lock ||
	stop "No se pudieron instalar los paquetes de Python."
"$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
