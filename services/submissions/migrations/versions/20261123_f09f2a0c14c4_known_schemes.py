"""known schemes"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'f09f2a0c14c4'
down_revision = '3536daf35382'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('known_schemes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('first_year', sa.Integer(), nullable=False),
    sa.Column('last_year', sa.Integer(), nullable=False),
    sa.Column('due', sa.String(length=5), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('items', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_schemes'))
    )
    with op.batch_alter_table('known_schemes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_schemes_region_path'), ['region_path'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('known_schemes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_schemes_region_path'))

    op.drop_table('known_schemes')
