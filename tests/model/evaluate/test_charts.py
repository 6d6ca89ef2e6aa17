"""Charts name what they need."""

import sys
from pathlib import Path

import pytest

from mkt_model.config import ConfigError
from mkt_model.evaluate import charts


def test_charts_without_matplotlib_name_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ConfigError, match=r"mkt-tagger\[charts\]"):
        charts.save_label_bars([], tmp_path / "a.svg")
