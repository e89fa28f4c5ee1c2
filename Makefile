# Every target does its own set-up: a fresh clone, Python 3.11-3.13 with pip, make and git are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RAW ?=
SLOW := slow

.PHONY: app setup test test-slow check bench lock clean
.DEFAULT_GOAL := app

app: $(READY)  ## build the demo if there is none (or RAW=archive.zip), then serve the advisor's page
	@$(BIN)/scoring app $(if $(RAW),--raw "$(RAW)")

setup: $(READY)  ## the environment alone

# uv is fetched by pip into the environment, with the hashes of the lock; it then installs the rest.
$(READY): requirements.lock pyproject.toml
	@echo "setup: installing the locked packages into $(VENV) (once; a few minutes where nothing is cached)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "setup: Python 3.11, 3.12 or 3.13 is needed; name one: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	@awk '/^uv==/ {on=1} on {print} on && !/\\$$/ {exit}' requirements.lock > $(VENV)/uv.lock
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes --requirement $(VENV)/uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

test: $(READY)  ## everything but the slow tests: house rules, rooms, notebooks (nbval), the page in Chromium
	@$(BIN)/python -m tests.browser.chromium || true
	@$(BIN)/python -m tests.ledger.postgres || true
	$(BIN)/ruff check src app tests
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-slow: $(READY)  ## what takes minutes: the page installed alone, benchmarks at size
	$(BIN)/python -m pytest -m slow $(ARGS)

check: $(READY)  ## lint and types
	$(BIN)/ruff check src app tests
	$(BIN)/ruff format --check src app tests
	$(BIN)/mypy

bench: $(READY)  ## speed, as ratios within one run; the model, beside the last release's
	$(BIN)/python -m pytest tests/benchmarks -m "slow or not slow" -s $(ARGS)

lock: $(READY)  ## resolve pyproject.toml again into requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra all --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade pyproject.toml --output-file requirements.lock

clean:  ## remove the environment and what was built (what is yours and what people did stays: data/README.md)
	rm -rf $(VENV) data/demo data/work data/runs data/models data/store data/mlflow data/mlflow.db
