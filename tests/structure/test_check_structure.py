"""The structure check finds what it is there to find: each case plants one violation in a small tree."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).with_name("check_structure.py")


class CheckStructure(unittest.TestCase):
    def run_on(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
                (root / document).write_text("")
            for name, text in files.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            done = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)
            return done.returncode, done.stdout

    def test_a_sound_tree_passes(self):
        code, out = self.run_on({"backend/services/cart/service.cpp": '#include "backend/platform/sql/sql.h"\n'})
        self.assertEqual(code, 0, out)

    def test_upward_include(self):
        code, out = self.run_on({"backend/platform/sql/a.cpp": '#include "backend/services/cart/service.h"\n'})
        self.assertEqual(code, 1)
        self.assertIn("backend/platform/sql/a.cpp:1", out)

    def test_another_services_store(self):
        code, out = self.run_on({"backend/services/cart/a.cpp": '#include "backend/services/catalog/catalog_store.h"\n'})
        self.assertEqual(code, 1)
        self.assertIn("another service's store", out)

    def test_qt_in_the_backend(self):
        code, out = self.run_on({"backend/base/a.cpp": "#include <QString>\n"})
        self.assertEqual(code, 1)
        self.assertIn("without Qt", out)

    def test_widgets_in_models(self):
        code, _ = self.run_on({"models/catalog/a.cpp": "#include <QWidget>\n"})
        self.assertEqual(code, 1)

    def test_module_without_readme(self):
        code, out = self.run_on({"backend/base/CMakeLists.txt": "tradepost_module(backend_base)"})
        self.assertEqual(code, 1)
        self.assertIn("README", out)

    def test_document_that_names_what_is_gone(self):
        code, out = self.run_on({"README.md": "see `backend/gone/`"})
        self.assertEqual(code, 1)
        self.assertIn("backend/gone/", out)


if __name__ == "__main__":
    unittest.main()
