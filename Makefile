# `make run` and `make test` install what is missing. `make help` lists all targets.

# Options for the program: make run ARGS="--data cifar-10-batches-bin"
ARGS ?=

# The build refuses an import that is not a declared dependency.
FLAGS := -c release --explicit-target-dependency-import-check error
PROGRAM := .build/release/alexnet
# Limits the time for which waiting OpenMP threads spin. The program sets it by itself.
export GOMP_SPINCOUNT ?= 8000
# Tests import internals, which needs other compiler options, and so a build folder of their own.
TEST_FLAGS := $(FLAGS) -Xswiftc -enable-testing --scratch-path .build-tests

# The modules that have a documentation catalogue.
DOCUMENTED := $(patsubst Sources/%/,%,$(dir $(wildcard Sources/*/*.docc)))
DOCS := .build-docs/site

# The folder for the part of the program that uses MPI.
CLUSTER ?= .build/release

# The folders of `make install`. DESTDIR is in front of all paths, for packages.
PREFIX ?= /usr/local
DESTDIR ?=

# The program with Swift's runtime in it, in a build folder of its own.
RELEASE := .build-release/release/alexnet

.PHONY: help run build install uninstall release deb cluster test test-onednn3 lint docs bench peers learn measure soak fuzz interop scaling measure-cluster protobuf clean
.SILENT:

help:
	echo 'make run            train an AlexNet and watch it learn (ARGS="…" for options)'
	echo 'make test           check format and language, build, run every test'
	echo 'make test-onednn3   run the same tests against oneDNN 3, fetched from PyPI'
	echo 'make build          build the program: $(PROGRAM)'
	echo 'make install        install the program with manual pages and completions (PREFIX=/usr/local, DESTDIR=…)'
	echo 'make uninstall      remove what was installed there'
	echo 'make release        build a program that starts where Swift is not installed: $(RELEASE)'
	echo 'make deb            make a Debian package of it, for the release of Debian on this machine, in .build-release'
	echo 'make cluster        build what `mpirun -n 2 $(PROGRAM) train` needs, and install Open MPI if no MPI is here'
	echo 'make lint           check format and language only'
	echo 'make docs           build the documentation as a web site: $(DOCS)'
	echo 'make bench          training speed of compact and paper (ARGS="--network NAME" for another network)'
	echo 'make peers          training speed compared with PyTorch and TensorFlow (ARGS="--install" fetches them,'
	echo '                    "--help" explains the method)'
	echo 'make learn          errors and kernels over the first three minutes (ARGS="FOLDER SECONDS" for other data)'
	echo 'make measure        the time to draw each screen (ARGS="snapshots", "drawing", "errors", "curves" for'
	echo '                    other measurements, "--help" for their arguments)'
	echo 'make soak           trials of crashes, damage, memory, dashboards and lost ranks, two hours (ARGS="kills 100", "damage 1000",'
	echo '                    "watching 50", "memory SECONDS", "ranks 20" for one of them)'
	echo 'make fuzz           damaged image and data files, 100,000 of each kind (ARGS="COUNT")'
	echo 'make interop        compare exported networks with onnxruntime and PyTorch, fetched from PyPI (ARGS="NETWORK…")'
	echo 'make scaling        speed of 2 to 1,024 computers in simulation (ARGS="--global-batch 4096", "--measured FILE",'
	echo '                    "--help" explains the method)'
	echo 'make measure-cluster  two ranks against one process, also over slow links, as root (ARGS="--cases shared", "--help")'
	echo 'make protobuf       generate the Swift code of the messages in Sources/Exchange/Protocols again'
	echo 'make clean          remove what was built'

run: build
	$(PROGRAM) $(ARGS)

build:
	.ci/set-up
	swift build $(FLAGS) $$(.ci/commit-options .build) --product alexnet

# The superuser installs what a user has built: nothing is compiled if there is a program.
$(PROGRAM):
	$(MAKE) build

install: $(PROGRAM)
	.ci/install install $(PROGRAM) "$(PREFIX)" "$(DESTDIR)"

uninstall:
	.ci/install uninstall "$(PREFIX)" "$(DESTDIR)"

release:
	.ci/set-up
	swift build $(FLAGS) $$(.ci/release-options) \
	  --scratch-path .build-release $$(.ci/commit-options .build-release) --product alexnet
	.ci/build-cluster .build-release/release optional

deb: release
	.ci/make-deb $(RELEASE) .build-release

cluster: build
	.ci/set-up cluster
	.ci/build-cluster $(CLUSTER)

test: lint
	.ci/set-up tests
	swift build $(TEST_FLAGS) --build-tests
	.ci/build-cluster .build-tests/release optional
	swift test --skip-build $(TEST_FLAGS)
	.ci/interop/run --small --program .build-tests/release/alexnet compact

test-onednn3:
	.ci/set-up tests
	.ci/test-onednn3

lint:
	swift format lint --strict --recursive Sources Tests Package.swift
	.ci/lint-language

# The variable adds the documentation plugin to the package. It is resolved in a build folder of its own.
docs:
	.ci/set-up
	mkdir -p $(DOCS)
	ALEXNET_DOCUMENTATION=1 swift package --scratch-path .build-docs \
	  --allow-writing-to-directory $(DOCS) \
	  generate-documentation $(DOCUMENTED:%=--target %) \
	  --enable-experimental-combined-documentation --exclude-extended-types \
	  --symbol-graph-minimum-access-level public --warnings-as-errors --output-path $(DOCS)
	echo 'To read it: python3 -m http.server --directory $(DOCS) 8080,'
	echo 'then open http://localhost:8080/documentation/'

bench: build
ifeq ($(strip $(ARGS)),)
	$(PROGRAM) bench --network compact
	$(PROGRAM) bench --network paper
else
	$(PROGRAM) bench $(ARGS)
endif

peers: build
	python3 -B Sources/Benchmarks/Peers/compare.py $(ARGS)

learn:
	.ci/set-up
	swift build $(FLAGS) --product Benchmarks
	.build/release/Benchmarks $(ARGS)

measure:
	.ci/set-up
	swift build $(FLAGS) --product Benchmarks
	.build/release/Benchmarks $(or $(strip $(ARGS)),frames)

soak: build
	swift build $(FLAGS) --product Benchmarks
	.build/release/Benchmarks soak $(ARGS)

fuzz:
	.ci/set-up tests
	FUZZ_INPUTS=$(or $(strip $(ARGS)),100000) swift test $(TEST_FLAGS) --filter FuzzTests

interop: build
	.ci/interop/run $(or $(strip $(ARGS)),compact paper code-145 code-150 cifar-11 cifar-18 torchvision caffenet)

scaling: build
	.ci/set-up scaling
	python3 -B Sources/Benchmarks/Scaling/scaling.py $(ARGS)

measure-cluster: cluster
	python3 -B Sources/Benchmarks/Cluster/measure.py $(ARGS)

# The generated code is checked in, so that no build needs the compiler of protocol buffers.
protobuf:
	.ci/set-up protobuf
	swift build -c release --product protoc-gen-swift
	protoc --plugin=.build/release/protoc-gen-swift --proto_path=Sources/Exchange/Protocols \
	  --swift_out=Sources/Exchange/Generated Sources/Exchange/Protocols/*.proto

clean:
	rm -rf .build .build-docs .build-interop .build-tests .build-onednn3 .build-peers .build-release
