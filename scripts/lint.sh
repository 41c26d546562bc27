#!/usr/bin/env bash
# clang-format on every file, the structure checks, and clang-tidy on the files changed since BASE (default: the last
# commit, or origin/main where there is one). LINT_ALL=1 runs clang-tidy on everything.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t sources < <(git ls-files '*.cpp' '*.h' '*.inl')
clang-format-19 --dry-run --Werror "${sources[@]}"
echo "lint: ${#sources[@]} files are formatted"

python3 tests/structure/check_structure.py .

[[ -f build/compile_commands.json ]] || scripts/build.sh release >/dev/null
if [[ -n "${LINT_ALL:-}" ]]; then
  mapfile -t changed < <(git ls-files '*.cpp')
else
  # What is not on the shared main yet; right after landing, the last commit.
  base="${BASE:-$(git rev-parse --verify -q origin/main || true)}"
  if [[ -z $base || $(git rev-parse "$base") == $(git rev-parse HEAD) ]]; then
    base="$(git rev-parse --verify -q HEAD~1 || git rev-parse HEAD)"
  fi
  mapfile -t changed < <(git diff --name-only --diff-filter=d "$base" -- '*.cpp')
fi
if ((${#changed[@]})); then
  # Precompiled headers are of the build's own compiler invocation; clang-tidy reads the sources without them.
  mkdir -p build/tidy
  python3 scripts/tidy_database.py build/compile_commands.json build/tidy/compile_commands.json
  printf '%s\n' "${changed[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-19 --quiet --warnings-as-errors='*' -p build/tidy
fi
echo "lint: clang-tidy is content with ${#changed[@]} changed files"
