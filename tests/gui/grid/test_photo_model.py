"""The photos on show: ids at once, rows when they are drawn, thumbnails of the size in use."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QImage

from app.gui.grid import photo_model
from app.gui.grid.photo_model import PAGE, PhotoModel
from app.library.records import Photo

ROLE = Qt.ItemDataRole


def photo(photo_id: int) -> Photo:
    path = Path(f"/photos/{photo_id:04}.jpg")
    return Photo(photo_id, path, f"identity {photo_id}", 40, 30, None, None, 900)


class Library:
    """Answers a page of photos when it is told to; None of those in `gone`."""

    def __init__(self) -> None:
        self.pages: list[list[int]] = []
        self.gone: set[int] = set()
        self._answers: list[Callable[[], None]] = []

    def fetch(self, ids: Sequence[int], answer: Callable[[list[Photo]], None]) -> None:
        self.pages.append(list(ids))
        found = [photo(i) for i in ids if i not in self.gone]
        self._answers.append(lambda: answer(found))

    def answer(self) -> None:
        while self._answers:
            self._answers.pop(0)()


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def model(qapp, library: Library) -> PhotoModel:
    return PhotoModel(library.fetch)


def image(width: int = 40, height: int = 30) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("red"))
    return made


def test_rows_are_there_at_once_and_filled_by_pages(model: PhotoModel, library: Library):
    model.show(range(1, 501))
    assert model.rowCount() == 500
    assert library.pages == []  # nothing is drawn yet
    assert model.index(0).data() is None
    assert model.index(10).data() is None
    assert library.pages == [list(range(1, PAGE + 1))]  # once
    model.index(499).data()
    assert library.pages[1] == list(range(2 * PAGE + 1, 501))
    library.answer()
    assert model.index(0).data() == "0001.jpg"
    assert model.index(499).data() == "0500.jpg"


def test_views_hear_which_rows_were_filled(qtbot, model: PhotoModel, library: Library):
    model.show([5, 6, 7])
    model.index(0).data()
    with qtbot.waitSignal(model.dataChanged) as told:
        library.answer()
    assert [told.args[0].row(), told.args[1].row()] == [0, 2]


def test_a_photo_that_is_gone_leaves_its_row_empty(model: PhotoModel, library: Library):
    library.gone = {6}
    model.show([5, 6, 7])
    model.index(0).data()
    library.answer()
    assert [model.index(row).data() for row in range(3)] == ["0005.jpg", None, "0007.jpg"]
    assert len(library.pages) == 1  # and is not asked for on and on


def test_an_answer_for_photos_no_longer_on_show_changes_nothing(
    qtbot, model: PhotoModel, library: Library
):
    model.show([1, 2])
    model.index(0).data()
    model.show([8, 9])
    with qtbot.assertNotEmitted(model.dataChanged):
        library.answer()


def test_photos_known_already_are_not_fetched_again(model: PhotoModel, library: Library):
    model.show([1, 2, 3])
    model.index(0).data()
    library.answer()
    model.show([3, 1])
    assert [model.index(row).data() for row in range(2)] == ["0003.jpg", "0001.jpg"]
    assert len(library.pages) == 1


def test_facts_are_kept_up_to_a_number_and_fetched_again(
    model: PhotoModel, library: Library, monkeypatch
):
    monkeypatch.setattr(photo_model, "MOST_PHOTOS", 100)
    model.show(range(1, 401))
    model.index(0).data()
    library.answer()
    model.index(200).data()
    library.answer()
    assert model.index(200).data() == "0201.jpg"
    assert model.index(0).data() is None
    library.answer()
    assert model.index(0).data() == "0001.jpg"


def test_photos_join_at_the_end_and_once(qtbot, model: PhotoModel, library: Library):
    model.show([1, 2])
    model.index(0).data()
    library.answer()
    with qtbot.waitSignal(model.rowsInserted) as told:
        model.append([2, 3, 4])
    assert told.args[1:] == [2, 3]
    assert model.ids == [1, 2, 3, 4]
    assert model.row_of(4) == 3
    model.index(3).data()
    library.answer()
    assert model.index(3).data() == "0004.jpg"
    with qtbot.assertNotEmitted(model.rowsInserted):
        model.append([1, 4])


def test_ids_and_rows_belong_together(model: PhotoModel):
    model.show([7, 5, 9])
    assert [model.row_of(i) for i in (7, 5, 9)] == [0, 1, 2]
    assert [model.id_at(row) for row in range(3)] == [7, 5, 9]
    assert model.row_of(1) is None


def test_a_query_gives_confidence_words_and_speech(model: PhotoModel, library: Library):
    model.show([1, 2], {1: 0.834}, "boat")
    model.index(0).data()
    library.answer()
    sure, other = model.index(0), model.index(1)
    assert sure.data(PhotoModel.ConfidenceRole) == 0.834
    assert sure.data(PhotoModel.LabelRole) == "boat"
    assert sure.data(ROLE.ToolTipRole) == "/photos/0001.jpg\nboat: 83% sure"
    assert sure.data(ROLE.AccessibleTextRole) == "0001.jpg, boat, 83%"
    assert other.data(PhotoModel.ConfidenceRole) is None
    assert other.data(ROLE.ToolTipRole) == "/photos/0002.jpg"
    assert other.data(ROLE.AccessibleTextRole) == "0002.jpg"
    assert other.data(PhotoModel.PhotoRole) == photo(2)


def test_a_thumbnail_is_asked_for_and_shown(qtbot, model: PhotoModel, library: Library):
    model.show([1])
    model.index(0).data()
    library.answer()
    with qtbot.waitSignal(model.thumbnail_wanted) as wanted:
        assert model.index(0).data(ROLE.DecorationRole) is None
    assert wanted.args == [photo(1), 256]
    with qtbot.waitSignal(model.dataChanged):
        model.set_thumbnail(1, 256, image())
    with qtbot.assertNotEmitted(model.thumbnail_wanted):
        assert model.index(0).data(ROLE.DecorationRole).width() == 40


def test_a_thumbnail_of_an_old_size_comes_too_late(qtbot, model: PhotoModel, library: Library):
    model.show([1])
    model.index(0).data()
    library.answer()
    model.set_thumbnail(1, 256, image())
    with qtbot.waitSignal(model.dataChanged):
        model.use_side(512)
    model.set_thumbnail(1, 256, image())
    with qtbot.waitSignal(model.thumbnail_wanted) as wanted:
        assert model.index(0).data(ROLE.DecorationRole) is None
    assert wanted.args[1] == 512


def test_a_thumbnail_that_could_not_be_made_is_empty_and_not_asked_for_again(
    qtbot, model: PhotoModel, library: Library
):
    model.show([1])
    model.index(0).data()
    library.answer()
    model.set_thumbnail(1, 256, QImage())
    with qtbot.assertNotEmitted(model.thumbnail_wanted):
        assert model.index(0).data(ROLE.DecorationRole).isNull()


def test_the_thumbnails_not_drawn_for_longest_are_dropped(
    qtbot, model: PhotoModel, library: Library, monkeypatch
):
    monkeypatch.setattr(photo_model, "PIXMAP_BYTES", 2 * 4 * 40 * 30)
    model.show([1, 2, 3])
    model.index(0).data()
    library.answer()
    for i in (1, 2):
        model.set_thumbnail(i, 256, image())
    model.index(0).data(ROLE.DecorationRole)  # drawn again
    model.set_thumbnail(3, 256, image())
    drawn = [model.index(row).data(ROLE.DecorationRole) is not None for row in range(3)]
    assert drawn == [True, False, True]


def test_a_persistent_index_is_an_index_too(model: PhotoModel, library: Library):
    model.show([1])
    model.index(0).data()
    library.answer()
    assert model.data(QPersistentModelIndex(model.index(0))) == "0001.jpg"
    assert model.data(model.index(5)) is None  # there is no such row
    assert model.rowCount(model.index(0)) == 0  # a list has no children
