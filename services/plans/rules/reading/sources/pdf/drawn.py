"""Lines along an axis that a page draws: the borders of its tables, each stroked by itself, as an outline, or as a thin filled box."""

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from pypdfium2 import raw

MOST = 8_000
"""Pieces of lines looked at on one page: every border of a large table may be drawn by itself; more is a drawing."""
_SHORTEST, _SKEW = 5.0, 1.0
Point = tuple[float, float]


class Rule(NamedTuple):
    """A line along one axis: ``place`` on the other axis, from ``start`` to ``end``."""

    upright: bool
    place: float
    start: float
    end: float


def rules_of(page: Any) -> list[Rule]:
    """The lines of a page in the order of the file."""
    pieces = (piece for index in range(raw.FPDFPage_CountObjects(page)) for piece in _pieces(raw.FPDFPage_GetObject(page, index)))
    return [rule for start, end in islice(pieces, MOST) if (rule := _rule(start, end)) is not None]


def _pieces(thing: Any) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path, closed where the path closes itself."""
    if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_PATH:
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
    first = before = (0.0, 0.0)
    for index in range(min(MOST, raw.FPDFPath_CountSegments(thing))):
        segment = raw.FPDFPath_GetPathSegment(thing, index)
        point = _point(segment, matrix)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield before, point
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, first
        before = point


def _point(segment: Any, matrix: Any) -> Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
    return matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f


def _rule(start: Point, end: Point) -> Rule | None:
    """A piece as a line along an axis; None if it is short or slanted."""
    wide, high = abs(end[0] - start[0]), abs(end[1] - start[1])
    if high >= _SHORTEST and wide <= _SKEW:
        return Rule(True, (start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1]))
    if wide >= _SHORTEST and high <= _SKEW:
        return Rule(False, (start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0]))
    return None
