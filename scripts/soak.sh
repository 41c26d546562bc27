#!/usr/bin/env bash
# Kills the real server n times while it sells, imports, is edited and moderated, and looks at what is left: soak.sh PRESET ROUNDS
# ("make test" does 20 rounds). Takes 2 to 4 seconds a round.
set -euo pipefail
cd "$(dirname "$0")/.."
TRADEPOST_CRASH_ROUNDS="$2" "$([[ $1 == release ]] && echo build || echo "build/$1")/bin/test_e2e_crash"
