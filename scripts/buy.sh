#!/usr/bin/env bash
# Buys the first thing that a search finds, as a guest, over REST: buy.sh ADDRESS WORDS [PAYMENT_METHOD]
# Shows each request and what matters of its answer.
set -euo pipefail
shop="$1" words="$2" method="${3:-pm_card_visa}"

# What a path leads to in the JSON on stdin: field cart lines 0 sku
field() {
  python3 -c 'import functools, json, sys
step = lambda value, name: value[int(name)] if isinstance(value, list) else value[name]
print(functools.reduce(step, sys.argv[1:], json.load(sys.stdin)))' "$@"
}
call() {
  local verb="$1" path="$2" body="${3:-}"
  echo "> $verb $path${body:+ $(tr -d '\n' <<<"$body")}" >&2
  curl -sS --fail-with-body -X "$verb" "$shop$path" ${token:+-H "Authorization: Bearer $token"} \
    ${key:+-H "Idempotency-Key: $key"} -H 'Content-Type: application/json' ${body:+-d "$body"}
}

query=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1]))' "$words")
found=$(call GET "/v1/search?page_size=1&q=$query")
[[ $(field total <<<"$found") != 0 ]] || { echo "Nothing is found for \"$words\"."; exit 1; }
product=$(field hits 0 productId <<<"$found")
sku=$(call GET "/v1/products/$product" | field variants 0 sku)
token=$(call POST /v1/guests '{}' | field accessToken)
cart=$(call POST /v1/cart/lines "{\"productId\": \"$product\", \"sku\": \"$sku\", \"quantity\": \"1\"}")
echo "In the cart: $(field lines 0 title <<<"$cart"), $(field total amountMinor <<<"$cart") $(field total currency <<<"$cart") in minor units."
key="buy-$$-$RANDOM"
checkout=$(call POST /v1/checkouts "{\"cartEtag\": \"$(field etag <<<"$cart")\", \"email\": \"you@example.com\",
  \"shippingAddress\": {\"name\": \"You\", \"lines\": [\"1 Mill Lane\"], \"city\": \"Leeds\", \"country\": \"GB\"},
  \"paymentMethod\": \"$method\", \"waitMs\": 10000}")
echo "The checkout is $(field state <<<"$checkout"): $(field failureMessage <<<"$checkout")$(field orderId <<<"$checkout")"
