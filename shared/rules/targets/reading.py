"""One part of a clause to expressions: the readers in their order, and whom each value belongs to."""

import re
from dataclasses import dataclass, replace

from shared.rules.targets.changes import read_changes
from shared.rules.targets.lines import read_lines
from shared.rules.targets.members import read_members
from shared.rules.targets.naming import all_measured, clean, names_of
from shared.rules.targets.outside import read_external, read_rank
from shared.rules.targets.parts import Part
from shared.rules.targets.pieces import Piece
from shared.rules.targets.tendencies import is_none_at_all, is_vague, read_deed, read_effort, read_second_order, read_state, read_trend
from shared.schemas.targets import PerMember, State, Threshold

_WHO_DOES = re.compile(r"(?:的)?(?P<who>.{2,}?)(?P<does>(?:开展|开设|承担|提供|设置|设立|创建|达到|获得|通过|完成|建成|配备|成为|纳入).+)$")
_FROM = re.compile(r"[由从][\d.]+[^\d]{0,4}$|^(?:至少|确保)?(?:有|设有|建有)$")
_OVER = re.compile(r"(?:覆盖|融入|满足|通过)$")
_REGION = re.compile(r"(?:全|我|各|本)?[国省市区县]")
_EACH_OF = re.compile(r"均|都|分别|双双")


@dataclass(frozen=True, slots=True)
class Assigned:
    """A piece with the name and the year that it belongs to."""

    piece: Piece
    name: str
    year: int | None


def read_part(part: Part, indicator: str | None = None) -> list[Piece]:
    """The expressions of a part, by the first reader that knows its wording; empty where none does or the wording is vague."""
    if is_none_at_all(part.text):
        return read_state(part)
    found = read_members(part) or read_changes(part, indicator) or read_lines(part, indicator)
    if found:
        return found
    if is_vague(part.text) and not read_external(part):
        return []
    standing = read_external(part) or read_rank(part) or read_second_order(part, indicator)
    return standing or read_trend(part) or read_state(part) or read_effort(part) or read_deed(part)


def name_in(part: Part, piece: Piece) -> str:
    """The indicator's name as the part prints it: before the value, and behind it where a counted noun stands there."""
    before = clean(_FROM.sub("", part.printed(0, piece.start, numbers=True)))
    if isinstance(piece.expression, PerMember):
        noun = len(piece.noun)
        if piece.expression.share is not None:
            does = "".join(part.raw(piece.end - noun, piece.end).split())
            return f"{before}{piece.expression.member_set}{does}的比例"
        rest = part.printed(piece.end - noun, piece.end) if part.text[piece.end - noun : piece.end] == piece.noun else piece.noun
        return before + piece.expression.member_set + clean(rest)
    behind = part.printed(piece.end, piece.end + len(piece.noun)) if piece.noun else ""
    if behind.startswith("的") and isinstance(piece.expression, Threshold):
        behind = ""
    if before and isinstance(piece.expression, State) and _OVER.search(piece.expression.wanted):
        behind = ""
    return before + behind if before and not _REGION.fullmatch(before) else _subject_last(behind)


def _subject_last(behind: str) -> str:
    """2家机构开展安宁疗护服务 counts the 开展安宁疗护服务的机构."""
    match = _WHO_DOES.match(clean(behind))
    return f"{match['does']}的{match['who']}" if match else clean(behind)


def assign(part: Part, pieces: list[Piece], name: str, years: tuple[int, ...]) -> list[Assigned] | None:
    """Each piece with its name and year; None where the document does not say which value belongs to which.

    Several values go with as many names, or as many years; one value goes with every name and every year. Where the text names
    no years at all, the values stand in the printed order and nothing is said of their years.
    """
    names = [name] if isinstance(pieces[0].expression, PerMember) else names_of(name)
    count = len(pieces)
    horizons: tuple[int | None, ...] = years or (None,)
    if count == 1:
        shared = names if len(names) > 1 and (all_measured(name) or _EACH_OF.search(part.text[pieces[0].start : pieces[0].end])) else [name]
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


def with_unit(piece: Piece, unit: str | None) -> Piece:
    """The piece with a unit given from outside where it prints none."""
    has = getattr(piece.expression, "unit", "")
    if not unit or has or "unit" not in type(piece.expression).model_fields:
        return piece
    return replace(piece, expression=piece.expression.model_copy(update={"unit": unit}), unit=unit)
