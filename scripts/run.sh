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
if [[ -f "$sign_ins" ]]; then
  cat "$sign_ins"
fi

if [[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]]; then
  exec "$bin/tradepost" --data "$store"
fi

echo "run: there is no display, so the console cannot open a window."
echo "run: rendering its pages to build/tour/*.png"
QT_QPA_PLATFORM=offscreen "$bin/tradepost" --tour build/tour
echo "run: serving the demo store; Ctrl+C stops it."
echo "run: try http://127.0.0.1:8080/v1/search?q=lamp and http://127.0.0.1:8080/docs"
exec "$bin/tradepostd" serve --data "$store" --http 127.0.0.1:8080 --grpc 127.0.0.1:8081
