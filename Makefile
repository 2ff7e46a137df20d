# Two commands set everything up on a fresh machine: `make plan` and `make test`.
# Everything runs from .venv, made from pyproject.toml alone.
# The tests have more workers than a small machine has processors: many of them wait for a server.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RECONCILER := $(BIN)/reconciler
EXAMPLE := examples/studio

# The example season is spring 2027. The rehearsal clock makes it plan the same on every day of
# every year; it is refused by every environment but the sandbox.
export RECONCILER_NOW ?= 2026-12-01T09:00:00+01:00

.DEFAULT_GOAL := help
.PHONY: help setup plan apply show clean fmt lint test quick golden rehearse faults browser bench package exhaustive python313 check

help: ## show this list
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make the virtual environment (other targets do it by themselves)

$(READY): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

plan: $(READY) ## plan the example season against the embedded sandbox, into plan.json
	@$(RECONCILER) --chdir $(EXAMPLE) plan --out plan.json

apply: $(READY) ## apply exactly the plan that `make plan` saved
	@$(RECONCILER) --chdir $(EXAMPLE) apply plan.json

show: $(READY) ## show the saved plan again, every date
	@$(RECONCILER) --chdir $(EXAMPLE) show --expand plan.json

clean: ## forget the example's sandbox and saved plan
	rm -rf $(EXAMPLE)/.reconciler $(EXAMPLE)/plan.json

fmt: $(READY) ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --quiet .

lint: $(READY) ## format check, linter, strict types, import contracts
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-timing --quiet 2>/dev/null || $(BIN)/lint-imports

test: $(READY) ## run the tests
	@$(BIN)/pytest -n 4 --dist worksteal -m "not exhaustive" --ignore tests/packaging --ignore tests/browser

quick: $(READY) ## the tests that run in seconds, for every save
	@$(BIN)/pytest tests/unit tests/golden tests/property -n 2 --dist worksteal -m "not slow and not exhaustive"

golden: $(READY) ## rewrite the golden files; git shows what changed
	@GOLDEN_WRITE=1 $(BIN)/pytest tests/golden

rehearse: $(READY) ## plan and apply a real university's sports year against the sandbox
	@$(BIN)/python -m tests.real.rehearse

faults: $(READY) ## thousands of creates that fail in every way, and what is there in the end
	@PYTHONPATH=tests $(BIN)/python -m faults

browser: $(READY) ## the HTML report in a real Chromium; screenshots in tests/browser/screenshots
	@$(BIN)/pytest tests/browser

bench: $(READY) ## measure against the budgets
	@$(BIN)/python -m tests.bench

package: $(READY) ## build the wheel from the sdist and test it from an empty environment
	@$(BIN)/pytest tests/packaging

exhaustive: $(READY) ## the tests that walk through everything there is
	@$(BIN)/pytest -n 4 --dist worksteal -m exhaustive

python313: ## the tests on Python 3.13, one of whole processes among them
	@tests/packaging/on_python 3.13

check: lint exhaustive package python313 browser test ## everything that CI runs
