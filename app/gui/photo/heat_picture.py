"""Heat as a picture: coloured, smooth, clear where it is cold, and laid over a photo."""

import numpy as np
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.gui.photo.photo_canvas import Region, part_of

SIDE = 320  # pixels of the heat before it is stretched over the photo
# From barely warm to hot, in colours that differ in lightness for every kind of sight.
RAMP = np.array([[60, 20, 140], [190, 40, 120], [250, 130, 40], [255, 235, 110]], np.float32)


def heat_image(heat: np.ndarray) -> QImage:
    """Heat (h, w), 0..1, smoothly enlarged: the colour of RAMP, clear where it is cold."""
    small = Image.fromarray(heat.astype(np.float32))
    smooth = np.clip(np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BICUBIC)), 0, 1)
    pixels = np.empty((SIDE, SIDE, 4), np.uint8)
    place = np.linspace(0, 1, len(RAMP))
    for channel in range(3):
        pixels[..., channel] = np.interp(smooth, place, RAMP[:, channel])
    pixels[..., 3] = 255 * smooth * (2 - smooth)
    image = QImage(pixels.tobytes(), SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGBA8888)
    return image.copy()  # its own memory


def with_heat(photo: QImage, heat: QImage, region: Region, opacity: float) -> QImage:
    """The whole photo with the heat painted over its region; any thread may call it."""
    made = photo.copy()
    with QPainter(made) as painter:
        painter.setOpacity(opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(part_of(QRectF(made.rect()), region), heat)
    return made
