"""A printed target text (a table cell, a phrase) to the algebra: ``parse``."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from shared.rules.targets import remarks
from shared.rules.targets.comparing import contradicts
from shared.rules.targets.lexing import lex
from shared.rules.targets.lines import is_level
from shared.rules.targets.naming import clean, is_indicator, population_of
from shared.rules.targets.parts import Part, clauses, parts
from shared.rules.targets.pieces import Piece
from shared.rules.targets.reading import Assigned, assign, name_in, read_part, with_unit
from shared.rules.targets.remarks import Remark
from shared.rules.targets.results import ParsedTarget, ParsedTargets, Understood
from shared.rules.targets.tendencies import is_vague, read_none
from shared.rules.targets.units import is_counted
from shared.schemas.targets import Comparator, CumulativeCount, Polarity, Threshold

_AMONG = re.compile(r"^(?:其中)[:,]?")
_GROUP = re.compile(
    r"^(?:男性?|女性?|农村|城市|城镇|城区|乡村|小学生?|初中生?|高中生?|大学生|学生|老年人|儿童|成人|.{0,10}(?:岁|组|人群|儿童|地区|居民))$"
)
_BY_POLARITY = {Polarity.UP: Comparator.AT_LEAST, Polarity.DOWN: Comparator.AT_MOST}
_SIGNED = re.compile(r"\s*[-−－﹣+＋]\d")
_CIRCLE = re.compile(r"(\d+(?:\.\d+)?)\s*(分钟|公里|千米)([^,，;；。\d]{0,14}圈)")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the indicator from outside the printed text."""

    polarity: Polarity | None = None
    indicator: str | None = None
    year: int | None = None
    unit: str | None = None


@dataclass
class _Reader:
    context: Context
    years: tuple[int, ...] = ()
    name: str = ""
    among: bool = False
    targets: list[ParsedTarget] = field(default_factory=list)
    assumed: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)


def parse(
    text: str,
    *,
    polarity: Polarity | None = None,
    indicator: str | None = None,
    year: int | None = None,
    years: tuple[int, ...] = (),
    unit: str | None = None,
) -> ParsedTargets:
    """The targets of a printed text, each with what was assumed; what is not certain is refused, never guessed.

    ``polarity`` gives a bare number its comparator, ``indicator`` tells the name in the text from a population beside it,
    ``year`` holds where the text names none (``years`` where a sentence before names several), ``unit`` (a table heading's)
    where the text prints none. Source: domain notes, section 3.
    """
    if read_none(text):
        target = ParsedTarget(read_none(text)[0].expression, text, year=year)
        return ParsedTargets(text, (target,), (Understood(text, 0, "none"),))
    if _SIGNED.match(text):
        return ParsedTargets(text, (), refused=(remarks.refused("signed", text),))
    lexed = lex(text)
    reader = _Reader(Context(polarity, indicator, year, unit), years)
    if re.search(r"[《》]\s*\d", text) and re.search(r"[≤≥]", lexed.template):
        reader.assumed.append(remarks.assumed("title_mark", text))
    reader.assumed += [remarks.assumed("aside", aside) for aside in lexed.remarks if re.search(r"\d", aside)]
    for clause in clauses(lexed, 0, len(lexed.template)):
        for part in parts(clause):
            _read(reader, part)
    circle = None if reader.targets else _circle(text)
    if circle:
        reader.targets, reader.refused = [circle], []
        reader.assumed.append(remarks.assumed("circle", text))
    return _result(text, reader)


def _result(text: str, reader: _Reader) -> ParsedTargets:
    understood = tuple(Understood(target.raw, place, target.expression.kind) for place, target in enumerate(reader.targets))
    refused = tuple(reader.refused)
    if not reader.targets and not refused:
        refused = (remarks.refused("not_understood", text),)
    return ParsedTargets(text, tuple(reader.targets), understood, tuple(dict.fromkeys(reader.assumed)), refused)


