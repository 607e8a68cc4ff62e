# The portal's commands. Each prepares what it needs; `make run` and `make test` are all a
# newcomer has to know. PYTHON=… chooses the interpreter, VENV=… the virtual environment.

VENV ?= .venv
export PORT ?= 8000
BIN := $(VENV)/bin/python
PIP := $(BIN) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
# What production has and a checkout has not, for the checks that only read the settings.
CHECKS := env -u EKST_DEMO -u DEBUG BASE_URL=https://portal.example ALLOWED_HOSTS=portal.example \
	EMAIL_URL=smtp://mail.portal.example:25 \
	SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz DATABASE_URL=postgres:///none
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)

.PHONY: run dev test check fix lock bench venv venv-dev packages

run: venv  ## Start the portal with its demonstration on http://127.0.0.1:$(PORT)
	@PYTHON=$(BIN) .ci/packages pango || true  # all but PDFs works without it, and pages say so
	@EKST_DEMO=1 exec $(BIN) -m ekst.serve

dev: venv  ## The same database, with debug pages, reloading changed code
	@EKST_DEMO=1 DEBUG=1 exec $(BIN) -m ekst.serve --dev

test: packages check  ## Everything that must hold before a change is proposed
	$(BIN) -m pytest -n auto --dist loadgroup

check: venv-dev  ## All of it but the tests
	$(BIN) -m ruff check .
	$(BIN) -m ruff format --check .
	$(VENV)/bin/djade --check --target-version 6.1 $(TEMPLATES)
	$(CHECKS) $(BIN) -m mypy .
	$(BIN) $(VENV)/bin/lint-imports
	$(CHECKS) $(BIN) -m ekst.embedded $(BIN) manage.py makemigrations --check --dry-run
	$(CHECKS) $(BIN) -m ekst.embedded $(BIN) manage.py check --deploy --fail-level WARNING

fix: venv-dev  ## Mend what the tools can mend by themselves
	$(BIN) -m ruff check --fix --show-fixes .
	$(BIN) -m ruff format .
	-$(VENV)/bin/djade --target-version 6.1 $(TEMPLATES)

LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.12 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

lock: venv-dev  ## Compile the exact versions; UPGRADE=1 takes the newest that pyproject.toml allows
	$(VENV)/bin/$(LOCK) $(if $(UPGRADE),--upgrade) --output-file requirements.txt
	$(VENV)/bin/$(LOCK) $(if $(UPGRADE),--upgrade) --group dev --constraints requirements.txt \
		--output-file requirements-dev.txt

bench: venv-dev  ## Time pages and actions over a large programme and ledger, in its own database
	$(BIN) -m tests.bench

# The interpreter: PYTHON if given, else the first of these that starts (a shim may not) and is
# new enough.
venv:
	@if ! $(BIN) -c 'import pip' 2>/dev/null; then \
		for python in $(or $(PYTHON),python3.13 python3 /usr/bin/python3); do \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && break; \
			python=; \
		done; \
		if [ -z "$$python" ]; then \
			echo "The portal needs Python 3.12 or newer, found $$($(or $(PYTHON),python3) --version 2>&1 \
| tail -n 1): install it, or name one, as in make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)." >&2; \
			exit 1; \
		fi; \
		if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
			package=$$($$python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
			sudo=; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
			echo "Installing $$package."; \
			{ $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$package; } >/dev/null 2>&1 || { \
				echo "Python cannot make a virtual environment yet: apt install $$package" >&2; \
				exit 1; \
			}; \
		fi; \
		echo "Making $(VENV) with $$($$python --version)."; \
		$$python -m venv --clear $(VENV); \
	fi
	@cmp -s requirements.txt $(VENV)/installed.txt || { echo "Installing the locked dependencies." \
		&& $(PIP) -r requirements.txt && cp requirements.txt $(VENV)/installed.txt; }

venv-dev: venv
	@cmp -s requirements-dev.txt $(VENV)/installed-dev.txt || { echo "Installing the tools." \
		&& $(PIP) -r requirements-dev.txt && cp requirements-dev.txt $(VENV)/installed-dev.txt; }

packages: venv-dev
	@PYTHON=$(BIN) .ci/packages
