#!/bin/sh
# Resolve the dependencies anew: hashes, every platform, no addresses.
set -eu
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 "$@"; }
compile pyproject.toml -o requirements/base.lock
compile pyproject.toml --group dev -c requirements/base.lock -o requirements/dev.lock
echo uv | compile - -o requirements/installer.lock
