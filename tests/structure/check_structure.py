"""Folder dependencies run one way, the backend includes no Qt, every module has a README, documents name what is there.

usage: check_structure.py SOURCE_DIR   (exit 1 and one line per violation)
"""

import pathlib
import re
import sys

# Folder prefix -> prefixes it may include besides itself. The first matching row decides.
ALLOWED = [
    ("backend/base", []),
    ("backend/pch", []),
    ("backend/platform", ["backend/base", "backend/platform"]),
    ("backend/services", ["backend/base", "backend/platform", "backend/services"]),
    ("backend/gateway", ["backend/base", "backend/platform"]),
    ("backend/api", []),
    # The console shares ids, money and errors with the backend, and nothing else of its code.
    ("models", ["models", "backend/base"]),
    ("ui/kit", ["models", "backend/base"]),
    ("ui/shell", ["ui/kit", "models", "backend/base"]),
    ("ui", ["ui/kit", "ui/shell", "models", "backend/base"]),
    ("app/server", ["backend"]),
    ("app/console", ["ui", "models"]),
]
CONTRACT = re.compile(r"^(tradepost|google)/.*\.pb\.h$")
QT = re.compile(r"^(Qt[A-Z]\w*/)?Q[A-Z]\w+$|^Qt[A-Z]\w*$")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
PLACES = ("app", "ui", "models", "backend", "resources", "translations", "tests", "scripts", "cmake")


def sources(root):
    for top in ("app", "ui", "models", "backend"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cpp", ".inl"):
                yield path


def violations(root):
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        folder = name.rsplit("/", 1)[0]
        own, allowed = next((p, a) for p, a in ALLOWED if (folder + "/").startswith(p + "/"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            kind, header = match.groups()
            where = f"{name}:{number}"
            if folder.startswith("backend") or folder.startswith("app/server"):
                if QT.match(header):
                    yield f"{where}: the backend builds without Qt, but this includes <{header}>"
            if folder.startswith("models") and re.match(r"^(QtWidgets/.*|QWidget|QApplication|QTableView|QDialog)$", header):
                yield f"{where}: models know no widgets, but this includes <{header}>"
            if kind == "<" or CONTRACT.match(header):
                continue
            top = header.split("/", 1)[0]
            if top not in ("app", "ui", "models", "backend"):
                continue
            if not any((header + "/").startswith(p + "/") or header.startswith(p + "/") for p in [own, *allowed]):
                yield f"{where}: {own} may not include {header}"
            # A service's tables are its own: no other service sees its store.
            service = re.match(r"backend/services/(\w+)/(\w+)\.h", header)
            if service and "store" in service.group(2) and not folder.startswith(f"backend/services/{service.group(1)}"):
                if folder.startswith("backend/services"):
                    yield f"{where}: {header} is another service's store"

    for lists in sorted(root.glob("**/CMakeLists.txt")):
        folder = lists.parent
        relative = folder.relative_to(root).as_posix()
        if not relative.startswith(("backend/", "models/", "ui/", "app/")):
            continue
        if "tradepost_module(" in lists.read_text() or "add_executable(" in lists.read_text():
            if not (folder / "README.md").exists() and not relative.endswith("/pch"):
                yield f"{relative}: a module without README.md"

    for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        path = root / document
        if not path.exists():
            yield f"{document} is missing"
            continue
        for place in re.findall(r"`((?:%s)/[A-Za-z0-9_./-]*)`" % "|".join(PLACES), path.read_text()):
            if not (root / place.rstrip("/")).exists():
                yield f"{document}: names `{place}`, which does not exist"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    found = list(violations(root))
    for line in found:
        print(line)
    if found:
        sys.exit(1)
    print("structure: dependencies run one way")


if __name__ == "__main__":
    main()
