"""Collects the window's texts into resources/i18n/*.ts and makes the .qm files of them.

    python packaging/translations.py            collect new texts, make the .qm files
    python packaging/translations.py --missing  say which texts have no translation yet

A translator fills in the .ts files, with Qt Linguist or any editor, and runs it again.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import PySide6

TOP = Path(__file__).parent.parent
FOLDER = TOP / "resources" / "i18n"
TOOLS = Path(PySide6.__file__).parent


def sources() -> list[Path]:
    return sorted((TOP / "app" / "gui").rglob("*.py"))


def run(tool: str, *arguments: object) -> str:
    """Run lupdate or lrelease, which come with PySide6. Raises CalledProcessError."""
    command = [str(TOOLS / tool), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def collect(files: Iterable[Path]) -> None:
    """Bring .ts files in line with the sources; texts that are gone are dropped."""
    for file in files:
        run("lupdate", *sources(), "-locations", "none", "-no-obsolete", "-ts", file)


def missing(file: Path) -> list[str]:
    """The texts of a .ts file that have no finished translation."""
    found = []
    for message in ElementTree.parse(file).iter("message"):
        translation = message.find("translation")
        if translation.get("type") or not "".join(translation.itertext()).strip():
            found.append(message.findtext("source"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--missing", action="store_true")
    chosen = parser.parse_args()
    files = sorted(FOLDER.glob("*.ts"))
    if not chosen.missing:
        collect(files)
    for file in files:
        left = missing(file)
        print(f"{file.name}: {len(left)} texts to translate", *left, sep="\n  ")
        if not chosen.missing:
            run("lrelease", file, "-qm", file.with_suffix(".qm"))
    sys.exit(1 if any(missing(file) for file in files) else 0)


if __name__ == "__main__":
    main()
