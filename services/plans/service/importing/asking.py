"""Who asks, what they keep, and the regions that a table names: the same for every table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.plans.repository import importing as repository
from shared.kit.db import Db
from shared.kit.sheets.cells import Line
from shared.kit.sheets.places import Place, Places
from shared.rules.access import Actor, Permission, Thing, decide
from shared.rules.region_codes import code_of, looks_like_code


@dataclass(frozen=True, slots=True)
class Asking:
    """One import or export: from where it reads, for whom, on which day."""

    db: Db
    actor: Actor
    today: date

    def reaches(self, path: str) -> bool:
        """Whether the one who asks keeps the directory at a path."""
        return decide(self.actor, Permission.DIRECTORY_IMPORT, Thing(region_path=path)).allowed

    async def places(self, lines: Sequence[Line], columns: Iterable[str]) -> Places:
        """Every region that the cells of some columns name."""
        written = {line.cells[column] for line in lines for column in columns if column in line.cells}
        codes, names = {code for text in written if (code := _coded(text))}, {text for text in written if not looks_like_code(text)}
        rows = await repository.regions_named(self.db, codes, names, self.today)
        unique = {row.region_id: Place(row.region_id, row.code, row.name, row.path) for row in rows}
        return Places(unique.values(), self.reaches)


def _coded(text: str) -> str | None:
    try:
        return code_of(text)
    except ValueError:
        return None
