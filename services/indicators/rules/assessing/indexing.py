"""The composite index: components made comparable, then averaged by their weights.

Sources: UNDP, Human Development Report, technical note 1 (goalposts, geometric mean); OECD/JRC, Handbook on Constructing Composite
Indicators (2008), steps 5 and 6 (z-scores, distance to a reference, linear and geometric aggregation).
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from uuid import UUID

from services.indicators.rules.arithmetic import ONE, ZERO, operand, plain, rounded
from services.indicators.rules.assessing.marking import is_upward
from services.indicators.rules.assessing.places import KnownIndicator, fault
from services.indicators.rules.assessing.rounding import SHARE_STEP, half_up
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.assessment_cards import Candidate, IndexPart, IndexValue, Measured
from shared.schemas.assessments import CompositeIndex, IndexComponent, MissingPolicy
from shared.schemas.targets import Polarity

SOURCES = {
    "min_max": "UNDP, Human Development Report, technical note 1",
    "z_score": "OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5",
    "target_share": "OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5 (distance to a reference)",
}
_DIGITS = 60
_UNKNOWN = Words("指标目录中没有 {value}", "the catalogue has no indicator {value}")
_TWICE = Words("{value} 出现两次", "{value} appears twice")
_NO_WAY = Words("“{value}”没有优劣方向，不能进入指数", "“{value}” has no better end: it cannot go into an index")
_GOALPOSTS = Words("须给出低值和高值，且低值小于高值", "goalposts are wanted, the low one below the high one")
_TARGET = Words("须给出大于 0 的目标值", "a target above 0 is wanted")
_GEOMETRIC = Words("z 分数可为负，不能取几何平均", "z-scores may be negative: they have no geometric mean")


def faults_of_index(index: CompositeIndex, known: Mapping[UUID, KnownIndicator]) -> Iterator[FaultWords]:
    """Every fault of an index, with its place."""
    if index.normalisation == "z_score" and index.mean == "geometric":
        yield fault("geometric-z", _GEOMETRIC, "index", "mean")
    seen: set[UUID] = set()
    for number, component in enumerate(index.components):
        at = ("index", "components", number)
        indicator = known.get(component.indicator_id)
        if component.indicator_id in seen:
            yield fault("twice", _TWICE, *at, "indicator_id", value=component.indicator_id)
        seen.add(component.indicator_id)
        if indicator is None:
            yield fault("unknown-indicator", _UNKNOWN, *at, "indicator_id", value=component.indicator_id)
        elif indicator.polarity not in {Polarity.UP, Polarity.DOWN}:
            yield fault("no-direction", _NO_WAY, *at, "indicator_id", value=indicator.name)
        if index.normalisation == "min_max" and not _has_goalposts(component):
            yield fault("goalposts", _GOALPOSTS, *at)
        if index.normalisation == "target_share" and (component.target is None or component.target <= ZERO):
            yield fault("goalposts", _TARGET, *at, "target")


def _has_goalposts(component: IndexComponent) -> bool:
    return component.low is not None and component.high is not None and component.low < component.high


def indices(index: CompositeIndex, candidates: Sequence[Candidate], year: int, missing: MissingPolicy) -> list[IndexValue]:
    """The index of each candidate, in their order; z-scores are taken among those that have a value."""
    with localcontext(prec=_DIGITS):
        columns = [[_value(one, component.indicator_id, year, missing) for one in candidates] for component in index.components]
        normalised = [_normalised(index, component, column) for component, column in zip(index.components, columns, strict=True)]
        return [_index(index, [column[place] for column in normalised], missing) for place in range(len(candidates))]


def _value(candidate: Candidate, indicator_id: UUID, year: int, missing: MissingPolicy) -> Measured | None:
    """The measure that counts: of the year, or of an earlier one where the scheme says so."""
    usable = (seen for seen in candidate.measures if seen.indicator_id == indicator_id and seen.value is not None)
    return next((seen for seen in usable if seen.year == year or missing is MissingPolicy.LAST), None)


def _normalised(index: CompositeIndex, component: IndexComponent, column: Sequence[Measured | None]) -> list[tuple[IndexPart, Decimal | None]]:
    told = [seen for seen in column if seen is not None]
    moments = _moments([seen.value for seen in told if seen.value is not None])
    return [_part(index, component, seen, moments) for seen in column]


def _moments(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Mean and standard deviation of the whole population."""
    if not values:
        return ZERO, ZERO
    mean = sum(values, ZERO) / len(values)
    return mean, (sum(((value - mean) ** 2 for value in values), ZERO) / len(values)).sqrt()


