# What a person types. Everything sets itself up first.
PORT ?= 8000
DATA ?= .data
PY := .venv/bin/python

.PHONY: help run test check lint soak bench-classroom bench-pages setup words pictures lock clean
help:
	@echo "make run [PORT=8000] [DATA=.data]  try firstaid with a demo story"
	@echo "make test                          all tests: SQLite, PostgreSQL, browser"
	@echo "make check                         what must pass before anything lands: lint, types, contracts, content, tests"
	@echo "make soak                          the long sizes of the fault tests, and axe in all eight combinations"
	@echo "make bench-classroom [JSON=1]      what a hundred people in one hall take, as multiples of /healthz"
	@echo "make bench-pages [OF=exam] [JSON=1] what each page weighs on a first visit, and how soon a slow phone can use it"
	@echo "make words                         list what is not translated yet"
	@echo "make pictures [OF=grading]         photographs of every page, or of those so named, in build/pictures; OF=guides: the guides'"
	@echo "make lock                          resolve the dependencies anew"

run: .venv/.base
	@tools/system_parts.sh run
	@PORT=$(PORT) DATA="$(DATA)" tools/run.sh

setup: .venv/.dev
	@tools/system_parts.sh test

test: setup
	@tools/test.sh

check: setup lint
	@$(PY) -m firstaid.cli.main content check
	@tools/test.sh

lint: .venv/.dev
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/djlint --lint --quiet templates

soak: setup
	@FIRSTAID_SOAK=1 $(PY) -m pytest tests/faults tests/certificates -q -p no:randomly --timeout=3000
	@FIRSTAID_SOAK=1 FIRSTAID_CHROMIUM=$$(tools/find_chromium.sh) $(PY) -m pytest tests/browser/test_access.py -q -n 2 --timeout=3000

bench-classroom: setup
	@FIRSTAID_ENVIRONMENT=development PYTHONPATH=tests $(PY) bench/classroom.py

bench-pages: setup
	@FIRSTAID_CHROMIUM=$$(tools/find_chromium.sh) PYTHONPATH=tests $(PY) bench/pages.py $(OF)

words: .venv/.dev
	@$(PY) tools/words.py

pictures: setup
	@FIRSTAID_CHROMIUM=$$(tools/find_chromium.sh) PYTHONPATH=tests $(PY) tools/pictures.py $(OF)

.venv/.base: requirements/base.lock requirements/installer.lock tools/setup.sh
	@tools/setup.sh base

.venv/.dev: requirements/dev.lock requirements/installer.lock tools/setup.sh
	@tools/setup.sh dev

lock:
	@tools/lock.sh

clean:
	rm -rf .venv .cache build dist
