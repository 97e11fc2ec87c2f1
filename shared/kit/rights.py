"""Rights on rows: the limits of ``shared/rules/access`` as SQL, and the two refusals (404 not yours to know, 403 denied)."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from shared.kit.framework_problems import Denied, NotFound
from shared.rules.access import Actor, Limit, Permission, Reach, Thing, decide, limits


class RightsColumns:
    """The columns of one table. ``led`` maps a unit id to the condition "this unit leads the row's action"."""

    def __init__(
        self, *, region_path: Any = None, unit_id: Any = None, owner_id: Any = None, state: Any = None, disclosure: Any = None, led: Any = None
    ) -> None:
        self.region_path, self.unit_id, self.owner_id = region_path, unit_id, owner_id
        self.state, self.disclosure, self.led = state, disclosure, led


def visible(actor: Actor, permission: Permission, columns: RightsColumns) -> ColumnElement[bool]:
    """The WHERE condition that leaves exactly the rows for which ``decide`` says yes."""
    return _any_of(limits(actor, permission), columns)


@lru_cache(maxsize=4096)
def _any_of(ways: tuple[Limit, ...], columns: RightsColumns) -> ColumnElement[bool]:
    """Kept, because the same people ask for the same lists again and again and building a condition costs more than running it."""
    return or_(*(_condition(limit, columns) for limit in ways)) if ways else false()


def _condition(limit: Limit, columns: RightsColumns) -> ColumnElement[bool]:
    parts = [_reach(limit, columns)]
    if limit.states:
        parts.append(_with(columns.state, lambda column: _one_of(column, limit.states)))
    if limit.disclosures:
        parts.append(_with(columns.disclosure, lambda column: _one_of(column, limit.disclosures)))
    return and_(*parts)


def _reach(limit: Limit, columns: RightsColumns) -> ColumnElement[bool]:
    match limit.reach:
        case Reach.ANYWHERE:
            return true()
        case Reach.OWN:
            return _with(columns.owner_id, lambda column: column == limit.owner_id)
        case Reach.UNIT:
            return false() if limit.unit_id is None else _with(columns.unit_id, lambda column: column == limit.unit_id)
        case Reach.LED:
            return false() if limit.unit_id is None else _with(columns.led, lambda led: led(limit.unit_id))
        case Reach.REGION:
            return _with(columns.region_path, lambda column: column == limit.region_path)
        case Reach.SUBTREE:
            return _with(columns.region_path, lambda column: _below(column, limit.region_path))
        case Reach.BELOW:
            return _with(columns.region_path, lambda column: and_(_below(column, limit.region_path), column != limit.region_path))
        case Reach.ABOVE:
            return _with(columns.region_path, lambda column: column.in_(ancestors(limit.region_path)))


def _one_of(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    """Equalities instead of IN: a list would be spelled out anew at every execution, which costs more than the comparison."""
    return or_(*(column == value for value in sorted(values)))


def _with(column: Any, make: Any) -> ColumnElement[bool]:
    return false() if column is None else make(column)


def _below(column: Any, path: str) -> ColumnElement[bool]:
    """Prefix match as a range, which an ordinary index serves on both databases whatever their LIKE does."""
    return and_(column >= path, column < path + "~")


def ancestors(path: str) -> list[str]:
    """The path itself and those it lies in: 'a.b.' → ['a.', 'a.b.']."""
    parts = path.split(".")[:-1]
    return [".".join(parts[: n + 1]) + "." for n in range(len(parts))]


def see(actor: Actor, permission: Permission, thing: Thing | None, *, what: str, what_zh: str) -> Thing:
    """``thing``, if it exists and the actor may know of it; else NotFound, the same for both."""
    if thing is None or not decide(actor, permission, thing).allowed:
        raise NotFound(what=what, what_zh=what_zh)
    return thing


def require(actor: Actor, permission: Permission, thing: Thing) -> None:
    """Pass if the actor may do ``permission`` to ``thing``; else Denied with the reason."""
    decision = decide(actor, permission, thing)
    if not decision.allowed:
        raise Denied(permission=permission.value, why=decision.why)


def require_somewhere(actor: Actor, permission: Permission) -> None:
    """Pass if there is anything at all to which the actor may do ``permission``, where what it is about is decided row by row."""
    if not limits(actor, permission):
        require(actor, permission, Thing())
