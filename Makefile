# `make help` lists what there is. Everything sets itself up: nothing needs to be run first.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

BIN := .venv/bin
# Set up once, and again when what is to be installed changes.
FOR_RUN := .venv/.ready-to-run
FOR_TEST := .venv/.ready-to-test
CAUSES := pyproject.toml .ci/set-up .ci/system-libraries .ci/without-a-card

# Options for the program (make run ARGS="inspect model.onnx") and for pytest (make test PYTEST="-k nms").
ARGS ?=
PYTEST ?=
export PYTHON

.PHONY: help setup run test quick test-gpu bench clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(FOR_TEST) ## make .venv with the command in it: .venv/bin/enginescope

run: $(FOR_RUN) ## open the window with the demo, or run a command: make run ARGS="detect model.onnx picture.jpg"
	@$(BIN)/enginescope $(or $(ARGS),demo)

test: $(FOR_TEST) ## run everything that decides about a change
	@failed=; \
	$(BIN)/ruff check --quiet . || failed+=' "ruff check"'; \
	$(BIN)/ruff format --check --quiet . || failed+=' "ruff format"'; \
	$(BIN)/mypy || failed+=' mypy'; \
	$(BIN)/lint-imports --no-logo || failed+=' lint-imports'; \
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST) || failed+=' pytest'; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed" >&2; exit 1; fi

quick: $(FOR_TEST) ## run the tests without the slow ones
	@$(BIN)/python -m pytest -n auto --dist worksteal -m 'not slow' $(PYTEST)

test-gpu: $(FOR_TEST) ## run the tests on the NVIDIA card of this computer; fails where there is none
	@ENGINESCOPE_REQUIRE_GPU=1 $(BIN)/python -m pytest -c tests/gpu/pytest.ini tests/gpu $(PYTEST)

bench: $(FOR_TEST) ## measure; nothing is decided by it
	@for file in tests/benchmarks/bench_*.py; do \
	    name=$$(basename "$$file" .py); echo "$$name"; $(BIN)/python -m "tests.benchmarks.$$name"; \
	done

clean: ## remove .venv and everything else that can be made again
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find engine_core gui tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(FOR_RUN): $(CAUSES)
	@.ci/set-up run
	@touch $@

$(FOR_TEST): $(CAUSES)
	@.ci/set-up test
	@touch $(FOR_RUN) $@
