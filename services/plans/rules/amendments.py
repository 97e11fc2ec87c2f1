"""What an amendment changes: facts matched by key and name, then field by field. Pure; the same two documents, the same changes.

Keys are places in a document (T02 is the second row), so a row put in before shifts them. A fact of the new text is therefore first
matched with what it was, and keeps the key it had: that is the name by which values, targets and duties know it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shared.rules.similarity import alike, likeness
from shared.schemas.amendments import ChangeKind, FactChange, FactEdit, FactKind, FieldChange
from shared.schemas.plan_document import PlanDocument

Facts = Mapping[str, Mapping[str, Any]]
"""Facts of one kind by key, as plain JSON."""

PARTS = {FactKind.SECTION: "sections", FactKind.ACTION: "actions", FactKind.INDICATOR: "indicators", FactKind.DUTY: "duties"}
NAMES = {FactKind.SECTION: "title", FactKind.ACTION: "name", FactKind.INDICATOR: "name", FactKind.DUTY: "what"}
REFERENCES = {
    FactKind.SECTION: {"parent": FactKind.SECTION},
    FactKind.ACTION: {"section": FactKind.SECTION},
    FactKind.INDICATOR: {"action": FactKind.ACTION, "same_as": FactKind.INDICATOR},
    FactKind.DUTY: {"action": FactKind.ACTION},
}
_SAME_KEY, _OTHER_KEY = 0.4, 0.6
"""How alike names must be to be one fact under the same key, and under another one."""


def edited(document: Mapping[str, Any], edits: Sequence[FactEdit]) -> dict[str, Any]:
    """The document with single facts put in, replaced or taken out; whether it still holds together is for its own validation."""
    found = dict(document)
    for kind, part in PARTS.items():
        facts = {fact["key"]: fact for fact in document[part]}
        for edit in (edit for edit in edits if edit.kind is kind):
            if edit.fact is None:
                facts.pop(edit.key, None)
            else:
                facts[edit.key] = {**edit.fact, "key": edit.key}
        found[part] = list(facts.values())
    return found


@dataclass(frozen=True, slots=True)
class Likeness:
    """A fact that was taken for another because their names are alike, not equal; ``read`` is its key in its own document."""

    kind: FactKind
    read: str
    key: str
    before: str
    after: str
    share: float


Said = Mapping[FactKind, Mapping[str, str | None]]
"""By kind, which fact of the old document one of the new is, by a person's word; None: a new one."""


def rekeyed(old: Mapping[str, Any], new: Mapping[str, Any], number: int, said: Said = MappingProxyType({})) -> dict[str, Any]:
    """The new document under the keys of the old one; what is really new never takes a key that was used for something else."""
    keys = _all_keys(old, new, number, said)
    found = dict(new)
    for kind, part in PARTS.items():
        found[part] = [_renamed(kind, fact, keys) for fact in new[part]]
    actions = keys[FactKind.ACTION]
    found["responsibilities"] = [{**entry, "action": actions[entry["action"]]} for entry in new["responsibilities"]]
    return found


def likenesses(old: Mapping[str, Any], new: Mapping[str, Any], number: int, said: Said = MappingProxyType({})) -> list[Likeness]:
    """The matches that ``rekeyed`` makes without a person's word and without equal names."""
    keys = _all_keys(old, new, number, said)
    found = []
    for kind in PARTS:
        before, after = _names(old, kind), _names(new, kind)
        pairs = ((read, key) for read, key in keys[kind].items() if key in before and read not in said.get(kind, {}) and before[key] != after[read])
        found += [Likeness(kind, read, key, before[key], after[read], likeness(before[key], after[read])) for read, key in pairs]
    return found


def _all_keys(old: Mapping[str, Any], new: Mapping[str, Any], number: int, said: Said) -> dict[FactKind, dict[str, str]]:
    return {kind: _keys(_names(old, kind), _names(new, kind), number, said.get(kind, {})) for kind in PARTS}


def _names(document: Mapping[str, Any], kind: FactKind) -> dict[str, str]:
    return {fact["key"]: fact[NAMES[kind]] for fact in document[PARTS[kind]]}


def _renamed(kind: FactKind, fact: Mapping[str, Any], keys: Mapping[FactKind, Mapping[str, str]]) -> dict[str, Any]:
    references = {name: keys[of][fact[name]] for name, of in REFERENCES[kind].items() if fact.get(name) is not None}
    return {**fact, "key": keys[kind][fact["key"]], **references}


def _keys(old: Mapping[str, str], new: Mapping[str, str], number: int, said: Mapping[str, str | None]) -> dict[str, str]:
    """New key → the key it keeps or gets."""
    fixed = {key: other for key, other in said.items() if other is not None}
    free_old = {key: name for key, name in old.items() if key not in fixed.values()}
    found = fixed | matched(free_old, {key: name for key, name in new.items() if key not in said})
    taken = set(old) | set(found.values())
    for key in new:
        if key not in found:
            found[key] = _fresh(key, taken, number)
            taken.add(found[key])
    return found


