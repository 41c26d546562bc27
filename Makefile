# Each target works from a bare Debian 12: it installs what is missing, builds, then does what it says.
CMAKE_BUILD = cmake --build --preset

.PHONY: run build test lint bench fuzz setup
build: setup
	@cmake --preset release > build-configure.log 2>&1 || { cat build-configure.log; exit 1; }; rm -f build-configure.log
	$(CMAKE_BUILD) release

setup:
	@scripts/setup.sh
