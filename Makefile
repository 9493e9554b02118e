.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help book test lab serve refresh bench reproducible lock clean
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SUPPORTED := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c "$(SUPPORTED)" >/dev/null 2>&1 && command -v $$p && break; done)

# What a notebook sees must not come from the reader's own configuration, nor end up in it.
export IPYTHONDIR := $(CURDIR)/$(VENV)/home/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/$(VENV)/home/jupyter
export JUPYTER_DATA_DIR := $(CURDIR)/$(VENV)/home/jupyter-data
export JUPYTER_RUNTIME_DIR := $(CURDIR)/$(VENV)/home/jupyter-runtime
export JUPYTER_PREFER_ENV_PATH := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Sums come out the same on any number of cores.
export OPENBLAS_NUM_THREADS := 1

help: ## Say what can be done here (the default)
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | \
		while IFS="$$(printf '\t')" read -r name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done

$(VENV)/.requirements: requirements.txt
	@test -n "$(PYTHON)" || { echo "Gigascale needs Python 3.11, 3.12 or 3.13 with venv; \
	say which: make book PYTHON=/path/to/python3.12" >&2; exit 2; }
	@"$(PYTHON)" -c "$(SUPPORTED)" || { echo "$(PYTHON) is not Python 3.11, 3.12 or 3.13 with venv" >&2; exit 2; }
	@echo "Installing the pinned libraries into $(VENV) ..."
	@"$(PYTHON)" -m venv $(VENV) && mkdir -p $(VENV)/home
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.package: $(VENV)/.requirements pyproject.toml
	@$(BIN)/pip install --quiet --no-build-isolation --no-deps -e .
	@touch $@

book: $(VENV)/.package ## Build the site from the data that ships
	@rm -rf _build/html
	@$(BIN)/jupyter-book build book --path-output . --config _config.yml --toc "$(CURDIR)/_toc.yml" \
		-W --keep-going --all -q
	@$(BIN)/python -m gigascale.site.report

test: $(VENV)/.package ## Check format, lint and types, build the book, run every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(MAKE) book
	$(BIN)/pytest

lab: $(VENV)/.package ## Open the chapters as notebooks in JupyterLab
	@$(BIN)/jupytext-config set-default-viewer markdown myst
	$(BIN)/jupyter lab --notebook-dir=book $(LAB_FLAGS)

serve: book ## Build the site and serve it on this machine
	@echo "Serving on http://127.0.0.1:$(PORT)/ (Ctrl-C stops)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

refresh: $(VENV)/.package ## Fetch new vintages of the data (uses the network)
	$(BIN)/gigascale data refresh

bench: $(VENV)/.package ## Measure build times, import time, page weight, the speed of refits, hindcasts and projection
	$(BIN)/python tests/benchmarks/bench.py
	$(BIN)/python tests/benchmarks/refits.py
	$(BIN)/python tests/benchmarks/hindcasts.py
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/benchmarks/requirements.txt
	$(BIN)/python tests/benchmarks/projection.py

reproducible: $(VENV)/.package ## Build twice in different places and compare every byte
	$(BIN)/python tests/benchmarks/reproducible.py

lock: ## Renew requirements.txt from requirements.in (maintainers; needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --python-version 3.11 --upgrade requirements.in -o requirements.txt
	cd tests/benchmarks && uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --python-version 3.11 --upgrade -c ../../requirements.txt \
		requirements.in -o requirements.txt

clean: ## Remove everything that was built, the virtual environment too
	rm -rf _build $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
