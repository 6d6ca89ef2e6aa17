"""What a photo says of itself: size, time, camera, place, and how it has to be turned."""

from datetime import datetime

from PIL import ExifTags, Image

from app.library.records import Facts

SIDEWAYS = (5, 6, 7, 8)  # orientations that swap width and height


def facts_of(exif: Image.Exif, width: int, height: int, orientation: int = 1) -> Facts:
    """`width`, `height`: of the upright picture; `orientation`: as EXIF counts, 1 to 8."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    taken = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    names = (exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model))
    camera = " ".join(str(n).strip("\0 ") for n in names if n) or None
    return Facts(width, height, _iso_time(taken), camera, _has_place(exif), orientation)


def orientation_of(exif: Image.Exif) -> int:
    """1 to 8; what is none of them counts as upright."""
    value = exif.get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _has_place(exif: Image.Exif) -> bool:
    """Whether EXIF holds a latitude and a longitude; cameras also write a GPS part without them."""
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    return bool(place.get(ExifTags.GPS.GPSLatitude) and place.get(ExifTags.GPS.GPSLongitude))


def _iso_time(taken: object) -> str | None:
    """EXIF's "2024:05:01 12:30:00" as ISO 8601; None where it is no time."""
    try:
        return datetime.strptime(str(taken).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        return None
