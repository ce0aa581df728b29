# The commands of the project. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run clean-demo test crashes soak conformance bench bench-feeds screenshots lint

TARGET := $(or $(CARGO_TARGET_DIR),target)
# The profile for development: codecs and the database are optimised in it too, our own code is not.
PROGRAM := $(TARGET)/debug/depesche
CORPORA ?= ../shared/corpora
CHECKS ?= ../shared/checks

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## Build, make the demo newsroom in ./demo if it is missing, and serve it
	@scripts/check-tools.sh
	cargo build --locked -p depesche
	@scripts/demo.sh $(PROGRAM) demo
	@exec $(PROGRAM) --data demo serve

clean-demo: ## Remove the demo newsroom
	rm -rf demo

test: ## Install what the tests need and run all of them
	@scripts/check-tools.sh
	@scripts/test.sh

crashes: ## Kill the server and cut the power in floods of changes: KILLS=100 POWER_CUTS=1000
	@scripts/check-tools.sh
	@scripts/setup-tests.sh
	POWER_CUTS=$(or $(POWER_CUTS),1000) cargo test --locked -p power
	KILLS=$(or $(KILLS),100) scripts/with-postgres.sh cargo test --locked -p depesche --test reader -- killed --nocapture

soak: ## Replay a day at an agency, killed again and again: ITEMS=20000
	@scripts/check-tools.sh
	cargo build --locked -p depesche
	ITEMS=$(or $(ITEMS),20000) cargo test --locked -p depesche --test copy -- soak --nocapture

conformance: ## Run test data of others: CORPORA=DIR CHECKS=DIR; ARGS="--json FILE", "--failures"
	@scripts/check-tools.sh
	@scripts/setup-tests.sh
	@cargo build --locked --quiet -p conformance -p depesche
	@CORPORA="$(CORPORA)" CHECKS="$(CHECKS)" $(TARGET)/debug/conformance $(ARGS)

bench: ## Measure pages, search, comments, export, import, start and memory, peers beside them
	@scripts/check-tools.sh
	@scripts/setup-tests.sh --bench
	cargo build --locked --profile quick -p depesche
	cargo build --locked --profile quick -p site --example page_time --example publish_to_fresh
	cargo build --locked --profile quick -p archive --example comment_rate
	CARGO_TARGET_DIR="$(abspath $(TARGET))" cargo build --locked --profile quick --manifest-path benches/Cargo.toml
	$(TARGET)/quick/benches $(TARGET)/quick/depesche $(TARGET)/bench

bench-feeds: ## Measure how fast feeds are read, beside feed-rs and Python's feedparser
	@scripts/check-tools.sh
	CARGO_TARGET_DIR="$(abspath $(TARGET))" cargo build --locked --profile quick --manifest-path benches/feeds/Cargo.toml
	python3 -m venv $(TARGET)/feedparser
	$(TARGET)/feedparser/bin/pip install --quiet --only-binary :all: feedparser
	taskset -c 0 $(TARGET)/quick/feed-bench $(TARGET)/feedparser/bin/python

screenshots: ## Picture each kind of page into ./screenshots
	@scripts/check-tools.sh
	@scripts/setup-tests.sh
	cargo build --locked -p depesche
	@DEPESCHE_BIN="$(abspath $(PROGRAM))" npm --prefix tests/browser run screenshots --silent

lint: ## Check format and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
