"""What the widgets drag in: start-up waits for all of it."""

import pkgutil
import subprocess
import sys

import ldn_journal.gui.widgets


def test_widgets_and_theme_import_no_charts_numbers_or_store() -> None:
    modules = [
        f"ldn_journal.gui.widgets.{module.name}" for module in pkgutil.iter_modules(ldn_journal.gui.widgets.__path__)
    ]
    assert len(modules) > 10
    lines = [f"import {name}" for name in (*modules, "ldn_journal.gui.theme")]
    heavy = ("numpy", "pyqtgraph", "sqlmodel", "sqlalchemy", "pydantic", "babel", "alembic", "typst")
    lines += ["import sys", f"print([name for name in {heavy!r} if name in sys.modules])"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
