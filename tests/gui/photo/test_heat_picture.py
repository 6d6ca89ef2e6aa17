"""Heat as a picture, and over a photo."""

import numpy as np
from PySide6.QtGui import QColor, QImage

from app.gui.photo.heat_picture import SIDE, heat_image, with_heat


def warm(image: QImage, x: float) -> int:
    return image.pixelColor(round(x * image.width()), image.height() // 2).alpha()


def test_heat_is_smooth_and_clear_where_cold():
    heat = np.zeros((4, 4), np.float32)
    heat[:, :2] = 1
    image = heat_image(heat)
    row = [warm(image, x) for x in np.linspace(0, 0.99, 9)]
    assert row[0] == 255
    assert row[-1] == 0
    assert sorted(row, reverse=True) == row


def test_hotter_is_lighter():
    """So that it can be told from colder by every kind of sight."""
    heat = np.linspace(0.2, 1, 8, dtype=np.float32).reshape(1, 8).repeat(8, 0)
    image = heat_image(heat)
    lights = [image.pixelColor(x, SIDE // 2).lightness() for x in range(20, SIDE, 60)]
    assert lights == sorted(lights)
    assert lights[-1] > lights[0] + 50


def test_heat_lies_over_its_region_alone_and_leaves_the_photo_as_it_is():
    photo = QImage(100, 100, QImage.Format.Format_RGB32)
    photo.fill(QColor("black"))
    hot = heat_image(np.ones((2, 2), np.float32))
    made = with_heat(photo, hot, (0.5, 0.0, 1.0, 1.0), 1.0)
    assert made.pixelColor(20, 50) == QColor("black")
    assert made.pixelColor(80, 50).lightness() > 100
    assert photo.pixelColor(80, 50) == QColor("black")
    half = with_heat(photo, hot, (0.5, 0.0, 1.0, 1.0), 0.5)
    assert 0 < half.pixelColor(80, 50).red() < made.pixelColor(80, 50).red()
