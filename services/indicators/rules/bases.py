"""What a change is measured from: the printed baseline, or the value of a base year."""

from dataclasses import dataclass
from decimal import Decimal

from services.indicators.rules.arithmetic import plain
from services.indicators.rules.series import numbers
from services.indicators.rules.wording import Reason
from shared.schemas.plan_document import BaselineKind
from shared.schemas.verdicts import Step, VerdictInputs


@dataclass(frozen=True, slots=True)
class Base:
    """A starting value, if there is one; ``qualifier`` set: its definition differs, it is shown but not compared."""

    year: int | None = None
    value: Decimal | None = None
    qualifier: str | None = None
    steps: tuple[Step, ...] = ()

    @property
    def comparable(self) -> Decimal | None:
        """The value, unless there is none or its definition differs."""
        return None if self.qualifier is not None else self.value

    @property
    def lack(self) -> Reason:
        """Why the base cannot be compared with."""
        return Reason.DEFINITION_DIFFERS if self.qualifier is not None else Reason.BASE_MISSING


def printed_base(inputs: VerdictInputs) -> Base:
    """The plan's baseline: number, bound (taken as its number, marked) and qualified (marked); the other kinds give no value."""
    baseline = inputs.baseline
    if baseline is None:
        return Base(steps=(Step(name="baseline", formula="none printed", result="not usable"),))
    formula = f"{baseline.year} {baseline.kind} {baseline.raw}".rstrip()
    if baseline.value is None or baseline.kind in {BaselineKind.STATE, BaselineKind.DASH, BaselineKind.EMPTY}:
        return Base(baseline.year, steps=(Step(name="baseline", formula=formula, result="not usable"),))
    steps = (Step(name="baseline", formula=formula, result=plain(baseline.value)),)
    if baseline.kind is BaselineKind.BOUND:
        mark = Step(name="assumption", formula=f"bound {baseline.raw} taken as its number", result=plain(baseline.value))
        return Base(baseline.year, baseline.value, steps=(*steps, mark))
    if baseline.kind is BaselineKind.QUALIFIED:
        qualifier = baseline.qualifier or baseline.raw
        if inputs.qualified_baseline_accepted:
            accepted = Step(name="definition_accepted", formula=qualifier, result=plain(baseline.value))
            return Base(baseline.year, baseline.value, steps=(*steps, accepted))
        mark = Step(name="definition_differs", formula=qualifier, result="not compared")
        return Base(baseline.year, baseline.value, qualifier, (*steps, mark))
    return Base(baseline.year, baseline.value, steps=steps)


def base_in(inputs: VerdictInputs, year: int | None) -> Base:
    """The value of a base year: the printed baseline if it is of that year and comparable, else the series, else none."""
    if year is None:
        return Base()
    baseline = printed_base(inputs)
    if baseline.year == year and baseline.comparable is not None:
        return baseline
    point = numbers(inputs).get(year)
    if point is not None:
        step = Step(name="base", formula=f"{year} {point.standing} {point.source}", result=plain(point.value))
        return Base(year, point.value, steps=(step,))
    return baseline if baseline.year == year else Base(year)
