"""What a row of the table of rights says: how an operation is asked for, and the grid of what everybody gets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.rights.grids import Grid, listed
from tests.rights.world import World

Body = Callable[[World], Any]


@dataclass(frozen=True)
class Case:
    """One object under one operation. ``path`` and ``query`` give names of objects; ``find`` is (field, name) of a list's item.

    ``form``: a file and fields, or another body with its headers, instead of JSON.
    ``too_late``: the object's state refuses the move, so that even who may do it has no success.
    """

    about: str
    expected: Grid
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = None
    find: tuple[str, str] | None = None
    form: Body | None = None
    too_late: bool = False


def one(about: str, expected: Grid, body: Body | None = None, **path: str) -> Case:
    """A case on the single object that the path names."""
    return Case(about, expected, path=path, body=body)


def late(about: str, expected: Grid, body: Body, **path: str) -> Case:
    """A case on an object whose state refuses the move: rights are still decided first."""
    return Case(about, expected, path=path, body=body, too_late=True)


def within(about: str, expected: Grid, **query: str) -> Case:
    """A case on the parts of an object that the query names: without it there is no list."""
    return Case(about, expected, query=query)


def seek(about: str, reading: Grid, by: str, name: str, **query: str) -> Case:
    """A case on a list that is open to all: whoever may read the object finds it, nobody else does."""
    return Case(about, listed(reading), query=query, find=(by, name))
