# SPDX-License-Identifier: Apache-2.0
.DEFAULT_GOAL := help
.PHONY: help test test-vm bench peers

help: ## print this menu
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

test: ## run every test
	dotnet build ocirt.sln -v quiet
	dotnet test ocirt.sln --no-build

test-vm: ## run the end-to-end tests (or VM_COMMAND) in a VM with cgroup v2
	tests/vm/test-vm $(VM_COMMAND)

bench: ## compare with crun and runc (root); writes docs/benchmarks.*
	tests/benchmarks/bench

peers: ## fetch crun and runc of Debian sid into the cache
	tests/benchmarks/peers
