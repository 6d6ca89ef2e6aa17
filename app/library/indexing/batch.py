"""Files that were read and are not stored yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.library.records import Decoded, Root, Skipped

MOST_FILES_A_BATCH = 1000  # of files that need no encoding, so that a transaction stays short


@dataclass
class Batch:
    """In the order they came."""

    photos: list[tuple[Root, Decoded]] = field(default_factory=list)
    skipped: list[tuple[Root, Skipped]] = field(default_factory=list)

    def add(self, root: Root, result: Decoded | Skipped) -> None:
        if isinstance(result, Skipped):
            self.skipped.append((root, result))
        else:
            self.photos.append((root, result))

    def __len__(self) -> int:
        return len(self.photos) + len(self.skipped)

    def is_full(self, batch_size: int) -> bool:
        waiting = sum(p.pixels is not None for _, p in self.photos)
        return waiting >= batch_size or len(self) >= MOST_FILES_A_BATCH

    def to_encode(
        self, encoded: Mapping[str, int], orientations: Mapping[str, int]
    ) -> dict[str, Decoded]:
        """By identity, a photo of each content that has no features yet, or only those of a photo
        that was turned otherwise."""
        return {
            photo.identity: photo
            for _, photo in self.photos
            if photo.pixels is not None
            and (
                photo.identity not in encoded
                or orientations.get(photo.identity) != orientation_of(photo)
            )
        }


def orientation_of(photo: Decoded) -> int:
    """How the file has to be turned; 0 where it does not say anything of itself."""
    return photo.facts.orientation if photo.facts else 0
