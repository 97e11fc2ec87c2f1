"""Figures of others, read from the official values: an average of the province, a task set by the upper level, a place among peers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from services.indicators.repository import observations, regions
from services.indicators.rules.figures import Place, Source, needs_figure, peers_seat, sources
from services.indicators.rules.printing import as_printed
from services.indicators.rules.ranks import place_told
from shared.kit.db import Db
from shared.kit.rights import ancestors
from shared.rules.access import Disclosure
from shared.schemas.targets import Rank, TargetExpression
from shared.schemas.verdicts import PeerFigures, PeerValue, VerdictInputs

_EXPRESSION: TypeAdapter[TargetExpression] = TypeAdapter(TargetExpression)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one target is held against: where a figure may lie, best first; for a place the other regions by path, with their names."""

    sources: Sequence[Source]
    peers: Mapping[str, str]
    is_place: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What others set, measured or reported, for the targets that are held against it."""

    wanted: Mapping[UUID, Wanted]
    found: Mapping[tuple[UUID, str, str, int], Any]

    def given(self, target: Any, owner: Any, inputs: VerdictInputs) -> dict[str, Any]:
        """The fields of the inputs that others fill; none for targets that need no figure."""
        wanted = self.wanted.get(target.id)
        if wanted is None:
            return {}
        if wanted.is_place:
            return self._entered_place(wanted, owner, inputs) or self._peers(wanted, owner, _year_judged(inputs))
        return {"external": as_printed(self._figure(wanted, owner, _year_judged(inputs)), owner)}

    def _figure(self, wanted: Wanted, owner: Any, year: int) -> Decimal | None:
        rows = (self._row(owner, source.path, source.disaggregation, year) for source in wanted.sources)
        return next((row.value for row in rows if row is not None and row.value is not None), None)

    def _entered_place(self, wanted: Wanted, owner: Any, inputs: VerdictInputs) -> dict[str, Any]:
        """The newest place that was entered: a number, or 3/11 as a state."""
        for year in range(min(inputs.as_of.year, inputs.horizon), inputs.plan_start - 1, -1):
            for source in wanted.sources:
                row = self._row(owner, source.path, source.disaggregation, year)
                said = place_told(row.state or format(row.value, "f")) if row is not None else None
                if said is not None:
                    peers = PeerFigures(size=said[1]) if said[1] else None
                    return {"external": Decimal(said[0]), "external_year": year, "peers": peers}
        return {}

    def _peers(self, wanted: Wanted, owner: Any, year: int) -> dict[str, Any]:
        """The peers' values of a year that everybody may see, and who has none; nothing where nobody has one."""
        values, missing = [], []
        for path, name in wanted.peers.items():
            row = self._row(owner, path, "", year)
            if row is None or row.value is None or row.disclosure != Disclosure.PUBLIC:
                missing.append(name)
            else:
                values.append(PeerValue(region=name, value=as_printed(row.value, owner) or row.value))
        return {"peers": PeerFigures(size=1 + len(wanted.peers), values=values, missing=missing)} if values else {}

    def _row(self, owner: Any, path: str, disaggregation: str, year: int) -> Any:
        return self.found.get((owner.indicator_id, path, disaggregation, year))


async def figures_for(db: Db, targets: Sequence[Any], owners: Mapping[UUID, Any], day: date) -> Figures:
    """The figures of all targets that need one: two queries, a third where a place is to be counted; none if there is no such target."""
    outside = {target.id: (_EXPRESSION.validate_python(target.expression), owners[target.plan_indicator_id]) for target in targets}
    outside = {target_id: pair for target_id, pair in outside.items() if needs_figure(pair[0])}
    if not outside:
        return Figures({}, {})
    levels = await regions.line(db, {owner.region_path for _, owner in outside.values()})
    lines = {path: [Place(above, levels[above]) for above in ancestors(path) if above in levels] for path in levels}
    seats = {target_id: peers_seat(expression, owner.region_path, lines[owner.region_path]) for target_id, (expression, owner) in outside.items()}
    members = await regions.members(db, {seat for seat in seats.values() if seat}, day)
    wanted = {
        target_id: Wanted(
            sources(expression, owner.region_path, lines[owner.region_path]),
            _others(members, seats[target_id], owner.region_path, levels),
            isinstance(expression, Rank),
        )
        for target_id, (expression, owner) in outside.items()
    }
    paths = {source.path for one in wanted.values() for source in one.sources} | {path for one in wanted.values() for path in one.peers}
    parts = {source.disaggregation for one in wanted.values() for source in one.sources} | {""}
    found = await observations.figures(db, {owner.indicator_id for _, owner in outside.values()}, paths, parts)
    return Figures(wanted, found)


def _others(members: Sequence[Any], seat: str | None, own: str, levels: Mapping[str, str]) -> dict[str, str]:
    """The other regions of the same level that lie in the seat, by path."""
    if seat is None:
        return {}
    return {row.path: row.name for row in members if row.path.startswith(seat) and row.path != own and row.level == levels[own]}


def _year_judged(inputs: VerdictInputs) -> int:
    """The year whose figure is wanted: the newest with an answer up to the horizon, else the horizon."""
    return max((seen.year for seen in inputs.series if seen.year <= inputs.horizon), default=inputs.horizon)
