# `make site` and `make test` need Python 3.11 and make, nothing else. `make help` lists the rest.

PYTHON ?= $(shell for one in python3.11 python3.12 python3 python; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
VENV := .venv
BIN := $(VENV)/bin
CACHE := .cache
SITE := site
INSTALL := $(BIN)/python -m pip install -qq --no-build-isolation -c constraints.txt
CHECKERS := axe-core@4.14.1 html-validate@10.17.0
# Tests of one file share their fixtures: they run in one process.
PARALLEL := -n 2 --dist loadfile
TESTS := tests
QUICK := not browser and not mindspore and not corpus and not slow
# What the verdicts of a smoke run depend on.
PROVED := $(shell find cards networks schema catalog catalog.toml -type f -not -name '*.pyc')

.DEFAULT_GOAL := help
.PHONY: help install lint site chromium npm check quick test long bench golden pages versions clean distclean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.tools $(VENV)/.smoke  ## everything into .venv, versions from constraints.txt
	@# As an installed tool is: compiled once, even where Python is told to keep nothing that it compiles.
	@$(BIN)/python -m compileall -q catalog

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer found: install one, or name it: make PYTHON=…" >&2; exit 1; }
	@echo "an environment in $(VENV), with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "this Python cannot make environments: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.tools: pyproject.toml constraints.txt | $(VENV)/pyvenv.cfg
	@echo "catalog and the tools it is tested with (half a minute)"
	@$(INSTALL) hatchling editables
	@$(INSTALL) -e '.[site,cluster,dev]'
	@touch $@

# MindSpore has wheels for some Pythons and machines only; without it lint and build are complete all the same.
$(VENV)/.smoke: $(VENV)/.tools
	@echo "MindSpore for the smoke runs (800 MB to fetch, 2.5 GB on the disk: some minutes)"
	@if $(BIN)/python -m pip install -qq --no-deps $$(grep '^mindspore==' constraints.txt) 2> $(VENV)/smoke.log; then \
		$(INSTALL) -e '.[smoke]'; \
	elif grep -q 'No matching distribution found for mindspore' $(VENV)/smoke.log; then \
		echo "no MindSpore 2.10 for this Python or machine (its wheels are for Python 3.10 to 3.12):" \
			"lint and build work, smoke says «not testable here»"; \
	else cat $(VENV)/smoke.log >&2; exit 1; fi
	@touch $@

lint: $(VENV)/.tools  ## what is wrong with the cards
	@$(BIN)/catalog lint

$(CACHE)/smoke.done: $(PROVED) $(VENV)/.smoke | lint
	@mkdir -p $(CACHE)
	@$(BIN)/catalog smoke --results $(CACHE)/smoke.json
	@touch $@

site: install lint $(CACHE)/smoke.done  ## lint, smoke and build this repository's own catalog
	@$(BIN)/catalog build --smoke $(CACHE)/smoke.json --site $(SITE)

chromium:
	@sh .ci/chromium

npm: $(CACHE)/node_modules/html-validate/package.json  ## axe-core and html-validate, for the tests of pages
$(CACHE)/node_modules/html-validate/package.json:
	@npm install --prefix $(CACHE) --no-save --no-audit --no-fund --silent $(CHECKERS) 2>/dev/null || \
		echo "no npm, or no way to its packages: the tests with axe-core and html-validate are skipped"

check: install  ## style, types and floors
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

quick: $(VENV)/.tools  ## style, types, floors and the tests of less than a minute, before each commit
	@status=0; $(MAKE) --no-print-directory -o install check || status=1; \
		$(BIN)/pytest $(PARALLEL) -q -r fE -m '$(QUICK)' $(TESTS) || status=1; exit $$status

test: install chromium npm  ## everything that is tested
	@status=0; $(MAKE) --no-print-directory check || status=1; $(BIN)/pytest $(PARALLEL) || status=1; exit $$status

long: install  ## what takes hours: fuzzing at length, mutants, a hub of 100,000 cards
	@CATALOG_EXAMPLES=20000 $(BIN)/pytest -q $(PARALLEL) -m fuzz
	@for script in $(wildcard tools/mutants.py benchmarks/scale.py); do \
		echo "== $$script"; $(BIN)/python $$script || exit 1; done

golden: $(VENV)/.tools  ## the golden site and findings, after a change that is meant: read their diff
	@PYTHONPATH=. $(BIN)/python tests/website/test_golden.py
	@PYTHONPATH=. $(BIN)/python tests/rules/test_findings.py
	@PYTHONPATH=. $(BIN)/python tests/report/test_golden.py

bench: install  ## measure what the README's figures come from
	@for one in $(filter-out benchmarks/scale.py,$(wildcard benchmarks/*.py)); do echo "== $$one"; $(BIN)/python $$one || exit 1; done

pages: $(VENV)/.tools  ## the pages of the guide that are generated
	@$(BIN)/catalog rules --format markdown > docs/rules.md
	@$(BIN)/catalog help --format markdown > docs/cli.md
	@$(BIN)/python tools/draw_rooms.py > docs/images/rooms.svg

versions:  ## the newest versions, into constraints.txt
	@rm -rf $(CACHE)/newest && $(PYTHON) -m venv $(CACHE)/newest
	@$(CACHE)/newest/bin/python -m pip install -qq editables hatchling '.[site,smoke,cluster,dev]'
	@$(CACHE)/newest/bin/python -m pip freeze --exclude catalog-hub > constraints.txt

clean:  ## remove what was made, except .venv
	@find $(SITE) -mindepth 1 -not -name .gitignore -delete
	@rm -rf $(CACHE) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find catalog tests networks benchmarks -name __pycache__ -prune -exec rm -rf {} +

distclean: clean  ## remove .venv too
	@rm -rf $(VENV)
