# Opum. `make help` explains each target in a line.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export FLASK_APP := wsgi.py

.PHONY: help run test test-sqlite test-postgresql lint messages vendor migration bench screenshots clean

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: .make/run .make/messages ## Set everything up and serve the demo at http://127.0.0.1:8000
	@echo "Opum: database, demo data, then http://127.0.0.1:$(PORT) (stop with Ctrl-C)"
	@DEMO=1 $(BIN)/flask db upgrade
	@DEMO=1 $(BIN)/flask demo load
	@DEMO=1 $(BIN)/waitress-serve --listen=127.0.0.1:$(PORT) --threads=4 wsgi:app

test: .make/dev .make/messages .make/chromium lint ## Set everything up and run all checks and tests, on both databases
	@echo "Opum: the whole suite on SQLite, then on PostgreSQL"
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

test-sqlite: .make/dev .make/messages .make/chromium ## Run the tests on SQLite
	@OPUM_TEST_DATABASE=sqlite $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test-postgresql: .make/dev .make/messages .make/chromium ## Run the tests on PostgreSQL (TEST_PG_URL, or a server of its own)
	@OPUM_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .make/dev ## Check style, types, import contracts, templates and catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/messages.py --check
	@$(PYTHON) vendor.py --check

messages: .make/run ## Collect the sentences of the code into the catalogues and compile them
	@$(BIN)/python tools/messages.py

vendor: ## Fetch the front-end packages of package.json into static/vendor and write their checksums
	@npm ci --ignore-scripts --no-audit --no-fund
	@$(PYTHON) vendor.py

migration: .make/run ## Draft a migration from the models: make migration NAME=add_thing
	@$(BIN)/python tools/migration.py "$(NAME)"

bench: .make/run .make/messages ## Measure pages and a write against a floor in the same run; writes bench/RESULTS.md
	@$(BIN)/python -m bench

screenshots: .make/dev .make/messages .make/chromium ## Take the README's pictures anew from the demo
	@$(BIN)/python tools/screenshots.py

clean: ## Remove what the other targets made (never the instance folder)
	@rm -rf $(VENV) .make .mypy_cache .ruff_cache .pytest_cache .hypothesis

.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Opum needs Python 3.11 or newer; this is $$($(PYTHON) --version)." >&2; exit 1; }
	@echo "Opum: making a Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@mkdir -p .make && touch $@

.make/run: requirements.txt .make/venv
	@echo "Opum: installing what the app needs"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.make/dev: requirements-dev.txt requirements-extra.txt requirements.txt .make/venv
	@echo "Opum: installing what the tests need"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .make/run

.make/messages: $(wildcard translations/*/LC_MESSAGES/messages.po) | .make/run
	@$(BIN)/python tools/messages.py --compile
	@touch $@

.make/chromium: | .make/dev
	@$(BIN)/python tools/chromium.py
	@touch $@
