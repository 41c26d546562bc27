#!/usr/bin/env bash
# Generates the API reference from the public headers and protos into build/docs/html.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/docs
doxygen - <<'CONFIG'
PROJECT_NAME = Tradepost
OUTPUT_DIRECTORY = build/docs
INPUT = README.md ARCHITECTURE.md CONTRIBUTING.md backend models ui
FILE_PATTERNS = *.h *.md
RECURSIVE = YES
USE_MDFILE_AS_MAINPAGE = README.md
EXTRACT_ALL = YES
GENERATE_LATEX = NO
QUIET = YES
WARN_IF_UNDOCUMENTED = NO
MARKDOWN_SUPPORT = YES
JAVADOC_AUTOBRIEF = YES
CONFIG
echo "docs: build/docs/html/index.html"
