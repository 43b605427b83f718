# Every way to work with this checkout. Nothing but Python 3.11 or newer, make and git is needed to begin.
PYTHON ?= python3
IN = .venv/bin/
.DEFAULT_GOAL := help
.PHONY: help setup run check test bench drill shots lock format

help:  ## Print this list
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup:  ## Make .venv and install what is pinned; quick when nothing changed
	@$(PYTHON) tools/setup.py run

run: setup  ## Start here: database, demo town, web and worker (PORT, YICHUANG_HOME, YICHUANG_DATABASE_URL)
	@exec $(IN)yichuang run --demo

test:  ## Set up, check, then the whole suite on SQLite, on PostgreSQL and in a browser (what CI runs)
	@$(PYTHON) tools/setup.py test
	@$(IN)python tools/suite.py test

check:  ## Format, lint, types, arrows, Django, migrations, templates, docs
	@$(PYTHON) tools/setup.py check
	@$(IN)python tools/check.py

format:  ## Format the code and sort its imports
	@$(PYTHON) tools/setup.py check
	@$(IN)ruff check -q --select I --fix .
	@$(IN)ruff format .

bench:  ## Measure lives per second against the floor; keeps its figures in bench/results
	@$(PYTHON) tools/setup.py test
	@$(IN)python -m bench $(ARGS)

drill:  ## The long tests: 200 kills, the whole axe grid, a million cases; keeps its report in drill/
	@$(PYTHON) tools/setup.py test
	@$(IN)python tools/suite.py drill

shots:  ## Take the pictures of docs/pictures from the running town
	@$(PYTHON) tools/setup.py test
	@$(IN)python tools/suite.py shots

lock:  ## Pin requirements/*.in anew, with hashes and without addresses
	@$(PYTHON) tools/setup.py run
	@$(IN)python tools/lock.py $(ARGS)
