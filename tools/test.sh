#!/bin/sh
# The whole suite: on SQLite, on a PostgreSQL of its own, and in a browser. Coverage is printed at the end.
set -eu
cd "$(dirname "$0")/.."
pytest=".venv/bin/python -m pytest -q -rs"
rm -f .coverage .coverage.*

echo "== SQLite"
$pytest -m "not browser" -n 2 --cov --cov-report= "$@"
echo "== PostgreSQL"
FIRSTAID_TEST_ENGINE=postgres $pytest -m "not browser and not one_engine" -n 2 "$@"
echo "== Browser"
if chromium=$(tools/find_chromium.sh); then
  FIRSTAID_CHROMIUM=$chromium $pytest -m browser -n 4 --dist loadgroup "$@"
elif [ "${CI:-}" = true ]; then
  echo "The browser tests cannot run: no Chromium." >&2
  exit 1
else
  echo "Left out: the browser tests, because there is no Chromium. Type: sudo apt-get install -y chromium"
fi
.venv/bin/python -m coverage report --skip-covered --skip-empty | tail -n 25
.venv/bin/python tools/critical_coverage.py
