"""Printed target text to expressions: nothing is stored."""

from shared.rules.targets import ParsedTargets, Remark, parse, print_target
from shared.schemas.target_text import ReadTarget, ReadTargets, TargetText, TextRemark, UnderstoodText


def parse_targets(text: TargetText) -> ReadTargets:
    """The targets of a printed text, with what was understood, assumed and refused."""
    parsed = parse(text.text, polarity=text.polarity, indicator=text.indicator, unit=text.unit, years=tuple(text.years))
    return ReadTargets(
        raw=parsed.raw,
        targets=_targets(parsed),
        understood=[UnderstoodText(raw=one.raw, target=one.target, kind=one.kind) for one in parsed.understood],
        assumed=[_remark(one) for one in parsed.assumed],
        refused=[_remark(one) for one in parsed.refused],
    )


def _targets(parsed: ParsedTargets) -> list[ReadTarget]:
    return [
        ReadTarget(
            raw=one.raw,
            indicator=one.indicator,
            population=one.population,
            year=one.year,
            expression=one.expression,
            zh=print_target(one.expression, "zh"),
            en=print_target(one.expression, "en"),
        )
        for one in parsed.targets
    ]


def _remark(remark: Remark) -> TextRemark:
    return TextRemark(raw=remark.raw, zh=remark.zh, en=remark.en)
