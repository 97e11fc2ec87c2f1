"""parts have an index"""

import sqlalchemy as sa
from alembic import op


revision = '37dba2150387'
down_revision = 'd64b4aedbca6'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.create_index('ix_observations_part', ['disaggregation'], unique=False, postgresql_where=sa.text("disaggregation <> ''"), sqlite_where=sa.text("disaggregation <> ''"))



def downgrade() -> None:
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.drop_index('ix_observations_part', postgresql_where=sa.text("disaggregation <> ''"), sqlite_where=sa.text("disaggregation <> ''"))

