"""The grid of photos: size, selection, and what it keeps when other photos are shown."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent

from app.gui.grid.photo_grid import LARGEST, SMALLEST, USUAL, PhotoGrid
from app.gui.grid.photo_model import PhotoModel
from app.library.records import Photo


def fetch(ids: Sequence[int], answer: Callable[[list[Photo]], None]) -> None:
    made = [Photo(i, Path(f"/photos/{i}.jpg"), str(i), 40, 30, None, None, 900) for i in ids]
    answer(made)


@pytest.fixture
def grid(qtbot) -> PhotoGrid:
    """On twelve photos, ids 101 to 112."""
    model = PhotoModel(fetch)
    grid = PhotoGrid(model)
    model.setParent(grid)
    qtbot.addWidget(grid)
    grid.resize(800, 600)
    grid.show()
    model.show(range(101, 113), {101: 0.9}, "boat")
    return grid


def wheel(grid: PhotoGrid, steps: int, keys: Qt.KeyboardModifier) -> None:
    grid.wheelEvent(
        QWheelEvent(
            QPointF(50, 50),
            QPointF(50, 50),
            QPoint(),
            QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
    )


def test_the_size_stays_within_bounds_and_is_told(qtbot, grid: PhotoGrid):
    assert grid.side == USUAL
    with qtbot.waitSignal(grid.zoomed) as told:
        grid.zoom(10_000)
    assert told.args == [LARGEST]
    grid.larger()
    assert grid.side == LARGEST
    grid.zoom(1)
    grid.smaller()
    assert grid.side == SMALLEST
    assert grid.gridSize().width() > SMALLEST


def test_larger_photos_are_drawn_from_larger_thumbnails(grid: PhotoGrid):
    assert grid.photos.side == 256
    grid.zoom(300)
    assert grid.photos.side == 512


def test_ctrl_and_the_wheel_zoom_and_the_wheel_alone_scrolls(grid: PhotoGrid):
    wheel(grid, 2, Qt.KeyboardModifier.ControlModifier)
    larger = grid.side
    assert larger > USUAL
    wheel(grid, -1, Qt.KeyboardModifier.ControlModifier)
    assert USUAL < grid.side < larger
    before, side = grid.verticalScrollBar().value(), grid.side
    grid.resize(300, 200)
    wheel(grid, -1, Qt.KeyboardModifier.NoModifier)
    assert grid.verticalScrollBar().value() > before
    assert grid.side == side


def test_the_wheel_beyond_the_last_photo_is_told(qtbot, grid: PhotoGrid):
    grid.resize(300, 200)
    with qtbot.assertNotEmitted(grid.end_passed):
        wheel(grid, -1, Qt.KeyboardModifier.NoModifier)
    grid.scrollToBottom()
    with qtbot.waitSignal(grid.end_passed):
        wheel(grid, -1, Qt.KeyboardModifier.NoModifier)


def test_a_photo_below_the_line_is_pale(grid: PhotoGrid):
    thumbnail = QImage(176, 176, QImage.Format.Format_RGB32)
    thumbnail.fill(QColor("#123456"))
    grid.photos.set_thumbnail(101, 256, thumbnail)
    grid.photos.show([101, 102], {101: 0.3, 102: 0.2}, "boat", sure=0)
    place = grid.visualRect(grid.photos.index(0))
    assert "#123456" not in colours(grid.viewport().grab(place).toImage())
    grid.photos.show([101, 102], {101: 0.3, 102: 0.2}, "boat", sure=1)
    assert "#123456" in colours(grid.viewport().grab(place).toImage())


def test_the_selection_is_told_in_the_order_on_show(qtbot, grid: PhotoGrid):
    told: list[list[int]] = []
    grid.selection_changed.connect(told.append)
    grid.select_row(5)
    place = grid.visualRect(grid.photos.index(2)).center()
    button, ctrl = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(grid.viewport(), button, ctrl, place)
    assert told == [[106], [103, 106]]
    assert grid.selected_ids() == [103, 106]


def test_enter_opens_a_photo(qtbot, grid: PhotoGrid):
    grid.select_row(4)
    with qtbot.waitSignal(grid.photo_opened) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert told.args == [4]


def test_a_photo_is_selected_by_its_id_where_it_is_on_show(grid: PhotoGrid):
    grid.select_photo(105)
    assert grid.selected_ids() == [105]
    grid.select_photo(999)
    assert grid.selected_ids() == [105]


def test_selected_photos_stay_selected_in_another_answer(qtbot, grid: PhotoGrid):
    grid.select_row(0)
    with qtbot.assertNotEmitted(grid.selection_changed):
        grid.photos.show([110, 101, 105])
    assert grid.selected_ids() == [101]
    with qtbot.waitSignal(grid.selection_changed) as told:
        grid.photos.show([110, 105])
    assert told.args == [[]]


def scrolled(qtbot, grid: PhotoGrid, row: int) -> int:
    """On 3,000 photos, scrolled to one of them; how far down it is drawn."""
    grid.photos.show(range(1, 3001))
    last = grid.photos.index(2999)
    qtbot.waitUntil(lambda: grid.visualRect(last).isValid(), timeout=10_000)
    grid.scrollTo(grid.photos.index(row), PhotoGrid.ScrollHint.PositionAtCenter)
    return grid.visualRect(grid.photos.index(row)).top()


@pytest.mark.parametrize("row", [40, 2500])
def test_the_same_question_keeps_selection_current_photo_and_place(
    qtbot, grid: PhotoGrid, row: int
):
    before = scrolled(qtbot, grid, row)
    grid.select_row(row)
    grid.setFocus()
    with qtbot.assertNotEmitted(grid.selection_changed):
        grid.photos.show([-2, -1, 0, *range(1, 3001)], again=True)  # three new ones at the start
    assert grid.selected_ids() == [row + 1]
    assert grid.currentIndex().row() == row + 3
    now = grid.photos.index(row + 3)
    qtbot.waitUntil(lambda: grid.visualRect(now).top() == before, timeout=10_000)
    assert grid.hasFocus()


def test_without_a_selection_the_same_question_keeps_the_place(qtbot, grid: PhotoGrid):
    before = scrolled(qtbot, grid, 900)
    assert before > 0
    grid.photos.show([i for i in range(1, 3001) if i != 3], again=True)
    now = grid.photos.index(899)
    column = grid.gridSize().height()
    qtbot.waitUntil(lambda: abs(grid.visualRect(now).top() - before) <= column, timeout=10_000)


def test_more_photos_of_the_same_question_leave_the_place(qtbot, grid: PhotoGrid):
    grid.resize(420, 300)
    grid.photos.show(range(101, 107))
    grid.scrollToBottom()
    before = grid.verticalScrollBar().value()
    assert before > 0
    grid.photos.show(range(101, 121), again=True)  # the range of the bar changes by this
    assert grid.verticalScrollBar().value() == before


def test_another_question_begins_at_its_best_photo(qtbot, grid: PhotoGrid):
    scrolled(qtbot, grid, 900)
    grid.photos.show(range(1, 3001))
    assert grid.verticalScrollBar().value() == 0


def test_the_next_photo_is_current_where_the_same_question_lost_it(grid: PhotoGrid):
    grid.select_row(3)
    grid.photos.show([i for i in grid.photos.ids if i != 104], again=True)
    assert grid.selected_ids() == []
    assert grid.photos.id_at(grid.currentIndex().row()) == 105


def test_the_same_answer_is_not_laid_out_anew(qtbot, grid: PhotoGrid):
    with qtbot.assertNotEmitted(grid.photos.modelReset):
        grid.photos.show(range(101, 113), {101: 0.4}, "boat", again=True)
    assert grid.photos.index(0).data(PhotoModel.ConfidenceRole) == 0.4


def colours(picture: QImage) -> set[str]:
    across = range(0, picture.width(), 4)
    return {picture.pixelColor(x, picture.height() // 2).name() for x in across}


def test_a_photo_is_drawn_with_its_thumbnail(grid: PhotoGrid):
    thumbnail = QImage(176, 176, QImage.Format.Format_RGB32)
    thumbnail.fill(QColor("#123456"))
    grid.photos.set_thumbnail(101, 256, thumbnail)
    place = grid.visualRect(grid.photos.index(0))
    assert "#123456" in colours(grid.viewport().grab(place).toImage())
    other = grid.visualRect(grid.photos.index(1))
    assert "#123456" not in colours(grid.viewport().grab(other).toImage())


def drawn(grid: PhotoGrid, row: int) -> QImage:
    return grid.viewport().grab(grid.visualRect(grid.photos.index(row))).toImage()


def test_a_broken_file_is_drawn_with_a_question_mark(grid: PhotoGrid):
    waiting = drawn(grid, 0)
    grid.photos.set_thumbnail(101, 256, QImage())
    assert drawn(grid, 0) != waiting


def test_a_selected_photo_shows_how_sure_the_model_is(grid: PhotoGrid):
    accent = grid.palette().text().color().name()

    def bar(row: int) -> bool:
        """Whether a line in the text's colour lies under the photo, and how far."""
        picture = drawn(grid, row)
        under = 8 + grid.side - 2
        across = range(10, 8 + grid.side - 2)
        return any(picture.pixelColor(x, under).name() == accent for x in across)

    for row, expected in ((0, True), (1, False)):  # 102 has no confidence
        assert not bar(row)
        grid.select_row(row)
        assert bar(row) is expected
