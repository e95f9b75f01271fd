# make run    install into .venv, migrate, load content/, serve on http://localhost:8000
# make test   lint, types, architecture and every test
# make docs   the pages of docs/ that are made from the code
# make postgres   a PostgreSQL of its own, for trying things out
# Nothing is needed first but Python 3.11+, pip and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python
.DEFAULT_GOAL := help
.PHONY: help run test lint format docs postgres bench clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

run: $(VENV)/.run
	$(BIN)/truth serve

test: lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

# A PostgreSQL of its own in .postgres/, for trying things out; it needs nothing installed and stops with ^C.
postgres: $(VENV)/.dev
	$(BIN)/python bench/postgres.py

bench: $(VENV)/.dev
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# --without-pip and pip's own --python work where the distribution splits ensurepip off.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Truth needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable '.[server,postgres]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.run
