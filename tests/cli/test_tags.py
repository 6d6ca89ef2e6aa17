"""The commands about one photo's labels."""

from pathlib import Path

from tests.cli.conftest import answer, names, run


def test_labels_of_a_photo(photos: Path):
    run("index", photos)
    labels = answer("labels", photos / "red0.jpg", "--json")["labels"]
    assert labels[0]["label"] == "red"
    assert "red" in run("labels", photos / "red0.jpg").stdout
    assert "not in the library" in run("labels", photos / "other.jpg", code=2).stderr


def test_tagging(photos: Path):
    run("index", photos)
    red, blue = photos / "red0.jpg", photos / "sub" / "deep" / "blue.jpg"
    assert "yes to red on 1 photo" in run("tag", blue, "red").stdout
    assert "no to red on 1 photo" in run("tag", red, "red", "--reject").stdout
    assert set(names("red")) == {"blue.jpg", "red1.jpg", "red2.jpg"}
    (tag,) = answer("tags", red, "--json")["tags"]
    assert (tag["label"], tag["kind"]) == ("red", "rejected")
    assert "rejected  red" in run("tags", red).stdout
    assert answer("labels", blue, "--json")["labels"][0] == {
        "label": "red", "confidence": 1.0, "kind": "added"
    }  # fmt: skip
    done = answer("tag", red, blue, "red", "--remove", "--json")
    assert done == {"label": "red", "kind": None, "photos": [str(red), str(blue)]}
    assert "you said nothing" in run("tags", red).stderr
    assert "not in the library" in run("tag", photos / "no.jpg", "red", code=2).stderr
