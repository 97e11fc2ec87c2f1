"""One part of a clause to expressions: the readers in their order, and whom each value belongs to."""

import re
from dataclasses import dataclass, replace

from shared.rules.targets.changes import read_changes
from shared.rules.targets.lexing import Y
from shared.rules.targets.lines import read_lines
from shared.rules.targets.members import read_members
from shared.rules.targets.naming import all_measured, clean, names_of
from shared.rules.targets.outside import read_external, read_rank
from shared.rules.targets.parts import Part
from shared.rules.targets.pieces import Piece
from shared.rules.targets.tendencies import is_vague, read_second_order, read_state, read_trend
from shared.schemas.targets import PerMember

_WHO_DOES = re.compile(r"(?:的)?(?P<who>.{2,}?)(?P<does>(?:开展|开设|承担|提供|设置|设立|创建|达到|获得|通过|完成|建成|配备|成为|纳入).+)$")
_EACH_OF = re.compile(r"均|都|分别|各")


@dataclass(frozen=True, slots=True)
class Assigned:
    """A piece with the name and the year that it belongs to."""

    piece: Piece
    name: str
    year: int | None


def read_part(part: Part, indicator: str | None = None) -> list[Piece]:
    """The expressions of a part, by the first reader that knows its wording; empty where none does or the wording is vague."""
    found = read_members(part) or read_changes(part, indicator) or read_lines(part, indicator)
    if found:
        return found
    if is_vague(part.text) and not read_external(part):
        return []
    return read_external(part) or read_rank(part) or read_second_order(part, indicator) or read_trend(part) or read_state(part)


def name_in(part: Part, piece: Piece) -> str:
    """The indicator's name as the part prints it: before the value, and behind it where a counted noun stands there."""
    before = _printed(part, 0, piece.start)
    if isinstance(piece.expression, PerMember):
        begins = piece.end - len(piece.noun)
        rest = _printed(part, begins, piece.end) if part.text[begins : piece.end] == piece.noun else piece.noun
        return clean(before) + piece.expression.member_set + clean(_without_number(rest))
    behind = _printed(part, piece.end, piece.end + len(piece.noun)) if piece.noun else ""
    return clean(before) + behind if clean(before) else _subject_last(behind)


def _subject_last(behind: str) -> str:
    """2家机构开展安宁疗护服务 counts the 开展安宁疗护服务的机构."""
    match = _WHO_DOES.match(clean(behind))
    return f"{match['does']}的{match['who']}" if match else clean(behind)


def assign(part: Part, pieces: list[Piece], name: str, years: tuple[int, ...]) -> list[Assigned] | None:
    """Each piece with its name and year; None where the document does not say which value belongs to which.

    Several values go with as many names, or as many years; one value goes with every name and every year. Where the text names
    no years at all, the values stand in the printed order and nothing is said of their years.
    """
    names = names_of(name)
    count = len(pieces)
    horizons: tuple[int | None, ...] = years or (None,)
    if count == 1:
        shared = names if all_measured(name) or (len(names) > 1 and _EACH_OF.search(part.text)) else [name]
        return [Assigned(pieces[0], one, year) for one in shared for year in horizons]
    if len(names) == count and len(horizons) == count:
        return None
    if len(names) == count:
        return [Assigned(piece, one, year) for piece, one in zip(pieces, names, strict=True) for year in horizons]
    if len(horizons) == count:
        return [Assigned(piece, name, year) for piece, year in zip(pieces, horizons, strict=True)]
    if years or len(names) > 1:
        return None
    return [Assigned(replace(piece, assumed=(*piece.assumed, "order")), name, None) for piece in pieces]


def _printed(part: Part, start: int, end: int) -> str:
    return part.printed(start, end) if end > start else ""


def _without_number(text: str) -> str:
    return re.sub(rf"[\ue000-\ue0ff]|{Y}", "", text)


def with_unit(piece: Piece, unit: str | None) -> Piece:
    """The piece with a unit given from outside where it prints none."""
    has = getattr(piece.expression, "unit", "")
    if not unit or has or "unit" not in type(piece.expression).model_fields:
        return piece
    return replace(piece, expression=piece.expression.model_copy(update={"unit": unit}), unit=unit)
