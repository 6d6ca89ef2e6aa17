"""Settings and About: on a real library and real files."""

import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.gui.changes import Changed, Changes
from app.gui.jobs import Jobs
from app.gui.settings.model_page import FACTS
from app.gui.settings.settings_dialog import SettingsDialog
from app.gui.window.about import About
from app.library.files.thumbnails import Thumbnails
from app.library.library import Library
from app.library.model import download
from app.library.model.encoder import ModelError
from app.paths import Paths
from app.settings import Settings, load_settings

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def dialog(qtbot, jobs: Jobs, changes: Changes, paths: Paths, indexed: Library) -> SettingsDialog:
    cache = Thumbnails(paths.cache / "thumbnails")
    cache.get(indexed.photos.get(indexed.photos.ids())[0], 256)
    dialog = SettingsDialog(Settings(model="colours"), paths, jobs, changes, cache)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.vocabulary.labels.count() > 0, timeout=10_000)
    return dialog


def test_a_choice_is_kept_at_once(qtbot, dialog: SettingsDialog, paths: Paths):
    with qtbot.waitSignal(dialog.settings_changed) as told:
        dialog.general.theme.setCurrentIndex(2)
    assert told.args[0].theme == "dark"
    dialog.general.megabytes.setValue(300)
    dialog.model.batch.setValue(8)
    assert load_settings(paths.settings) == Settings(
        model="colours", theme="dark", thumbnail_mb=300, batch=8
    )


def test_settings_that_cannot_be_saved_are_told(dialog: SettingsDialog, paths: Paths):
    paths.config.write_text("a file where the folder should be")
    dialog.general.theme.setCurrentIndex(1)
    assert "cannot be saved" in dialog.message.text()


def test_the_cache_is_measured_and_cleared(qtbot, dialog: SettingsDialog, paths: Paths):
    qtbot.waitUntil(dialog.general.clear.isEnabled)
    dialog.general.clear.click()
    qtbot.waitUntil(lambda: dialog.general.used.text() == "0 kB")
    assert not list(paths.cache.rglob("*.jpg"))


# Models


def item_of(dialog: SettingsDialog, name: str):
    models = dialog.model.models
    rows = [models.item(row) for row in range(models.count())]
    return next(item for item in rows if item.data(FACTS)["name"] == name)


def test_models_say_what_they_need_and_can(qtbot, dialog: SettingsDialog):
    page = dialog.model
    qtbot.waitUntil(lambda: page.models.count() >= 5)
    assert "in use" in item_of(dialog, "colours").text()
    mini = item_of(dialog, "mkt-mini")
    assert "basic" in mini.text()
    assert "Apache-2.0" in mini.text()
    page.models.setCurrentItem(mini)
    assert "COCO" in page.about.toPlainText()  # the figures of its card
    large = item_of(dialog, "ViT-SO400M-16-SigLIP2-384")
    assert "4.6 GB" in large.text()
    assert "8 GB of graphics memory" in large.text()
    page.models.setCurrentItem(large)
    assert page.fetch.isEnabled()
    assert not page.use.isEnabled()
    assert "Published by others" in page.about.toPlainText()


def test_another_model_is_chosen(qtbot, dialog: SettingsDialog, paths: Paths):
    qtbot.waitUntil(lambda: dialog.model.models.count() >= 5)
    dialog.model.models.setCurrentItem(item_of(dialog, "mkt-mini"))
    dialog.model.use.click()
    assert load_settings(paths.settings).model == "mkt-mini"
    qtbot.waitUntil(lambda: "in use" in item_of(dialog, "mkt-mini").text())
    assert "next start" in dialog.message.text()


@pytest.fixture
def slow_hub(monkeypatch, paths: Paths):
    """`fetch_model` that hears of progress as the real one does: bytes of files, and a stop."""

    def fetch(name: str, _: Paths, progress) -> Path:
        for here in range(0, 1_000, 100):
            progress("open_clip_model.safetensors", here * 1_000_000, 599_000_000)
            time.sleep(0.01)
        folder = paths.models / name
        shutil.copytree(paths.models / "colours", folder)
        return folder

    monkeypatch.setattr(download, "fetch_model", fetch)


def test_a_model_is_downloaded_with_progress(qtbot, dialog: SettingsDialog, slow_hub):
    page = dialog.model
    dialog.show_page("model")
    qtbot.waitUntil(lambda: page.models.count() >= 5)
    page.models.setCurrentItem(item_of(dialog, "ViT-B-16"))
    page.fetch.click()
    assert page.cancel.isVisible()
    qtbot.waitUntil(lambda: 0 < page.bar.value() < 1000)
    qtbot.waitUntil(lambda: dialog.message.text() == "The model is here.", timeout=10_000)
    qtbot.waitUntil(lambda: item_of(dialog, "ViT-B-16").data(FACTS)["installed"])
    assert not page.cancel.isVisible()


