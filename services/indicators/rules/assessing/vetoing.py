"""Vetoes (一票否决): one that applies sets the grade, whatever the score."""

from collections.abc import Iterator, Sequence

from services.indicators.rules.arithmetic import operand
from services.indicators.rules.assessing.counting import counted
from services.indicators.rules.assessing.marking import stated_in
from services.indicators.rules.assessing.rounding import points
from services.indicators.rules.lines import line_of
from services.indicators.rules.wording import WORDS
from shared.schemas.assessment_cards import Candidate, Measured, VetoHit
from shared.schemas.assessments import StatedLine, Veto
from shared.schemas.verdicts import Said


def hits(vetoes: Sequence[Veto], candidate: Candidate, year: int) -> list[VetoHit]:
    """Every veto that applies. A value of an earlier year vetoes nothing, and a missing one neither: it has no marks or none to lose."""
    return [hit for veto in vetoes for hit in _hits_of(veto, candidate, year)]


def _hits_of(veto: Veto, candidate: Candidate, year: int) -> Iterator[VetoHit]:
    if veto.fact is not None:
        count = counted(veto.fact, candidate.facts)
        if count >= veto.at_least:
            yield _hit(veto, Said(zh=f"{points(count)}次（达到{veto.at_least}次）", en=f"{points(count)}, {veto.at_least} or more"))
        return
    for seen in candidate.measures:
        why = _why(veto, seen, year) if seen.indicator_id == veto.indicator_id else None
        if why is not None:
            yield _hit(veto, why)
            return


def _why(veto: Veto, seen: Measured, year: int) -> Said | None:
    if veto.words:
        applies = seen.word in veto.words and seen.word_year == year
        return WORDS[seen.word] if applies and seen.word is not None else None
    if seen.year != year:
        return None
    if veto.states:
        return Said(zh=seen.state, en=seen.state) if seen.state in veto.states and seen.state is not None else None
    return _beyond(veto.line, seen)


def _beyond(stated: StatedLine | None, seen: Measured) -> Said | None:
    if stated is None or seen.value is None:
        return None
    line = line_of(stated.comparator, stated_in(stated, seen.unit_of_measure))
    formula = line.formula(operand(seen.value))
    return Said(zh=formula, en=formula) if line.holds(seen.value) else None


def _hit(veto: Veto, why: Said) -> VetoHit:
    said = Said(zh=f"{veto.title}：{why.zh}，一票否决，等次定为“{veto.grade}”", en=f"{veto.title}: {why.en}; a veto sets the grade “{veto.grade}”")
    return VetoHit(key=veto.key, grade=veto.grade, said=said)
