"""Which way of an indicator is better, from its name and from what is aimed at; a table of words a health officer can check."""

import re
from collections.abc import Sequence

from shared.schemas.targets import Comparator, Direction, Polarity, Relative, State, TargetExpression, Threshold, Trend, YearlyStep

_DOWN = re.compile(
    r"死亡|发病|患病|吸烟率|近视|发生率|感染率|肥胖|迟缓|缺陷|失能|痴呆|侧弯|浓度|排放|流行率|伤亡|摄入量|事故|病死|早产|贫血率|超重|自付|个人卫生支出|不合格(?!.*处置)|漏报|复发|致残|离婚|投诉|害(?:密度|指数)"
)
_RISING = {Comparator.AT_LEAST, Comparator.ABOVE}
_FALLING = {Comparator.AT_MOST, Comparator.BELOW}


def polarity_of(name: str, expressions: Sequence[TargetExpression]) -> Polarity:
    """UP, DOWN or STATE: the comparators and directions of the targets decide, then the name, then UP."""
    if expressions and all(isinstance(expression, State) for expression in expressions):
        return Polarity.STATE
    for expression in expressions:
        if isinstance(expression, Threshold) and expression.comparator in _RISING:
            return Polarity.UP
        if isinstance(expression, Threshold) and expression.comparator in _FALLING:
            return Polarity.DOWN
        if isinstance(expression, Relative | YearlyStep | Trend) and expression.direction in {Direction.UP, Direction.DOWN}:
            return Polarity.UP if expression.direction is Direction.UP else Polarity.DOWN
    return Polarity.DOWN if _DOWN.search(name) else Polarity.UP
