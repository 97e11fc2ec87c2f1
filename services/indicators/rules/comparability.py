"""Which definitions (口径) a verdict's case is told of: none where target and values all follow one. Pure."""

from collections.abc import Collection, Sequence
from typing import Any

from shared.schemas.plan_document import Baseline, BaselineKind
from shared.schemas.verdicts import VerdictInputs

PRINTED_BASELINE = 0
"""In place of a definition's number: the plan's own baseline, printed with a qualifier."""


def at_odds(owner: Any, values: Sequence[Any]) -> bool:
    """Whether somebody may have to say what can be compared: a value follows another definition, or the baseline is qualified."""
    qualified = owner.baseline is not None and owner.baseline.get("kind") == BaselineKind.QUALIFIED
    return qualified or any(row.definition != owner.definition for row in values)


def told_definitions(inputs: VerdictInputs, owner: Any, values: Sequence[Any], accepted: Collection[int]) -> VerdictInputs:
    """The case with the number of every definition in it and what was accepted; ``values`` are the rows of its series, in its order."""
    changes: dict[str, Any] = {}
    if PRINTED_BASELINE in accepted and isinstance(inputs.baseline, Baseline):
        changes["qualified_baseline_accepted"] = True
    if inputs.series and any(row.definition != owner.definition for row in values):
        changes["definition"] = owner.definition
        changes["series"] = [seen.model_copy(update={"definition": row.definition}) for seen, row in zip(inputs.series, values, strict=True)]
        changes["accepted_definitions"] = [number for number in accepted if number != PRINTED_BASELINE] or None
    return inputs.model_copy(update=changes) if changes else inputs
