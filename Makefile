PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check format lock clean

demo: $(READY)  ## a portfolio from made-up wallets: no credentials, no network
	@$(BIN)/wallet-portfolio ask "show my portfolio" --demo

test: $(READY)  ## every test
	@$(BIN)/python -m pytest -n 2 -q

check: $(READY)  ## style, types, one-way imports
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(READY)
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

lock: $(READY)  ## pin the newest versions that pyproject.toml allows
	@$(BIN)/pip install --quiet --disable-pip-version-check pip-tools
	@$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-options --output-file requirements.lock pyproject.toml

clean:
	@rm -rf $(VENV) dist build

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@echo "Installing into $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
