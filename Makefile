# Each target works from a bare Debian 12: it installs what is missing, builds, then does what it says.
# SECONDS=n for fuzz; ROUNDS=n for soak; PRESET=dev|asan|tsan for build and test.
PRESET ?= release
BUILD_DIR = $(if $(filter release,$(PRESET)),build,build/$(PRESET))

.PHONY: run build test lint format bench fuzz soak mutations api-fuzz docs setup clean

run: build
	@scripts/run.sh

test: build
	@scripts/test.sh $(PRESET)

build: setup
	@scripts/build.sh $(PRESET)

lint: setup
	@scripts/lint.sh

format: setup
	@git ls-files '*.cpp' '*.h' '*.inl' | xargs clang-format-19 -i

bench: build
	@python3 tests/bench/run.py --build $(BUILD_DIR)

fuzz: setup
	@scripts/fuzz.sh $(or $(SECONDS),60)

soak: build
	@scripts/soak.sh $(PRESET) $(or $(ROUNDS),200)

mutations: build
	@python3 tests/mutations/run.py --build $(BUILD_DIR)

api-fuzz: build
	@scripts/api_fuzz.sh

docs: setup
	@scripts/docs.sh

setup:
	@scripts/setup.sh

clean:
	rm -rf build
