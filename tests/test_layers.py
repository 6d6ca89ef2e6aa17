"""Who may import what: the rooms of CONTRIBUTING.md's map, read from the source."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
MODEL_STACK = {"torch", "torchvision", "timm", "open_clip"}

# Room -> the rooms it may import. A room is a folder; in these folders every file is its own:
ALONE = {"app", "app.library", "app.gui", "mkt_model"}
# A program that is started stands above the room it lies in.
PROGRAMS = {"mkt_model.train.__main__", "mkt_model.evaluate.__main__"}
LIBRARY_DOOR = "app.library.library app.library.records app.library.errors"
GUI = f"{LIBRARY_DOOR} app.gui.plain"
GROUND = "config preprocess prompts scoring tokens metrics tensor_files"
MODEL = "mkt_model.towers mkt_model.openclip mkt_model.model mkt_model.load mkt_model.infer "
MODEL += " ".join(f"mkt_model.{name}" for name in GROUND.split())
ROOMS = {
    "app.__main__": "app.cli app.paths",
    "app.paths": "",
    "app.settings": "",
    "app.cli": f"{LIBRARY_DOOR} app.library.backups app.library.doctor app.library.labels"
    " app.library.model app.library.search app.library.store app.gui.window app.paths app.settings",
    # The library: files, model < store < scores < search < labels, indexing < library
    "app.library.errors": "",
    "app.library.default_words": "app.paths",
    "app.library.records": "",
    "app.library.files.picture_data": "",
    "app.library.files": "app.library.records app.library.errors app.library.files.picture_data"
    " app.settings",
    "app.library.model": "app.library.errors app.paths mkt_model.config mkt_model.hub"
    " mkt_model.infer mkt_model.tensor_files",
    "app.library.store": "app.library.records app.library.errors app.library.files"
    " app.library.default_words",
    "app.library.scores": "app.library.records app.library.errors app.library.files"
    " app.library.model app.library.store",
    "app.library.search": "app.library.records app.library.errors app.library.store"
    " app.library.scores app.library.default_words",
    "app.library.labels": "app.library.records app.library.errors app.library.model"
    " app.library.store app.library.scores app.library.search app.library.default_words",
    "app.library.indexing": "app.library.records app.library.errors app.library.files"
    " app.library.model app.library.store app.library.scores",
    "app.library.folders": "app.library.records app.library.errors app.library.files"
    " app.library.store",
    "app.library.photos": "app.library.records app.library.scores app.library.search",
    "app.library.one_run": "app.library.errors",
    "app.library.backups": "app.library.errors app.library.one_run app.library.store app.paths",
    "app.library.library": "app.library.records app.library.errors app.library.folders"
    " app.library.backups app.library.one_run"
    " app.library.photos app.library.model app.library.store app.library.scores"
    " app.library.search app.library.labels app.library.indexing app.paths",
    "app.library.doctor": f"{LIBRARY_DOOR} app.paths app.settings",
    # The window: what all share < one photo < many < sides, search, labels, settings < window
    "app.gui.theme": "app.paths",
    "app.gui.language": "app.paths",
    "app.gui.pause": "",
    "app.gui.plain": "",
    "app.gui.layouts": "",
    "app.gui.jobs": LIBRARY_DOOR,
    "app.gui.changes": f"{LIBRARY_DOOR} app.gui.jobs",
    "app.gui.operations": f"{LIBRARY_DOOR} app.gui.changes app.library.labels app.library.store",
    "app.gui.folder_questions": "app.gui.changes app.gui.operations app.gui.plain",
    "app.gui.photo": f"{GUI} app.gui.jobs app.gui.theme app.library.files app.library.scores",
    "app.gui.grid": f"{GUI} app.gui.jobs app.gui.layouts app.gui.photo app.gui.theme"
    " app.library.files",
    "app.gui.indexing": f"{GUI} app.gui.jobs app.gui.theme",
    "app.gui.search": f"{GUI} app.gui.changes app.gui.grid app.gui.jobs app.gui.layouts"
    " app.gui.pause app.gui.theme app.library.search",
    "app.gui.sides": f"{GUI} app.gui.changes app.gui.folder_questions app.gui.grid"
    " app.gui.jobs app.gui.layouts app.gui.operations app.gui.pause app.gui.theme"
    " app.library.files app.library.labels app.library.store",
    "app.gui.labels": f"{GUI} app.gui.changes app.gui.grid app.gui.jobs"
    " app.gui.operations app.gui.pause app.gui.photo app.gui.theme app.library.labels",
    "app.gui.settings": f"{GUI} app.gui.changes app.gui.folder_questions app.gui.jobs"
    " app.gui.language app.gui.operations app.gui.theme app.library.files app.library.model"
    " app.library.store app.paths app.settings",
    "app.gui.window": f"{GUI} app.gui.changes app.gui.grid app.gui.indexing app.gui.jobs"
    " app.gui.labels app.gui.language app.gui.photo app.gui.search app.gui.settings app.gui.sides"
    " app.gui.theme app.library.files app.library.model app.paths app.settings",
    # The model: ground < towers < openclip < model < load < infer; data < train < mini < evaluate
    "mkt_model.bounds": "",
    "mkt_model.config": "mkt_model.bounds",
    "mkt_model.scoring": "",
    "mkt_model.tokens": "",
    "mkt_model.prompts": "",
    "mkt_model.metrics": "",
    "mkt_model.preprocess": "mkt_model.config",
    "mkt_model.tensor_files": "mkt_model.config",
    "mkt_model.towers": "mkt_model.config mkt_model.tensor_files",
    "mkt_model.openclip": "mkt_model.bounds mkt_model.config mkt_model.tensor_files"
    " mkt_model.towers",
    "mkt_model.model": "mkt_model.config mkt_model.preprocess mkt_model.scoring mkt_model.towers",
    "mkt_model.load": "mkt_model.config mkt_model.model mkt_model.openclip mkt_model.tensor_files"
    " mkt_model.towers",
    "mkt_model.infer": "mkt_model.load mkt_model.preprocess mkt_model.scoring mkt_model.tokens",
    "mkt_model.hub": "mkt_model.config mkt_model.openclip mkt_model.preprocess mkt_model.prompts"
    " mkt_model.scoring mkt_model.tensor_files mkt_model.towers",
    "mkt_model.data": "mkt_model.config mkt_model.preprocess mkt_model.tensor_files",
    "mkt_model.data.readers": "mkt_model.data",
    "mkt_model.train": f"{MODEL} mkt_model.data mkt_model.data.readers",
    "mkt_model.mini": f"{MODEL} mkt_model.data mkt_model.train",
    "mkt_model.run_files": "mkt_model.config mkt_model.train mkt_model.mini",
    "mkt_model.evaluate": f"{MODEL} mkt_model.data mkt_model.data.readers mkt_model.train"
    " mkt_model.mini mkt_model.run_files",
    "mkt_model.train.__main__": f"{MODEL} mkt_model.data mkt_model.train mkt_model.mini"
    " mkt_model.run_files",
    "mkt_model.evaluate.__main__": f"{MODEL} mkt_model.data mkt_model.data.readers"
    " mkt_model.evaluate",
}

# What comes from outside: (files, modules they must not import)
RULES = [
    ("mkt_model/**/*.py", {"PySide6", "sqlite_utils", "sqlite3", "platformdirs", "app"}),
    ("app/library/**/*.py", MODEL_STACK | {"PySide6", "platformdirs", "app.gui"}),
    ("app/gui/**/*.py", MODEL_STACK | {"sqlite_utils", "sqlite3", "platformdirs", "mkt_model"}),
    ("app/*.py", MODEL_STACK | {"PySide6", "sqlite_utils", "sqlite3", "mkt_model"}),
    ("app/cli/*.py", MODEL_STACK | {"PySide6", "sqlite_utils", "sqlite3", "mkt_model"}),
    ("app/library/store/*.py", {"simsimd", "PIL"}),  # SQL knows no scores and no pictures
]
# One owner for each outside thing: module -> the only files that import it.
OWNERS = {
    "platformdirs": {"app/paths.py"},
    "sqlite_utils": {"app/library/store/database.py", "app/library/store/migrations.py"},
    "sqlite3": {
        "app/library/store/copies.py",
        "app/library/store/database.py",
        "app/library/store/plain_errors.py",
        "app/library/store/recovery.py",
        "app/library/store/restoring.py",
    },
    "rawpy": {"app/library/files/raw.py"},
    "pi_heif": {"app/library/files/heic.py"},
    "pylibjxl": {"app/library/files/jxl.py"},
    "pathspec": {"app/library/files/ignore.py"},
    "re2": {"app/library/files/ignore.py"},
    "simsimd": {"app/library/scores/formulas.py"},
    "filelock": {"app/library/one_run.py", "app/library/store/database.py"},
}


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file of every module of the program."""
    files = [*TOP.glob("app/**/*.py"), *TOP.glob("mkt_model/**/*.py")]
    names = {".".join(f.relative_to(TOP).with_suffix("").parts): f for f in files}
    return {name.removesuffix(".__init__"): file for name, file in names.items()}


