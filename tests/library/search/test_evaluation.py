"""Which photos a query finds and in what order: by example, and against a plain evaluation."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from app.library.errors import LibraryError
from app.library.library import Library
from app.library.records import TagKind
from app.library.search.evaluation import best_first
from app.library.search.tree import And, Compared, Fact, Near, Node, Not, Or, Shows, show
from tests.conftest import COLOURS, index, make_photo
from tests.library.search.test_parser import documented_queries


def facts_photo(path: Path, taken: str, camera: str, place: bool, size: tuple[int, int]) -> Path:
    """A photo of no known colour with EXIF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = camera
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if place:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitude] = gps[ExifTags.GPS.GPSLongitude] = (1.0, 2.0, 3.0)
    Image.new("RGB", size, "black").save(path, exif=exif)
    return path


@pytest.fixture
def album(library: Library, photos: Path) -> Path:
    """The six photos, one half red and half green, and two with facts; indexed."""
    both = make_photo(photos / "both.png", "red", 20)
    with Image.open(both) as image:
        image.paste(COLOURS["green"], (0, 0, 80, 120))
        image.save(both)
    facts_photo(photos / "Beach" / "one.jpg", "2024:05:31 23:59:59", "Canon", True, (60, 60))
    facts_photo(photos / "Beach" / "two.jpg", "2023:01:01 00:00:00", "Acme", False, (60, 90))
    index(library, photos)
    return photos


def found(library: Library, query: str) -> list[str]:
    return [hit.path.name for hit in library.photos.search(query, 0).hits]


REDS, GREENS = {"red0.jpg", "red1.jpg", "red2.jpg"}, {"green0.png", "green1.webp"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("red", REDS | {"both.png"}),
        ("red green", set()),
        ('"red" "green"', {"both.png"}),
        ("red AND green", {"both.png"}),
        ("red -green", REDS),
        ("green OR blue", GREENS | {"both.png", "blue.jpg"}),
        ("(red OR green) NOT name:both*", REDS | GREENS),
        ("red>=0", None),
        ("red<0.5 -green -blue", {"one.jpg", "two.jpg"}),
        ("ext:PNG", {"green0.png", "both.png"}),
        ("path:beach", {"one.jpg", "two.jpg"}),
        ("path:sub/*/blue*", {"blue.jpg"}),
        ("path:ub/*", set()),
        ("name:RED", REDS),
        ("name:red?.jpg", REDS),
        ("name:red?", set()),
        ("camera:canon", {"one.jpg"}),
        ("has:gps", {"one.jpg"}),
        ("is:square", {"one.jpg"}),
        ("is:portrait", {"two.jpg"}),
        ("is:landscape name:b*", {"both.png", "blue.jpg"}),
        ("year:2024", {"one.jpg"}),
        ("year:2022-2023", {"two.jpg"}),
        ("after:2024-05-31", {"one.jpg"}),
        ("after:2024-06", set()),
        ("before:2024-05-31", {"two.jpg"}),
        ("before:2023", set()),
        ("after:2023 -name:two", {"one.jpg"}),
    ],
)
def test_what_a_query_finds(library: Library, album: Path, query: str, names: set[str] | None):
    result = library.photos.search(query, 0)
    expected = names if names is not None else {p.path.name for p in all_photos(library)}
    assert {hit.path.name for hit in result.hits} == expected
    assert result.total == len(expected)


def all_photos(library: Library) -> list:
    return library.photos.get(library.photos.ids())


@pytest.mark.parametrize("query", documented_queries())
def test_every_documented_query_runs(library: Library, album: Path, query: str):
    """The album has a Beach/one.jpg for them."""
    library.photos.search(query)


def test_a_label_that_is_nowhere_finds_nothing_and_offers_the_nearest(
    library: Library, album: Path
):
    result = library.photos.search("violet -red")
    assert (result.hits, result.total, result.label) == ((), 0, "")
    assert result.instead == "near:violet AND NOT red"
    assert library.photos.search(result.instead).total == 5
    assert library.photos.search("violet -red", all_photos=True).total == 5
    assert library.photos.search("ext:xyz").instead == ""
    assert library.photos.search("violet ext:xyz").instead == ""


def test_facts_alone_show_the_newest_first(library: Library, album: Path):
    assert found(library, "path:beach")[:2] == ["one.jpg", "two.jpg"]


def test_a_photo_the_model_has_not_seen_answers_no_label(library: Library, album: Path):
    photo = library.photos.at(album / "red0.jpg")
    with library.store.transaction():
        library.store.db.write("DELETE FROM encodings WHERE identity = ?", [photo.identity])
    assert "red0.jpg" not in found(library, "near:red")
    assert "red0.jpg" not in found(library, "-blue")
    assert "red0.jpg" in found(library, "name:red0")
    library.tags.set([photo.id], "red", TagKind.ADDED)
    assert "red0.jpg" in found(library, "red")


def test_tags_outrank_scores(library: Library, album: Path):
    ids = {p.path.name: p.id for p in all_photos(library)}
    library.tags.set([ids["red0.jpg"]], "red", TagKind.REJECTED)
    library.tags.set([ids["blue.jpg"]], "red", TagKind.ADDED)
    hits = library.photos.search("red", 0).hits
    assert {h.path.name for h in hits} == {"red1.jpg", "red2.jpg", "both.png", "blue.jpg"}
    assert (hits[0].path.name, hits[0].confidence) == ("blue.jpg", 1.0)
    assert "red0.jpg" not in found(library, "near:red")
    assert "red0.jpg" in found(library, "-red")
    assert found(library, "tag:red") == ["blue.jpg"]
    assert found(library, "rejected:red") == ["red0.jpg"]
    assert found(library, "is:tagged") == ["blue.jpg"]
    assert "red0.jpg" in found(library, "is:untagged")
    assert found(library, "tag:unheard") == []


