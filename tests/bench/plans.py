"""The plan of each statement that a request sends, as the database tells it."""

import re
from collections.abc import Iterator
from typing import Any

from tests.bench.by_hand import Statements

_STEP = re.compile(r"Scan|Join|Loop|Aggregate|Sort \(|WindowAgg|Hash|Memoize|Execution")


async def plans_of(connection: Any, what: str, statements: Statements) -> str:
    """What was asked, then for each statement its beginning and the steps of its plan with the rows they really had."""
    told = [f"### {what}", ""]
    for sql, arguments in statements:
        rows = await connection.fetch(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY ON) {sql}", *arguments)
        told += ["```", *_steps(sql, [row[0] for row in rows]), "```", ""]
    return "\n".join(told)


def _steps(sql: str, lines: list[str]) -> Iterator[str]:
    columns, _, sources = " ".join(sql.split()).partition(" FROM ")
    yield f"{columns[:60]} … FROM {sources[:60]} …"
    yield from (line for line in lines if _STEP.search(line))
