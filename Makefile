# A fresh machine needs only Python 3.11 or later (with venv) and make.
PORT ?= 8001
PYTHON ?= python3
python := .venv/bin/python
# --no-deps: a lock file names every package already. --no-compile: Python compiles what it imports.
pip := $(python) -m pip --disable-pip-version-check --no-input install --quiet --require-hashes \
	--only-binary :all: --no-deps --no-compile
inputs := datapackage.json requirements.txt $(shell find data checks scripts $(wildcard releases) -type f -not -name '*.pyc')

# Install the first prerequisite, a lock file. Prints what it is for, its size on disk in MB, and the
# time it took. The dots stop when the shell that waits for pip ends, for whatever reason.
define installed
began=$$(date +%s); printf 'Installing $(1) ($<, about $(2) MB of disk) '; \
	( while sleep 2 && kill -0 $$$$ 2>/dev/null; do printf .; done ) & dots=$$!; \
	$(pip) --requirement $< && kill $$dots && echo " $$(( $$(date +%s) - began )) s" && touch $@
endef

.PHONY: serve build static established install test quick coverage prove bench screenshots lock clean

serve: build/.done
	@$(python) -m scripts serve --port $(PORT)

build: build/.done

build/.done: .venv/.serving $(inputs)
	@$(python) -m scripts build
	@touch $@

# The site as static files for any file server; BASE=https://lists.example/ is its address there.
static: build/.done
	@$(python) -m scripts static build/static $(if $(BASE),--base $(BASE))

# For how many of the 66 the founding text, the depositary, the notice and the beginning are known.
established: build/.done
	@.venv/bin/datasette build/withdrawals.db --metadata metadata.yml \
		--get /withdrawals/how_much_is_established.csv

# For the other commands: watching sources, and suites that compare distributions.
install: .venv/.commands

# Without cached bytecode, each of hundreds of processes would compile all that it imports.
test quick: export PYTHONDONTWRITEBYTECODE =

# mypy runs in parallel with the tests, and its output is printed after theirs.
test: .venv/.development tests/node/node_modules/.package-lock.json
	@$(python) -m ruff format --check --quiet .
	@$(python) -m ruff check --quiet .
	@.venv/bin/lint-imports --no-cache --no-logo
	@mkdir -p build
	@$(python) -m mypy >build/types.txt 2>&1 & types=$$!; \
		$(python) -m pytest --numprocesses auto --dist worksteal; tests=$$?; \
		wait $$types; types=$$?; cat build/types.txt; exit $$((tests | types))

# Only the engine, on invented packages: no browser, no check of the whole list.
quick: .venv/.development
	@$(python) -m pytest --numprocesses logical --dist worksteal --quiet \
		-m 'not slow' --ignore tests/list --hypothesis-profile=quick

# Coverage of the engine by the tests, with the lines that no test reaches.
coverage: .venv/.development tests/node/node_modules/.package-lock.json
	@rm -rf build/coverage
	@mkdir -p build/coverage
	@$(python) -m coverage run -m pytest --numprocesses auto --dist worksteal --quiet
	@$(python) -m coverage combine --quiet
	@$(python) -m coverage report --skip-covered --show-missing

