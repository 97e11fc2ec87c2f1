"""Every journey may ask for ``platform``."""

import pytest

from tests.journeys.topologies import platform

__all__ = ["platform"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey starts a whole platform, up to nine processes: more than a minute on a busy machine."""
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.timeout(240))
