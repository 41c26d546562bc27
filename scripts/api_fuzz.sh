#!/usr/bin/env bash
# Optional: Schemathesis (PyPI) against a demo store's /openapi.json, as nobody and as an admin: no answer may be a 5xx,
# be undocumented or break the schema, and what breaks the schema is refused. Skips, saying so, where the package cannot
# be had. EXAMPLES=n: how many requests a method gets.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=build/venv
if [[ ! -x $venv/bin/schemathesis ]]; then
  python3 -m venv "$venv" && "$venv/bin/pip" install -q schemathesis ||
    { echo "api-fuzz: skipped, schemathesis cannot be installed here"; rm -rf "$venv"; exit 0; }
fi
store="$(mktemp -d)"
build/bin/tradepostd demo --data "$store/data" --products 500 --seed 1 >"$store/sign-ins"
build/bin/tradepostd serve --data "$store/data" --http 127.0.0.1:0 --grpc 127.0.0.1:0 >"$store/out" 2>"$store/log" &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -rf "$store"' EXIT
for _ in $(seq 600); do grep -q ready "$store/out" && break; sleep 0.1; done
http="$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["http"])' "$store/data/server.json")"
token="$(awk '$1 == "admin" { printf "{\"email\":\"%s\",\"password\":\"%s\"}", $2, $3 }' "$store/sign-ins" |
  curl -fsS -H 'Content-Type: application/json' -d @- "http://$http/v1/sessions" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["accessToken"])')"

# A method nobody knows (QUERY) is answered 501, as RFC 9110 has it, and a target beyond the header's limit 414.
cat >"$store/schemathesis.toml" <<'CONFIG'
[phases.coverage]
unexpected-methods = ["PUT", "DELETE", "TRACE"]
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 411, 412, 413, 414, 415, 422, 428, 429, 431]
CONFIG
fuzz() {
  "$venv/bin/schemathesis" --config-file "$store/schemathesis.toml" run "http://$http/openapi.json" \
    --checks not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance,negative_data_rejection \
    --phases coverage,fuzzing --max-examples "${EXAMPLES:-50}" --warnings off --exclude-path-regex ':watch$' "$@"
}
echo "api-fuzz: as nobody"
status=0
fuzz || status=$?
echo "api-fuzz: as an admin"
# What would end the admin's own session is left to the tests.
fuzz -H "Authorization: Bearer $token" \
  --exclude-operation-id-regex 'SignOut|RevokeSessions|UpdateUser' || status=$?
exit "$status"
