# What people and machines type; `make help` says what each target does.
# Everything is installed into .venv, and only again when a lock file has changed.

PYTHON ?= python3
# Questions that are not ours, for fitting: JSON lines with a "q" each.
FOREIGN ?= ../shared/questions/foreign.jsonl
# A folder with a sentence model, for fitting how far to believe it: make fit MODEL=...
MODEL ?=
# Passed on by test and bench, for example: make test ARGS="-k lock"
ARGS ?=
# What `make mutate` tries: a room or a part of one (all of them when empty), how many mutants a
# room, and which: make mutate ROOM=reminders/schedule SAMPLE=400 SEED=7
ROOM ?=
SAMPLE ?= 120
SEED ?= 1
# Set to anything to see which lines no test reaches: make test COVERAGE=1
COVERAGE ?=
# Set to --upgrade to move to the newest versions: make lock UPGRADE=--upgrade
UPGRADE ?=

VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check -q install
COMPILE := $(VENV)/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header $(UPGRADE)
DEBIAN := On Debian or Ubuntu: sudo apt install python3 python3-venv
COMPILE_HINT := If a package could not be compiled: sudo apt install gcc python3-dev

# Compiled once, every process starts sooner: the tests start many.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test programs lint format bench mutate fit lock
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/run.stamp ## start the browser chat, and Telegram when a token is set
	@exec $(VENV)/bin/python -m bot run

# More processes than cores: tests in a browser mostly wait. The order is that of tests/conftest.py.
test: programs $(VENV)/dev.stamp ## run all tests
	@$(VENV)/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder \
		$(if $(COVERAGE),--cov --cov-report=term-missing) $(ARGS)

# Chromium, PostgreSQL, flite and what makes the environment.
programs:
	@tools/system_packages.sh

lint: $(VENV)/dev.stamp ## check style and types
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/mypy

format: $(VENV)/dev.stamp ## put the code into shape
	@$(VENV)/bin/ruff check --fix-only -q
	@$(VENV)/bin/ruff format

bench: programs $(VENV)/dev.stamp ## measure how good and how fast it is
	@$(VENV)/bin/python -m bench $(ARGS)

mutate: $(VENV)/dev.stamp ## break the code a little, many times, and see which tests notice
	@$(VENV)/bin/python -m tools.mutation --rooms "$(ROOM)" --sample $(SAMPLE) --seed $(SEED) $(ARGS)

fit: $(VENV)/dev.stamp ## fit the weights again after the content was edited
	@$(VENV)/bin/python -m tools.fit --foreign $(FOREIGN) $(if $(MODEL),--model $(MODEL))

lock: $(VENV)/bin/pip ## write the lock files from pyproject.toml
	@$(PIP) uv
	@$(COMPILE) --extra speech -o requirements.lock
	@$(COMPILE) --group dev --all-extras -c requirements.lock -o requirements-dev.lock

$(VENV)/run.stamp: requirements.lock $(VENV)/bin/pip
	@echo "Installing what the assistant needs into $(VENV); this happens once."
	@$(PIP) --require-hashes -r $< || { echo "$(COMPILE_HINT)" >&2; exit 1; }
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/bin/pip
	@echo "Installing what the developers need into $(VENV); this happens once."
	@$(PIP) --require-hashes -r $< || { echo "$(COMPILE_HINT)" >&2; exit 1; }
	@touch $@

# pip is the last thing that comes into a new environment: where it is, the rest is.
$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Python 3.11 or newer is needed, and there is no $(PYTHON). $(DEBIAN)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1)." \
		"If a newer one is installed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make virtual environments: venv is missing. $(DEBIAN)" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
