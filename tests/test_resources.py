"""The shipped files are found from a checkout and from an installed wheel alike."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from app.library.default_words import default_vocabulary
from app.library.model.installed import describe
from app.library.model.words import background_vocabulary
from app.paths import resources
from tests.conftest import DEMO, MINI

CHECKOUT = Path(__file__).parent.parent


def test_in_a_checkout():
    assert resources() == CHECKOUT / "resources"
    assert describe(MINI).name == "mkt-mini"


def test_in_a_wheel(tmp_path: Path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    code = (
        "from app.paths import resources;"
        "from app.library.model.installed import describe;"
        "from app.library.default_words import default_vocabulary;"
        "print(resources()); print(describe(resources() / 'models' / 'mkt-mini').model_id);"
        "print(len(default_vocabulary().words), len(list((resources() / 'demo').glob('*.jpg'))))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {code}",
         str(tmp_path / "site")],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder, model_id, counts = run.stdout.splitlines()
    assert Path(folder) == tmp_path / "site" / "app" / "_resources"
    assert model_id == describe(MINI).model_id
    assert counts == f"{len(default_vocabulary().words)} {len(list(DEMO.glob('*.jpg')))}"


def test_the_background_vocabulary_holds_each_word_once():
    words = background_vocabulary()
    assert len(words) == len(set(words)) > 250
    assert all(word == word.strip().lower() for word in words)


def test_the_background_vocabulary_never_changes():
    """A change makes every library be encoded again: do it knowingly, with a new model id."""
    text = "\n".join(background_vocabulary())
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == "44520257f1e3"


def test_every_demo_photo_is_attributed_and_the_album_is_small():
    photos = list(DEMO.glob("*.jpg"))
    attribution = (DEMO / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert 12 <= len(photos) <= 20
    assert [p.name for p in photos if p.name not in attribution] == []
    assert sum(p.stat().st_size for p in photos) < 4_000_000
