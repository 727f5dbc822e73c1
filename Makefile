# Two commands on a fresh Debian machine with git, make and Python 3.11:
#   make reports   builds every report and prints where the site is
#   make test      sets up everything and passes all tests
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# Every core, a file of tests to one of them: what a file prepares, it prepares once.
PYTEST := $(VENV)/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile
# What WeasyPrint loads to lay out PDFs; the rest comes with these.
PDF_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# Opens the Word documents as a reader would; without its windows, and without what it recommends.
DOCX_PACKAGES := libreoffice-writer-nogui
# A browser, the validator of pages (Java), and what opens Word documents.
TEST_PACKAGES := chromium fonts-dejavu-core default-jre-headless $(PDF_PACKAGES) $(DOCX_PACKAGES)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WHEEL_SOURCES := pyproject.toml README.md LICENSE evaluering.toml requirements.lock \
	$(shell find src notebooks data/raw -type f -not -path '*/__pycache__/*' -not -path '*/.ipynb_checkpoints/*' -not -path 'data/raw/sample/*' -not -path 'data/raw/deliveries/*')

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: reports
reports: $(VENV)/.wheel ## build every report and print where the site is
	scripts/system-packages $(PDF_PACKAGES)
	$(BIN)/evaluering build

.PHONY: test
test: $(VENV)/.wheel $(VENV)/.test ## set up and run all tests
	scripts/system-packages $(TEST_PACKAGES)
	$(PYTEST) -m "not long"

.PHONY: coverage
coverage: $(VENV)/.wheel $(VENV)/.test ## the same tests, and which lines they reach
	$(PYTEST) -m "not long" --cov --cov-report=term

.PHONY: test-long
test-long: $(VENV)/.wheel $(VENV)/.test ## also the long simulations and interruptions
	scripts/system-packages $(TEST_PACKAGES)
	$(PYTEST)

.PHONY: bench
bench: $(VENV)/.wheel $(VENV)/.test ## measure starting, reports, large deliveries and every statistic, beside their peers
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/check_large.py
	$(BIN)/python benchmarks/bulk_episodes.py
	OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/statistics_speed.py

.PHONY: lab
lab: $(VENV)/.wheel ## open JupyterLab in this workspace
	$(BIN)/evaluering lab

.PHONY: lock
lock: ## resolve the dependencies of pyproject.toml anew (needs uv)
	scripts/lock

.PHONY: environment
environment: $(VENV)/.test ## write environment.yml for conda users from pyproject.toml
	$(BIN)/python scripts/environment > environment.yml

.PHONY: clean
clean: ## remove everything that can be made again, but no release
	rm -rf $(VENV) build dist data/processed .evaluering .coverage .coverage.*

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; found " + sys.version.split()[0])'
	@echo "making $(VENV) (the first time takes a minute or two)"
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.lock: requirements.lock | $(VENV)/.venv
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.lock
	$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

# The built wheel is installed, never the source folder: what is tested is what users get.
$(VENV)/.wheel: $(VENV)/.lock $(WHEEL_SOURCES)
	rm -rf dist
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	$(PIP) install --no-deps --no-index --force-reinstall dist/*.whl
	@touch $@