def _part(
    index: CompositeIndex, component: IndexComponent, seen: Measured | None, moments: tuple[Decimal, Decimal]
) -> tuple[IndexPart, Decimal | None]:
    place = {"indicator_id": component.indicator_id, "weight": component.weight}
    if seen is None or seen.value is None:
        return IndexPart(name="—", arithmetic="", **place), None
    up = is_upward(seen.polarity)
    figure, formula = _figure(index, component, seen.value, up, moments)
    return IndexPart(name=seen.name, normalised=half_up(figure, SHARE_STEP), arithmetic=f"{formula} = {rounded(figure)}", **place), figure


def _figure(index: CompositeIndex, component: IndexComponent, value: Decimal, up: bool, moments: tuple[Decimal, Decimal]) -> tuple[Decimal, str]:
    match index.normalisation:
        case "min_max":
            return _between_goalposts(value, component.low or ZERO, component.high or ZERO, up)
        case "z_score":
            mean, deviation = moments
            formula = f"({operand(value)} - {rounded(mean)}) / {rounded(deviation)}" + ("" if up else " × (-1)")
            return (ZERO if not deviation else (value - mean) / deviation * (1 if up else -1)), formula
        case "target_share":
            return _share_of_target(value, component.target or ONE, up)


def _between_goalposts(value: Decimal, low: Decimal, high: Decimal, up: bool) -> tuple[Decimal, str]:
    above, below = (f"{operand(value)} - {operand(low)}", value - low) if up else (f"{operand(high)} - {operand(value)}", high - value)
    return _bounded(below / (high - low)), f"({above}) / ({operand(high)} - {operand(low)})"


def _share_of_target(value: Decimal, target: Decimal, up: bool) -> tuple[Decimal, str]:
    if up:
        return _bounded(value / target), f"{operand(value)} / {operand(target)}"
    return (_bounded(target / value) if value > ZERO else ONE), f"{operand(target)} / {operand(value)}"


def _bounded(figure: Decimal) -> Decimal:
    return min(ONE, max(ZERO, figure))


def _index(index: CompositeIndex, parts: Sequence[tuple[IndexPart, Decimal | None]], missing: MissingPolicy) -> IndexValue:
    zero = ZERO if missing is MissingPolicy.ZERO and index.normalisation != "z_score" else None
    usable = [(part.weight, zero if figure is None else figure) for part, figure in parts]
    told = [(weight, figure) for weight, figure in usable if figure is not None]
    formula, value = _mean(index.mean, told)
    return IndexValue(value=value, parts=[part for part, _ in parts], formula=formula, source=SOURCES[index.normalisation])


def _mean(kind: str, told: Sequence[tuple[Decimal, Decimal]]) -> tuple[str, Decimal | None]:
    whole = sum((weight for weight, _ in told), ZERO)
    if not whole:
        return "", None
    if kind == "arithmetic":
        formula = " + ".join(f"{plain(weight)} × {rounded(figure)}" for weight, figure in told)
        return f"({formula}) / {plain(whole)}", half_up(sum((weight * figure for weight, figure in told), ZERO) / whole, SHARE_STEP)
    formula = " × ".join(f"{rounded(figure)}^({plain(weight)}/{plain(whole)})" for weight, figure in told)
    if any(not figure for _, figure in told):
        return formula, half_up(ZERO, SHARE_STEP)
    logarithm = sum((weight * figure.ln() for weight, figure in told), ZERO) / whole
    return formula, half_up(logarithm.exp(), SHARE_STEP)
