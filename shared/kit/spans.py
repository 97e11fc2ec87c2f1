"""Time between two instants in SQL, alike on both databases."""

from typing import Any

from sqlalchemy import ColumnElement, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class days_between(GenericFunction[float]):  # noqa: N801 - named as it is in SQL
    """Days and parts of a day from the first instant to the second."""

    type = Float()
    inherit_cache = True


@compiles(days_between, "postgresql")
def _in_postgres(element: ColumnElement[float], compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(cast(extract(epoch from ({second} - {first})) as double precision) / 86400)"


@compiles(days_between, "sqlite")
def _in_sqlite(element: ColumnElement[float], compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(julianday({second}) - julianday({first}))"
