# Digital Hut Kiosk. Every target does its own set-up (config/deploy/set_up.sh); run `make` for the list.
# ARGS is handed on: make test ARGS="tests/session -k idle"

python := .venv/bin/python
ARGS :=

.DEFAULT_GOAL := help
.PHONY: help set-up run demo selftest test lint bench prove clean

help:
	@echo "make run       the kiosk with simulated devices (without a display: the demonstration)"
	@echo "make demo      play every journey offscreen; the pictures go to build/demo"
	@echo "make selftest  test every simulated device and the machine itself"
	@echo "make test      all tests"
	@echo "make lint      ruff, mypy and the import contracts"
	@echo "make bench     measurements of speed and memory, as a table"
	@echo "make prove     drivers against a real PC/SC service; ARGS=power-cuts, kills, failover,"
	@echo "               schema, coverage, canary: the heavy proofs of money and privacy"
	@echo "make clean     remove what the other targets have made, except the virtual environment"

set-up:
	@config/deploy/set_up.sh

run: set-up
	@$(python) -m kiosk run $(ARGS)

demo: set-up
	@$(python) -m kiosk demo --journey all --out build/demo $(ARGS)

selftest: set-up
	@$(python) -m kiosk selftest $(ARGS)

# All tests run on every core; a choice of them, or a debugger, in one process.
test: set-up
	@$(python) -m pytest $(or $(ARGS),--numprocesses auto --dist worksteal)

lint: set-up
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: set-up
	@$(python) -m tests.benchmarks $(ARGS)

prove: set-up
	@config/deploy/prove.sh $(ARGS)

clean:
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	@find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
