"""German and Chinese are complete: every text of the sources has a translation that is used."""

import importlib.util
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from app.gui.indexing.index_bar import IndexBar
from app.gui.language import LANGUAGES, speak
from app.gui.operations import tag
from app.gui.photo.photo_canvas import PhotoCanvas
from app.library.records import TagKind
from app.paths import resources

TOP = Path(__file__).parent.parent.parent
SHIPPED = [code for code in LANGUAGES if code != "en"]  # the sources are English


@pytest.fixture(scope="module")
def translations():
    """packaging/translations.py, which is a script and no package."""
    file = TOP / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ts_file(code: str) -> Path:
    return resources() / "i18n" / f"mkt-tagger_{code}.ts"


def messages(code: str) -> list[tuple[str, str, str]]:
    """(context, source, translation) of all texts."""
    return [
        (context.findtext("name"), message.findtext("source"), message.findtext("translation"))
        for context in ElementTree.parse(ts_file(code)).iter("context")
        for message in context.iter("message")
    ]


@pytest.fixture
def spoken(qapp, request):
    """The program in one language, for one test."""
    before, translators = QLocale(), speak(qapp, request.param)
    yield request.param
    for translator in translators:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.mark.parametrize("code", SHIPPED)
def test_no_text_is_missing(translations, code: str, tmp_path: Path):
    """If this fails: run python packaging/translations.py and translate what it lists."""
    fresh = Path(shutil.copy(ts_file(code), tmp_path))
    translations.collect([fresh])
    assert translations.missing(fresh) == []
    assert len(messages(code)) > 300


def test_a_text_without_a_translation_is_found(translations, tmp_path: Path):
    file = Path(shutil.copy(ts_file("de"), tmp_path))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("<translation>Abbrechen<", "<translation><"), encoding="utf-8")
    before = translations.missing(ts_file("de"))
    assert set(translations.missing(file)) - set(before) == {"Cancel"}


@pytest.mark.parametrize("code", SHIPPED)
def test_the_places_for_values_are_the_same(code: str):
    places = re.compile(r"\{[^}]*\}")
    wrong = [
        source
        for _, source, translation in messages(code)
        if sorted(places.findall(source)) != sorted(places.findall(translation))
    ]
    assert wrong == []


@pytest.mark.parametrize("spoken", SHIPPED, indirect=True)
def test_the_program_speaks_it(qapp, spoken: str):
    """Every text, through the .qm file: one that is older than its .ts fails here."""
    for context, source, translation in messages(spoken):
        assert QCoreApplication.translate(context, source) == translation


@pytest.mark.parametrize("spoken", ["de"], indirect=True)
def test_widgets_and_qts_own_dialogs_speak_it(qtbot, spoken: str):
    bar, canvas = IndexBar(), PhotoCanvas()
    qtbot.addWidget(bar)
    qtbot.addWidget(canvas)
    assert canvas.accessibleName() == "Foto"
    assert bar.cancel.text() == "Abbrechen"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().decimalPoint() == ","


@pytest.mark.parametrize("spoken", ["de"], indirect=True)
def test_the_undo_menu_speaks_it(spoken: str):
    assert tag([1], "Boot", TagKind.ADDED).name == "„Boot“ hinzufügen"


def test_an_unknown_language_is_english(qapp):
    before = QLocale()
    translators = speak(qapp, "xx")
    assert QCoreApplication.translate("IndexBar", "Cancel") == "Cancel"
    assert translators == []
    QLocale.setDefault(before)
