# `make run` and `make test` do all the set-up themselves; `make help` lists the rest.

# Options for the program: make run ARGS="--data cifar-10-batches-bin"
ARGS ?=

# Every import has to be a declared dependency: the arrows between the modules are law.
FLAGS := -c release --explicit-target-dependency-import-check error
PROGRAM := .build/release/alexnet
# Threads that wait for each other are not to spin for long (the program sees to that by itself).
export GOMP_SPINCOUNT ?= 8000
# Tests see internals, which takes a build of their own; kept apart, neither rebuilds the other.
TEST_FLAGS := $(FLAGS) -Xswiftc -enable-testing --scratch-path .build-tests

.PHONY: help run build test test-onednn3 lint bench peers learn soak fuzz clean
.SILENT:

help:
	echo 'make run            train an AlexNet and watch it learn (ARGS="…" for options)'
	echo 'make test           check the format, build, run every test'
	echo 'make test-onednn3   run the same tests against oneDNN 3, fetched from PyPI'
	echo 'make build          build the program: $(PROGRAM)'
	echo 'make bench          measure training speed, compact and paper (ARGS="…" for one of your own)'
	echo 'make peers          the same beside PyTorch and TensorFlow (ARGS="--install" fetches them; --help)'
	echo 'make learn          errors and kernels over the first three minutes (ARGS="FOLDER SECONDS"),'
	echo '                    or how precisions differ (ARGS="errors", ARGS="curves FOLDER STEPS SEEDS")'
	echo 'make soak           the long trials of runs that survive, two hours (ARGS="kills 100", "damage 1000",'
	echo '                    "watching 50", "memory SECONDS" for one of them)'
	echo 'make fuzz           damaged image and data files, 100,000 of each kind (ARGS="COUNT")'
	echo 'make clean          remove what was built'

run: build
	$(PROGRAM) $(ARGS)

build:
	.ci/set-up
	swift build $(FLAGS) --product alexnet

test: lint
	.ci/set-up tests
	swift build $(FLAGS)
	swift test $(TEST_FLAGS)

test-onednn3:
	.ci/set-up tests
	.ci/test-onednn3

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

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

soak: build
	swift build $(FLAGS) --product Benchmarks
	.build/release/Benchmarks soak $(ARGS)

fuzz:
	.ci/set-up tests
	FUZZ_INPUTS=$(or $(strip $(ARGS)),100000) swift test $(TEST_FLAGS) --filter FuzzTests

clean:
	rm -rf .build .build-tests .build-onednn3 .build-peers
