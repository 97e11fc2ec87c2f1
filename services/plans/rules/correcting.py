"""Corrections of a draft: JSON Patch (RFC 6902) as far as people need it, applied to plain data; every fault is found."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from shared.schemas.document_drafts import Correction, CorrectionKind

_PROTECTED = "source"


@dataclass(frozen=True, slots=True)
class CorrectionFault:
    """A correction that has no place: its number in the list, and why."""

    number: int
    why: str


def corrected(document: dict[str, Any], corrections: Sequence[Correction]) -> tuple[dict[str, Any], list[CorrectionFault]]:
    """The document with the corrections applied in order, and those that could not be (the rest are applied all the same)."""
    made, faults = deepcopy(document), []
    for number, correction in enumerate(corrections):
        try:
            _apply(made, correction)
        except (KeyError, IndexError, ValueError, TypeError) as fault:
            faults.append(CorrectionFault(number, str(fault.args[0]) if fault.args else "?"))
    return made, faults


def _apply(document: dict[str, Any], correction: Correction) -> None:
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in correction.path.split("/")[1:]]
    if [*steps, last][0] == _PROTECTED:
        raise ValueError("what the file is cannot be corrected")
    holder: Any = document
    for step in steps:
        holder = holder[_index(holder, step)] if isinstance(holder, list) else holder[step]
    if isinstance(holder, list):
        _change_list(holder, last, correction)
    elif isinstance(holder, dict):
        _change_object(holder, last, correction)
    else:
        raise TypeError(f"{correction.path}: nothing can stand there")


def _change_list(holder: list[Any], last: str, correction: Correction) -> None:
    if correction.op is CorrectionKind.ADD:
        holder.insert(len(holder) if last == "-" else _index(holder, last, beyond=1), deepcopy(correction.value))
    elif correction.op is CorrectionKind.REPLACE:
        holder[_index(holder, last)] = deepcopy(correction.value)
    else:
        del holder[_index(holder, last)]


def _change_object(holder: dict[str, Any], last: str, correction: Correction) -> None:
    if correction.op is CorrectionKind.REMOVE:
        del holder[last]
    else:  # a field that is absent is null: replacing it is no fault
        holder[last] = deepcopy(correction.value)


def _index(holder: list[Any], step: str, beyond: int = 0) -> int:
    if not (step.isascii() and step.isdecimal()) or int(step) >= len(holder) + beyond:
        raise IndexError(f"no place {step} in a list of {len(holder)}")
    return int(step)
