#!/usr/bin/env bash
# Runs the tests of a built preset: test.sh PRESET [ctest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."
preset="$1"
shift
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
data="${TRADEPOST_DATA:-../shared/data}"
if [[ -d "$data" ]]; then
  TRADEPOST_DATA="$(realpath "$data")"
  export TRADEPOST_DATA
else
  echo "test: no real data at $data; the tests that use it skip."
fi
ctest --preset "$preset" --output-on-failure -j2 "$@"
