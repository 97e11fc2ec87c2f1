"""What a whole draft leaves doubtful: numbers that are skipped, letters read as digits, statements that disagree."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from services.plans.rules.reading.characters import repaired, squeezed
from services.plans.rules.reading.drafting import Drafting
from services.plans.rules.reading.headings import Marker, ordinal
from services.plans.rules.reading.work_list import WorkCode, WorkEntry, entry
from shared.schemas.plan_document import PrintedIndicator
from shared.schemas.targets import Threshold


def list_doubts(draft: Drafting, indicators: Sequence[PrintedIndicator]) -> None:
    """Put on the work list what only shows when everything is read."""
    _look_for_gaps(draft)
    _look_for_repairs(draft)
    _look_for_disagreement(draft, indicators)


def region_doubt(printed: str | None, region: str, place: tuple[int, int]) -> WorkEntry | None:
    """An entry where a document names another region than the one it is for; None where it names that one, or none (宁波市江北区 is 江北区)."""
    said, meant = squeezed(printed or ""), squeezed(region)
    if not said or said.endswith(meant) or meant.endswith(said):
        return None
    return entry(WorkCode.OTHER_REGION, said, place=place, other=meant)


def _look_for_gaps(draft: Drafting) -> None:
    """Numbers that siblings skip: a clause may be lost, or hidden in the one before."""
    for clause in draft.reading.root.walk():
        numbered = [(child, ordinal(child.number)) for child in clause.children if child.marker is not Marker.BOX]
        for (before, low), (after, high) in pairwise(numbered):
            if before.marker is after.marker and low is not None and high is not None and high - low > 1:
                draft.to_do(WorkCode.NUMBER_MISSING, f"{before.number} → {after.number}", place=(after.start, after.start + 1))


def _look_for_repairs(draft: Drafting) -> None:
    for line in draft.reading.source.lines:
        mended = repaired(line.text)
        places = [place for place, (old, new) in enumerate(zip(line.text, mended, strict=True)) if old != new]
        if places:
            first, last = max(0, places[0] - 4), places[-1] + 4
            draft.to_do(
                WorkCode.REPAIRED, f"{line.text[first:last]} → {mended[first:last]}", place=(line.start + places[0], line.start + places[-1] + 1)
            )


def _look_for_disagreement(draft: Drafting, indicators: Sequence[PrintedIndicator]) -> None:
    """A sentence and the table, or two sentences, that print different numbers for one indicator and year."""
    said: dict[tuple[str, int], tuple[Decimal, str]] = {}
    for indicator in indicators:
        for statement in indicator.statements:
            expression = statement.expression
            if statement.year is None or not isinstance(expression, Threshold) or statement.population:
                continue
            about = (squeezed(indicator.name), statement.year)
            before = said.setdefault(about, (expression.value, statement.raw))
            if before[0] != expression.value:
                detail = f"{indicator.name} {statement.year}：“{before[1]}” / “{statement.raw}”"
                draft.to_do(WorkCode.STATEMENTS_DISAGREE, detail, indicator.key, (statement.clause.start, statement.clause.end))
