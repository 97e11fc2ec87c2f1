"""The order in which rows became visible, which is not the order of their ids: who committed last may have made its ids first."""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_HIGHEST = "(SELECT coalesce(max(arrival), 0) + 1 FROM messages)"


class Arrival(FunctionElement[int]):
    """What a message that is written now arrives under.

    On PostgreSQL the number of its transaction, which becomes visible as a whole; on SQLite, where one writer follows another, one more
    than the highest.
    """

    type = BigInteger()
    inherit_cache = True


class Horizon(FunctionElement[int]):
    """Below it nothing can appear any more: every transaction with a lower number has ended."""

    type = BigInteger()
    inherit_cache = True


@compiles(Arrival)
@compiles(Horizon)
def _by_count(_element: Any, _compiler: Any, **_named: Any) -> str:
    return _HIGHEST


@compiles(Arrival, "postgresql")
def _of_transaction(_element: Any, _compiler: Any, **_named: Any) -> str:
    return "CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"


@compiles(Horizon, "postgresql")
def _of_snapshot(_element: Any, _compiler: Any, **_named: Any) -> str:
    return "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"
