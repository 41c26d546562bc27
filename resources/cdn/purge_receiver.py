"""Takes a store's purge webhook, checks its signature, and has nginx or Varnish drop what it names. See README.md.

usage: PURGE_SECRET=... purge_receiver.py --listen HOST:PORT (--nginx URL | --varnish URL)
"""

import argparse
import hashlib
import hmac
import http.server
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request

OLDEST = 300  # seconds: an older request may be a recorded one
LARGEST = 64 * 1024


def signature_is_right(secret, timestamp, body, signature, now):
    if not timestamp.isdigit() or abs(now - int(timestamp)) > OLDEST:
        return False
    right = hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest("v1=" + right, signature)


def fetch(url, method, headers):
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def purge(options, event):
    """True when every copy is dropped."""
    if not re.fullmatch("[0-9a-f]{64}", event["mediaId"]):
        return False
    if options.varnish:
        return fetch(options.varnish + "/", "BAN", {"Tradepost-Media": event["mediaId"]}) == 200
    for path in event["paths"]:
        if not path.startswith("/media/" + event["mediaId"]):
            return False
        for accept in ("image/webp", "image/jpeg"):
            # The store answers with what anyone may see now: 200 when it is on sale again, else 404.
            if fetch(options.nginx + path, "GET", {"Tradepost-Refresh": "1", "Accept": accept}) not in (200, 404):
                return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listen", default="127.0.0.1:8099")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--nginx")
    target.add_argument("--varnish")
    options = parser.parse_args()
    secret = os.environ.get("PURGE_SECRET", "").encode()
    if not secret:
        sys.exit("PURGE_SECRET is not set.")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > LARGEST:
                return self.answer(413)
            body = self.rfile.read(int(length))
            timestamp = self.headers.get("Tradepost-Timestamp", "")
            if not signature_is_right(secret, timestamp, body, self.headers.get("Tradepost-Signature", ""), time.time()):
                return self.answer(403)
            try:
                return self.answer(204 if purge(options, json.loads(body)) else 502)
            except (ValueError, KeyError, OSError) as error:
                print(f"purge failed: {error}", file=sys.stderr)
                return self.answer(502)

        def answer(self, status):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *unused):
            pass

    host, port = options.listen.rsplit(":", 1)
    server = http.server.ThreadingHTTPServer((host, int(port)), Handler)
    print(f"ready on {host}:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
