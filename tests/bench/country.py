"""A generated country in the plans database: 3,000 plans with their actions, duties, who owes them, occurrences and search entries."""

from typing import Any

from services.plans.models import Base
from services.plans.rules.searching import RANK
from shared.schemas.search import SearchKind

PLANS, DUTIES, ACTIONS, NAMED, YEARS, UNITS = 3000, 25, 25, 5, 10, 400
"""Plans; duties and actions of each; unit entries of each action; years of occurrences; units that owe."""

_UNIT = "(SELECT array_agg(id ORDER BY id) FROM (SELECT id FROM units ORDER BY id LIMIT {units}) u)"
_TOPICS = "(ARRAY['健康素养', '全民健身', '合理膳食', '控烟限酒', '心理健康', '职业健康'])[1 + a % 6]"


async def fill_country(connection: Any) -> int:
    """Rows like the first ones that are there, in one statement a table; how many occurrences there are in the end."""
    parent = await connection.fetchval("SELECT id FROM plans ORDER BY id LIMIT 1")
    for table, series, own in _tables(parent):
        await connection.execute(_copies(table, series, own))
    await connection.execute(
        "INSERT INTO search_grams (gram, rank, entry_id) SELECT DISTINCT substr(e.normal, i, 2), e.rank, e.id"
        " FROM search_entries e, generate_series(1, length(e.normal) - 1) i WHERE e.normal LIKE '%量测%'"
    )
    await connection.execute("VACUUM ANALYZE")
    return int(await connection.fetchval("SELECT count(*) FROM occurrences"))


def _tables(parent: Any) -> list[tuple[str, str, dict[str, str]]]:
    """(table, series, own columns) of everything that is generated, in the order of writing."""
    plans, plan_id = f"generate_series(1, {PLANS}) n", "md5('plan' || n)::uuid"
    duties, actions = f"{plans}, generate_series(1, {DUTIES}) d", f"{plans}, generate_series(1, {ACTIONS}) a"
    head = {"id": plan_id, "source_sha256": "lpad(n::text, 64, '0')", "title": "'健康第' || n || '县行动'", "parent_id": f"'{parent}'::uuid"}
    place = {"region_path": "(SELECT region_path FROM plans ORDER BY id LIMIT 1) || 'b' || n || '.'"}
    duty = {"id": "md5('duty' || n || '-' || d)::uuid", "plan_id": plan_id, "position": "d", "key": "'D' || d"}
    fact = "jsonb_set(jsonb_set(t.fact::jsonb, '{key}', to_jsonb('A' || a)), '{name}', to_jsonb(" + _TOPICS + " || '行动'))::json"
    action = {"id": "md5('action' || n || '-' || a)::uuid", "plan_id": plan_id, "position": "a", "key": "'A' || a", "fact": fact}
    link = {"id": "gen_random_uuid()", "plan_id": plan_id, "action_key": "'A' || a", "parent_id": f"'{parent}'::uuid", "by": "'bench'", "at": "now()"}
    text = "'量测' || n || '县' || " + _TOPICS + " || '行动'"
    entry = {"id": "md5('text' || n || '-' || a)::uuid", "plan_id": plan_id, "kind": "'action'", "rank": str(RANK[SearchKind.ACTION])}
    return [
        ("plans", plans, {**head, **place, "state": "'in_force'", "disclosure": "'public'"}),
        ("duties", duties, duty),
        ("actions", actions, action),
        ("responsibilities", duties, _owed("duty", "'D' || d", "n || '-' || d", "n * 7 + d", "d")),
        ("responsibilities", f"{actions}, generate_series(1, {NAMED}) b", _named()),
        (
            "action_links",
            actions,
            {**link, "parent_key": "(SELECT key FROM actions WHERE plan_id = '" + str(parent) + "' ORDER BY position LIMIT 1)"},
        ),
        ("search_entries", actions, {**entry, "key": "'A' || a", "text": text, "normal": text, "clause_path": "null"}),
        ("occurrences", f"{duties}, generate_series(1, {YEARS}) y", _occurrence()),
    ]


def _named() -> dict[str, str]:
    role = "CASE WHEN b = 1 THEN 'lead' ELSE 'responsible' END"
    return {**_owed("action", "'A' || a", "n || '-' || a || '-' || b", "n * 7 + a * 3 + b", f"a * {NAMED} + b"), "role": role}


def _owed(about: str, key: str, which: str, unit: str, position: str) -> dict[str, str]:
    bearer = {"unit_id": f"({_UNIT.format(units=UNITS)})[1 + ({unit}) % {UNITS}]", "group_id": "null", "is_group": "false", "written": "'bench'"}
    owed = {"id": f"md5('{about}' || {which})::uuid", "plan_id": "md5('plan' || n)::uuid", "about": f"'{about}'", "action_key": key}
    return {**owed, **bearer, "position": position, "valid_from": "null", "valid_until": "null", "successor_id": "null"}


def _occurrence() -> dict[str, str]:
    day = "make_date(2020 + y, 1 + d * 5 % 12, 1 + (d * 7 + n) % 28)"
    about = {"subject_year": "2020 + y", "subject_from": "make_date(2020 + y, 1, 1)", "subject_until": "make_date(2020 + y, 12, 31)"}
    days = {"printed_on": day, "due_on": day, "sort_on": day, "due": f"({day} + 1)::timestamptz", "provisional": "y > 6"}
    duty = {"plan_id": "md5('plan' || n)::uuid", "duty_id": "md5('duty' || n || '-' || d)::uuid", "duty_key": "'D' || d"}
    return {"id": "gen_random_uuid()", **duty, "sequence": "1", **about, **days}


def _copies(table: str, series: str, own: dict[str, str]) -> str:
    """Rows like some row of the table (or of none, where ``own`` names every column), once for each of ``series``."""
    names = [column.name for column in Base.metadata.tables[table].columns]
    values = [own.get(name, f"t.{name}") for name in names]
    like = "(SELECT) t" if set(names) <= set(own) else f"(SELECT * FROM {table} LIMIT 1) t"
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {like}, {series}"
