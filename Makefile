# Yimi 一米: every line says what it is; `make help` lists them.
# Debian needs: apt-get install -y make python3-venv

PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run demo test check bench prove-figures prove-histories openapi messages lock

help: ## This list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: ## Start everything on 127.0.0.1:8000; the first start loads the demo province
	@bin/setup
	@YIMI_PROFILE=$${YIMI_PROFILE:-demo} exec $(PY) -m yimi run

demo: ## Load the demo province into an empty database, without starting the server
	@bin/setup
	@YIMI_PROFILE=demo exec $(PY) -m yimi demo

test: ## All tests this machine has the means for; says what it left out
	@bin/setup dev
	@exec $(PY) -m tests

check: ## Format, lint, types, import contracts, templates, migrations, texts, API description, lock files
	@bin/setup dev
	@exec bin/check

bench: ## Reproducible workloads; prints ratios
	@bin/setup dev
	@exec $(PY) -m yimi bench

prove-figures: ## The figures under writers, folders and readers for ten minutes, on each engine found
	@bin/setup dev
	@YIMI_HAMMER_SECONDS=600 exec $(PY) -m tests yimi/figures/tests/test_fold.py

prove-histories: ## Every property of figures, files and visits tried twenty times as long, on each engine found
	@bin/setup dev
	@YIMI_PROOF=20 exec $(PY) -m tests -m histories

openapi: ## Write openapi.json from the API as it is
	@bin/setup dev
	@exec $(PY) -m yimi openapi

messages: ## Collect the texts and compile the translations (needs gettext)
	@bin/setup dev
	@exec bin/messages

lock: ## Write the requirement files from pyproject.toml
	@bin/setup dev
	@.venv/bin/uv lock --quiet && exec bin/lock
