"""entries made one"""

import sqlalchemy as sa
from alembic import op


revision = '6cce1e8720b2'
down_revision = '26251af212f7'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_indicators_merged_into'), ['merged_into'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicators_merged_into'))
        batch_op.drop_column('merged_into')
