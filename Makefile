# make demo            read samples/archive/ into out/: records and reports in German and English
# make test            all checks
# make test-compiled   all tests with the modules compiled, as in the wheel
# make bench           speed and memory, side by side with other ways to do it
#
# Each sets up what it needs in .venv, once; PYTHON=python3.12 chooses another Python.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
INSTALLED_BENCH := $(VENV)/.installed-bench
COMPILED := $(CURDIR)/build/compiled
WITH_COMPILED := PYTHONSAFEPATH=1 PYTHONPATH=$(COMPILED):$(CURDIR)

.PHONY: demo test test-compiled format bench clean

demo: $(INSTALLED)
	@$(BIN)/pmpdf batch samples/archive out --report de --report en
	@echo
	@echo "Records and reports are in out/; begin with out/seed-ids-a.json, out/seed-ids-a.de.pdf"
	@echo "and out/seed-ids-a.en.pdf. What each sample shows: samples/README.md"

test: $(INSTALLED_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist worksteal

test-compiled: $(INSTALLED_DEV) $(COMPILED)/.made
	$(WITH_COMPILED) $(BIN)/pytest --numprocesses auto --dist worksteal

format: $(INSTALLED_DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED_BENCH) $(COMPILED)/.made
	$(WITH_COMPILED) $(BIN)/python -m benchmarks $(PARTS)

clean:
	rm -rf out build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "pmpdf needs Python 3.11 or newer; try make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(INSTALLED_DEV): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(INSTALLED)

$(INSTALLED_BENCH): $(INSTALLED_DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' || \
	  echo "Not all tools to compare with can be installed here; the benchmark says which."
	@touch $@

$(COMPILED)/.made: pyproject.toml hatch_build.py $(shell find pmpdf -name '*.py') | $(BIN)/python
	rm -rf $(COMPILED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(COMPILED) .
	@touch $@
