"""JPEG XL through libjxl. Owns pylibjxl."""

import io
import struct

import pylibjxl
from PIL import Image

from app.library.files.picture_data.boxes import boxes
from app.library.files.picture_data.codestream import JXL_BARE, JXL_BOXES
from app.library.files.picture_data.unclear import UnclearError


def is_jxl(data: bytes) -> bool:
    return data.startswith((JXL_BARE, JXL_BOXES))


class JxlPhoto:
    """A file whose header was read. width, height: of the upright photo, in pixels."""

    def __init__(self, data: bytes) -> None:
        """Raises RuntimeError or ValueError, as libjxl's binding does."""
        self._data = data
        header = pylibjxl.probe(data)
        self.width, self.height = header["width"], header["height"]

    def exif(self) -> Image.Exif:
        """Empty where there is none, or none but a compressed one. Its orientation does not count:
        the codestream has its own."""
        exif = Image.Exif()
        try:
            for box in boxes(self._data) if self._data.startswith(JXL_BOXES) else ():
                if box.kind == b"Exif":
                    start = box.start + 4 + struct.unpack_from(">I", self._data, box.start)[0]
                    exif.load_from_fp(io.BytesIO(self._data[start : box.end]))
        except (UnclearError, struct.error, SyntaxError):
            return Image.Exif()
        return exif

    def picture(self) -> Image.Image:
        """Upright, with its colour profile beside it. Raises as __init__ does."""
        pixels, metadata = pylibjxl.decode(self._data, metadata=True)
        image = Image.fromarray(pixels)
        image.info["icc_profile"] = metadata.get("icc")
        return image
