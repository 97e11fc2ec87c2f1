"""Figures of other authorities, read from the official values: an average of the province, a task set by the upper level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.repository import observations, regions
from services.indicators.rules.figures import Place, Source, sources
from shared.kit.db import Db
from shared.kit.rights import ancestors
from shared.schemas.targets import External


@dataclass(frozen=True, slots=True)
class Figures:
    """What others set or measured, for the targets that are held against it."""

    wanted: Mapping[UUID, Sequence[Source]]
    found: Mapping[tuple[UUID, str, str, int], Any]

    def of(self, target: Any, owner: Any, year: int) -> Decimal | None:
        """The figure for a target and year; None where none was entered, and for targets that need none."""
        for source in self.wanted.get(target.id, ()):
            row = self.found.get((owner.indicator_id, source.path, source.disaggregation, year))
            if row is not None:
                value: Decimal = row.value
                return value
        return None


async def figures_for(db: Db, targets: Sequence[Any], owners: Mapping[UUID, Any]) -> Figures:
    """The figures of all external targets among ``targets``: two queries, none if there is no such target."""
    outside = [target for target in targets if target.expression["kind"] == "external"]
    if not outside:
        return Figures({}, {})
    paths = {owners[target.plan_indicator_id].region_path for target in outside}
    levels = await regions.line(db, paths)
    wanted = {target.id: _sources(target, owners[target.plan_indicator_id].region_path, levels) for target in outside}
    every = [source for found in wanted.values() for source in found]
    ids = {owners[target.plan_indicator_id].indicator_id for target in outside}
    found = await observations.figures(db, ids, [source.path for source in every], [source.disaggregation for source in every])
    return Figures(wanted, found)


def _sources(target: Any, path: str, levels: Mapping[str, str]) -> list[Source]:
    line = [Place(above, levels[above]) for above in ancestors(path) if above in levels]
    return sources(External.model_validate(target.expression), path, line)
