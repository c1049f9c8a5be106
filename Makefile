# Few verbs; `make` alone lists them. None destroys anything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix bench screens sample

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 16

$(STAMP): requirements-dev.lock pyproject.toml scripts/setup.sh scripts/front_end.sh web/front/package-lock.json
	@PYTHON=$(PYTHON) sh scripts/setup.sh $(VENV)
	@sh scripts/front_end.sh $(VENV)
	@touch $@

setup: $(STAMP) ## install what is missing: system packages and the Python environment

run: setup ## start Legajo on its embedded default; prints the address and the first login
	@$(BIN)/legajo up

test: setup ## run every test that can run here
	@sh scripts/test-servers.sh
	@# Hundreds of processes start: Python keeps what it compiled, whatever this machine says.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: setup ## formatting, lint, types, import direction
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: setup ## format and repair what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## measure side by side; results go to build/benchmarks
	@$(BIN)/python -m benchmarks

screens: setup ## pictures of the main pages, light and dark, desktop and phone, under build/screens
	@sh scripts/test-servers.sh
	@$(BIN)/python -m benchmarks.screens build/screens

sample: setup ## make a small fictitious office under build/sample
	@$(BIN)/python -m benchmarks.office build/sample --documents 40
