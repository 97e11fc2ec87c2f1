"""Collect these tests only where PostgreSQL and nginx are promised: a machine without them skips nothing, it does not know of them."""

import os

import pytest

from tests.journeys.topologies import SPLIT_VARIABLE

collect_ignore_glob = [] if os.environ.get(SPLIT_VARIABLE) == "1" else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nine processes start here, on a busy machine too."""
    for item in items:
        if "/deploy/split/" in item.path.as_posix():
            item.add_marker(pytest.mark.timeout(180))
