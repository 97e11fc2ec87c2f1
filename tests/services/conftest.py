"""The worlds that tests of services ask for."""

from tests.factories.fixtures import people_world, shared_world, world, worlds

__all__ = ["people_world", "shared_world", "world", "worlds"]
