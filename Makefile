# SPDX-License-Identifier: Apache-2.0
.DEFAULT_GOAL := help
.PHONY: help test

help: ## print this menu
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

test: ## run every test
	dotnet build ocirt.sln -v quiet
	dotnet test ocirt.sln --no-build
