"""plans of assignments without actions"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = "b95a7948b768"
down_revision = "403ab9bff5e6"
branch_labels = None
depends_on = None

_actions = sa.table("assignment_actions", sa.column("assignment_id", sa.Uuid()), sa.column("plan_id", sa.Uuid()), sa.column("action", sa.String()))
_rounds = sa.table("rounds", sa.column("id", sa.Uuid()), sa.column("plan_ids", columns.Document))
_assignments = sa.table("assignments", sa.column("id", sa.Uuid()), sa.column("round_id", sa.Uuid()))


def upgrade() -> None:
    """An assignment without any action stands for the plans of its round as a whole."""
    without = sa.select(_assignments.c.id, _rounds.c.plan_ids).join(_rounds, _rounds.c.id == _assignments.c.round_id)
    without = without.where(_assignments.c.id.not_in(sa.select(_actions.c.assignment_id)))
    rows = [
        {"assignment_id": row.id, "plan_id": UUID(plan_id), "action": ""}
        for row in op.get_bind().execute(without)
        for plan_id in row.plan_ids
    ]
    if rows:
        op.bulk_insert(_actions, rows)


def downgrade() -> None:
    op.execute(sa.delete(_actions).where(_actions.c.action == ""))
