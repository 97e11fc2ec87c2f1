"""Tables that only grow, held by the database itself. Released migrations call this: it is never changed, only added to."""

from collections.abc import Sequence

from alembic import op

_KEEP = {
    "postgresql": (
        """CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep()",
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep()",
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {table}_keep()",
    ),
    "sqlite": (
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {changed} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    ),
}
_LEAVE = {
    "postgresql": ("DROP FUNCTION {table}_keep() CASCADE",),
    "sqlite": ("DROP TRIGGER {table}_no_delete", "DROP TRIGGER {table}_no_update"),
}
_DIFFERS = {"postgresql": "OLD.{name} IS DISTINCT FROM NEW.{name}", "sqlite": "OLD.{name} IS NOT NEW.{name}"}


def protect(table: str, *, fixed: Sequence[str] = (), once: str = "") -> None:
    """Let the database refuse DELETE and UPDATE of ``table``; with ``once``, an update may set that column while it is empty.

    ``fixed`` names the columns that even such an update must leave alone.
    """
    dialect = op.get_bind().dialect.name
    changed = "true" if dialect == "postgresql" else "1"
    if once:
        changed = " OR ".join([f"OLD.{once} IS NOT NULL", *(_DIFFERS[dialect].format(name=name) for name in fixed)])
    for statement in _KEEP[dialect]:
        op.execute(statement.format(table=table, changed=changed))


def unprotect(table: str) -> None:
    """Take the protection away: for a downgrade, or before a migration rebuilds the table."""
    for statement in _LEAVE[op.get_bind().dialect.name]:
        op.execute(statement.format(table=table))
