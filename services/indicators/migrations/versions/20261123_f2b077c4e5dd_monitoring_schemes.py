"""monitoring schemes"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'f2b077c4e5dd'
down_revision = '6cce1e8720b2'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _schemes()
    _items()
    _versions()


def _schemes() -> None:
    op.create_table('monitoring_schemes',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('document_number', sa.String(length=300), nullable=True),
    sa.Column('issuing_body', sa.String(length=300), nullable=False),
    sa.Column('first_year', sa.Integer(), nullable=False),
    sa.Column('last_year', sa.Integer(), nullable=False),
    sa.Column('due', sa.String(length=5), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('changed_at', columns.UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=300), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('drafted', 'published', 'withdrawn', 'dropped')", name=op.f('ck_monitoring_schemes_state')),
    sa.CheckConstraint('last_year >= first_year', name=op.f('ck_monitoring_schemes_years_in_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitoring_schemes'))
    )
    with op.batch_alter_table('monitoring_schemes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_monitoring_schemes_region_path'), ['region_path'], unique=False)
        batch_op.create_index('ix_monitoring_schemes_years', ['first_year', 'last_year'], unique=False)


def _items() -> None:
    op.create_table('monitoring_scheme_items',
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('definition', sa.Text(), nullable=True),
    sa.Column('unit_of_measure', sa.String(length=300), nullable=True),
    sa.Column('formula', sa.Text(), nullable=True),
    sa.Column('source', sa.String(length=300), nullable=True),
    sa.Column('indicator_id', sa.Uuid(), nullable=True),
    sa.Column('mapped_by', sa.String(length=300), nullable=True),
    sa.Column('mapped_at', columns.UtcInstant(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(indicator_id is null) = (mapped_by is null)', name=op.f('ck_monitoring_scheme_items_mapped_by_somebody')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitoring_scheme_items')),
    sa.UniqueConstraint('scheme_id', 'code', name=op.f('uq_monitoring_scheme_items_scheme_id_code')),
    sa.UniqueConstraint('scheme_id', 'position', name=op.f('uq_monitoring_scheme_items_scheme_id_position'))
    )
    with op.batch_alter_table('monitoring_scheme_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_monitoring_scheme_items_indicator_id'), ['indicator_id'], unique=False)


def _versions() -> None:
    op.create_table('monitoring_scheme_versions',
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('changed_at', columns.UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=300), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('facts', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('scheme_id', 'version', name=op.f('pk_monitoring_scheme_versions'))
    )


def downgrade() -> None:
    with op.batch_alter_table('monitoring_schemes', schema=None) as batch_op:
        batch_op.drop_index('ix_monitoring_schemes_years')
        batch_op.drop_index(batch_op.f('ix_monitoring_schemes_region_path'))

    op.drop_table('monitoring_schemes')
    op.drop_table('monitoring_scheme_versions')
    with op.batch_alter_table('monitoring_scheme_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_monitoring_scheme_items_indicator_id'))

    op.drop_table('monitoring_scheme_items')