def test_like_ranks_all_others(library: Library, album: Path):
    names = found(library, f'like:"{album / "red0.jpg"}"')
    assert set(names[:2]) == {"red1.jpg", "red2.jpg"}
    assert len(names) == 8
    assert found(library, "like:deep/blue.jpg -red -green") != []
    with pytest.raises(LibraryError, match="is not in the library"):
        library.photos.search("like:nowhere.jpg")
    make_photo(album / "other" / "blue.jpg", "blue", 31)
    index(library, album)
    with pytest.raises(LibraryError, match=r"2 photos are called blue\.jpg"):
        library.photos.search("like:blue.jpg")


leaves = st.one_of(
    st.sampled_from(["red", "green", "blue"]).map(Shows),
    st.sampled_from(["red", "green"]).map(Near),
    st.builds(
        Compared, st.sampled_from(["red", "blue"]), st.sampled_from([">", "<="]),
        st.sampled_from([0.1, 0.5, 0.9]),
    ),
    st.builds(Fact, st.sampled_from(["tag", "rejected"]), st.sampled_from(["red", "blue"])),
    st.sampled_from([Fact("ext", "jpg"), Fact("name", "red"), Fact("year", "2024")]),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)


class Plain:
    """One photo, evaluated in plain Python: (yes, probability) of any tree."""

    def __init__(self, library: Library, photo, sure: dict[str, float]) -> None:
        said = {t.label: t.kind for t in library.tags.of(photo.id)}
        self.said = {name: 0 if kind == TagKind.REJECTED else 1 for name, kind in said.items()}
        self.photo, self.sure = photo, sure | self.said

    def of(self, node: Node) -> tuple[bool, float]:
        match node:
            case And(parts):
                values = [self.of(p) for p in parts]
                product = 1.0
                for _, p in values:
                    product *= p
                return all(yes for yes, _ in values), product
            case Or(parts):
                return self.of(Not(And(tuple(Not(p) for p in parts))))
            case Not(part):
                yes, p = self.of(part)
                return not yes, 1 - p
            case Shows(name):
                return self.sure[name] >= 0.5, self.sure[name]
            case Near(name):
                return self.said.get(name) != 0, self.sure[name]
            case Compared(name, ">", value):
                return self.sure[name] > value, self.sure[name]
            case Compared(name, "<=", value):
                return self.sure[name] <= value, 1 - self.sure[name]
            case Fact("tag", name):
                yes = self.said.get(name) == 1
            case Fact("rejected", name):
                yes = self.said.get(name) == 0
            case Fact("ext"):
                yes = self.photo.path.suffix == ".jpg"
            case Fact("name"):
                yes = "red" in self.photo.path.name
            case Fact("year"):
                yes = (self.photo.taken_at or "").startswith("2024")
        return yes, float(yes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees)
def test_any_query_agrees_with_a_plain_evaluation(plain: tuple[Library, list[Plain]], tree: Node):
    library, photos = plain
    hits = library.photos.search(show(tree), 0).hits
    expected = {p.photo.id: p.of(tree) for p in photos}
    assert {h.photo_id for h in hits} == {i for i, (yes, _) in expected.items() if yes}
    for hit in hits:
        assert hit.confidence == pytest.approx(expected[hit.photo_id][1], abs=1e-5)
    sure = [hit.confidence for hit in hits]
    assert sure == sorted(sure, reverse=True)


@pytest.fixture
def plain(library: Library, album: Path) -> tuple[Library, list[Plain]]:
    """The album with some tags, and each photo's confidences as the model alone has them."""
    ids = {p.path.name: p.id for p in all_photos(library)}
    sure = {
        name: {h.photo_id: h.confidence for h in library.photos.search(f"near:{name}", 0).hits}
        for name in ("red", "green", "blue")
    }
    library.tags.set([ids["blue.jpg"], ids["red1.jpg"]], "red", TagKind.ADDED)
    library.tags.set([ids["red0.jpg"], ids["one.jpg"]], "red", TagKind.REJECTED)
    library.tags.set([ids["two.jpg"]], "blue", TagKind.ACCEPTED)
    return library, [
        Plain(library, p, {name: sure[name][p.id] for name in sure}) for p in all_photos(library)
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.25, 0.5, 1.0]) | st.floats(0, 1, width=32),
            st.sampled_from([-1.5, 0.0, -0.0, 2.0]) | st.floats(-1e6, 1e6, width=32),
        ),
        max_size=30,
    )
)
def test_the_best_come_first_and_equal_ones_stay_as_they_stand(pairs: list[tuple[float, float]]):
    p, tie = (
        (np.array(column, np.float32) for column in zip(*pairs, strict=True))
        if pairs
        else (np.zeros(0, np.float32), np.zeros(0, np.float32))
    )
    expected = sorted(range(len(p)), key=lambda i: (-p[i], -tie[i], i))
    assert best_first(p, tie).tolist() == expected
