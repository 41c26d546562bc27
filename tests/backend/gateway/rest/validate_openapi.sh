#!/bin/sh
# validate_openapi.sh VENV DOCUMENT: checks an OpenAPI document by the Python package openapi-spec-validator, which it
# installs into VENV when the network allows. Exits with 77 when there is no validator, as for a skipped test.
venv=$1
document=$2
validator=$(command -v openapi-spec-validator)
if [ -z "$validator" ]; then
    validator=$venv/bin/openapi-spec-validator
    if [ ! -x "$validator" ]; then
        python3 -m venv "$venv" >/dev/null 2>&1 &&
            "$venv/bin/pip" install -q --retries 0 --timeout 10 openapi-spec-validator >/dev/null 2>&1
    fi
fi
[ -x "$validator" ] || exit 77
exec "$validator" "$document"
