"""messages of consultations"""

from alembic import op


revision = '5b2c5d3ac80c'
down_revision = 'c6f950d1201f'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_messages_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_messages_kind'), "kind in ('assigned', 'waived', 'reminder', 'escalation', 'submitted', 'returned', 'approved', 'round', 'verdict', 'consultation')")


def downgrade() -> None:
    op.execute("delete from messages where kind = 'consultation'")
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_messages_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_messages_kind'), "kind in ('assigned', 'waived', 'reminder', 'escalation', 'submitted', 'returned', 'approved', 'round', 'verdict')")
