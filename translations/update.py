#!/usr/bin/env python3
"""Brings the .ts files up to date with the sources: translations/update.py

lupdate finds a class's namespace only when it may follow includes from the project's root, which is slow; so it runs
without, and the namespaces are put back from the headers. (It hangs on translate(..., f(x)): pass a plain variable.) Texts that are new come out as unfinished: translate them, a test asks for it.
"""
import pathlib
import re
import subprocess
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ["models", "ui", "app/console"]
LUPDATE = "/usr/lib/qt6/bin/lupdate"


def namespaces():
    found = {}
    for folder in FOLDERS:
        for header in (ROOT / folder).rglob("*.h"):
            text = header.read_text()
            # The last namespace opened before a class with tr() is the class's own.
            opened = [(m.start(), m.group(1)) for m in re.finditer(r"^namespace ([\w:]+) \{", text, re.M)]
            for match in re.finditer(r"^class (\w+)[^;]*?\{\s*Q_OBJECT", text, re.M):
                before = [name for start, name in opened if start < match.start()]
                if before:
                    found[match.group(1)] = f"{before[-1]}::{match.group(1)}"
    return found


def rename(path, names):
    tree = xml.parse(path)
    for context in tree.getroot().iter("context"):
        name = context.find("name")
        name.text = names.get(name.text, name.text)
    body = xml.tostring(tree.getroot(), encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n')


def main():
    qualified = namespaces()
    plain = {long: short for short, long in qualified.items()}
    for language, extra in (("de", []), ("en", ["-pluralonly"])):
        path = ROOT / "translations" / f"tradepost_{language}.ts"
        if path.exists():
            rename(path, plain)
        subprocess.run([LUPDATE, "-silent", "-locations", "none", "-no-obsolete", "-source-language", "en",
                        "-target-language", language, *extra, *FOLDERS, "-ts", path],
                       cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
        rename(path, qualified)


main()
