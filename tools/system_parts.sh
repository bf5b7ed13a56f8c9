#!/bin/sh
# See to what pip cannot bring: Pango and harfbuzz-subset for PDFs, a font for rare names, Chromium for the browser tests.
# As root, or with sudo that asks for no password, they are installed; otherwise the one command to type is printed.
# Arguments: run | test, and a PYTHON whose venv module is missing, without which nothing can go on.
set -eu
cd "$(dirname "$0")/.."
what=$1
python=${2:-}
missing=

has_library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q "$1"; }
want() { missing="$missing $1"; }

if [ -n "$python" ]; then
  want "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
has_library libpangoft2-1.0.so.0 || want libpangoft2-1.0-0
has_library libharfbuzz-subset.so.0 || want libharfbuzz-subset0
ls /usr/share/fonts/truetype/lxgw-wenkai/*.ttf >/dev/null 2>&1 || want fonts-lxgw-wenkai
if [ "$what" = test ]; then tools/find_chromium.sh >/dev/null || want chromium; fi
[ -n "$missing" ] || exit 0

give_up() { if [ -n "$python" ]; then exit 1; else exit 0; fi; }

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These parts are missing; install them with your system's package manager:$missing" >&2
  give_up
fi
if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  echo "Some parts are missing and only root can install them. Type:" >&2
  echo "  sudo apt-get install -y --no-install-recommends$missing" >&2
  give_up
fi
echo "Setting up:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >/dev/null 2>&1 || true
for part in $missing; do
  if ! $as_root apt-get install -y -qq --no-install-recommends "$part" >/dev/null 2>&1; then
    echo "Could not install $part; what needs it will say so." >&2
    case $part in *-venv) exit 1 ;; esac
  fi
done
