# Jianxing (健行). `make help` lists the targets. Needs Python 3.11 or newer and make; PostgreSQL and nginx for the split topology only.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
PORT ?= 8000
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run run-split test test-pg bench accuracy demo lint format migration openapi lock drill

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(VENV)/.runtime ## make the environment in .venv; the command is then .venv/bin/jianxing

setup-dev: $(VENV)/.dev ## the same with the tools for tests and checks

run: $(VENV)/.runtime ## everything on one port (PORT=8000), data in ./data (JIANXING_DATA=), examples loaded the first time
	@JIANXING_LOG_LEVEL=$${JIANXING_LOG_LEVEL:-warning} exec $(BIN)/python -m deploy.under_make run --port $(PORT)

run-split: $(VENV)/.runtime ## four servers and workers on PostgreSQL behind nginx, same port and data settings
	@JIANXING_LOG_LEVEL=$${JIANXING_LOG_LEVEL:-warning} exec $(BIN)/python -m deploy.under_make split --port $(PORT)

test: $(VENV)/.dev ## the suite on SQLite, embedded; needs no server
	$(BIN)/python -m pytest -q -n 2

test-pg: $(VENV)/.dev ## every test that uses a database on PostgreSQL, and the journeys in the split topology behind nginx too
	$(BIN)/python -m deploy.postgres $(BIN)/python -m pytest -q -n 2 --ignore=tests/journeys
	JIANXING_TEST_SPLIT=1 $(BIN)/python -m deploy.postgres $(BIN)/python -m pytest -q tests/journeys tests/deploy/split

bench: $(VENV)/.dev ## ratios measured on PostgreSQL and SQLite (about four minutes)
	$(BIN)/python -m tests.bench

drill: $(VENV)/.dev ## workers killed, database restarted, mail server away, a week without workers: 100,000 messages each (half an hour and more)
	$(BIN)/python -m tests.drills

accuracy: $(VENV)/.dev ## how well documents are read, against facts read by hand (SEEDS=folder: those with facts in golden beside it too)
	@$(BIN)/python -m tests.accuracy $(SEEDS)

demo: $(VENV)/.runtime ## the story on a throw-away platform, step by step (SPLIT=1: in the split topology)
	$(BIN)/jianxing demo $(if $(SPLIT),--split)

lint: $(VENV)/.dev ## style, formatting, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## put the code into the one format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

migration: $(VENV)/.dev ## a new migration from the models: SERVICE=plans MESSAGE="why"
	@test -n "$(SERVICE)" && test -n "$(MESSAGE)" || { echo 'usage: make migration SERVICE=plans MESSAGE="why"' >&2; exit 2; }
	$(BIN)/jianxing revision $(SERVICE) "$(MESSAGE)"

openapi: $(VENV)/.dev ## the committed API documents, written anew
	$(BIN)/jianxing openapi docs/openapi

# Lock files hold pins and hashes, and no address: they work wherever packages come from.
COMPILE := uv pip compile -q --universal --no-header --no-emit-index-url --generate-hashes --no-annotate
lock: $(VENV)/.uv ## both lock files, written anew from pyproject.toml (maintainers)
	$(BIN)/$(COMPILE) pyproject.toml -o requirements.lock
	$(BIN)/$(COMPILE) --group dev pyproject.toml -o requirements-dev.lock
	@! grep -n '://' requirements.lock requirements-dev.lock || { echo 'a lock file names an address' >&2; exit 1; }

# --- the environment: each step leaves a stamp, so that the next run starts at once ---

$(VENV)/.made:
	@echo "Making the environment in $(VENV) (once, about half a minute) …" >&2
	@sh deploy/find-python | { read -r python && "$$python" -m venv $(VENV); }
	@touch $@

# uv installs in seconds what takes pip half a minute; where uv cannot be had, pip does the same work.
$(VENV)/.uv: $(VENV)/.made
	@$(BIN)/python -m pip install -q uv==$(UV_VERSION) || echo "uv is not to be had here; pip does its work, slower" >&2
	@touch $@

# Compiled ahead: where PYTHONDONTWRITEBYTECODE is set, each start would do it again for a second.
$(VENV)/.runtime: requirements.lock pyproject.toml $(VENV)/.uv
	@sh deploy/install $(BIN) requirements.lock
	@$(BIN)/python -m compileall -q services shared deploy
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@sh deploy/install $(BIN) requirements-dev.lock
	@touch $@
