# Each target first sets up what it needs: a virtual environment made by $(PYTHON), 3.10 or newer, and the packages in it.

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
INPUTS ?= corpora/us-constitution.txt corpora/lambda-phage.txt corpora/python-source.txt --source thue-morse:4096

BIN := $(VENV)/bin
BENCH := $(VENV)/bench
PIP_OPTIONS := --quiet --quiet --disable-pip-version-check --no-input
SMALL := -m "not slow"
SMALL_PYTHON := -m "not slow and not needs_jit"
# Unsigned 64-bit words are meant to wrap; compiled code does so silently, NumPy's scalars warn.
WRAPPING := ignore:overflow encountered:RuntimeWarning

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report page test test-plain test-bounds test-python lint docs gallery bench bench-check bench-baseline dist release-check clean

help:
	@echo "make report   a complexity report of small real inputs   (your own: INPUTS='one.txt two.txt')"
	@echo "make page     the same as one web page, in build/report.html"
	@echo "make test     the tests: compiled; compiled with bounds checks; kernels as plain Python"
	@echo "make lint     style, format and types"
	@echo "make docs     the documentation as web pages, in build/docs"
	@echo "make gallery  the pictures of docs/gallery.md, by the code beside them"
	@echo "make bench    docs/benchmarks.md: speeds, checked before they are timed, beside peers; QUICK=1 for few rounds"
	@echo "make bench-check      has something become slower than the saved baseline?   (make bench-baseline saves one)"
	@echo "make dist     the wheel and the source distribution, in dist; 'make release-check' is RELEASING.md's first half"
	@echo "make clean    remove everything that the others made"
	@echo "Python 3.10 or newer is all they need: PYTHON=python3.12 chooses one, VENV=.venv where it is set up."

report: $(VENV)/.installed-core
	@$(BIN)/ait report $(INPUTS)

page: $(VENV)/.installed-html
	@mkdir -p build
	@$(BIN)/ait report $(INPUTS) --html build/report.html

test: test-plain test-bounds test-python

test-plain: $(VENV)/.installed-test
	@echo "== 1 of 3: the whole suite, compiled"
	@$(BIN)/python -m pytest --quiet -n $(WORKERS)

# Numba's disk cache does not know whether bounds were checked, so this leg keeps a cache of its own.
test-bounds: $(VENV)/.installed-test
	@echo "== 2 of 3: compiled with every array access checked"
	@NUMBA_BOUNDSCHECK=1 XDG_CACHE_HOME=$(abspath $(VENV)/cache-bounds) \
	    $(BIN)/python -m pytest --quiet -n $(WORKERS) $(SMALL) tests

# Whole reports and commands belong to the other legs: kernels that are this slow have tests of their own here.
test-python: $(VENV)/.installed-test
	@echo "== 3 of 3: small cases with the kernels as plain Python"
	@NUMBA_DISABLE_JIT=1 PYTHONWARNINGS="$(WRAPPING)" \
	    $(BIN)/python -m pytest --quiet -n $(WORKERS) $(SMALL_PYTHON) -W "$(WRAPPING)" \
	    --ignore=tests/reports --ignore=tests/cli tests

lint: $(VENV)/.installed-lint
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo >&2 "not formatted; 'ruff format .' does it"; exit 1; }
	@if $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then $(BIN)/mypy --no-error-summary ait; \
	    else echo "types not checked: the NumPy for Python 3.10 has too few of its own; use Python 3.11 or newer"; fi
	@echo "lint: in order"

docs: $(VENV)/.installed-docs
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "docs: build/docs/index.html"

gallery: $(VENV)/.installed-test
	@$(BIN)/python docs/make_gallery.py

# Peers come one by one, so that one which cannot be installed here costs no other; the page names it.
bench: $(BENCH)/.peers
	@$(BENCH)/bin/python -m bench $(if $(QUICK),--quick) $(AREAS)

bench-check: $(BENCH)/.installed-bench
	@$(BENCH)/bin/python -m bench check

bench-baseline: $(BENCH)/.peers
	@$(BENCH)/bin/python -m bench baseline

$(BENCH)/.peers: $(BENCH)/.installed-bench
	@$(BENCH)/bin/python -m bench.peers | while read -r peer; do \
	    $(BENCH)/bin/python -m pip install $(PIP_OPTIONS) "$$peer" </dev/null || echo "not installed: $$peer"; done
	@touch $@

dist: $(VENV)/.installed-release
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist . >/dev/null
	@$(BIN)/python -m twine check --strict dist/*
	@ls -l dist

# All of RELEASING.md that needs no decision: what fails here must not be released.
release-check: lint docs test dist
	@$(BIN)/python -m pytest --quiet tests/test_release.py tests/test_wheel.py
	@for table in $$($(BIN)/ait table list | awk '!/not built yet/ {print $$1}'); do \
	    echo "== $$table"; $(BIN)/ait table verify $$table || exit 1; done
	@test -z "$$(git status --porcelain)" || { echo >&2 "there are changes that are not committed"; exit 1; }
	@echo "release-check: in order; go on with RELEASING.md"

clean:
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	@find ait tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Setting up: a stamp file for each environment and for each of setup.cfg's extras, made anew when setup.cfg changes.
HERE := $(foreach extra,core html test lint docs release,$(VENV)/.installed-$(extra))
STAMPS := $(HERE) $(BENCH)/.installed-bench

$(HERE): $(VENV)/.made
$(BENCH)/.installed-bench: $(BENCH)/.made

$(STAMPS): setup.cfg pyproject.toml
	@echo "Installing ait into $(@D) (the first time, a minute or two) ..."
	@$(@D)/bin/python -m pip install $(PIP_OPTIONS) --editable '.$(subst [core],,[$(subst .installed-,,$(@F))])'
	@touch $@

$(VENV)/.made $(BENCH)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || { \
	    echo >&2 "ait needs Python 3.10 or newer, which '$(PYTHON)' is not; name one:  make PYTHON=python3.12 ..."; exit 2; }
	@$(PYTHON) -m venv $(@D) || { \
	    echo >&2 "no virtual environment could be made; on Debian and Ubuntu, install the package python3-venv"; exit 2; }
	@touch $@
