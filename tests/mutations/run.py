#!/usr/bin/env python3
"""Takes out of the order path, one after the other, what keeps it right, and shows that a test notices each time.

usage: run.py [--build DIR]

Changes files of the working tree and puts them back, so it wants them unchanged. Builds in place; takes some minutes.
"""

import argparse
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What is taken out: file, the text there, what it becomes, and the test that must fail.
MUTATIONS = {
    "the check that stock is available":
        ("backend/services/inventory/holds.cpp", "level.figures.available() >= more; });", "true; });",
         "test_services_inventory", "*HoldsTest*sqlite"),
    "the consumer's inbox, by which an event takes effect once":
        ("backend/platform/events/consumer_store.cpp", '"ON CONFLICT (consumer_id, event_id) DO NOTHING"',
         '"ON CONFLICT (consumer_id, event_id) DO UPDATE SET position = excluded.position"',
         "test_platform_events", "*sqlite"),
    "the rollback of what a refused command wrote, its events with it":
        ("backend/platform/sql/writer.cpp", "if (!keep || error) {", "if ((!keep || error) && false) {", "test_sql", "*sqlite"),
    "the idempotency key, the same in every call of the gateway":
        ("backend/services/payments/collector.cpp", "Charge charge{payment.id.text(),",
         "Charge charge{payment.id.text() + std::to_string(payment.attempts),", "test_services_checkout",
         "*SagaTest*sqlite"),
    "the compensation by which a failed saga's stock is released":
        ("backend/services/inventory/checkout_steps.cpp", "if (event.is<saga::OrderConfirmationFailed>())\n"
         "        release(command, event.key);", "if (event.is<saga::OrderConfirmationFailed>())\n        return {};",
         "test_services_checkout", "*SagaTest*sqlite"),
    "the compensation by which a failed saga's money goes back":
        ("backend/services/payments/checkout_steps.cpp", "payment->state = v1::REFUNDING;", "payment->state = v1::CAPTURED;",
         "test_services_checkout", "*SagaTest*sqlite"),
    "the one decision between a payment that went through and a call-off":
        ("backend/services/orders/checkout_steps.cpp", "if (OrderStore::decision(tx, id))\n        return {}; // too late",
         "if (false)\n        return {}; // too late", "test_services_checkout", "*SagaTest*sqlite"),
}


def build(folder, target):
    done = subprocess.run(["ninja", "-C", folder, target], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"mutations: {target} does not build:\n{done.stdout[-3000:]}")


def notices(folder, target, tests):
    done = subprocess.run([folder / "bin" / target, f"--gtest_filter={tests}"], capture_output=True, text=True,
                          timeout=600)
    failed = [line for line in done.stdout.splitlines() if line.startswith("[  FAILED  ]")]
    return done.returncode != 0, failed[0].split("]")[1].split("(")[0].strip() if failed else f"exit {done.returncode}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(ROOT / "build"))
    folder = pathlib.Path(parser.parse_args().build).resolve()
    files = sorted({mutation[0] for mutation in MUTATIONS.values()})
    if subprocess.run(["git", "-C", ROOT, "diff", "--quiet", "HEAD", "--", *files]).returncode:
        raise SystemExit("mutations: commit your changes first; these files are changed and put back: " + ", ".join(files))
    missed = 0
    for what, (file, old, new, target, tests) in MUTATIONS.items():
        path = ROOT / file
        original = path.read_text()
        if original.count(old) < 1:
            raise SystemExit(f"mutations: {file} does not have this any more: {old}")
        try:
            path.write_text(original.replace(old, new))
            build(folder, target)
            noticed, by = notices(folder, target, tests)
        finally:
            path.write_text(original)
        print(f"{'noticed' if noticed else 'MISSED '}  without {what}: {by if noticed else 'every test passes'}", flush=True)
        missed += not noticed
    for target in sorted({mutation[3] for mutation in MUTATIONS.values()}):
        build(folder, target)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
