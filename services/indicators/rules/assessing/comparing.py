"""What is not as it was when a result was made: inputs, marks and places, one line each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel

from shared.schemas.assessment_cards import Candidate, Card, Place
from shared.schemas.assessment_results import ChangedThing


@dataclass(frozen=True, slots=True)
class Judged:
    """One assessed with its inputs, card and place."""

    inputs: Candidate
    card: Card
    place: Place


def changes(was: Mapping[UUID, Judged], now: Mapping[UUID, Judged]) -> list[ChangedThing]:
    """Every difference, by assessed in order of their ids; empty if both are the same."""
    return [one for key in sorted({*was, *now}) for one in _changes_of(key, was.get(key), now.get(key))]


def _changes_of(key: UUID, was: Judged | None, now: Judged | None) -> Iterator[ChangedThing]:
    if was is None or now is None:
        there = was or now
        assert there is not None
        yield _changed(key, there.inputs.name, "assessed", str(key), was.inputs.name if was else None, now.inputs.name if now else None)
        return
    for what, before, after in _sides(was, now):
        for part in sorted({*before, *after}):
            if before.get(part) != after.get(part):
                yield _changed(key, now.inputs.name, what, part, before.get(part), after.get(part))


def _sides(was: Judged, now: Judged) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    yield "measure", _measures(was.inputs), _measures(now.inputs)
    yield "fact", _facts(was.inputs), _facts(now.inputs)
    yield "mark", _marks(was.card), _marks(now.card)
    yield "score", _whole(was), _whole(now)


def _measures(one: Candidate) -> dict[str, str]:
    return {f"{seen.key or ''} {seen.plan_indicator_id or seen.indicator_id}".strip(): _text(seen) for seen in one.measures}


def _facts(one: Candidate) -> dict[str, str]:
    return {str(fact.fact_id or fact.kind): _text(fact) for fact in one.facts}


def _marks(card: Card) -> dict[str, str]:
    given = {one.key: _text(one) for one in [*card.deductions, *card.bonuses]}
    return given | {f"{mark.group}/{mark.key}": _text(mark) for mark in card.marks} | {hit.key: _text(hit) for hit in card.vetoes}


def _whole(one: Judged) -> dict[str, str]:
    index = one.card.index
    whole = {"score": one.card.score, "rank": one.place.rank, "grade": one.place.grade, "index": index and index.value}
    return {name: str(value) for name, value in whole.items() if value is not None}


def _text(model: BaseModel) -> str:
    return model.model_dump_json(exclude_none=True)


def _changed(key: UUID, name: str, what: str, part: str, was: str | None, now: str | None) -> ChangedThing:
    return ChangedThing(assessed_id=key, name=name, what=what, key=part[:300], was=was, now=now)
