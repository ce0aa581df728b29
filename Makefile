# The commands of the project. `make` lists them.
.PHONY: help test lint

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

test: ## Install what the tests need and run all of them
	scripts/setup-tests.sh
	scripts/with-postgres.sh cargo test --workspace --locked

lint: ## Check format and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
