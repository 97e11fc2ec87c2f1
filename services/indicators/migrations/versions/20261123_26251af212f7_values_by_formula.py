"""values by formula"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '26251af212f7'
down_revision = 'ea3f908f92e8'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('derivations',
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('period', columns.RegionPath, nullable=False),
    sa.Column('disaggregation', columns.RegionPath, nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('asked_at', columns.UtcInstant(), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('formula', sa.Text(), nullable=True),
    sa.Column('formula_version', sa.Integer(), nullable=True),
    sa.Column('value', columns.ExactDecimal(), nullable=True),
    sa.Column('missing', columns.Document, nullable=False),
    sa.Column('inputs', columns.Document, nullable=False),
    sa.Column('computed_at', columns.UtcInstant(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_derivations_disclosure')),
    sa.CheckConstraint("outcome in ('asked', 'counts', 'beside', 'waiting', 'undefined')", name=op.f('ck_derivations_outcome')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_derivations')),
    sa.UniqueConstraint('indicator_id', 'region_id', 'period', 'disaggregation', name=op.f('uq_derivations_indicator_id_region_id_period_disaggregation'))
    )
    with op.batch_alter_table('derivations', schema=None) as batch_op:
        batch_op.create_index('ix_derivations_asked', ['asked_at'], unique=False, postgresql_where=sa.text('asked_at is not null'), sqlite_where=sa.text('asked_at is not null'))
        batch_op.create_index(batch_op.f('ix_derivations_region_path'), ['region_path'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('derivations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_derivations_region_path'))
        batch_op.drop_index('ix_derivations_asked', postgresql_where=sa.text('asked_at is not null'), sqlite_where=sa.text('asked_at is not null'))

    op.drop_table('derivations')
