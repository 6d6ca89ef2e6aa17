"""About: which version, under which licences."""

import pytest
from PySide6.QtCore import qVersion

from app.gui.jobs import Jobs
from app.gui.window.about import PARTS, About, licence, parts, program_version
from app.paths import Paths

pytest_plugins = ["tests.gui.panel_fixtures"]


@pytest.fixture
def about(qtbot, paths: Paths, jobs: Jobs) -> About:
    about = About(paths, jobs)
    qtbot.addWidget(about)
    about.show()
    return about


def test_its_tabs_are_the_program_the_models_the_photos_and_the_parts(about: About):
    titles = [about.tabs.tabText(i) for i in range(about.tabs.count())]
    assert titles == ["Program", "Models", "Demo photos", "Other parts"]
    assert about.tabs.currentIndex() == 0


def test_the_models_are_listed_once_they_are_known(qtbot, about: About):
    qtbot.waitUntil(lambda: "Apache-2.0" in about.models.toPlainText(), timeout=10_000)
    assert "colours" in about.models.toPlainText()
    assert "mkt-mini" in about.models.toPlainText()


def test_the_programs_licence_is_there_in_full():
    assert "MIT" in licence()
    assert "WITHOUT WARRANTY OF ANY KIND" in licence()


def test_every_part_has_a_version_and_a_licence():
    lines = parts().splitlines()
    assert lines[0] == f"- **Qt {qVersion()}**: LGPL-3.0"
    assert len(lines) == 1 + len(PARTS)
    for line in lines:
        name, _, words = line.partition("**: ")
        assert name.split()[-1][0].isdigit(), line
        assert 2 < len(words) < 80, line


def test_the_version_is_that_of_the_package():
    assert program_version()[:1] in ("", "0")
