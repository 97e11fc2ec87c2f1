"""Where the values lead: the figure expected at the horizon by a stated method, the gap that is left, and the change a year still needed.

Source: domain notes, section 4 (Projection). The least-squares line is the ordinary one of value on year.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from types import MappingProxyType
from typing import NamedTuple

from services.indicators.rules.arithmetic import EXACT, ZERO, rounded
from services.indicators.rules.bases import base_in, printed_base
from services.indicators.rules.changes import Change, change_line
from services.indicators.rules.lines import Line, comparator_of, line_of
from services.indicators.rules.series import baseline_year, known, numbers
from services.indicators.rules.verdicts import judge
from services.indicators.rules.wording import WORDS, amount, join, line_phrase
from shared.schemas.targets import BaseKind, Range, Relative, Threshold
from shared.schemas.verdicts import Said, ValueUsed, VerdictInputs
from shared.schemas.what_if import NotProjected, PointUsed, Projection, ProjectionMethod

_FEWEST = 2


class _At(NamedTuple):
    """A year and its value."""

    year: int
    value: Decimal


class _Drawn(NamedTuple):
    """A straight line through one point."""

    slope: Decimal
    through: Decimal
    at: Decimal

    def reaches(self, year: int) -> Decimal:
        """The value of the line in a year."""
        return self.through + self.slope * (year - self.at)


def project(inputs: VerdictInputs, method: ProjectionMethod) -> Projection | NotProjected:
    """Draw the values known on the day on to the horizon; a NotProjected where there are fewer than two, or none is needed any more.

    A comparable baseline is a point as well. Figures are kept exact and rounded to four decimals where they are shown.
    """
    seen = known(inputs)
    points = _points(seen)
    if len(points) < _FEWEST:
        return NotProjected.TOO_FEW_POINTS
    if points[-1].year >= seen.horizon:
        return NotProjected.HORIZON_REACHED
    with localcontext(EXACT):
        drawn = _METHODS[method](points)
        expected = Decimal(rounded(drawn.reaches(seen.horizon)))
        return _projection(seen, method, points, drawn.slope, expected)


def _points(inputs: VerdictInputs) -> list[_At]:
    base = printed_base(inputs)
    start = {base.year: base.comparable} if base.year is not None and base.comparable is not None else {}
    values = {**start, **{year: point.value for year, point in numbers(inputs).items()}}
    return [_At(year, value) for year, value in sorted(values.items())]


def _last_slope(points: Sequence[_At]) -> _Drawn:
    before, last = points[-2:]
    return _Drawn((last.value - before.value) / (last.year - before.year), last.value, Decimal(last.year))


def _least_squares(points: Sequence[_At]) -> _Drawn:
    count = len(points)
    year, value = Decimal(sum(p.year for p in points)) / count, sum((p.value for p in points), ZERO) / count
    spread = sum(((p.year - year) ** 2 for p in points), ZERO)
    slope = sum(((p.year - year) * (p.value - value) for p in points), ZERO) / spread
    return _Drawn(slope, value, year)


_METHODS: Mapping[ProjectionMethod, Callable[[Sequence[_At]], _Drawn]] = MappingProxyType(
    {ProjectionMethod.LAST_SLOPE: _last_slope, ProjectionMethod.LEAST_SQUARES: _least_squares}
)


def _projection(inputs: VerdictInputs, method: ProjectionMethod, points: Sequence[_At], slope: Decimal, expected: Decimal) -> Projection:
    line, last = _line(inputs), points[-1]
    reached = ValueUsed(year=inputs.horizon, value=expected, source="projection")
    then = inputs.model_copy(update={"series": [*inputs.series, reached], "as_of": date(inputs.horizon, 12, 31)})
    word = judge(then).word
    needed = None if line is None else _needed(line, last, inputs.horizon)
    return Projection(
        method=method,
        points=[PointUsed(year=point.year, value=point.value) for point in points],
        slope=Decimal(rounded(slope)),
        horizon=inputs.horizon,
        expected=expected,
        word=word,
        gap=None if line is None else Decimal(rounded(line.distance(expected))),
        yearly_change_needed=needed,
        said=_said(inputs, method, expected, line, needed, WORDS[word]),
    )


def _line(inputs: VerdictInputs) -> Line | None:
    """The line that the value of the horizon is held against; null for targets that look at more than one value."""
    target = inputs.expression
    if isinstance(target, Threshold):
        comparator = comparator_of(target.comparator, inputs.polarity)
        return None if comparator is None else line_of(comparator, target.value)
    if isinstance(target, Range):
        return Line(low=min(target.low, target.high), high=max(target.low, target.high))
    if isinstance(target, Relative) and target.base in {BaseKind.YEAR, BaseKind.AT_ISSUE} and target.value is not None and not target.ambiguous:
        year = baseline_year(inputs) if target.base is BaseKind.AT_ISSUE or target.base_year is None else target.base_year
        base = base_in(inputs, year).comparable
        drawn = None if base is None else change_line(base, Change.of_relative(target, target.value))
        return drawn[0] if drawn else None
    return None


def _needed(line: Line, last: _At, horizon: int) -> Decimal:
    if line.holds(last.value):
        return ZERO
    return Decimal(rounded((line.edge(last.value) - last.value) / (horizon - last.year)))


_BY = {
    ProjectionMethod.LAST_SLOPE: Said(zh="按最近两个数值的变化推算", en="By the change between the last two values"),
    ProjectionMethod.LEAST_SQUARES: Said(zh="按历年数值的线性趋势推算", en="By the straight line through all values"),
}


def _said(inputs: VerdictInputs, method: ProjectionMethod, expected: Decimal, line: Line | None, needed: Decimal | None, word: Said) -> Said:
    unit, by, figure = inputs.unit_of_measure, _BY[method], amount(expected, inputs.unit_of_measure)
    said = Said(zh=f"{by.zh}，{inputs.horizon}年预计为{figure.zh}", en=f"{by.en}, {figure.en} is to be expected in {inputs.horizon}")
    if line is not None:
        phrase = line_phrase(line, unit)
        said = join(said, Said(zh=f"目标为{phrase.zh}", en=f"the target is {phrase.en}"))
    said = join(said, Said(zh=f"届时为{word.zh}", en=f"that would be {word.en}"))
    if needed:
        change = amount(abs(needed), unit)
        way = Said(zh="提高", en="rise") if needed > ZERO else Said(zh="降低", en="fall")
        said = join(said, Said(zh=f"此后每年平均需{way.zh}{change.zh}", en=f"from now on it has to {way.en} by {change.en} a year"))
    return Said(zh=f"{said.zh}。", en=f"{said.en}.")
