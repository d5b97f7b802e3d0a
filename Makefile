# One word each. Everything happens in .venv; nothing has to be activated.
#
#   PYTHON=python3.12 make run      the interpreter that .venv is made with (otherwise the newest that is found)
#   make run UV=                    installs with pip although uv is there
#   make test ARGS="-k ranking"     hands something on to pytest

MAKEFLAGS += --no-print-directory
.SILENT:
.PHONY: help run test check fix bench browser stack faults speed screens fuzz audit sbom licences lock messages clean runtime development
.DEFAULT_GOAL := help

PY := .venv/bin/python
UV ?= $(shell command -v uv 2>/dev/null)
export UV

# Tests and checks see these values, whatever a developer's shell or .env says.
TRIAL := env DJANGO_SETTINGS_MODULE=reform_portal.settings SECRET_KEY=tests-only DEBUG=off \
	SITE_URL=http://127.0.0.1:8000 ALLOWED_HOSTS=127.0.0.1,localhost CSRF_TRUSTED_ORIGINS= \
	SITE_OWNER= CONTACT_EMAIL= TRUSTED_PROXIES=
SQLITE := DATABASE_URL=sqlite://:memory:
PRODUCTION := env DJANGO_SETTINGS_MODULE=reform_portal.settings DEBUG=off \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	SITE_URL=https://portal.example ALLOWED_HOSTS=portal.example CSRF_TRUSTED_ORIGINS=https://portal.example \
	SITE_OWNER=Example CONTACT_EMAIL=office@portal.example EMAIL_URL=smtp+tls://mail.portal.example:587 \
	TRUSTED_PROXIES=127.0.0.1 DATABASE_URL=postgres://portal@127.0.0.1/portal

help:  ## lists these words
	awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: runtime  ## makes what is missing, then serves on http://127.0.0.1:8000
	exec $(PY) manage.py start

test: development  ## the whole suite on SQLite, then all that asks a database on a PostgreSQL of its own
	$(TRIAL) $(SQLITE) $(PY) -m pytest -n 2 $(ARGS)
	$(TRIAL) $(PY) -m tests.postgres -- $(PY) -m pytest -n 2 \
		-m "database and not browser and not faults and not stack" $(ARGS)

check: development  ## format, lint, unsafe code, types, layers, migrations, deployment, translations, licences
	$(call step,Python format,$(PY) -m ruff format --check .)
	$(call step,Python lint,$(PY) -m ruff check .)
	$(call step,Unsafe code,$(PY) -m bandit -q -c pyproject.toml -r reform_portal indices provinces locale manage.py)
	$(call step,Public templates,$(PY) -m djlint --profile=jinja --check --lint templates/public)
	$(call step,Admin templates,$(PY) -m djlint --profile=django --check --lint templates/admin)
	$(call step,Types,$(TRIAL) $(SQLITE) $(PY) -m mypy)
	$(call step,Layers,$(PY) .venv/bin/lint-imports --no-logo)
	$(call step,Migrations,$(TRIAL) $(SQLITE) $(PY) manage.py makemigrations --check --dry-run)
	$(call step,Migration locks,$(TRIAL) $(PY) -m tests.postgres -- $(PY) -m tests.supply.migrations)
	$(call step,Deployment,$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING)
	$(call step,Translations,$(TRIAL) $(SQLITE) $(PY) locale/messages.py --check)
	$(call step,Licences,$(PY) -m tests.supply.licences --check)

fix: development  ## formats, and applies the fixes that are safe
	$(PY) -m ruff check --fix --exit-zero .
	$(PY) -m ruff format .
	$(PY) -m djlint --profile=jinja --reformat --quiet --warn templates/public
	$(PY) -m djlint --profile=django --reformat --quiet --warn templates/admin

bench: development  ## the benchmarks, as ratios against their anchors
	$(TRIAL) $(SQLITE) $(PY) -m tests.bench $(ARGS)
	$(TRIAL) $(PY) -m tests.postgres -- $(PY) -m tests.bench $(ARGS)

browser: development  ## the tests in a real headless Chromium
	$(TRIAL) $(SQLITE) $(PY) -m pytest -m browser -n 2 tests/browser $(ARGS)

faults: development  ## what goes wrong, done to the production recipe (FAULT_SECONDS=60 in earnest; ARGS="-k redis")
	$(TRIAL) $(SQLITE) $(PY) -m pytest -m "faults or stack" -n 3 tests/faults tests/stack $(ARGS)

stack: development  ## the production recipe on loopback, until Ctrl-C (ARGS="-- COMMAND" for one command)
	exec $(PY) -m tests.stack $(ARGS)

speed: development  ## how soon pages are there on a slow telephone, as figures (ARGS="league home" for some)
	$(TRIAL) $(PY) -m tests.browser.speed $(ARGS)

