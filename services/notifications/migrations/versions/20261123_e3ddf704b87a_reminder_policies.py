"""reminder policies"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'e3ddf704b87a'
down_revision = '7e3986acb603'
branch_labels = None
depends_on = None

# SQLite rewrites the table, and its CHECKs are not read back.
_STATES = sa.CheckConstraint("state in ('planned', 'sent', 'void', 'collapsed', 'unheard')", name=sa.schema.conv('ck_reminders_state'))

# A step that was planned anew exists more than once, and all but the last one are void.
_PLANNED_BEFORE = sa.text("""
    delete from reminders where state = 'void' and exists (
        select 1 from reminders as later
        where later.deadline_id = reminders.deadline_id and later.deadline_version = reminders.deadline_version
          and later.step = reminders.step and later.audience = reminders.audience and later.planning > reminders.planning
    )
""")


def upgrade() -> None:
    op.create_table('known_calendars',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('days_off', columns.Document, nullable=False),
    sa.Column('make_up_workdays', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_known_calendars'))
    )
    op.create_table('policies',
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('zone', sa.String(length=60), nullable=False),
    sa.Column('steps', columns.Document, nullable=False),
    sa.Column('quiet', columns.Document, nullable=True),
    sa.Column('workdays_only', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('activated_at', columns.UtcInstant(), nullable=True),
    sa.Column('retired_at', columns.UtcInstant(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('draft', 'active', 'retired')", name=op.f('ck_policies_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policies'))
    )
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policies_region_path'), ['region_path'], unique=False)
        batch_op.create_index('uq_policies_active_all', ['region_path'], unique=True, postgresql_where=sa.text("state = 'active' and kind is null"), sqlite_where=sa.text("state = 'active' and kind is null"))
        batch_op.create_index('uq_policies_active_kind', ['region_path', 'kind'], unique=True, postgresql_where=sa.text("state = 'active' and kind is not null"), sqlite_where=sa.text("state = 'active' and kind is not null"))

    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('planning', sa.Integer(), server_default=sa.text('1'), nullable=False))
        batch_op.add_column(sa.Column('policy_id', sa.Uuid(), nullable=True))

    with op.batch_alter_table('reminders', schema=None, table_args=[_STATES]) as batch_op:
        batch_op.add_column(sa.Column('planning', sa.Integer(), server_default=sa.text('1'), nullable=False))
        batch_op.add_column(sa.Column('channels', columns.Document, nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_reminders_deadline_id_deadline_version_step_audience'), type_='unique')
        batch_op.create_unique_constraint('uq_reminders_once', ['deadline_id', 'deadline_version', 'planning', 'step', 'audience'])


def downgrade() -> None:
    op.execute(_PLANNED_BEFORE)
    with op.batch_alter_table('reminders', schema=None, table_args=[_STATES]) as batch_op:
        batch_op.drop_constraint('uq_reminders_once', type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_reminders_deadline_id_deadline_version_step_audience'), ['deadline_id', 'deadline_version', 'step', 'audience'])
        batch_op.drop_column('channels')
        batch_op.drop_column('planning')

    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.drop_column('policy_id')
        batch_op.drop_column('planning')

    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.drop_index('uq_policies_active_kind', postgresql_where=sa.text("state = 'active' and kind is not null"), sqlite_where=sa.text("state = 'active' and kind is not null"))
        batch_op.drop_index('uq_policies_active_all', postgresql_where=sa.text("state = 'active' and kind is null"), sqlite_where=sa.text("state = 'active' and kind is null"))
        batch_op.drop_index(batch_op.f('ix_policies_region_path'))

    op.drop_table('policies')
    op.drop_table('known_calendars')