# Slow tests: property-based tests with 500 examples instead of 60; other Pythons; cffconvert, which
# needs an older jsonschema than Frictionless; LibreOffice if it is installed, Spark if Java is, and
# Lighthouse if npm is.
prove: build/.done .venv/.development
	@$(python) -m pytest --hypothesis-profile=prove tests/list/site/test_odd_requests.py \
		tests/hostile/test_fuzz.py tests/list/intake/test_fuzz.py tests/diff/test_tabular.py \
		tests/diff/test_laws.py tests/diff/test_reshaped.py tests/diff/test_duck.py \
		tests/diff/test_merge.py tests/history/test_laws.py
	@KILLS=40 $(python) -m pytest tests/faults
	@$(python) -m benchmarks.load
	@$(python) -m tests.prove.hostile_sql
	@$(python) -m tests.prove.first_answer
	@$(python) -m tests.prove.accessible
	@PATH="$$(printf '%s:' $$HOME/.pyenv/versions/3.1[123].*/bin)$$PATH" \
		$(python) -m pytest tests/release/test_archive.py
	@$(python) -m venv build/cffconvert
	@build/cffconvert/bin/python -m pip --disable-pip-version-check --no-input install --quiet \
		--require-hashes --requirement tests/list/cite/cffconvert.txt
	@build/cffconvert/bin/cffconvert --validate --infile CITATION.cff
	@$(python) -m pytest tests/prove/container.py tests/prove/edition.py tests/list/site/spreadsheets.py
	@if command -v java >/dev/null; then \
		$(python) -m venv build/spark && \
		build/spark/bin/python -m pip --disable-pip-version-check --no-input install --quiet \
			--require-hashes --requirement requirements-all.txt --requirement requirements-dev.txt \
			--requirement tests/prove/spark.txt && \
		build/spark/bin/python -m pytest tests/prove/spark.py; \
	else echo 'Without Java, Spark is left out.'; fi
	@if command -v npm >/dev/null; then \
		npm ci --prefix tools/lighthouse --loglevel=error --no-audit --no-fund >/dev/null && \
		$(python) -m tools.lighthouse; \
	else echo 'Without npm, Lighthouse is left out.'; fi

# Screenshots of every page in both languages, wide and narrow, for people to look at.
screenshots: build/.done .venv/.development
	@$(python) -m tools.screenshots

# Other tools and this engine on the same work, into benchmarks/RESULTS.md; takes about half an hour.
# CASE=66 measures only one case again.
bench: build/benchmarks/.done
	@build/benchmarks/venv/bin/python -m benchmarks $(if $(CASE),--case $(CASE))

build/benchmarks/.done: benchmarks/requirements.txt benchmarks/package-lock.json | .venv/bin/python
	@echo 'Installing the peers that benchmarks/requirements.txt locks ...'
	@$(python) -m venv build/benchmarks/venv
	@build/benchmarks/venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet \
		--require-hashes --requirement benchmarks/requirements.txt
	@if command -v npm >/dev/null; then \
		npm ci --prefix benchmarks --loglevel=error --no-audit --no-fund >/dev/null; \
	else echo 'Without npm, daff is left out.'; fi
	@touch $@

# Dependencies of Great Expectations that only expectations about distributions need.
UNUSED := scipy altair narwhals

# The lock files have every package with its hashes, for Python 3.11 and later, and no URL.
lock: .venv/.serving
	@$(python) -m pip --disable-pip-version-check install --quiet uv
	@$(python) -m uv pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 --extra check --extra site --extra watch --upgrade pyproject.toml \
		--output-file requirements-all.txt
	@$(python) -m uv pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 --extra check --extra site --constraints requirements-all.txt \
		$(patsubst %,--no-emit-package %,$(UNUSED)) pyproject.toml --output-file requirements.txt
	@$(python) -m uv pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 --group dev --constraints requirements-all.txt \
		--output-file requirements-dev.txt
	@$(python) -m uv pip compile --quiet --universal --generate-hashes --no-header \
		--python-version 3.11 --group bench --upgrade --output-file benchmarks/requirements.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'This needs Python 3.11 or later; name one: make PYTHON=python3.12'; exit 1; }
	@echo 'Making .venv ...'
	@$(PYTHON) -c 'import signal, venv; signal.signal(signal.SIGINT, signal.SIG_DFL); \
		venv.main([".venv"])' || { \
		echo 'Python cannot make a virtual environment; on Debian: apt install python3-venv'; exit 1; }

.venv/.serving: requirements.txt | .venv/bin/python
	@$(call installed,what builds and serves a package,320)

.venv/.commands: requirements-all.txt .venv/.serving
	@$(call installed,what the other commands need,170)

.venv/.development: requirements-dev.txt .venv/.commands
	@$(call installed,what the tests need,390)

# Without npm, tests that need a program from it are skipped, with the reason.
tests/node/node_modules/.package-lock.json: tests/node/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/node --loglevel=error --no-audit --no-fund >/dev/null; fi

clean:
	@rm -rf .venv build tests/node/node_modules tools/lighthouse/node_modules \
		benchmarks/node_modules
