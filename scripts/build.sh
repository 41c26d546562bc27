#!/usr/bin/env bash
# Configures (quietly, unless it fails) and builds a preset: build.sh PRESET [TARGET ...]
set -euo pipefail
cd "$(dirname "$0")/.."
preset="$1"
shift
mkdir -p build
log="build/configure-$preset.log"
cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
targets=()
for target in "$@"; do targets+=(--target "$target"); done
cmake --build --preset "$preset" "${targets[@]}"
