"""Runs the benchmarks of the whole product and prints a table beside the targets; writes build/bench.json.

usage: run.py [--build DIR] [--seconds N] [--only NAME,...]

Load and server share this machine. Figures are of one run each; run it again before you believe a small difference.
"""

import argparse
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Server:
    """A tradepostd of our own on free ports, stopped by its process id."""

    def __init__(self, build, data):
        self.start = time.perf_counter()
        self.log = open(os.path.join(data, "bench.log"), "w")
        self.process = subprocess.Popen(
            [build / "bin/tradepostd", "serve", "--data", data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0",
             "--log-level", "warn"],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        address_file = os.path.join(data, "server.json")
        for line in self.process.stdout:
            if "ready" in line:
                break
        else:
            raise SystemExit(f"the server did not start; see {self.log.name}")
        self.ready_s = time.perf_counter() - self.start
        self.addresses = json.load(open(address_file))
        self.http, self.grpc = self.addresses["http"], self.addresses["grpc"]

    def rss_mb(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def post(self, path, body, token=None):
        request = urllib.request.Request(f"http://{self.http}{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        return json.load(urllib.request.urlopen(request))

    def get(self, path, token=None):
        request = urllib.request.Request(f"http://{self.http}{path}")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        return json.load(urllib.request.urlopen(request))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def demo_store(build, folder, products):
    data = os.path.join(folder, f"store-{products}")
    told = pathlib.Path(data + ".json")
    if told.exists():
        return data, json.loads(told.read_text())
    done = subprocess.run([build / "bin/tradepostd", "demo", "--data", data, "--products", str(products), "--seed", "1",
                           "--json"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"demo failed: {done.stderr}")
    told.write_text(done.stdout)
    return data, json.loads(done.stdout)


def wrk(server, ids, mode, seconds):
    if not shutil.which("wrk"):
        print("bench: wrk is not installed (Debian package wrk); REST load is skipped")
        return None
    done = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-s", str(ROOT / "tests/bench/zipf.lua"), f"http://{server.http}"],
        capture_output=True, text=True, env={**os.environ, "IDS": ids, "MODE": mode})
    found = re.search(r"RESULT (\{.*\})", done.stdout)
    if not found:
        raise SystemExit(f"wrk failed:\n{done.stdout}\n{done.stderr}")
    return json.loads(found.group(1))


def list_products(server, token, most, wanted=lambda product: True, filter=""):
    products, page = [], ""
    while len(products) < most:
        answer = server.get(f"/v1/products?page_size=1000&filter={filter}&page_token={page}", token)
        products += [product for product in answer["products"] if wanted(product)]
        page = answer["nextPageToken"]
        if not page:
            break
    return products[:most]


def list_ids(server, token, most, wanted=lambda product: True, filter=""):
    return [product["id"] for product in list_products(server, token, most, wanted, filter)]


def sign_in(server, demo, role):
    user = next(u for u in demo["signIns"] if u["role"] == role)
    return server.post("/v1/sessions", {"email": user["email"], "password": user["password"]})["accessToken"]


def bench_rest(build, folder, seconds, results):
    data, demo = demo_store(build, folder, 100_000)
    server = Server(build, data)
    try:
        ids = list_ids(server, sign_in(server, demo, "operator"), 100_000, filter="state%3DPUBLISHED")
        id_file = os.path.join(folder, "ids")
        pathlib.Path(id_file).write_text("\n".join(ids) + "\n")
        wrk(server, id_file, "zipf", 3)  # warm
        results["product page, 100,000 by Zipf, 32 connections"] = wrk(server, id_file, "zipf", seconds)
        results["product not found, ids never seen"] = wrk(server, id_file, "missing", seconds)
        results["bad request"] = wrk(server, id_file, "bad", seconds)
    finally:
        server.stop()


def bench_writes(build, folder, seconds, results):
    data, demo = demo_store(build, folder, 20_000)
    server = Server(build, data)
    results["ready with 20,000 products"] = {"seconds": round(server.ready_s, 3)}
    try:
        token = sign_in(server, demo, "admin")
        # A price can be set on the product itself where it has one variant; the load writes it in EUR.
        ids = list_ids(server, token, 5_000, lambda product: len(product["variants"]) == 1
                       and product["price"]["currency"] == product["variants"][0]["price"]["currency"] == "EUR"
                       and not product["variants"][0].get("compareAtPrice"))
        for what in ("title", "price"):
            done = subprocess.run([build / "bin/load_grpc", server.grpc, token, what, str(seconds), "64", "4", "-"],
                                  input="\n".join(ids), capture_output=True, text=True)
            if done.stderr:
                print(done.stderr, file=sys.stderr)
            results[f"durable {what} updates over gRPC, 64 in flight"] = json.loads(done.stdout)
    finally:
        server.stop()


def bench_orders(build, folder, seconds, results):
    data, demo = demo_store(build, folder, 4_000)
    server = Server(build, data)
    try:
        # Much of each: what is measured is selling, not running out.
        token = sign_in(server, demo, "admin")
        offers, sellers = [], {}
        for product in list_products(server, token, 4_000, filter="state%3DPUBLISHED"):
            seller = product["sellerId"]
            if seller not in sellers:
                made = server.post("/v1/locations", {"sellerId": seller, "name": "Bench"}, token)
                sellers[seller] = made["id"]
            skus = [variant["sku"] for variant in product["variants"] if variant["price"]["currency"] == "EUR"]
            if not skus:
                continue
            server.post("/v1/stockItems:change", {"sellerId": seller, "changes": [
                {"sku": sku, "locationId": sellers[seller], "kind": "RECEIVED", "quantity": "100000"}
                for sku in skus]}, token)
            offers += [f"{product['id']} {sku}" for sku in skus]
        offers = offers[:10_000]
        for name, mode, connections, on_sale in (
                ("checkouts alone", "checkout", 1, offers),
                ("checkouts, 64 connections", "checkout", 64, offers),
                ("checkouts, 256 connections", "checkout", 256, offers),
                ("checkouts of one SKU, 64 connections", "checkout", 64, offers[:1]),
                ("lines into carts, 64 connections", "cart", 64, offers)):
            done = subprocess.run([build / "bin/load_orders", server.http, str(connections), str(seconds), mode],
                                  input="\n".join(on_sale), capture_output=True, text=True)
            if done.stderr:
                print(done.stderr, file=sys.stderr)
            results[f"{name}, {len(on_sale)} SKUs"] = json.loads(done.stdout)
    finally:
        server.stop()


def bench_idle(build, folder, seconds, results):
    data, _ = demo_store(build, folder, 2_000)
    server = Server(build, data)
    try:
        time.sleep(3)
        results["idle with 2,000 products"] = {"rss_mb": round(server.rss_mb(), 1), "ready_s": round(server.ready_s, 3)}
    finally:
        server.stop()


class Screen:
    """An X server of our own without a screen, ended by its process id."""

    def __init__(self):
        read, write = os.pipe()
        self.process = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
                                        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = ":" + number.readline().strip()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def start_console(build, data, environment):
    """Milliseconds from the start of the process to each line it prints with --timing."""
    start = time.perf_counter()
    process = subprocess.Popen([build / "bin/tradepost", "--timing", "--data", data], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True, env=environment)
    reached = {}
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        while "list ready" not in reached:
            line = process.stderr.readline()
            if not line:
                raise SystemExit(f"tradepost ended or hung; it told the times of {sorted(reached)} only")
            found = re.match(r"(.+) after \d+ ms$", line.strip())
            if found:
                reached[found.group(1)] = (time.perf_counter() - start) * 1000
    finally:
        watchdog.cancel()
        process.terminate()
        process.wait(30)
    # Its backend ends with it, by itself; the next run is to start one of its own.
    with open(os.path.join(data, "LOCK")) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    return reached


def bench_window(build, folder, seconds, results):
    if not shutil.which("Xvfb"):
        print("bench: Xvfb is not installed (Debian package xvfb); the console's start is skipped")
        return
    data, _ = demo_store(build, folder, 100_000)
    runtime = os.path.join(folder, "run")
    os.makedirs(runtime, mode=0o700, exist_ok=True)
    screen = Screen()
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": screen.display, "XDG_RUNTIME_DIR": runtime,
                   "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "XDG_CACHE_HOME": folder}
    environment.pop("WAYLAND_DISPLAY", None)
    try:
        runs = [start_console(build, data, environment) for _ in range(5)]
    finally:
        screen.stop()
    for reached, name in (("first window painted", "console: first painted window under Xvfb"),
                          ("list ready", "console: list of a local store of 100,000 ready")):
        times = sorted(run[reached] for run in runs)
        results[name] = {"median_ms": round(times[2]), "worst_ms": round(times[-1])}


def bench_openfoodfacts(build, folder, seconds, results):
    """The whole of a real file, 818,032 rows, through a mapping, each bad row checked against an independent count."""
    done = subprocess.run([build / "bin/test_services_catalog_imports",
                           "--gtest_filter=StoreFiles.OpenFoodFactsTellsEachBadRowByItsLine"],
                          env={**os.environ, "TRADEPOST_WHOLE_FILES": "1"}, capture_output=True, text=True)
    figures = re.search(r"^rows (\d+) created (\d+) failed (\d+) seconds ([\d.]+)$", done.stdout, re.M)
    if done.returncode or not figures:
        print(done.stdout[-4000:], file=sys.stderr)
    results["openfoodfacts import"] = figures and {
        "rows": int(figures[1]), "created": int(figures[2]), "failed": int(figures[3]), "seconds": float(figures[4]),
        "checked": "yes" if done.returncode == 0 else "NO"}


BENCHES = {"rest": bench_rest, "writes": bench_writes, "orders": bench_orders, "idle": bench_idle,
           "window": bench_window, "openfoodfacts": bench_openfoodfacts}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(ROOT / "build"))
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--only", default=",".join(BENCHES))
    arguments = parser.parse_args()
    build = pathlib.Path(arguments.build).resolve()
    results = {}
    with tempfile.TemporaryDirectory(prefix="tradepost-bench-") as folder:
        for name in arguments.only.split(","):
            BENCHES[name](build, folder, arguments.seconds, results)
    width = max(len(name) for name in results)
    for name, figures in results.items():
        print(f"{name:<{width}}  " + "  ".join(f"{key} {value:,}" if isinstance(value, (int, float)) else f"{key} {value}"
                                             for key, value in (figures or {"skipped": "yes"}).items()))
    (build / "bench.json").write_text(json.dumps(results, indent=2) + "\n")
    print(f"written: {build / 'bench.json'}")


if __name__ == "__main__":
    main()