def _read(reader: _Reader, part: Part) -> None:
    if part.years:
        reader.years = part.years
    among = _AMONG.match(part.text)
    if among:
        reader.among = True
        part = part.slice(among.end(), len(part.text))
    if not part.text:
        return
    raw = part.raw(0, len(part.text))
    pieces = [with_unit(piece, reader.context.unit) for piece in read_part(part, reader.context.indicator)]
    if not pieces:
        _set_aside(reader, part, raw)
        return
    if part.text[pieces[0].end :] == "的" and pieces[0].start == 0:
        reader.refused.append(remarks.refused("of_what", raw))
        return
    name = name_in(part, pieces[0]) or ("" if reader.among else reader.name)
    assigned = assign(part, pieces, name, reader.years)
    if assigned is None:
        reader.refused.append(remarks.refused("unpaired", raw))
        return
    if not reader.among:
        reader.name = name
    for one in assigned:
        _keep(reader, part, one, raw, len(assigned) > 1)


def _circle(text: str) -> ParsedTarget | None:
    """15分钟健身圈: the number stands inside a name."""
    match = _CIRCLE.search(text)
    if not match:
        return None
    return ParsedTarget(Threshold(value=Decimal(match[1]), unit=match[2]), text, indicator=match[3], unit=match[2])


def _set_aside(reader: _Reader, part: Part, raw: str) -> None:
    """A name that the next clause gives a value, or wording that no reader knows."""
    name = clean(part.text)
    if contradicts(part.text):
        reader.refused.append(remarks.refused("two_ways", raw))
    elif is_vague(part.text):
        reader.refused.append(remarks.refused("vague", raw))
    elif is_indicator(name):
        reader.name = name
    else:
        reader.refused.append(remarks.refused("not_understood", raw))


def _keep(reader: _Reader, part: Part, one: Assigned, raw: str, several: bool) -> None:
    piece = _settled(reader, one.piece, one.name, raw)
    indicator, population = _whose(reader, one.name, several)
    year = one.year if one.year is not None else reader.context.year
    if piece.note:
        reader.assumed.append(remarks.assumed("each_year", raw))
    reader.assumed += [remarks.assumed(key, raw) for key in piece.assumed]
    target = ParsedTarget(piece.expression, raw, indicator, population, year, piece.printed, piece.unit, part.aimed, piece.note)
    reader.targets.append(target)


def _whose(reader: _Reader, name: str, several: bool) -> tuple[str | None, str | None]:
    """(indicator as printed, population) of a name."""
    if not name:
        return None, None
    if reader.among or _GROUP.match(name):
        return reader.context.indicator or (reader.name if reader.name != name else None) or None, name
    if reader.context.indicator:
        return reader.context.indicator, population_of(name, reader.context.indicator)
    return name, None


def _settled(reader: _Reader, piece: Piece, name: str, raw: str) -> Piece:
    """The piece with what the context adds: a count by its unit, a comparator by its polarity."""
    expression, polarity, unit = piece.expression, reader.context.polarity, reader.context.unit
    if not isinstance(expression, Threshold):
        return piece
    indicator = (reader.context.indicator or "") + name
    if unit and is_counted(unit) and expression.unit == unit and _is_count(expression, indicator, piece):
        counted = CumulativeCount(comparator=expression.comparator or Comparator.AT_LEAST, value=expression.value, unit=unit)
        return replace(piece, expression=counted)
    if expression.comparator is None and polarity in _BY_POLARITY:
        reader.assumed.append(remarks.assumed("from_polarity", raw))
        return replace(piece, expression=expression.model_copy(update={"comparator": _BY_POLARITY[polarity]}))
    if expression.comparator is None:
        reader.assumed.append(remarks.assumed("bare", raw))
    if (
        polarity is Polarity.DOWN
        and expression.comparator is Comparator.AT_LEAST
        and re.search(r"达到?(?:了)?(?=\s*[\d百千])", raw)
        and "以上" not in raw
    ):
        reader.assumed.append(remarks.assumed("reached_down", raw))
        return replace(piece, expression=expression.model_copy(update={"comparator": Comparator.AT_MOST}))
    return piece


def _is_count(expression: Threshold, indicator: str, piece: Piece) -> bool:
    whole = expression.value == expression.value.to_integral_value()
    return whole and piece.note is None and not is_level(indicator) and not re.search(r"每|人均|户均|平均|年均", indicator)
