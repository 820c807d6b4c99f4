# Two commands on a fresh machine: `make run` and `make test`. Both set up what they need; `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
CALENDAR ?=
PORT ?= 8027
ROUNDS ?= 1
PYTEST = $(BIN)/python -m pytest --numprocesses $(TESTERS) --dist worksteal
# One more than there are processors: some tests wait for the processes they have started.
TESTERS = $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)

.DEFAULT_GOAL := help
.PHONY: help run test coverage lint format types rooms bench torture msal lock clean system-venv system-tests

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.ready ## Start the page on the demo seller, or on CALENDAR=path/to/export.ics
	@exec $(BIN)/kanelbulle run --port $(PORT) $(if $(CALENDAR),--calendar "$(CALENDAR)")

test: .venv/.ready-for-tests system-tests .cache/osrm ## Run every test
	$(PYTEST)

coverage: .venv/.ready-for-tests system-tests .cache/osrm ## Run every test and tell which lines none of them came by
	$(PYTEST) --cov --cov-report=term-missing

lint: .venv/.ready-for-tests ## Style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.ready-for-tests ## Put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.ready-for-tests ## Measure, as ratios in one run, into tests/bench/RESULTS.md
	$(BIN)/python -m tests.bench

torture: .venv/.ready-for-tests system-tests ## Strike a running service a hundred times on each database, ROUNDS times
	$(BIN)/python -m tests.torture $(ROUNDS)
	$(BIN)/python -m tests.letters_torture

msal: .venv/.ready-for-tests ## Make anew what classic Outlook is given of msal-browser; it takes Node and npm
	$(BIN)/python -m tests.plugin.outlook.vendored.recipe

lock: ## Choose the newest versions again, into .constraints.txt
	rm -rf .venv
	$(MAKE) .venv/.ready-for-tests CONSTRAINTS=
	$(BIN)/pip freeze --exclude-editable > .constraints.txt

clean: ## Remove what the commands above made
	rm -rf .venv .cache .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

CONSTRAINTS ?= --constraint .constraints.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Kanelbulle needs Python 3.11 or newer; $(PYTHON) is older. Try make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory system-venv
	$(PYTHON) -m venv .venv

.venv/.ready: .venv/bin/python pyproject.toml .constraints.txt
	$(BIN)/python -m pip install --quiet $(CONSTRAINTS) --editable .
	$(BIN)/python -m connectors.routing.gazetteer.build
	@touch $@

.venv/.ready-for-tests: .venv/.ready
	$(BIN)/python -m pip install --quiet $(CONSTRAINTS) --editable '.[dev]'
	@touch $@

# A real OSRM for the tests that ask one, where the machine can have it; they say which they asked.
.cache/osrm:
	@$(BIN)/python -m tests.connectors.routing.engines.real_osrm || true

# What Debian and Ubuntu have as packages of their own.
APT = $(if $(filter 0,$(shell id -u)),apt-get,$(if $(shell command -v sudo),sudo -n apt-get,false))
define install
	@echo "Installing $(1) with apt-get: $(2)"
	@{ $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq $(1) >/dev/null; } || \
		{ echo "Please install $(1): $(2)"; exit 1; }
endef

system-venv:
	$(call install,python3-venv,Python cannot make a virtual environment without it)

system-tests:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
		$(MAKE) --no-print-directory system-chromium
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
		$(MAKE) --no-print-directory system-postgres
	@command -v fiu-run >/dev/null || $(MAKE) --no-print-directory system-faults
	@ldconfig -p 2>/dev/null | grep -q libical.so || $(MAKE) --no-print-directory system-calendars

# Where there is no such package its test says that it is left out.
define may_install
	@echo "Installing $(1) with apt-get: $(2)"
	@{ $(APT) update; DEBIAN_FRONTEND=noninteractive $(APT) install -y $(1); } >/dev/null 2>&1 || \
		echo "There is no $(1) here: that test is left out"
endef

system-faults:
	$(call may_install,fiu-utils,the service is tried on a disk that fails)

system-calendars:
	$(call may_install,libical3,another reads the calendar that we publish)

system-chromium:
	$(call install,chromium,the browser stories run in a real Chromium)

# Debian would start a server of its own with it, but for a word in this folder, which goes again.
QUIET = /etc/postgresql-common/createcluster.d/kanelbulle.conf
AS_ROOT = $(if $(filter 0,$(shell id -u)),,sudo -n)
system-postgres:
	@$(AS_ROOT) mkdir -p $(dir $(QUIET)) && echo 'create_main_cluster = false' | $(AS_ROOT) tee $(QUIET) >/dev/null || \
		{ echo "Please install postgresql: the store is tested on a real PostgreSQL too"; exit 1; }
	$(call install,postgresql,the store is tested on a real PostgreSQL too)
	@$(AS_ROOT) rm -f $(QUIET)
