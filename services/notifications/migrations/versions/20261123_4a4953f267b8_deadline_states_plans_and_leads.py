"""deadline states plans and leads"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '4a4953f267b8'
down_revision = '4e9964332a39'
branch_labels = None
depends_on = None

_STATES = ('open', 'fulfilled', 'waived', 'ended')
_FORMER_STATES = ('open', 'cleared')
# What was cleared before has only its words to tell how.
_CLEARED_AS = """
update deadlines set state = case
  when cleared_because in ('submitted', 'answered', 'verdict turned', 'finish', 'confirm') then 'fulfilled'
  when cleared_because in ('waived', 'grant_waiver') then 'waived' else 'ended' end
where state = 'cleared'
"""
# As it stands is the first that is known of it; its row bears the id of the deadline.
_MOVES = """
insert into deadline_moves (id, deadline_id, version, state, unit_id, due_on, why, at)
select id, id, version, state, unit_id, due_on, cleared_because, since from deadlines
"""


def upgrade() -> None:
    _create_tables()
    _alter_deadlines()
    _alter_policies()


def _create_tables() -> None:
    op.create_table('deadline_concerns',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('deadline_id', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('plan_id', 'deadline_id', 'action', name=op.f('pk_deadline_concerns'))
    )
    with op.batch_alter_table('deadline_concerns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deadline_concerns_deadline_id'), ['deadline_id'], unique=False)

    op.create_table('deadline_moves',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('deadline_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=True),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.CheckConstraint("state in ('open', 'fulfilled', 'waived', 'ended')", name=op.f('ck_deadline_moves_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deadline_moves'))
    )
    with op.batch_alter_table('deadline_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deadline_moves_deadline_id'), ['deadline_id'], unique=False)

    op.create_table('known_leads',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('plan_id', 'action', 'unit_id', name=op.f('pk_known_leads'))
    )
    op.create_table('known_plans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_plans'))
    )


def _alter_deadlines() -> None:
    _drop_check()
    op.execute(_CLEARED_AS)
    _check(*_STATES)
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('since', columns.UtcInstant(), server_default=sa.text("'1970-01-01 00:00:00+00:00'"), nullable=False))
        batch_op.drop_index(batch_op.f('ix_deadlines_unit_id'))
        batch_op.create_index('ix_deadlines_due_on', ['due_on', 'id'], unique=False)
        batch_op.create_index('ix_deadlines_unit_due_on', ['unit_id', 'due_on', 'id'], unique=False)

    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.alter_column('since', server_default=None)
    op.execute(_MOVES)


def _drop_check() -> None:
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_deadlines_state'), type_='check')


def _check(*states: str) -> None:
    words = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f('ck_deadlines_state'), f"state in ({words})")


def _alter_policies() -> None:
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('plan_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('scope', sa.String(length=80), server_default=sa.text("'*/*'"), nullable=False))
    op.execute("update policies set scope = '*/' || coalesce(kind, '*')")
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.alter_column('scope', server_default=None)
        batch_op.drop_index(batch_op.f('uq_policies_active_all'), sqlite_where=sa.text("state = 'active' and kind is null"))
        batch_op.drop_index(batch_op.f('uq_policies_active_kind'), sqlite_where=sa.text("state = 'active' and kind is not null"))
        batch_op.create_index('uq_policies_active', ['region_path', 'scope'], unique=True, postgresql_where=sa.text("state = 'active'"), sqlite_where=sa.text("state = 'active'"))



def downgrade() -> None:
    # Policies of plans have no place in the former table.
    op.execute("delete from policies where plan_id is not null")
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.drop_index('uq_policies_active', postgresql_where=sa.text("state = 'active'"), sqlite_where=sa.text("state = 'active'"))
        batch_op.create_index(batch_op.f('uq_policies_active_kind'), ['region_path', 'kind'], unique=True, postgresql_where=sa.text("state = 'active' and kind is not null"), sqlite_where=sa.text("state = 'active' and kind is not null"))
        batch_op.create_index(batch_op.f('uq_policies_active_all'), ['region_path'], unique=True, postgresql_where=sa.text("state = 'active' and kind is null"), sqlite_where=sa.text("state = 'active' and kind is null"))
        batch_op.drop_column('scope')
        batch_op.drop_column('plan_id')

    _drop_check()
    op.execute("update deadlines set state = 'cleared' where state <> 'open'")
    _check(*_FORMER_STATES)
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.drop_index('ix_deadlines_unit_due_on')
        batch_op.drop_index('ix_deadlines_due_on')
        batch_op.create_index(batch_op.f('ix_deadlines_unit_id'), ['unit_id'], unique=False)
        batch_op.drop_column('since')

    op.drop_table('known_plans')
    op.drop_table('known_leads')
    op.drop_table('deadline_moves')
    with op.batch_alter_table('deadline_concerns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deadline_concerns_deadline_id'))

    op.drop_table('deadline_concerns')
