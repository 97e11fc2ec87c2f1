"""the count"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '403ab9bff5e6'
down_revision = 'd59d2f72ddcf'
branch_labels = None
depends_on = None

# A return gave the assignment another day: the round's own was the one before.
_FIRST_DUE = """
update submissions set first_due = (
  select case when exists (select 1 from submission_versions v where v.submission_id = submissions.id and v.move = 'return')
    then r.internal_due else a.due end
  from assignments a join rounds r on r.id = a.round_id where a.id = submissions.assignment_id)
where first_complete_at is not null
"""
_STARTED_AT = """
update submissions set started_at = (
  select min(e.at) from audit_entries e where e.subject = submissions.id and e.act = 'start_submission')
"""


def upgrade() -> None:
    op.create_table('assignment_actions',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('assignment_id', 'plan_id', 'action', name=op.f('pk_assignment_actions'))
    )
    with op.batch_alter_table('known_indicators', schema=None) as batch_op:
        batch_op.add_column(sa.Column('action', sa.String(length=80), nullable=True))

    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('started_at', columns.UtcInstant(), nullable=True))
        batch_op.add_column(sa.Column('first_due', columns.UtcInstant(), nullable=True))

    op.execute(_FIRST_DUE)
    op.execute(_STARTED_AT)
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f('ck_submissions_first_due'), '(first_complete_at is null) = (first_due is null)')


def downgrade() -> None:
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_submissions_first_due'), type_='check')
        batch_op.drop_column('first_due')
        batch_op.drop_column('started_at')

    with op.batch_alter_table('known_indicators', schema=None) as batch_op:
        batch_op.drop_column('action')

    op.drop_table('assignment_actions')
