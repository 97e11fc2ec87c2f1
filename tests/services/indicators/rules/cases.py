"""A short notation for the tables: one line is one case that a health officer could check by hand."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from shared.schemas.plan_document import Baseline, BaselineKind
from shared.schemas.targets import Polarity, TargetExpression
from shared.schemas.verdicts import Standing, ValueUsed, VerdictInputs, VerdictWord

EXPRESSION: TypeAdapter[TargetExpression] = TypeAdapter(TargetExpression)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STANDING = {"v": Standing.VERIFIED, "p": Standing.PROVISIONAL, "": Standing.REPORTED}


@dataclass(frozen=True)
class Case:
    """The inputs and what must come out; null fields are not looked at."""

    name: str
    inputs: VerdictInputs
    word: VerdictWord
    rule: str | None
    reason: str | None
    year: int | None


def series(text: str) -> list[ValueUsed]:
    """``2021:31.2 2022:32.6v 2023:消除 2024:33@2``: year and number or state; v verified, p provisional; @ the number of its definition."""
    return [_value(*entry.split(":")) for entry in text.split()]


def _value(year: str, said: str) -> ValueUsed:
    told, _, definition = said.partition("@")
    standing = _STANDING[told[-1] if told[-1] in "vp" else ""]
    text = told.rstrip("vp")
    number = Decimal(text) if _NUMBER.fullmatch(text) else None
    return ValueUsed(
        year=int(year), value=number, state=text if number is None else None, standing=standing, definition=int(definition) if definition else None
    )


def baseline(text: str | None) -> Baseline | None:
    """``2019 26`` number, ``2019 》1`` bound, ``2019 29.2（抽样）`` qualified, ``2019 ——`` dash, ``2019`` empty, else state."""
    if text is None:
        return None
    year, _, raw = text.partition(" ")
    number = _NUMBER.search(raw)
    kind = BaselineKind.STATE
    if not raw or raw == "——":
        kind = BaselineKind.DASH if raw else BaselineKind.EMPTY
    elif number and number.group() == raw:
        kind = BaselineKind.NUMBER
    elif number:
        kind = BaselineKind.BOUND if number.start() else BaselineKind.QUALIFIED
    return Baseline.model_validate(
        {
            "year": int(year),
            "raw": raw,
            "kind": kind,
            "value": number.group() if number else None,
            "state": raw if kind is BaselineKind.STATE else None,
            "qualifier": raw[number.end() :] if number and kind is BaselineKind.QUALIFIED else None,
        }
    )


def inputs(expression: dict[str, Any], values: str = "", base: str | None = None, **given: Any) -> VerdictInputs:
    """Inputs with the usual frame: plan 2020-2030, horizon 2030, as of 20 May 2023, 0.95, better is up, the target's unit or per cent."""
    frame: dict[str, Any] = {
        "raw": "原文",
        "polarity": Polarity.UP,
        "unit_of_measure": expression.get("unit") or "%",
        "horizon": 2030,
        "plan_start": 2020,
        "as_of": date(2023, 5, 20),
        "on_track_from": "0.95",
    }
    frame |= {"expression": expression, "series": series(values), "baseline": baseline(base)}
    return VerdictInputs.model_validate(frame | given)


def case(name: str, expression: dict[str, Any], values: str, word: str, base: str | None = None, **given: Any) -> Case:
    """One row of a table."""
    expected = {key: given.pop(key, None) for key in ("rule", "reason", "year")}
    return Case(name, inputs(expression, values, base, **given), VerdictWord(word), **expected)


def line(comparator: str | None, value: str, unit: str | None = None) -> dict[str, Any]:
    """A threshold."""
    return {"kind": "threshold", "comparator": comparator, "value": value, "unit": unit}


def among(low: str, high: str) -> dict[str, Any]:
    """A range."""
    return {"kind": "range", "low": low, "high": high}


def relative(base: str, direction: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    """A relative target."""
    return {"kind": "relative", "base": base, "direction": direction, "value": value, **more}


def step(direction: str, low: str, change_unit: str = "points", **more: Any) -> dict[str, Any]:
    """A yearly step."""
    return {"kind": "yearly_step", "direction": direction, "low": low, "change_unit": change_unit, **more}


def trend(direction: str, strict: bool = False) -> dict[str, Any]:
    """A trend."""
    return {"kind": "trend", "direction": direction, "strict": strict}


def state(wanted: str, *accepted: str) -> dict[str, Any]:
    """A wanted state."""
    return {"kind": "state", "wanted": wanted, "accepted": list(accepted)}


def count(value: str, comparator: str = ">=", **more: Any) -> dict[str, Any]:
    """A cumulative count."""
    return {"kind": "cumulative_count", "comparator": comparator, "value": value, "unit": "名", **more}


def external(comparator: str | None = None) -> dict[str, Any]:
    """A target set by the province."""
    return {"kind": "external", "authority": "省卫生健康委", "sets": "年度指标", "comparator": comparator}


def rank(position: int | None, wording: str = "前列") -> dict[str, Any]:
    """A place among the city's districts."""
    return {"kind": "rank", "peer_set": "全市各区", "position": position, "wording": wording}


def among_peers(values: str, *missing: str) -> dict[str, Any]:
    """The values of peers, and those that are missing."""
    known = [{"region": f"{place}区", "value": value} for place, value in enumerate(values.split())]
    return {"size": 1 + len(known) + len(missing), "values": known, "missing": list(missing)}


def members(share: str | None = None, number: int | None = None) -> dict[str, Any]:
    """每街道至少1家."""
    return {"kind": "per_member", "member_set": "街道", "inner": line(">=", "1"), "share": share, "count": number}
