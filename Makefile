# SPDX-License-Identifier: Apache-2.0
.DEFAULT_GOAL := help
SHELL := /bin/bash
PACKAGES := binutils busybox-static gcc libc6-dev libdbus-1-dev libseccomp-dev make strace uidmap
ARM64_PACKAGES := debian-archive-keyring gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
RID := linux-x64
.PHONY: help deps build layout start-check test unit fuzz probe e2e demo size arm64 clean install fmt lint test-vm test-vm-systemd bench peers

help: ## print this menu
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

deps: ## install the Debian packages that building and testing need
	@tests/install-packages $(PACKAGES)

build: deps ## build out/ocirt: one static executable with init inside
	@mkdir -p out
	dotnet publish src/Ocirt.Cli -c Release -r $(RID) -o out/publish -v quiet -clp:NoSummary
	@cp out/publish/ocirt out/ocirt.new && mv out/ocirt.new out/ocirt

demo: build ## prepare bundles and run real containers from them (root)
	tests/demo/demo

test: ## run every test: units, size, end to end, the demo
	tests/run-all

unit: deps ## run the unit tests (no root)
	tests/run-units

probe: deps ## build the guest program that reports what a container sees
	dotnet build spec-conformance/Probe -v quiet -clp:NoSummary

.PHONY: coverage
coverage: ## check that a test of each row of docs/spec-coverage.md has passed
	tests/record-coverage check

fuzz: ## throw CASES (a million) changed configurations and plans at the program, from FIRST on
	tests/fuzz/fuzz $(or $(CASES),1000000) $(or $(FIRST),0)

e2e: build probe ## run real containers: on the host, then with pure cgroup v2 (root)
	tests/run-e2e

.PHONY: ladder
ladder: build probe ## run containers again without newer system calls: RUNGS="enosys eperm 5.10" (root)
	dotnet build tests/Ocirt.EndToEnd.Tests -v quiet -clp:NoSummary
	dotnet build tests/ladder/Ocirt.Without -v quiet -clp:NoSummary
	tests/ladder/ladder $(RUNGS)

size: build ## print the sizes of ocirt and of init, and fail over budget
	tests/check-size

layout: deps ## record which code ordinary commands run; writes src/Ocirt.Cli/Layout (root)
	@tests/install-packages busybox-static jq
	tests/layout/layout

start-check: build ## check that nothing is read at start that grows with the host
	tests/check-start

arm64: ## cross-build both programs for arm64 and start them under qemu-user
	@$(MAKE) --no-print-directory deps PACKAGES="$(PACKAGES) $(ARM64_PACKAGES)"
	tests/check-arm64

test-vm: build probe ## run the end-to-end tests (or VM_COMMAND) in a VM with cgroup v2; KERNEL=sid takes Debian sid's kernel
	@tests/install-packages $$(grep -v '^#' tests/vm/packages.txt)
	dotnet build tests/Ocirt.EndToEnd.Tests -v quiet -clp:NoSummary
	dotnet build tests/ladder/Ocirt.Without -v quiet -clp:NoSummary
	@set -o pipefail; log=$$(mktemp); trap "rm -f $$log" EXIT; tests/vm/test-vm $(VM_COMMAND) | tee $$log && tests/check-skips $$log

test-vm-systemd: build probe ## run the tests of the systemd driver (or VM_COMMAND) in a VM whose first process is systemd
	@tests/install-packages $$(grep -v '^#' tests/vm/packages.txt)
	dotnet build tests/Ocirt.EndToEnd.Tests -v quiet -clp:NoSummary
	@set -o pipefail; log=$$(mktemp); trap "rm -f $$log" EXIT; tests/vm/test-vm --systemd $(VM_COMMAND) | tee $$log && tests/check-skips $$log

.PHONY: test-vm-selinux
test-vm-selinux: build probe ## run the tests of labels in a VM with SELinux in permissive mode
	@tests/install-packages $$(grep -v '^#' tests/vm/packages.txt)
	dotnet build tests/Ocirt.EndToEnd.Tests -v quiet -clp:NoSummary
	@set -o pipefail; log=$$(mktemp); trap "rm -f $$log" EXIT; tests/vm/test-vm --append "security=selinux enforcing=0" -- \
	  tests/vm/with-selinux tests/run-tests tests/Ocirt.EndToEnd.Tests/bin/Debug/net10.0/Ocirt.EndToEnd.Tests -class Ocirt.EndToEnd.Tests.SelinuxTests \
	  | tee $$log && tests/check-skips $$log

