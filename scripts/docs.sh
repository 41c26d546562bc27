#!/usr/bin/env bash
# Generates the API reference from the public headers and READMEs into build/docs/html; a warning fails it.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf build/docs
mkdir -p build/docs
# The filter: doxygen wants a specialisation's scope to be known.
doxygen - <<CONFIG
PROJECT_NAME = Tradepost
OUTPUT_DIRECTORY = build/docs
INPUT = README.md ARCHITECTURE.md CONTRIBUTING.md app backend models ui
FILE_PATTERNS = *.h *.md
RECURSIVE = YES
FULL_PATH_NAMES = YES
STRIP_FROM_PATH = $PWD
STRIP_FROM_INC_PATH = $PWD
IMAGE_PATH = .
USE_MDFILE_AS_MAINPAGE = $PWD/README.md
INPUT_FILTER = "sed -e 's/^struct std::hash</struct hash</'"
EXTRACT_ALL = YES
GENERATE_LATEX = NO
HAVE_DOT = NO
QUIET = YES
WARN_IF_UNDOCUMENTED = NO
WARN_AS_ERROR = FAIL_ON_WARNINGS
MARKDOWN_SUPPORT = YES
JAVADOC_AUTOBRIEF = YES
CONFIG
echo "docs: build/docs/html/index.html"
