#!/usr/bin/env bash
# Runs every fuzz target for n seconds each: fuzz.sh SECONDS [TARGET ...]. New inputs go to build/fuzz/corpus, the
# committed seeds stay as they are; a find is written to build/fuzz/finds and fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="$1"
shift
scripts/build.sh fuzz fuzzers
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(cd build/fuzz/bin && ls fuzz_*)
mkdir -p build/fuzz/finds
for target in "${targets[@]}"; do
  mkdir -p "build/fuzz/corpus/$target"
  seeds="tests/fuzz/corpus/$target"
  echo "fuzz: $target for $seconds s"
  "build/fuzz/bin/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
    -artifact_prefix=build/fuzz/finds/ -print_final_stats=1 "build/fuzz/corpus/$target" $([[ -d $seeds ]] && echo "$seeds") \
    2>"build/fuzz/$target.log" || { tail -40 "build/fuzz/$target.log"; echo "fuzz: $target FAILED"; exit 1; }
  grep -E 'stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)' "build/fuzz/$target.log"
done
echo "fuzz: no finds"
