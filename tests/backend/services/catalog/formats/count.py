"""Counts the real files by other means than the importer's: count.py WHAT FILE prints numbers, one a line."""

import collections
import csv
import decimal
import sys

TITLE = 300  # characters a title may have

def valid_gtin(code):
    return (len(code) in (8, 12, 13, 14) and code.isascii() and code.isdigit()
            and sum(int(d) * (3 if (len(code) - i) % 2 == 0 else 1) for i, d in enumerate(code)) % 10 == 0)


def table(path, **options):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, **options)


def openfoodfacts(path):
    rows = bad = lost = undecodable = 0
    with open(path, "rb") as file:
        next(file)
        for line in file:
            rows += 1
            undecodable += b"\xef\xbf\xbd" in line
            code = line.split(b"\t", 1)[0].decode()
            bad += not valid_gtin(code)
            lost += not valid_gtin(code) and b"\xef\xbf\xbd" in line
    return rows, undecodable, bad - lost


def retail(path):
    rows = list(table(path))
    return len(rows), sum(decimal.Decimal(r["MedianPriceGBP"]) * 100 % 1 != 0 for r in rows)


def flipkart(path):
    rows = list(table(path))
    labels = collections.Counter(r["category_path"].split(" > ")[0] for r in rows)
    known = {label for label, count in labels.items() if count >= 50}
    lost = [r for r in rows if any("\ufffd" in value for value in r.values())]
    good = sum(c for label, c in labels.items() if label in known)
    good -= sum(r["category_path"].split(" > ")[0] in known for r in lost)
    return len(rows), len(labels), len(lost), good


def flipkart_rows(path):
    """Pairs of each bad row's line and what is wrong: 0 its text is damaged, 1 its label is unknown, 2 its title is too
    long."""
    known = collections.Counter(r["category_path"].split(" > ")[0] for r in table(path))
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        line = rows.line_num + 1
        for cells in rows:
            damaged = any("\ufffd" in cell for cell in cells)
            if damaged or known[cells[2].split(" > ")[0]] < 50:
                yield from (line, int(not damaged))
            elif len(cells[1]) > TITLE:
                yield from (line, 2)
            line = rows.line_num + 1


def openfoodfacts_rows(path):
    """Pairs of each bad row's line and what is wrong: 0 its text is damaged, 1 no GTIN, 2 no title, 3 seen
    before, 4 more characters than a GTIN can have."""
    seen = set()
    with open(path, "rb") as file:
        next(file)
        for number, line in enumerate(file, 2):
            code, title = line.split(b"\t", 2)[:2]
            if b"\xef\xbf\xbd" in line:
                yield from (number, 0)
            elif len(code) > 14:
                yield from (number, 4)
            elif not valid_gtin(code.decode()):
                yield from (number, 1)
            elif not title.strip():
                yield from (number, 2)
            elif code in seen:
                yield from (number, 3)
            seen.add(code) if valid_gtin(code.decode()) and b"\xef\xbf\xbd" not in line else None


def openfoodfacts_digits(path):
    """How many codes have the length of a GTIN and digits only, but another check digit."""
    with open(path, "rb") as file:
        next(file)
        codes = (line.split(b"\t", 1)[0].decode() for line in file)
        return [sum(len(c) in (8, 12, 13, 14) and c.isascii() and c.isdigit() and not valid_gtin(c) for c in codes)]


def spree(path):
    rows = [r for r in table(path) if r["currency"] == "USD"]
    by_slug = collections.defaultdict(list)
    for row in rows:
        by_slug[row["slug"]].append(row)
    return len(by_slug), sum(max(len(group) - 1, 1) for group in by_slug.values())


def shopify(path):
    handles = collections.defaultdict(int)
    images = 0
    for row in table(path):
        handles[row["Handle"]] += bool(row["Variant Price"])
        images += bool(row["Image Src"])
    return len(handles), sum(handles.values()), images


def taxonomy(path):
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return len(lines), max(line.count(" > ") + 1 for line in lines)


print(*globals()[sys.argv[1]](sys.argv[2]), sep="\n")
