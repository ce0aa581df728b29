# The commands of the project. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run clean-demo test lint

PROGRAM := $(or $(CARGO_TARGET_DIR),target)/debug/depesche

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
	@scripts/setup-postgres.sh
	scripts/with-postgres.sh cargo test --workspace --locked

lint: ## Check format and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
