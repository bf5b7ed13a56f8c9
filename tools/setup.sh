#!/bin/sh
# Make .venv and install the locked dependencies into it. Argument: base (to run) or dev (to test as well).
set -eu
cd "$(dirname "$0")/.."
kind=$1

python=
for candidate in python3.14 python3.13 python3.12 python3.11 python3; do
  if command -v "$candidate" >/dev/null 2>&1 &&
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "firstaid needs Python 3.11 or newer; none was found." >&2; exit 1; }

if ! [ -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  rm -rf .venv
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    if [ "$kind" = dev ]; then what=test; else what=run; fi
    tools/system_parts.sh "$what" "$python"
    "$python" -m venv .venv
  fi
fi

if ! .venv/bin/uv --version >/dev/null 2>&1; then
  echo "Setting up: uv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.lock
fi
echo "Setting up: the $kind dependencies"
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "requirements/$kind.lock"

site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$PWD/src" >"$site/firstaid.pth"
cat >.venv/bin/firstaid <<SCRIPT
#!/bin/sh
exec "$PWD/.venv/bin/python" -m firstaid.cli.main "\$@"
SCRIPT
chmod +x .venv/bin/firstaid
touch .venv/.base
if [ "$kind" = dev ]; then touch .venv/.dev; fi
