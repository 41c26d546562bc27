#!/usr/bin/env bash
# Optional: Schemathesis (PyPI) against a demo store's /openapi.json: no answer may be a 5xx or break the schema.
# Skips, saying so, where the package cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=build/venv
if [[ ! -x $venv/bin/schemathesis ]]; then
  python3 -m venv "$venv" && "$venv/bin/pip" install -q schemathesis ||
    { echo "api-fuzz: skipped, schemathesis cannot be installed here"; rm -rf "$venv"; exit 0; }
fi
store="$(mktemp -d)"
build/bin/tradepostd demo --data "$store/data" --products 500 --seed 1 >/dev/null
build/bin/tradepostd serve --data "$store/data" --http 127.0.0.1:0 --grpc 127.0.0.1:0 >"$store/out" 2>"$store/log" &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -rf "$store"' EXIT
for _ in $(seq 100); do grep -q ready "$store/out" && break; sleep 0.1; done
http="$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["http"])' "$store/data/server.json")"
"$venv/bin/schemathesis" run "http://$http/openapi.json" --checks not_a_server_error,response_schema_conformance \
  --phases fuzzing --max-examples "${EXAMPLES:-50}" --exclude-path-regex ':watch$'
