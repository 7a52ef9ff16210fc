PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCALE := server/wallet_portfolio/assets/locale
MCPB := packages/node_modules/.bin/mcpb
HOST := tests/page/node_modules/.ready

OLD ?= $(or $(word 2,$(MAKECMDGOALS)),build/bench-old.json)

.PHONY: demo test bench bench-compare check format phrases route-weights route-report gallery bundle packages page-tests interop lock clean

demo: $(READY)  ## a portfolio from made-up wallets: no credentials, no network
	@$(BIN)/wallet-portfolio ask "show my portfolio" --demo

# Three at a time on two cores, for there is always one that waits; what pytest makes of the tests is kept for next time.
test: $(READY)  ## every test
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist worksteal -q

bench: $(READY)  ## speed, memory and requests beside floors of the same run, 5 minutes; build/bench.json
	@$(BIN)/python tests/benchmarks/run.py --json build/bench.json

bench-compare: $(READY)  ## what changed since the run before, or make bench-compare OLD=build/other.json
	@$(BIN)/python tests/benchmarks/compare.py $(OLD) build/bench.json

check: $(READY)  ## style, types, one-way imports, known vulnerabilities of what is pinned
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python server/dependency_audit.py requirements.lock

format: $(READY)
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

phrases: $(READY)  ## collect the sentences that users read into the catalogs, and compile these
	@mkdir -p build
	@$(BIN)/pybabel -q extract --no-default-keywords -k say -k phrase -k say_many:1,2 -k phrase_many:1,2 \
		--add-location file --sort-by-file --no-wrap --omit-header -o build/phrases.pot server/wallet_portfolio
	@$(BIN)/pybabel -q update -D wallet_portfolio -d $(LOCALE) -i build/phrases.pot \
		--ignore-obsolete --no-fuzzy-matching --no-wrap --ignore-pot-creation-date
	@$(BIN)/pybabel -q compile -D wallet_portfolio -d $(LOCALE)

route-weights: $(VENV)/.trainable  ## train the request router anew from its labelled sentences
	@cd server && ../$(BIN)/python -m router_training fit

route-report: $(VENV)/.trainable  ## how the router does on sentences it has not seen
	@cd server && ../$(BIN)/python -m router_training report

gallery: $(READY) $(HOST)  ## docs/, the pictures in the README; takes Node and Chromium
	@$(BIN)/python server/gallery.py

bundle: $(READY) $(MCPB)  ## dist/wallet-portfolio.mcpb, for hosts that install servers from a file
	@rm -rf build/sdist
	@$(BIN)/python -m hatchling build -t sdist -d build/sdist >/dev/null
	@$(BIN)/python server/bundle.py build/sdist/*.tar.gz build/bundle
	@mkdir -p dist
	@$(MCPB) pack build/bundle dist/wallet-portfolio.mcpb >/dev/null
	@echo dist/wallet-portfolio.mcpb

packages: bundle packages/.venv/.ready  ## every package by its official validator, installed and started elsewhere
	@rm -f dist/*.whl dist/*.tar.gz
	@$(BIN)/python -m hatchling build -d dist >/dev/null
	@$(BIN)/python -m pytest -n 2 -q tests/packages/check_packages.py

$(MCPB): packages/package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or newer and npm are needed." >&2; exit 1; }
	@npm ci --prefix packages --loglevel error
	@touch $@

page-tests: $(READY) $(HOST)  ## the portfolio page in a real browser, shown by the official host
	@npm test --silent --prefix tests/page

$(HOST): tests/page/package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or newer and npm are needed." >&2; exit 1; }
	@npm ci --prefix tests/page --loglevel error
	@touch $@

packages/.venv/.ready: packages/requirements.lock
	@$(PYTHON) -m venv packages/.venv
	@packages/.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement packages/requirements.lock
	@touch $@

$(VENV)/.trainable: $(READY)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[training]'
	@touch $@

interop: $(READY)  ## clients and agent frameworks that others build on use every tool
	@$(BIN)/python tests/interop/run.py

lock: $(READY)  ## pin the newest versions that pyproject.toml allows
	@$(BIN)/pip install --quiet --disable-pip-version-check pip-tools
	@$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --unsafe-package nothing --strip-extras --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-options --output-file requirements.lock pyproject.toml
	@for name in sdk1 sdk2; do $(BIN)/pip-compile --quiet --upgrade --generate-hashes --unsafe-package nothing --strip-extras --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-options --output-file tests/interop/environments/$$name.txt tests/interop/environments/$$name.in || exit 1; done

clean:
	@rm -rf $(VENV) dist build packages/.venv packages/node_modules tests/page/node_modules

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@echo "Installing into $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
