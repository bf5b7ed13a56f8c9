#!/bin/sh
# Start firstaid with the demo story on an embedded database. PORT and DATA come from the Makefile.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$DATA"
if ! [ -s "$DATA/secret" ]; then
  (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_hex(32))' >"$DATA/secret")
fi
FIRSTAID_SECRET=$(cat "$DATA/secret")
FIRSTAID_DATA=$DATA
FIRSTAID_ENVIRONMENT=${FIRSTAID_ENVIRONMENT:-development}
FIRSTAID_PUBLIC_URL=${FIRSTAID_PUBLIC_URL:-http://127.0.0.1:$PORT}
FIRSTAID_LOG_FORMAT=${FIRSTAID_LOG_FORMAT:-text}
export FIRSTAID_SECRET FIRSTAID_DATA FIRSTAID_ENVIRONMENT FIRSTAID_PUBLIC_URL FIRSTAID_LOG_FORMAT
.venv/bin/firstaid migrate
.venv/bin/firstaid demo
exec .venv/bin/firstaid serve --port "$PORT"