def room_of(module: str) -> str:
    """The folder a module lies in, or itself where it stands alone; a folder is its own room."""
    if module in PROGRAMS or modules()[module].name == "__init__.py":
        return module
    folder = module.rpartition(".")[0]
    return module if folder in ALONE else folder


@cache
def imported_modules(module: str) -> set[str]:
    """The program's own modules that one imports anywhere, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(modules()[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & set(modules())) or {node.module}
    return found & set(modules()) - {module}


def test_every_file_lies_in_a_room():
    rooms = {room_of(module) for module in modules()} - ALONE
    assert rooms == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_it_may(room: str):
    allowed = set(ROOMS[room].split()) | {room}
    wrong = {
        f"{module} imports {other}"
        for module in modules()
        if room_of(module) == room
        for other in imported_modules(module)
        if room_of(other) not in allowed
    }
    assert wrong == set()


def test_arrows_between_rooms_run_one_way():
    """TopologicalSorter raises CycleError, which names the rooms."""
    order = list(TopologicalSorter({r: ROOMS[r].split() for r in ROOMS}).static_order())
    assert set(order) == set(ROOMS)


def test_no_modules_import_each_other_in_a_circle():
    order = TopologicalSorter({m: imported_modules(m) for m in modules()}).static_order()
    assert set(order) == set(modules())


def folders() -> Iterator[tuple[str, str]]:
    """(path, first paragraph of its docstring) of every folder of the program."""
    for file in modules().values():
        if file.name == "__init__.py" and file.parent.parent != TOP:
            sentence = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
            assert sentence, file
            first = " ".join(sentence.partition("\n\n")[0].split())
            yield file.parent.relative_to(TOP).as_posix() + "/", first


def test_the_map_shows_every_folder_and_its_sentence():
    """If this fails: CONTRIBUTING.md says of each folder what its __init__.py says."""
    text = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.findall(r"^- `([\w/]+/)`: (.+(?:\n  .+)*)", text, re.M)
    assert {path: " ".join(said.split()) for path, said in shown} == dict(folders())


def test_the_page_about_architecture_names_every_room():
    text = (TOP / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = {path.strip("/").rpartition("/")[2] for path, _ in folders()}
    assert {name for name in names if not re.search(rf"\b{name}\b", text)} == set()


@cache
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
    assert users == {
        f"app/library/model/{name}.py" for name in ("encoder", "installed", "download")
    }


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
