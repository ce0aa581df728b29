# The commands of the project. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run clean-demo test conformance bench lint screenshots

TARGET := $(or $(CARGO_TARGET_DIR),target)
# Fast code without the minutes that link-time optimisation takes.
PROGRAM := $(TARGET)/quick/depesche

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## Build, make the demo newsroom in ./demo if it is missing, and serve it
	@scripts/check-tools.sh
	cargo build --locked --profile quick -p depesche
	@test -e demo/depesche.toml || $(PROGRAM) demo create --data demo
	@exec $(PROGRAM) serve --data demo

clean-demo: ## Remove the demo newsroom
	rm -rf demo

test: ## Install what the tests need and run all of them
	@scripts/check-tools.sh
	@scripts/test.sh

conformance: ## Corpora and checks: make conformance CORPORA=DIR CHECKS=DIR [JSON=1]
	@scripts/conformance.sh $(if $(JSON),--json)

bench: ## Measure pages, import, start-up and memory
	@scripts/setup-tests.sh --bench
	@scripts/bench.sh

lint: ## Check format and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

screenshots: ## Pictures of each page type in ./screenshots
	@scripts/setup-tests.sh
	cargo build --locked -p depesche
	DEPESCHE_BIN=$(abspath $(TARGET)/debug/depesche) node tests/browser/screenshots.mjs $(abspath screenshots)
