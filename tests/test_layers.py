"""Who may import what: the layers of docs/architecture.md, read from the source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
MODEL_STACK = {"torch", "torchvision", "timm", "open_clip"}

# (files, modules they must not import)
RULES = [
    ("mkt_model/**/*.py", {"PySide6", "sqlite_utils", "sqlite3", "platformdirs", "app"}),
    ("app/library/**/*.py", MODEL_STACK | {"PySide6", "platformdirs", "app.gui"}),
    ("app/gui/**/*.py", MODEL_STACK | {"sqlite_utils", "sqlite3", "platformdirs", "mkt_model"}),
    ("app/*.py", MODEL_STACK | {"PySide6", "sqlite_utils", "sqlite3", "mkt_model"}),
    ("app/cli/*.py", MODEL_STACK | {"PySide6", "sqlite_utils", "sqlite3", "mkt_model"}),
]
# One owner for each outside thing: module -> the only files that import it.
OWNERS = {
    "platformdirs": {"app/paths.py"},
    "sqlite_utils": {"app/library/store/database.py", "app/library/store/migrations.py"},
    "sqlite3": {"app/library/store/database.py"},
    "rawpy": {"app/library/files/raw.py"},
    "pi_heif": {"app/library/files/decode.py"},
    "pathspec": {"app/library/files/ignore.py"},
    "simsimd": {"app/library/scores/formulas.py"},
    "filelock": {"app/library/library.py", "app/library/store/database.py"},
}


def imported(file: Path) -> set[str]:
    """Every module a file imports anywhere, with the packages above it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {".".join(n.split(".")[:i]) for n in names for i in range(1, n.count(".") + 2)}


def sources(pattern: str) -> list[Path]:
    found = sorted(TOP.glob(pattern))
    assert found, pattern
    return found


@pytest.mark.parametrize(("pattern", "forbidden"), RULES)
def test_layers(pattern: str, forbidden: set[str]):
    wrong = {str(f.relative_to(TOP)): imported(f) & forbidden for f in sources(pattern)}
    assert {f: modules for f, modules in wrong.items() if modules} == {}


def test_the_library_reaches_the_model_by_one_door():
    users = {str(f.relative_to(TOP)) for f in sources("app/**/*.py") if "mkt_model" in imported(f)}
    assert users == {"app/library/model/encoder.py"}


def test_the_command_line_imports_the_window_only_to_open_it():
    users = {str(f.relative_to(TOP)) for f in sources("app/cli/*.py") if "app.gui" in imported(f)}
    assert users == {"app/cli/window.py"}


@pytest.mark.parametrize("module", OWNERS)
def test_owners(module: str):
    users = {
        str(f.relative_to(TOP))
        for pattern in ("app/**/*.py", "mkt_model/**/*.py")
        for f in sources(pattern)
        if module in imported(f)
    }
    assert users == OWNERS[module]


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("app.cli.main", MODEL_STACK | {"PySide6"}),
        ("app.library.library", MODEL_STACK | {"PySide6"}),
        ("app.gui.window.main_window", MODEL_STACK),
        ("mkt_model.config", MODEL_STACK),
    ],
)
def test_importing_stays_light(module: str, absent: set[str]):
    code = f"import sys, {module}; print(*sorted({absent!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
