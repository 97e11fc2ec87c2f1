"""The directory as tables to take along: what is exported and imported again changes nothing."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import Any

from services.plans.errors import UnknownRegionCode
from services.plans.repository import directory
from services.plans.repository import exporting_tables as repository
from services.plans.rules.importing.accounts import COUNTRY
from services.plans.rules.importing.columns import KINDS, LEVELS, ROLES
from services.plans.service.importing.asking import Asking
from shared.kit.language import Language
from shared.kit.rights import require_somewhere
from shared.kit.sheets.problems import ExportTooLong
from shared.kit.sheets.reading import MOST_ROWS
from shared.rules.access import Permission
from shared.schemas.directory_tables import DirectoryTable
from shared.schemas.groups import SINCE_EVER

_LIST = {"zh": "、", "en": "; "}


def _word(words: Mapping[str, Any], value: str, language: Language) -> str:
    """How a value is written: the first Chinese word for it, or the value itself."""
    return next((word for word, meant in words.items() if meant == value), value) if language == "zh" else value


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


async def table_rows(asking: Asking, table: DirectoryTable, under: str | None, language: Language) -> list[list[str]]:
    """The rows of a table within what the one who asks keeps, at a region (its code) and below; ExportTooLong beyond one file."""
    require_somewhere(asking.actor, Permission.DIRECTORY_IMPORT)
    path = ""
    if under is not None:
        region = (await directory.regions_by_code(asking.db, [under], asking.today)).get(under)
        if region is None:
            raise UnknownRegionCode(region_code=under)
        path = region.path
    rows = await _EXPORTS[table](asking, path, language)
    if len(rows) > MOST_ROWS:
        raise ExportTooLong(most=MOST_ROWS)
    return rows


async def _regions(asking: Asking, under: str, language: Language) -> list[list[str]]:
    rows = await repository.exported_regions(asking.db, asking.actor, under, asking.today, MOST_ROWS + 1)
    ids = [row.region_id for row in rows]
    before, after = [await repository.kin_codes(asking.db, ids, predecessors=way) for way in (True, False)]

    def listed(codes: Iterable[str]) -> str:
        return _LIST[language].join(codes)

    return [
        [row.code, row.name, _word(LEVELS, row.level, language), row.parent_code or "", _day(row.valid_from), _day(row.valid_until),
         listed(before.get(row.region_id, ())), listed(after.get(row.region_id, ()))]
        for row in rows
    ]  # fmt: skip


async def _units(asking: Asking, under: str, language: Language) -> list[list[str]]:
    rows = await repository.exported_units(asking.db, asking.actor, under, asking.today, MOST_ROWS + 1)
    aliases = await repository.aliases_of(asking.db, [row.id for row in rows])

    def others(row: Any) -> str:
        return _LIST[language].join(name for name in aliases.get(row.id, ()) if name != row.name)

    return [
        [row.name, _word(KINDS, row.kind, language), row.code or "", row.superior or "",
         row.superior_code if row.superior_code not in {None, row.code} else "", others(row), row.uscc or "", ""]
        for row in rows
    ]  # fmt: skip


async def _groups(asking: Asking, under: str, _language: Language) -> list[list[str]]:
    rows = await repository.exported_groups(asking.db, asking.actor, under, asking.today, MOST_ROWS + 1)
    return [[row.group, row.code or "", row.member, row.member_code if row.member_code not in {None, row.code} else "", *_times(row)] for row in rows]


def _times(row: Any) -> tuple[str, str]:
    """Days of a membership; none is written for a member since whenever."""
    return "" if row.valid_from == SINCE_EVER else _day(row.valid_from), _day(row.valid_until)


async def _accounts(asking: Asking, under: str, language: Language) -> list[list[str]]:
    roles = [role.value for role in ROLES.values()]
    rows = await repository.exported_accounts(asking.db, asking.actor, under, asking.today, roles, MOST_ROWS + 1)
    return [
        [row.login, row.name, _word(ROLES, row.role, language), row.code or COUNTRY[0], row.unit or "", row.seat or "",
         _day(row.valid_from), _day(row.valid_until)]
        for row in rows
    ]  # fmt: skip


_EXPORTS: Mapping[DirectoryTable, Callable[[Asking, str, Language], Awaitable[list[list[str]]]]] = {
    DirectoryTable.REGIONS: _regions,
    DirectoryTable.UNITS: _units,
    DirectoryTable.GROUPS: _groups,
    DirectoryTable.ACCOUNTS: _accounts,
}
