"""milestones funding and breakdowns"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '026da70fe4fd'
down_revision = '28ada872fb35'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _breakdown_parts()
    _breakdowns()
    _funding()
    _known_submissions()
    _milestones()


def _breakdown_parts() -> None:
    op.create_table('breakdown_parts',
    sa.Column('breakdown_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=True),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('written', sa.String(length=300), nullable=False),
    sa.Column('value', columns.ExactDecimal(), nullable=False),
    sa.Column('weight', columns.ExactDecimal(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(region_id is null) <> (unit_id is null)', name=op.f('ck_breakdown_parts_one_owner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breakdown_parts')),
    sa.UniqueConstraint('breakdown_id', 'position', name=op.f('uq_breakdown_parts_breakdown_id_position'))
    )
    with op.batch_alter_table('breakdown_parts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_breakdown_parts_region_id'), ['region_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_breakdown_parts_unit_id'), ['unit_id'], unique=False)


def _breakdowns() -> None:
    op.create_table('breakdowns',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('indicator_key', sa.String(length=80), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('whole', columns.ExactDecimal(), nullable=False),
    sa.Column('comparator', sa.String(length=2), nullable=False),
    sa.Column('unit_of_measure', sa.String(length=300), nullable=True),
    sa.Column('roll_up', sa.String(length=20), nullable=False),
    sa.Column('basis', sa.String(length=20), nullable=False),
    sa.Column('clause', columns.Document, nullable=True),
    sa.Column('edits', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("basis in ('printed', 'entered')", name=op.f('ck_breakdowns_basis')),
    sa.CheckConstraint("comparator in ('>=', '>', '<=', '<', '=', '~')", name=op.f('ck_breakdowns_comparator')),
    sa.CheckConstraint("roll_up in ('sum', 'weighted_mean', 'each')", name=op.f('ck_breakdowns_roll_up')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breakdowns')),
    sa.UniqueConstraint('plan_id', 'indicator_key', 'year', name=op.f('uq_breakdowns_plan_id_indicator_key_year'))
    )


def _funding() -> None:
    op.create_table('funding',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('action_key', sa.String(length=80), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('planned', columns.ExactDecimal(), nullable=True),
    sa.Column('allocated', columns.ExactDecimal(), nullable=True),
    sa.Column('spent', columns.ExactDecimal(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_funding')),
    sa.UniqueConstraint('plan_id', 'action_key', 'year', 'source', name=op.f('uq_funding_plan_id_action_key_year_source'))
    )


def _known_submissions() -> None:
    op.create_table('known_submissions',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('planned', 'reported', 'returned', 'achieved', 'dropped')", name=op.f('ck_known_submissions_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_submissions'))
    )


def _milestones() -> None:
    op.create_table('milestones',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('action_key', sa.String(length=80), nullable=True),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('due_year', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('submission_id', sa.Uuid(), nullable=True),
    sa.Column('reported_at', columns.UtcInstant(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('planned', 'reported', 'returned', 'achieved', 'dropped')", name=op.f('ck_milestones_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestones'))
    )
    with op.batch_alter_table('milestones', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_milestones_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_milestones_plan_id_position', ['plan_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_milestones_submission_id'), ['submission_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_milestones_unit_id'), ['unit_id'], unique=False)

    # ### end Alembic commands ###


def downgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table('milestones', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_milestones_unit_id'))
        batch_op.drop_index(batch_op.f('ix_milestones_submission_id'))
        batch_op.drop_index('ix_milestones_plan_id_position')
        batch_op.drop_index(batch_op.f('ix_milestones_due_on'))

    op.drop_table('milestones')
    op.drop_table('known_submissions')
    op.drop_table('funding')
    op.drop_table('breakdowns')
    with op.batch_alter_table('breakdown_parts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_breakdown_parts_unit_id'))
        batch_op.drop_index(batch_op.f('ix_breakdown_parts_region_id'))

    op.drop_table('breakdown_parts')
    # ### end Alembic commands ###
