# First `make run`, then `make test`. Both install what they need into .venv, from requirements.lock.

# Compiled once, each module is loaded by the many processes that start: do without that and every start is slower.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: install run test lint check bench soak lock

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml scripts/install
	@scripts/install
	@touch $@

# make run ARGS="--data data --port 8080"
run: install
	@$(BIN)/yabot dev $(ARGS)

# make test ARGS="tests/unit -k wallet"; three workers keep two cores busy, since a third of the time a test waits
test: install
	@$(BIN)/python -m pytest -m "not soak" -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test

bench: install
	@$(BIN)/python -m benchmarks $(ARGS)

soak: install
	@$(BIN)/python -m pytest -m soak --timeout=7200 $(ARGS)

lock:
	@scripts/lock
