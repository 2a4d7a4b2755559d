# Traject's commands; `make help` lists them. A step that is done leaves a stamp, so that a second run starts at once.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The system's own Python first: distributions compile theirs for speed, which is a quarter faster than one that somebody
# compiled as it comes (as pyenv does). Another one: make SYSTEM_PYTHON=/path/to/python3
SYSTEM_PYTHON ?= /usr/bin/python3
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
# The virtual environment comes first, so that its Node serves where the machine has none, or one that is too old.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PYTHON_DOWNLOADS := never
# Where the environment forbids to keep byte code, every process would compile all of Traject anew: a second each.
unexport PYTHONDONTWRITEBYTECODE

BUILD := app/static/build/manifest.json
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard app/translations/*/LC_MESSAGES/messages.po))
READY := $(VENV)/.run $(BUILD) $(CATALOGUES)

say = @printf '==> %s\n'
or_tell = || { printf '\n*** %s\n' $(1) >&2; exit 1; }
install = $(BIN)/uv pip install --quiet --python $(PYTHON) --require-hashes -r $(1) \
	$(call or_tell,"Some packages could not be installed. Is there a network? Mend that and run make again.")

.PHONY: help setup run test check bench lock translations drawings clean

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) ## Serves the demo on http://127.0.0.1:8000 (PORT changes it), background work included
	@TRAJECT_ENV=demo exec $(PYTHON) -m app.cli.serve

setup: $(READY) ## The set-up of `make run`: virtual environment, packages, front end, database
	@$(BIN)/flask --app wsgi db upgrade

test: $(READY) $(VENV)/.test chromium ## Every test, on SQLite, on a real PostgreSQL and in a real Chromium
	$(say) "Running every test"
	@$(PYTHON) -m pytest -n 3 --dist loadfile $(ARGS)

check: $(READY) $(VENV)/.test ## Lint, types, import rules, translations, documentation
	$(say) "Lint (ruff)"
	@$(BIN)/ruff check . $(call or_tell,"Mend what is listed; ruff check --fix does the simple ones.")
	$(say) "Layout (ruff format)"
	@$(BIN)/ruff format --check --quiet . $(call or_tell,"Run .venv/bin/ruff format on the files that are listed.")
	$(say) "Types (mypy)"
	@$(BIN)/mypy
	$(say) "Import rules (import-linter)"
	@$(BIN)/lint-imports --no-cache
	$(say) "Rules of the tree, translations, documentation"
	@$(PYTHON) -m pytest -q tests/architecture

bench: $(READY) $(VENV)/.test ## The benchmarks: prints a table, writes benchmarks/results/latest.json
	@$(PYTHON) -m benchmarks $(ARGS)

lock: $(VENV)/.made ## Locks the newest allowed versions of everything (needs Node): exact, hashed, without addresses
	$(say) "Locking the Python packages"
	@for name in uv node run test; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --custom-compile-command "make lock" \
			$$([ $$name = test ] && echo -c requirements/run.txt) \
			requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	$(say) "Locking the browser packages"
	@npm install --package-lock-only --loglevel error && node frontend/lock.mjs

translations: $(VENV)/.run ## Brings the English catalogue up to date with the sentences in the source
	@$(PYTHON) -m app.cli.sentences

drawings: $(READY) $(VENV)/.test chromium ## Draws the diagrams in workflows/ that have no picture yet, or an old one
	@$(PYTHON) -m tests.support.drawings

clean: ## Removes what set-up made; data in instance/ stays
	@rm -rf $(VENV) node_modules app/static/build

# --- set-up, step by step ------------------------------------------------------------------------------------------

$(VENV)/.made: requirements/uv.txt
	$(say) "Making the virtual environment ($(VENV))"
	@python=$$(for found in "$(SYSTEM_PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
		"$$found" -c 'import sys$(comma) venv$(comma) ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& echo "$$found" && break; done); \
	[ -n "$$python" ] $(call or_tell,"Traject needs Python 3.11 or newer that can make virtual environments. \
		On Debian and Ubuntu: apt-get install python3-venv"); \
	$(PYTHON) -c '' 2>/dev/null || { rm -rf $(VENV) && "$$python" -m venv $(VENV); } \
		$(call or_tell,"The virtual environment could not be made. Is there room on the disk?")
	@$(PYTHON) -m pip install --quiet --require-hashes --no-deps -r requirements/uv.txt \
		$(call or_tell,"The installer uv could not be fetched. Is there a network? Mend that and run make again.")
	@touch $@

$(VENV)/.run: requirements/run.txt $(VENV)/.made
	$(say) "Installing the packages Traject runs with"
	@$(call install,requirements/run.txt)
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(say) "Installing the packages of tests and checks"
	@$(call install,requirements/test.txt)
	@touch $@

$(VENV)/.node: requirements/node.txt $(VENV)/.made
	@if ! { command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; } >/dev/null 2>&1; then \
		printf '==> %s\n' "Installing Node, which this machine does not have"; $(call install,requirements/node.txt); fi
	@touch $@

node_modules/.made: package.json package-lock.json .npmrc $(VENV)/.node
	$(say) "Installing the packages of the front end"
	@npm ci --loglevel error $(call or_tell,"npm ci failed. Is there a network? Mend that and run make again.")
	@touch $@

$(BUILD): node_modules/.made frontend/build.mjs $(wildcard frontend/src/* frontend/src/*/*)
	$(say) "Building the front end"
	@node frontend/build.mjs $(call or_tell,"The front end could not be built; the lines above say where.")

%.mo: %.po $(VENV)/.run
	@$(BIN)/pybabel -q compile -i $< -o $@

.PHONY: chromium
chromium: # what the browser tests drive; a browser somewhere else is named with CHROMIUM=/path
	@if [ -n "$$CHROMIUM" ] || command -v chromium-headless-shell chromium chromium-browser google-chrome >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then \
		printf '\n*** %s\n' "The browser tests need Chromium. On Debian: sudo apt-get install chromium" >&2; exit 1; fi; \
	printf '==> %s\n' "Installing Chromium for the browser tests"; \
	{ apt-get -qq update && for name in chromium-headless-shell chromium; do \
		apt-get -qq install -y --no-install-recommends $$name fonts-liberation >/dev/null && break; done; } \
		$(call or_tell,"Chromium could not be installed; try: apt-get update && apt-get install chromium")

comma := ,