def _fresh(key: str, taken: Collection[str], number: int) -> str:
    fresh = key
    while fresh in taken:
        fresh, number = f"{key}.v{number}", number + 1
    return fresh


def matched(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """New key → old key of the same fact: same key and name, same name alone, same key and a like name, the likest name."""
    found = {key: key for key in new if old.get(key) == new[key]}
    _by_name(found, old, new)
    for key in _left(new, found):
        if key in old and key not in found.values() and likeness(old[key], new[key]) >= _SAME_KEY:
            found[key] = key
    left_old = {key: name for key, name in old.items() if key not in found.values()}
    left_new = {key: new[key] for key in _left(new, found)}
    for _, key, other in sorted(alike(left_new, left_old, _OTHER_KEY), key=lambda pair: (-pair[0], pair[1], pair[2])):
        if key not in found and other not in found.values():
            found[key] = other
    return found


def _by_name(found: dict[str, str], old: Mapping[str, str], new: Mapping[str, str]) -> None:
    waiting: dict[str, list[str]] = {}
    used = set(found.values())
    for key, name in old.items():
        if key not in used:
            waiting.setdefault(name, []).append(key)
    for key in _left(new, found):
        if waiting.get(new[key]):
            found[key] = waiting[new[key]].pop(0)


def _left(new: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    return [key for key in new if key not in found]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FactChange]:
    """Everything that differs between two documents under the same keys, in the order of the new one, what is gone last."""
    found = list(_head(old["head"], new["head"]))
    for kind, part in PARTS.items():
        before, after = ({fact["key"]: fact for fact in document[part]} for document in (old, new))
        found += _of_kind(kind, before, after)
        if kind is FactKind.ACTION:
            found += _responsibilities(old["responsibilities"], new["responsibilities"])
    return found


def _head(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FactChange]:
    fields = list(_fields(before, after))
    if fields:
        yield FactChange(kind=FactKind.HEAD, how=ChangeKind.CHANGED, key="head", name=after["title"], fields=fields)


def _of_kind(kind: FactKind, before: Facts, after: Facts) -> Iterator[FactChange]:
    for key, fact in after.items():
        fields = list(_fields(before.get(key, {}), fact))
        if fields:
            how = ChangeKind.CHANGED if key in before else ChangeKind.NEW
            yield _change(kind, how, key, fact[NAMES[kind]], fields, before.get(key), fact)
    for key, fact in before.items():
        if key not in after:
            yield _change(kind, ChangeKind.GONE, key, fact[NAMES[kind]], [], fact, None)


def _change(kind: FactKind, how: ChangeKind, key: str, name: str, fields: list[FieldChange], before: Any, after: Any) -> FactChange:
    """New and gone facts stand for themselves: their fields are in the versions."""
    listed = fields if how is ChangeKind.CHANGED else []
    places = {"clause_before": before["clause"]["path"] if before else None, "clause_after": after["clause"]["path"] if after else None}
    return FactChange(kind=kind, how=how, key=key, name=name, fields=listed, **places)


def _responsibilities(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[FactChange]:
    """Unit entries have no key: an entry is known by its action and what was written; another role is a change."""
    old, new = ({(entry["action"], entry["written"]): entry for entry in entries} for entries in (before, after))
    for (action, written), entry in new.items():
        was = old.get((action, written))
        if was is None:
            yield _change(FactKind.RESPONSIBILITY, ChangeKind.NEW, action, written, [], None, entry)
        elif was["role"] != entry["role"]:
            fields = [FieldChange(path="role", before=was["role"], after=entry["role"])]
            yield _change(FactKind.RESPONSIBILITY, ChangeKind.CHANGED, action, written, fields, was, entry)
    for place, entry in old.items():
        if place not in new:
            yield _change(FactKind.RESPONSIBILITY, ChangeKind.GONE, place[0], place[1], [], entry, None)


def _fields(before: Any, after: Any, path: str = "") -> Iterator[FieldChange]:
    """Every leaf that differs. Where a fact stands is not what it says: clauses are left out."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            if name != "clause":
                yield from _fields(before.get(name), after.get(name), f"{path}/{name}" if path else name)
    elif isinstance(before, list) and isinstance(after, list):
        for n in range(max(len(before), len(after))):
            yield from _fields(before[n] if n < len(before) else None, after[n] if n < len(after) else None, f"{path}/{n}")
    elif before != after:
        yield FieldChange(path=path, before=told(before), after=told(after))


def told(value: Any) -> Any:
    """What a value says, without its places in a text."""
    if isinstance(value, Mapping):
        return {name: told(inner) for name, inner in value.items() if name != "clause"}
    return [told(inner) for inner in value] if isinstance(value, list) else value


def as_plain(document: PlanDocument) -> dict[str, Any]:
    """A document as the JSON that versions keep."""
    return document.model_dump(mode="json", exclude_none=True)
