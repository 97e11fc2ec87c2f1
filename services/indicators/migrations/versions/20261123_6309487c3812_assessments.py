"""assessments"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '6309487c3812'
down_revision = 'f2b077c4e5dd'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _assessment_adjustments()
    _assessment_appeals()
    _assessment_facts()
    _assessment_schemes()
    _assessment_standings()
    _assessments()


def _assessment_adjustments() -> None:
    op.create_table('assessment_adjustments',
    sa.Column('assessment_id', sa.Uuid(), nullable=False),
    sa.Column('standing_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('appeal_id', sa.Uuid(), nullable=True),
    sa.Column('points', columns.ExactDecimal(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_by', sa.String(length=300), nullable=True),
    sa.Column('decided_at', columns.UtcInstant(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('own_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'proposed') = (decided_by_id is null)", name=op.f('ck_assessment_adjustments_decided_by_somebody')),
    sa.CheckConstraint("state in ('proposed', 'confirmed', 'rejected')", name=op.f('ck_assessment_adjustments_state')),
    sa.CheckConstraint('decided_by_id <> by_id', name=op.f('ck_assessment_adjustments_four_eyes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_adjustments'))
    )
    with op.batch_alter_table('assessment_adjustments', schema=None) as batch_op:
        batch_op.create_index('ix_assessment_adjustments_assessment', ['assessment_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_adjustments_own_path'), ['own_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_adjustments_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_adjustments_standing_id'), ['standing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_adjustments_unit_id'), ['unit_id'], unique=False)


def _assessment_appeals() -> None:
    op.create_table('assessment_appeals',
    sa.Column('assessment_id', sa.Uuid(), nullable=False),
    sa.Column('standing_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('decided_by', sa.String(length=300), nullable=True),
    sa.Column('decided_at', columns.UtcInstant(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('own_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'open') = (decided_by is null)", name=op.f('ck_assessment_appeals_decided_by_somebody')),
    sa.CheckConstraint("state in ('open', 'upheld', 'rejected')", name=op.f('ck_assessment_appeals_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_appeals'))
    )
    with op.batch_alter_table('assessment_appeals', schema=None) as batch_op:
        batch_op.create_index('ix_assessment_appeals_assessment', ['assessment_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_appeals_own_path'), ['own_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_appeals_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_appeals_standing_id'), ['standing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_appeals_unit_id'), ['unit_id'], unique=False)


def _assessment_facts() -> None:
    op.create_table('assessment_facts',
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('subject_name', sa.String(length=300), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('count', columns.ExactDecimal(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=True),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('withdrawn_because', sa.Text(), nullable=True),
    sa.Column('own_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("source in ('person', 'event')", name=op.f('ck_assessment_facts_source')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_facts'))
    )
    with op.batch_alter_table('assessment_facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_facts_own_path'), ['own_path'], unique=False)
        batch_op.create_index('ix_assessment_facts_region', ['region_path', 'year', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_facts_subject_id'), ['subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_facts_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('uq_assessment_facts_source', ['source_id'], unique=True, postgresql_where=sa.text('source_id is not null'), sqlite_where=sa.text('source_id is not null'))


def _assessment_schemes() -> None:
    op.create_table('assessment_schemes',
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('definition', columns.Document, nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('published_by', sa.String(length=300), nullable=True),
    sa.Column('published_at', columns.UtcInstant(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'published') = (published_at is not null)", name=op.f('ck_assessment_schemes_published_once')),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_assessment_schemes_disclosure')),
    sa.CheckConstraint("state in ('draft', 'published')", name=op.f('ck_assessment_schemes_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_schemes')),
    sa.UniqueConstraint('series_id', 'edition', name=op.f('uq_assessment_schemes_series_id_edition'))
    )
    with op.batch_alter_table('assessment_schemes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_schemes_region_path'), ['region_path'], unique=False)
        batch_op.create_index('uq_assessment_schemes_draft', ['series_id'], unique=True, postgresql_where=sa.text("state = 'draft'"), sqlite_where=sa.text("state = 'draft'"))


def _assessment_standings() -> None:
    op.create_table('assessment_standings',
    sa.Column('assessment_id', sa.Uuid(), nullable=False),
    sa.Column('assessed_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('score', columns.ExactDecimal(), nullable=True),
    sa.Column('computed', columns.ExactDecimal(), nullable=True),
    sa.Column('index_value', columns.ExactDecimal(), nullable=True),
    sa.Column('grade', sa.String(length=300), nullable=True),
    sa.Column('vetoed', sa.Boolean(), nullable=False),
    sa.Column('place', columns.Document, nullable=False),
    sa.Column('card', columns.Document, nullable=False),
    sa.Column('inputs', columns.Document, nullable=False),
    sa.Column('own_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_standings')),
    sa.UniqueConstraint('assessment_id', 'assessed_id', name=op.f('uq_assessment_standings_assessment_id_assessed_id'))
    )
    with op.batch_alter_table('assessment_standings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_standings_own_path'), ['own_path'], unique=False)
        batch_op.create_index('ix_assessment_standings_position', ['assessment_id', 'position', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_standings_unit_id'), ['unit_id'], unique=False)


def _assessments() -> None:
    op.create_table('assessments',
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('assessed', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('announced_at', columns.UtcInstant(), nullable=True),
    sa.Column('appeals_until', sa.Date(), nullable=True),
    sa.Column('final_at', columns.UtcInstant(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'final') = (final_at is not null)", name=op.f('ck_assessments_final_once')),
    sa.CheckConstraint("(state = 'provisional') = (announced_at is null)", name=op.f('ck_assessments_announced_once')),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_assessments_disclosure')),
    sa.CheckConstraint("state in ('provisional', 'announced', 'final')", name=op.f('ck_assessments_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessments'))
    )
    with op.batch_alter_table('assessments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessments_region_path'), ['region_path'], unique=False)
        batch_op.create_index('ix_assessments_scheme_id_id', ['scheme_id', 'id'], unique=False)
        batch_op.create_index('uq_assessments_shown', ['scheme_id'], unique=True, postgresql_where=sa.text("state <> 'provisional'"), sqlite_where=sa.text("state <> 'provisional'"))


def downgrade() -> None:
    op.drop_table('assessments')
    op.drop_table('assessment_standings')
    op.drop_table('assessment_schemes')
    op.drop_table('assessment_facts')
    op.drop_table('assessment_appeals')
    op.drop_table('assessment_adjustments')
