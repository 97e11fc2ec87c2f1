"""proof of a day"""

import sqlalchemy as sa
from alembic import op

revision = '9a622f6acc6a'
down_revision = 'b21eeb7302b5'
branch_labels = None
depends_on = None

_KINDS = "'assigned', 'waived', 'reminder', 'escalation', 'submitted', 'returned', 'approved', 'round', 'verdict', 'consultation'"


def upgrade() -> None:
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_deliveries_planned_at', ['planned_at'], unique=False)

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index('ix_messages_sent_at', ['sent_at'], unique=False)
        batch_op.drop_constraint(batch_op.f('ck_messages_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_messages_kind'), f"kind in ({_KINDS}, 'alarm')")

    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.create_index('ix_reminders_send_at', ['send_at'], unique=False)
        batch_op.create_index('ix_reminders_sent_at', ['sent_at'], unique=False, postgresql_where=sa.text('sent_at is not null'), sqlite_where=sa.text('sent_at is not null'))


def downgrade() -> None:
    op.execute("delete from deliveries where message_id in (select id from messages where kind = 'alarm')")
    op.execute("delete from messages where kind = 'alarm'")
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.drop_index('ix_reminders_sent_at', postgresql_where=sa.text('sent_at is not null'), sqlite_where=sa.text('sent_at is not null'))
        batch_op.drop_index('ix_reminders_send_at')

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index('ix_messages_sent_at')
        batch_op.drop_constraint(batch_op.f('ck_messages_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_messages_kind'), f'kind in ({_KINDS})')

    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index('ix_deliveries_planned_at')

