"""A later document put together with a plan that people edited after the former one was read: three sides, nothing lost unseen.

What only the document changes is taken from it; what only a person changed stays as that person left it; what both changed
otherwise is a conflict, in which the plan's word stands until somebody decides. All three sides are under the plan's keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.plans.rules.amendments import NAMES, PARTS, REFERENCES, told
from shared.schemas.amendments import AmendmentConflict, ConflictSide, FactKind
from shared.schemas.proposals import ConflictDecision

Fact = dict[str, Any]
_HEAD_FIELDS = ("title", "notice_title", "issuing_bodies", "period", "horizon_years", "based_on")
"""Of the head, what a person edits in a plan; number and date belong to the document itself."""
_STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides changed the former text; ``path`` None: the whole fact."""

    kind: FactKind
    key: str
    name: str
    path: str | None
    before: Any
    plan: Any
    document: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The plan with the later document worked in, and what a person must decide."""

    document: Fact
    conflicts: list[Conflict]


@dataclass(slots=True)
class _Sides:
    """One fact on the three sides, None where it is not there."""

    kind: FactKind
    key: str
    before: Fact | None
    plan: Fact | None
    document: Fact | None

    def conflict(self, path: str | None = None, *values: Any) -> Conflict:
        """A conflict here; ``values`` before, in the plan, in the document: the whole facts where absent."""
        known: Fact = self.plan or self.document or {}
        return Conflict(self.kind, self.key, _name(self.kind, known), path, *(values or (self.before, self.plan, self.document)))


def _name(kind: FactKind, fact: Mapping[str, Any]) -> str:
    if kind is FactKind.RESPONSIBILITY:
        return str(fact["written"])
    return str(fact[NAMES.get(kind, "title")])


def merge(before: Fact, plan: Fact, document: Fact) -> Merged:
    """The three put together; ``before`` is the former document as it was read, or the plan itself where nobody has that."""
    conflicts: list[Conflict] = []
    found = {**document, "head": _head(before["head"], plan["head"], document["head"], conflicts)}
    for kind, part in PARTS.items():
        found[part] = _facts(kind, _by_key(before[part]), _by_key(plan[part]), _by_key(document[part]), conflicts)
    found["responsibilities"] = _entries(before, plan, document, conflicts)
    _restore_what_is_named(found, plan, conflicts)
    return Merged(found, conflicts)


def _by_key(facts: Sequence[Fact]) -> dict[str, Fact]:
    return {fact["key"]: fact for fact in facts}


def _facts(kind: FactKind, before: dict[str, Fact], plan: dict[str, Fact], document: dict[str, Fact], conflicts: list[Conflict]) -> list[Fact]:
    """In the order of the document; what only the plan has comes last."""
    keys = dict.fromkeys((*document, *plan))
    sides = [_Sides(kind, key, before.get(key), plan.get(key), document.get(key)) for key in keys]
    return [fact for side in sides if (fact := _fact(side, conflicts)) is not None]


def _entries(before: Fact, plan: Fact, document: Fact, conflicts: list[Conflict]) -> list[Fact]:
    """Unit entries are known by their action and what is written."""
    old, own, new = ({(e["action"], e["written"]): e for e in side["responsibilities"]} for side in (before, plan, document))
    places = dict.fromkeys((*new, *own))
    sides = [_Sides(FactKind.RESPONSIBILITY, place[0], old.get(place), own.get(place), new.get(place)) for place in places]
    return [fact for side in sides if (fact := _fact(side, conflicts)) is not None]


def _fact(side: _Sides, conflicts: list[Conflict]) -> Fact | None:
    if side.plan is not None and side.document is not None:
        return _fields(side, conflicts)
    if side.before is None:
        return side.plan or side.document
    there = side.plan or side.document
    if there is None or _same(there, side.before):
        return None
    conflicts.append(side.conflict())
    return side.plan


def _fields(side: _Sides, conflicts: list[Conflict]) -> Fact:
    before, plan, document = side.before or {}, side.plan or {}, side.document or {}
    found = dict(document)
    for name in dict.fromkeys((*document, *plan)):
        if name in {"key", "clause"}:
            continue
        if name == _STATEMENTS:
            found[name] = _statements(side, conflicts)
        else:
            found[name] = _value(side, name, before.get(name), plan.get(name), document.get(name), conflicts)
    return {name: value for name, value in found.items() if value is not None}


def _value(side: _Sides, path: str, before: Any, plan: Any, document: Any, conflicts: list[Conflict]) -> Any:
    if _same(plan, document) or _same(plan, before):
        return document
    if not (side.before is not None and _same(document, before)):
        conflicts.append(side.conflict(path, before, plan, document))
    return plan


def _statements(side: _Sides, conflicts: list[Conflict]) -> list[Fact]:
    """Targets are put together one by one: a person who corrected that of 2025 has said nothing on that of 2030."""
    before, plan, document = (_by_slot((fact or {}).get(_STATEMENTS, [])) for fact in (side.before, side.plan, side.document))
    found = []
    for slot in dict.fromkeys((*document, *plan)):
        path = f"{_STATEMENTS}/{slot}"
        chosen = _value(side, path, before.get(slot), plan.get(slot), document.get(slot), conflicts)
        if chosen is not None:
            found.append(chosen)
    return found


def _by_slot(statements: Sequence[Fact]) -> dict[str, Fact]:
    """By year, population and place among the statements of both: ``2030``, ``2030:学生``, ``2030#2``."""
    found: dict[str, Fact] = {}
    for statement in statements:
        plain = ":".join(str(part) for part in (statement.get("year") or "", statement.get("population")) if part is not None)
        slot, number = plain, 1
        while slot in found:
            number += 1
            slot = f"{plain}#{number}"
        found[slot] = statement
    return found


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same; where they stand in a text does not count."""
    return bool(told(one) == told(other))


def _head(before: Fact, plan: Fact, document: Fact, conflicts: list[Conflict]) -> Fact:
    side = _Sides(FactKind.HEAD, "head", before, plan, document)
    found = {**document, "region": plan["region"]}
    for name in ("document_number", "dated"):
        found[name] = document.get(name) or plan.get(name)
    for name in _HEAD_FIELDS:
        found[name] = _value(side, name, before.get(name), plan.get(name), document.get(name), conflicts)
    return {name: value for name, value in found.items() if value is not None}


def _restore_what_is_named(found: Fact, plan: Fact, conflicts: list[Conflict]) -> None:
    """What the document drops but something that stays still names stays too, as a conflict; a row that no longer repeats another stands alone."""
    for indicator in found["indicators"]:
        if indicator.get("same_as") and indicator["same_as"] not in _by_key(found["indicators"]):
            del indicator["same_as"]
    while missing := list(_missing(found)):
        for kind, key in missing:
            fact = _by_key(plan[PARTS[kind]])[key]
            found[PARTS[kind]] = [*found[PARTS[kind]], fact]
            conflicts.append(_Sides(kind, key, fact, fact, None).conflict())


def _missing(found: Fact) -> Iterator[tuple[FactKind, str]]:
    named = {(FactKind.ACTION, entry["action"]) for entry in found["responsibilities"]}
    for kind, references in REFERENCES.items():
        named |= {(of, fact[name]) for fact in found[PARTS[kind]] for name, of in references.items() if fact.get(name)}
    for kind, key in sorted(named):
        if key not in _by_key(found[PARTS[kind]]):
            yield kind, key


def decided(document: Fact, conflicts: Sequence[AmendmentConflict], decisions: Sequence[ConflictDecision]) -> tuple[Fact, list[AmendmentConflict]]:
    """The document after decisions, and the conflicts with what was taken; whether it holds together is for its own validation."""
    taken = {decision.conflict: decision.take for decision in decisions}
    found = dict(document)
    for conflict in conflicts:
        if conflict.id in taken:
            found = _apply(found, conflict, conflict.plan if taken[conflict.id] is ConflictSide.PLAN else conflict.document)
    return found, [conflict.model_copy(update={"taken": taken.get(conflict.id, conflict.taken)}) for conflict in conflicts]


def _apply(document: Fact, conflict: AmendmentConflict, value: Any) -> Fact:
    if conflict.kind is FactKind.HEAD:
        return {**document, "head": _with(document["head"], str(conflict.path), value)}
    part = PARTS.get(conflict.kind, "responsibilities")
    if conflict.path is not None:
        return {**document, part: [_with(fact, conflict.path, value) if _is_it(fact, conflict) else fact for fact in document[part]]}
    rest = [fact for fact in document[part] if not _is_it(fact, conflict)]
    return {**document, part: rest if value is None else [*rest, value]}


def _is_it(fact: Fact, conflict: AmendmentConflict) -> bool:
    if conflict.kind is FactKind.RESPONSIBILITY:
        return (fact["action"], fact["written"]) == (conflict.key, conflict.name)
    return bool(fact["key"] == conflict.key)


def _with(fact: Fact, path: str, value: Any) -> Fact:
    field, _, slot = path.partition("/")
    if field == _STATEMENTS:
        statements = {**_by_slot(fact[_STATEMENTS]), slot: value}
        return {**fact, _STATEMENTS: [statement for statement in statements.values() if statement is not None]}
    return {name: inner for name, inner in {**fact, field: value}.items() if inner is not None}


def numbered(conflicts: Sequence[Conflict]) -> list[AmendmentConflict]:
    """Conflicts with the ids by which a person decides them."""
    names = ("kind", "key", "name", "path", "before", "plan", "document")
    return [AmendmentConflict(id=f"C{n:02d}", **{name: getattr(one, name) for name in names}) for n, one in enumerate(conflicts, 1)]
