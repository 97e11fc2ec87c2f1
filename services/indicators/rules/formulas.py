"""Formulas over other indicators: ``[HC-031] / [HC-032] * 100``. A small grammar of numbers, symbols, + - × ÷ and brackets; Decimal only.

sum := product (("+" | "-") product)* · product := factor (("*" | "/" | "×" | "÷") factor)*
factor := "-" factor | number | "[" symbol "]" | "(" sum ")".

A symbol is the code of a catalogue entry, or its name. Figures are taken in the units of their entries, as the formulas of official
definitions do (合格数/总数×100 for %).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

from services.indicators.rules.measures import Dimension, Measure

MOST_CHARACTERS, MOST_DEPTH = 1000, 30
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|\[(?P<symbol>[^\[\]]+)\]|(?P<sign>[-+*/()]))")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "［": "[", "］": "]", "【": "[", "】": "]"})


class FormulaError(ValueError):
    """A formula that cannot be read: ``place`` is the character (from 1) where it stops making sense."""

    def __init__(self, place: int) -> None:
        super().__init__(f"unreadable at character {place}")
        self.place = place


class MissingInputError(LookupError):
    """A figure that a formula needs is not there."""

    def __init__(self, symbol: str) -> None:
        super().__init__(symbol)
        self.symbol = symbol


class UnitsDifferError(ValueError):
    """Two sides of a sign, or a formula and its entry, whose units do not fit."""

    def __init__(self, sign: str, one: str, other: str) -> None:
        super().__init__(f"{one} {sign} {other}")
        self.sign, self.one, self.other = sign, one, other


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of the formula itself."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Symbol:
    """The value of another indicator."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sides and a sign; a leading minus is 0 minus the rest."""

    sign: str
    left: "Node"
    right: "Node"


Node = Number | Symbol | Operation


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The formula as a tree; FormulaError with the place where it stops making sense."""
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(MOST_CHARACTERS + 1)
    reader = _Reader(normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS))
    node = reader.sum(0)
    reader.expect_end()
    return node


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0

    def _peek(self) -> str | None:
        kind, value, _ = self._tokens[self._next]
        return value if kind == "sign" else None

    def _refuse(self) -> FormulaError:
        return FormulaError(self._tokens[self._next][2])

    def expect_end(self) -> None:
        """Refuse what is left over."""
        if self._tokens[self._next][0] != "end":
            raise self._refuse()

    def sum(self, depth: int) -> Node:
        """Terms with + and - between them."""
        return self._chain("+-", self._product, depth)

    def _product(self, depth: int) -> Node:
        return self._chain("*/", self._factor, depth)

    def _chain(self, signs: str, part: Callable[[int], Node], depth: int) -> Node:
        node = part(depth)
        while (sign := self._peek()) is not None and sign in signs:
            self._next += 1
            node = Operation(sign, node, part(depth))
        return node

    def _factor(self, depth: int) -> Node:
        if depth > MOST_DEPTH:
            raise self._refuse()
        kind, value, _ = self._tokens[self._next]
        if kind == "number":
            self._next += 1
            return Number(Decimal(value))
        if kind == "symbol":
            self._next += 1
            return Symbol(value.strip())
        return self._signed(value, depth)

    def _signed(self, value: str, depth: int) -> Node:
        if value == "-":
            self._next += 1
            return Operation("-", Number(Decimal(0)), self._factor(depth + 1))
        if value != "(":
            raise self._refuse()
        self._next += 1
        inner = self.sum(depth + 1)
        if self._peek() != ")":
            raise self._refuse()
        self._next += 1
        return inner


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None or (match.lastgroup == "symbol" and not match["symbol"].strip()):
            raise FormulaError(place + 1)
        kind = str(match.lastgroup)
        yield kind, match[kind], match.start(kind) + 1
        place = match.end()
    yield "end", "", end + 1


def symbols(node: Node) -> tuple[str, ...]:
    """Every symbol once, in the order written."""
    return tuple(dict.fromkeys(_symbols(node)))


def _symbols(node: Node) -> Iterator[str]:
    match node:
        case Symbol(name):
            yield name
        case Operation(_, left, right):
            yield from _symbols(left)
            yield from _symbols(right)


def evaluate(node: Node, values: Mapping[str, Decimal]) -> Decimal | None:
    """The figure; None where it divides by nothing. MissingInputError names the first symbol without a value."""
    match node:
        case Number(value):
            return value
        case Symbol(name):
            if name not in values:
                raise MissingInputError(name)
            return values[name]
        case Operation(sign, left, right):
            return _combined(sign, evaluate(left, values), evaluate(right, values))


def _combined(sign: str, one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None or (sign == "/" and other == 0):
        return None
    match sign:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case _:
            return one / other


def cycle(start: str, inputs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The path from ``start`` back to ``start`` through the formulas' inputs, both ends included; None where there is none."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        for name in inputs.get(path[-1], ()):
            if name == start:
                return (*path, start)
            if name not in seen:
                seen.add(name)
                paths.append((*path, name))
    return None


def check_units(node: Node, units: Mapping[str, Measure], wanted: Measure) -> None:
    """Pass if the formula makes sense in units and gives what the entry measures; else UnitsDifferError with the two sides.

    A plain number only scales, so a size is compared only where both sides of a sign come straight from entries. Something per a count
    of something is a share if both are counts, else keeps its own unit (㎡ per head is told in ㎡).
    """
    found = _unit(node, units)
    if found is not None and Dimension.UNSTATED not in (wanted.dimension, found.dimension) and not _fits(found, wanted):
        raise UnitsDifferError("=", _told(wanted), _told(found))


def _fits(found: Measure, wanted: Measure) -> bool:
    if found.dimension is Dimension.SHARE and wanted.dimension in (Dimension.RATE, Dimension.COUNT):
        return True  # counted things per counted things: 件/千人, and "每千人…（名）", told in 名
    return found.dimension is wanted.dimension


def _unit(node: Node, units: Mapping[str, Measure]) -> Measure | None:
    """The unit of a part; None for a plain number."""
    match node:
        case Number():
            return None
        case Symbol(name):
            return units[name]
        case Operation(sign, left, right):
            one, other = _unit(left, units), _unit(right, units)
            return one or other if one is None or other is None else _together(sign, one, other, node)


def _together(sign: str, one: Measure, other: Measure, node: Operation) -> Measure:
    if Dimension.UNSTATED in (one.dimension, other.dimension):
        return Measure(Dimension.UNSTATED)
    if sign in "+-" and one.kind == other.kind and _same_size(one, other, node):
        return one
    if sign == "*" and Dimension.SHARE in (one.dimension, other.dimension):
        return other if one.dimension is Dimension.SHARE else one
    if sign == "/" and (found := _quotient(one, other, node)) is not None:
        return found
    raise UnitsDifferError(sign, _told(one), _told(other))


def _quotient(one: Measure, other: Measure, node: Operation) -> Measure | None:
    if one.kind == other.kind:
        return Measure(Dimension.SHARE) if _same_size(one, other, node) else None
    if other.dimension is Dimension.COUNT:
        return Measure(Dimension.SHARE) if one.dimension is Dimension.COUNT else one
    return None


def _same_size(one: Measure, other: Measure, node: Operation) -> bool:
    plain = isinstance(node.left, Symbol) and isinstance(node.right, Symbol)
    return one.factor == other.factor or not plain


def _told(measure: Measure) -> str:
    return measure.printed or measure.dimension.value
