"""A hub for the tests of this folder, on 127.0.0.1."""

from collections.abc import Iterator

import pytest

from tests.model.hub.hub_stand_in import Hub


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Start a hub with these files and let huggingface_hub in this process use it."""
    from huggingface_hub import close_session, constants

    started: list[Hub] = []
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # else a bar leaves a thread running
    close_session()  # the next one reads NO_PROXY

    def start(files: dict[str, bytes]) -> Hub:
        started.append(Hub(files).__enter__())
        template = started[-1].url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        return started[-1]

    yield start
    close_session()
    for server in started:
        server.__exit__()