.PHONY: test-clients test-clients-vm faults faults-short faults-vm interrupts
test-clients: build ## run real engines with runc, crun and ocirt, side by side (root)
	@tests/install-packages $$(grep -v '^#' tests/clients/packages.txt)
	tests/clients/test-clients

test-clients-vm: build ## run podman with systemd as its cgroup manager in the VM, with runc, crun and ocirt (root; long)
	@tests/install-packages $$(grep -hv '^#' tests/clients/packages.txt tests/vm/packages.txt)
	CGROUPS=systemd ENGINES=podman tests/clients/test-clients out/clients-vm

faults-short: build ## one fault at every fourth changing system call of ocirt (root)
	@tests/install-packages busybox-static jq
	dotnet build tests/faults/Ocirt.Faults -v quiet -clp:NoSummary
	tests/faults/faults short

faults: build ## kill and fail ocirt at every changing system call; goes on where it was (root)
	@tests/install-packages busybox-static jq
	dotnet build tests/faults/Ocirt.Faults -v quiet -clp:NoSummary
	tests/faults/faults whole

faults-vm: build ## the same in the VM, with all controllers of cgroup v2 (root; hours)
	@tests/install-packages $$(grep -v '^#' tests/vm/packages.txt)
	dotnet build tests/faults/Ocirt.Faults -v quiet -clp:NoSummary
	@mkdir -p out/faults-vm
	tests/vm/test-vm --timeout 36000 --share /usr/include --share-writable "$$PWD/out/faults-vm" \
	  --env CGROUPS=v2 --env "OPERATIONS=$(or $(OPERATIONS),all)" --env "RESULTS=$$PWD/out/faults-vm/faults.txt" \
	  -- sh -c 'PATH=$$PATH:$$DOTNET_ROOT exec tests/faults/faults $(or $(FORM),whole)'

interrupts: build ## signal ocirt at ROUNDS random moments of each command (1000); SEED picks them (root)
	@tests/install-packages busybox-static jq
	dotnet build tests/faults/Ocirt.Faults -v quiet -clp:NoSummary
	tests/faults/faults interrupts

.PHONY: attacks attacks-bite
attacks-bite: build probe ## take out one defence after the other and see a test fail: FAULTS="01 07" (root; long)
	dotnet build tests/Ocirt.EndToEnd.Tests -v quiet -clp:NoSummary
	tests/attacks/bite

attacks: build probe ## attack containers of ocirt, or of RUNTIME=crun or runc, while they start, STARTS times (10000; root; long)
	dotnet build tests/Ocirt.EndToEnd.Tests -v quiet -clp:NoSummary
	OCIRT_STARTS=$(or $(STARTS),10000) RUNTIME=$(RUNTIME) tests/attacks/attacks

bench: build ## compare with crun and runc (root); writes docs/benchmarks.*
	@tests/install-packages $$(grep -v '^#' tests/benchmarks/packages.txt)
	tests/benchmarks/bench

.PHONY: bench-vm
bench-vm: build ## compare with crun and runc in the VM with systemd (root; long); writes docs/benchmarks-vm.md
	@tests/install-packages $$(grep -hv '^#' tests/benchmarks/packages.txt tests/vm/packages.txt)
	tests/benchmarks/bench --vm

peers: ## fetch crun and runc of Debian sid into the cache
	tests/benchmarks/peers

install: build ## install ocirt, its manual page and completion into DESTDIR/usr/local
	install -D -m 755 out/ocirt $(DESTDIR)/usr/local/bin/ocirt
	install -d $(DESTDIR)/usr/local/share/man/man8 $(DESTDIR)/usr/local/share/bash-completion/completions
	out/ocirt man > $(DESTDIR)/usr/local/share/man/man8/ocirt.8
	out/ocirt completion bash > $(DESTDIR)/usr/local/share/bash-completion/completions/ocirt

fmt: deps ## format the sources
	dotnet format whitespace ocirt.sln

lint: deps ## check format, analyzers, and the rules on files and methods
	dotnet format whitespace ocirt.sln --verify-no-changes
	dotnet build ocirt.sln -v quiet -clp:NoSummary
	tests/Ocirt.Architecture.Tests/bin/Debug/net10.0/Ocirt.Architecture.Tests -noColor

clean: ## remove what was built
	rm -rf out
	find src tests spec-conformance -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
