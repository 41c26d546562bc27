"""The worked examples of CONTRIBUTING.md are still true: a fenced block below a line `<!-- from: PATH -->` must stand in
PATH, line by line and in order (a line `...` stands for anything left out). PATH is built and tested like all else.

usage: check_examples.py SOURCE_DIR DOCUMENT
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"^ *<!-- from: (\S+) -->\n+ *```\w*\n(.*?)^ *```", re.S | re.M)


def missing_line(block, text):
    lines = [line.strip() for line in text.splitlines()]
    at = 0
    gap = True
    for wanted in (line.strip() for line in block.splitlines()):
        if not wanted:
            continue
        if wanted in ("...", "// ...", "# ..."):
            gap = True
            continue
        try:
            found = lines.index(wanted, at)
        except ValueError:
            return wanted
        if not gap and any(lines[at:found]):
            return wanted
        at, gap = found + 1, False
    return None


def main():
    root, document = pathlib.Path(sys.argv[1]), sys.argv[2]
    text = (root / document).read_text()
    blocks = BLOCK.findall(text)
    failures = []
    for path, block in blocks:
        if not (root / path).exists():
            failures.append(f"{document}: {path} does not exist")
        elif (line := missing_line(block, (root / path).read_text())) is not None:
            failures.append(f"{document}: {path} has no longer (in this place): {line}")
    if len(blocks) < 5:
        failures.append(f"{document}: expected an example for each of its five recipes, found {len(blocks)}")
    for failure in failures:
        print(failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