screens: development  ## pictures of every public page, in build/screens (ARGS="league home" for some)
	$(TRIAL) $(PY) -m tests.browser.screens $(ARGS)

fuzz: development  ## ten times as many odd requests and files as make test asks, others each time
	$(TRIAL) $(SQLITE) $(PY) -m pytest -n 2 --hypothesis-profile=deep tests/fuzz $(ARGS)
	$(TRIAL) $(PY) -m tests.postgres -- $(PY) -m pytest -n 2 --hypothesis-profile=deep tests/fuzz $(ARGS)

audit: development  ## looks every locked version up in the public list of known weaknesses (needs the internet)
	$(PY) -m tests.supply.audit $(ARGS)

sbom: development  ## the bill of materials of what is shipped, in build/sbom.cdx.json (CycloneDX)
	$(PY) -m tests.supply.bill $(ARGS)

licences: development  ## writes docs/licences.md anew from the locks
	$(PY) -m tests.supply.licences

lock: development  ## writes requirements*.txt anew from pyproject.toml (ARGS=--upgrade for newer versions)
	$(COMPILE) $(ARGS) -o requirements.txt
	$(COMPILE) $(ARGS) --extra sentry --group test --group dev --group browser -c requirements.txt -o requirements-dev.txt

messages: development  ## collects and compiles the translations
	$(TRIAL) $(SQLITE) $(PY) locale/messages.py

clean:  ## removes .venv and caches; data stay
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	sh -c "$$ENVIRONMENT" make requirements.txt

development:
	sh -c "$$ENVIRONMENT" make requirements-dev.txt

# The locks fit every Python from 3.11 and carry no addresses, so that a mirror serves as well.
COMPILE = .venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

# $(call step,Name,command): one line where all is well, and everything the command said where it is not.
define step
printf '%-18s' '$(1)'; if said=$$($(2) 2>&1); then echo ok; else echo failed; printf '%s\n' "$$said"; exit 1; fi
endef

# Makes .venv where it is missing or broken and installs one lock file into it, if that has changed since.
define ENVIRONMENT
lock=$$1
stop() { echo "$$*" >&2; exit 1; }
new_enough() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_install() { [ -n "$$UV" ] || .venv/bin/python -c 'import pip' 2>/dev/null; }

new_enough .venv/bin/python && cmp -s "$$lock" ".venv/installed-$$lock" && exit 0

[ -w . ] || stop "Nothing can be written into this folder, and .venv has to be made in it." \
    "Copy it to a place of your own and start there: cp -R . ~/reform-portal && cd ~/reform-portal && make run"
[ ! -e .venv ] || [ -w .venv ] || stop ".venv belongs to another user. Remove it (sudo rm -r .venv), then run make again."

if ! new_enough .venv/bin/python || ! can_install; then
    if [ -n "$$PYTHON" ]; then
        new_enough "$$PYTHON" || stop "PYTHON=$$PYTHON is not a Python that runs here and is 3.11 or newer."
        set -- "$$PYTHON"
    else
        set -- python3.14 python3.13 python3.12 python3.11 python3
    fi
    found=
    incomplete=
    chosen=
    for python; do
        new_enough "$$python" || continue
        if [ -n "$$UV" ] || "$$python" -c 'import venv, ensurepip; ensurepip.version()' 2>/dev/null; then
            chosen=$$("$$python" -c 'import sys; print(sys.executable)')
            break
        fi
        incomplete=$$python
    done
    if [ -z "$$chosen" ]; then
        [ -z "$$incomplete" ] || stop "$$incomplete cannot make an environment, because a part of it is missing." \
            "On Debian and Ubuntu: apt install python3-venv"
        stop "The portal needs Python 3.11 or newer, and none was found." \
            "If it has another name or place here: PYTHON=/path/to/python3 make run"
    fi
    rm -rf .venv
    if [ -n "$$UV" ]; then "$$UV" venv -q --python "$$chosen" .venv; else "$$chosen" -m venv .venv; fi || {
        rm -rf .venv
        stop "$$chosen could not make .venv; the reason stands above."
    }
fi

echo "Installing what $$lock names; the first time takes up to a minute." >&2
rm -f .venv/installed-*
if [ -n "$$UV" ]; then
    "$$UV" pip install -q --require-hashes --python .venv/bin/python -r "$$lock"
else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$$lock"
fi || stop "The packages could not be installed; the reason stands above." \
    "Behind a firewall, PIP_INDEX_URL (for uv: UV_INDEX_URL) names a mirror, HTTPS_PROXY a proxy."
cp "$$lock" ".venv/installed-$$lock"
# The longer list contains the shorter one, with the same versions.
[ "$$lock" = requirements.txt ] || cp requirements.txt .venv/installed-requirements.txt
endef
export ENVIRONMENT
