"""The audit chain as a change of schema, the same in every service. Released migrations call this: it is never changed, only added to."""

import sqlalchemy as sa
from alembic import op

from shared.kit import columns
from shared.kit.append_only import protect, unprotect

_SAID = ("id", "at", "actor_id", "actor_name", "act", "subject", "detail", "request_id", "reason", "region_path", "before", "after", "hash")


def add_audit_chain() -> None:
    """Give a service's trail its seals, and let the database refuse to change what was said."""
    _audit_seals()
    _audit_entries()
    protect("audit_seals")
    protect("audit_entries", fixed=_SAID, once="seal")


def _audit_seals() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("at", columns.UtcInstant(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("entries", columns.Document, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seals")),
    )


def _audit_entries() -> None:
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("region_path", columns.RegionPath, nullable=True))
        batch_op.add_column(sa.Column("before", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("after", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("seal", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_audit_entries_sealed"), "(seal is null) = (position is null)")
        batch_op.create_index("ix_audit_entries_region_path_id", ["region_path", "id"], unique=False)
        batch_op.create_index("ix_audit_entries_seal_position", ["seal", "position"], unique=True)
        batch_op.create_index(
            "ix_audit_entries_unsealed", ["id"], unique=False, postgresql_where=sa.text("seal is null"), sqlite_where=sa.text("seal is null")
        )


def drop_audit_chain() -> None:
    """Take seals and protection away; what was said stays, its hashes go."""
    unprotect("audit_entries")
    unprotect("audit_seals")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_unsealed")
        batch_op.drop_index("ix_audit_entries_seal_position")
        batch_op.drop_index("ix_audit_entries_region_path_id")
        batch_op.drop_constraint(op.f("ck_audit_entries_sealed"), type_="check")
        for name in ("position", "seal", "hash", "after", "before", "region_path", "reason"):
            batch_op.drop_column(name)
    op.drop_table("audit_seals")
