#!/usr/bin/env bash
# Opens the console on the demo store; without a display, serves the demo store and renders the console's pages.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/bin
store="${TRADEPOST_STORE:-build/demo-store}"
products="${TRADEPOST_PRODUCTS:-2000}"

sign_ins="$store.sign-ins.txt" # demo tells them only once, when it makes the store

if [[ ! -x "$bin/tradepostd" || ! -x "$bin/tradepost" ]]; then
  echo "run: $bin has no programs yet; build them first: scripts/build.sh" >&2
  exit 1
fi
if [[ ! -d "$store" ]]; then
  mkdir -p "$(dirname "$store")"
  "$bin/tradepostd" demo --data "$store" --products "$products" --seed 1 > "$sign_ins"
fi
signIns() {
  if [[ -f "$sign_ins" ]]; then
    cat "$sign_ins"
  else
    echo "run: $store was not made by this script, so its sign-ins are not known here."
  fi
}

if [[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]]; then
  signIns
  exec "$bin/tradepost" --data "$store"
fi

echo "run: there is no display, so the console cannot open a window."
echo "run: rendering its pages to build/tour/*.png"
# Qt warns of what an offscreen platform cannot do.
QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="default.warning=false" "$bin/tradepost" --tour build/tour

# The port wanted, or 0 (any free one) when somebody listens there.
portOr0() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then echo 0; else echo "$1"; fi
}
said="$(mktemp)"
# In a session of its own: Ctrl+C reaches this script only, which passes on one signal to drain.
setsid "$bin/tradepostd" serve --data "$store" --http "127.0.0.1:$(portOr0 8080)" --grpc "127.0.0.1:$(portOr0 8081)" \
  --log-level warn >"$said" &
server=$!
trap 'rm -f "$said"' EXIT
trap 'kill -TERM "$server" 2>/dev/null || true' INT TERM HUP
until grep -q '^ready$' "$said"; do
  kill -0 "$server" 2>/dev/null || { wait "$server"; exit; }
  sleep 0.1
done
address() { sed -n "1s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$said"; }
http="http://$(address http)"
signIns
echo "run: serving the demo store. In a browser: $http/docs; a shopper's search:"
echo "  curl -s '$http/v1/search?q=lamp&pageSize=3'"
echo "run: gRPC is at $(address grpc). Ctrl+C stops it."
code=0
while kill -0 "$server" 2>/dev/null; do
  wait "$server" && code=0 || code=$?
done
if ((code == 0)); then echo "run: stopped."; fi
exit "$code"
