# `make run` and `make test` need nothing set up before. Windows and macOS: see README.md.
.PHONY: run test test-postgres check words lock guide bench bench-risk bench-routes bench-scans fuzz kills torture leaks soak wheel bundle deb
PYTHON = .venv/bin/python

run: ## set up what is missing and open the practice branch (without a display: its whole day, into out/)
	@sh tools/python.sh tools/setup.py run

test: ## set up what is missing; all checks, then all tests
	@sh tools/python.sh tools/setup.py test

test-postgres: ## all tests of store and desk with their branches on a PostgreSQL that the tests start themselves
	@sh tools/python.sh tools/setup.py postgres

check: ## the quick half: format, lint, types, contracts, catalogues, house rules
	@sh tools/python.sh tools/setup.py check

words: ## sentences that have no Chinese yet, then everything wrong in the catalogues
	@$(PYTHON) tools/catalogues.py extract
	@$(PYTHON) tools/catalogues.py check

lock: ## pin the dependencies again and write the notices
	@sh tools/lock.sh
	@sh tools/python.sh tools/setup.py prepare develop
	@$(PYTHON) tools/notices.py

guide: ## screenshots of every screen into resources/guide/pictures/
	@$(PYTHON) tools/guide.py

bench-risk: ## how well risk is told, beside what a black box would tell
	@sh tools/python.sh tools/setup.py prepare develop
	@$(PYTHON) -m bench.risk

bench-routes: ## how good the rounds are, beside PyVRP alone, OR-Tools and the nearest neighbour
	@sh tools/python.sh tools/setup.py prepare develop
	@$(PYTHON) -m bench.routes --branch

bench-scans: ## how surely scanned codes are read, the whole grid, and 200 pages filed
	@sh tools/python.sh tools/setup.py prepare develop
	@$(PYTHON) -m bench.scans --table

bench: ## every claim in one table, beside its floor and its peers (ARGS="--short", "--only deed", "--json FILE", "--keep")
	@sh tools/python.sh tools/setup.py prepare develop
	@$(PYTHON) -m pip install --quiet --require-hashes --no-deps -r requirements/bench.txt
	@$(PYTHON) -m bench $(ARGS)

fuzz: ## mutate import files for ten minutes, guided by the lines they reach
	@cd tests && ../$(PYTHON) -m ledgers.fuzz --seconds 600

torture: ## power cuts, kills and failing disks under every write path (half an hour; Linux with a C compiler)
	@$(PYTHON) -m bench.torture

soak: ## a busy year through the real deeds, with kills, clock jumps, full disks and locked files (hours)
	@$(PYTHON) -m bench.soak

leaks: ## a day of 2,000 deeds in the real window: memory, threads, timers and files before and after
	@cd tests && COLLECTDESK_LEAK_DEEDS=2000 QT_QPA_PLATFORM=offscreen ../$(PYTHON) -m pytest -q -s whole/test_leaks.py

wheel: ## the installable package, into dist/
	@$(PYTHON) -m hatchling build -t wheel

bundle: ## one folder that needs no Python, for this system, into dist/
	@sh tools/python.sh tools/setup.py prepare
	@$(PYTHON) -m pip install --quiet --require-hashes --no-deps -r requirements/bundle.txt
	@PATH="$$PWD/.venv/bin:$$PATH" $(PYTHON) tools/bundle.py

deb: bundle ## the same as a Debian package (Debian 12 or newer, Ubuntu 22.04 or newer), into dist/
	@$(PYTHON) tools/debian_package.py

kills: ## backup, restore and migration, killed at every single write
	@for act in backup migration restore; do echo "$$act: $$(PYTHONPATH=src:tests $(PYTHON) tests/store/kill_harness.py $$act $$(mktemp -d)/work 1 1)"; done