def test_a_download_is_cancelled(qtbot, dialog: SettingsDialog, slow_hub, paths: Paths):
    page = dialog.model
    dialog.show_page("model")
    qtbot.waitUntil(lambda: page.models.count() >= 5)
    page.models.setCurrentItem(item_of(dialog, "ViT-B-16"))
    page.fetch.click()
    qtbot.waitUntil(lambda: page.bar.value() > 0)
    page.cancel.click()
    qtbot.waitUntil(lambda: "Stopped" in dialog.message.text())
    assert not (paths.models / "ViT-B-16").exists()
    assert page.fetch.isVisible()


def test_a_download_that_fails_says_why(qtbot, dialog: SettingsDialog, monkeypatch):
    def fetch(name: str, _: Paths, progress) -> Path:
        raise ModelError("cannot download: no connection")

    monkeypatch.setattr(download, "fetch_model", fetch)
    qtbot.waitUntil(lambda: dialog.model.models.count() >= 5)
    dialog.model.models.setCurrentItem(item_of(dialog, "ViT-B-16"))
    dialog.model.fetch.click()
    qtbot.waitUntil(lambda: "no connection" in dialog.message.text())


# Folders


def test_a_folder_is_taken_out(
    qtbot, dialog: SettingsDialog, changes: Changes, indexed: Library, monkeypatch
):
    page = dialog.folders
    qtbot.waitUntil(lambda: page.roots.count() == 1)
    assert "6 photos" in page.roots.item(0).text()
    page.roots.setCurrentRow(0)
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_: yes)
    with qtbot.waitSignal(changes.done) as told:
        page.forget.click()
    assert told.args == [Changed.PHOTOS]
    qtbot.waitUntil(lambda: page.roots.count() == 0)
    assert indexed.photos.ids() == []


def test_a_moved_folder_is_found_again(
    qtbot, dialog: SettingsDialog, photos: Path, tmp_path: Path, monkeypatch
):
    photos.rename(tmp_path / "moved")
    page = dialog.folders
    page._load()
    qtbot.waitUntil(lambda: page.roots.count() == 1 and "not there" in page.roots.item(0).text())
    page.roots.setCurrentRow(0)
    place = str(tmp_path / "moved")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: place)
    page.relocate.click()
    qtbot.waitUntil(
        lambda: page.roots.count() == 1 and page.roots.item(0).text() == f"{place}\n6 photos"
    )


def test_patterns_hide_what_is_indexed(
    qtbot, dialog: SettingsDialog, changes: Changes, indexed: Library
):
    page = dialog.folders
    qtbot.waitUntil(lambda: page.roots.count() == 1)
    page.roots.setCurrentRow(0)
    page.patterns.setPlainText("sub/\n\n")
    with qtbot.waitSignal(changes.done):
        page.apply.click()
    assert dialog.message.text() == "3 photos are hidden now, 0 are back."
    assert len(indexed.photos.ids()) == 3
    qtbot.waitUntil(lambda: page.roots.count() == 1 and "3 photos" in page.roots.item(0).text())
    page.roots.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.patterns.toPlainText() == "sub/")


# Vocabulary


def words(dialog: SettingsDialog) -> list[str]:
    labels = dialog.vocabulary.labels
    return [labels.item(row).text() for row in range(labels.count())]


def test_a_label_is_added_and_removed(qtbot, dialog: SettingsDialog, indexed: Library):
    page = dialog.vocabulary
    qtbot.keyClicks(page.text, "Zebra")
    qtbot.keyClick(page.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "zebra" in words(dialog))
    qtbot.keyClicks(page.text, "zeb")
    shown = [page.labels.item(r) for r in range(page.labels.count())]
    assert [item.text() for item in shown if not item.isHidden()] == ["zebra"]
    page.text.clear()
    page.labels.setCurrentItem(page.labels.findItems("zebra", Qt.MatchFlag.MatchExactly)[0])
    page.remove.click()
    qtbot.waitUntil(lambda: "zebra" not in words(dialog))
    assert "zebra" not in [label.name for label in indexed.labels.vocabulary()]


def test_a_list_is_imported(qtbot, dialog: SettingsDialog, tmp_path: Path, monkeypatch):
    file = tmp_path / "list.txt"
    file.write_text("# my labels\nzebra\n\n  sailing boat \n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    dialog.vocabulary.load.click()
    qtbot.waitUntil(lambda: {"zebra", "sailing boat"} <= set(words(dialog)))


def test_a_list_that_is_no_text_is_told(qtbot, dialog: SettingsDialog, tmp_path: Path):
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\x00\xd8")
    dialog.vocabulary.import_list(tmp_path / "list.txt")
    qtbot.waitUntil(lambda: "cannot be read as text" in dialog.message.text())


# About


def test_about_names_every_licence(qtbot, jobs: Jobs, paths: Paths):
    about = About(paths, jobs)
    qtbot.addWidget(about)
    qtbot.waitUntil(lambda: "mkt-mini" in about.models.toPlainText())
    pages = [about.tabs.widget(i).toPlainText() for i in range(about.tabs.count())]
    assert "MIT" in pages[0]
    assert "CC BY" in pages[2] or "CC0" in pages[2]
    for part in ("Qt", "torch", "Pillow", "numpy"):
        assert part.casefold() in pages[3].casefold()
