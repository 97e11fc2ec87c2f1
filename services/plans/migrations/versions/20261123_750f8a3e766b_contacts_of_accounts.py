"""contacts of accounts"""

import sqlalchemy as sa
from alembic import op

revision = '750f8a3e766b'
down_revision = 'bbaf897ee804'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('email', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('mobile', sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_column('mobile')
        batch_op.drop_column('email')

