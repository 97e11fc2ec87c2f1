"""digests"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '9baafe5f5746'
down_revision = '4b5281b4289f'
branch_labels = None
depends_on = None

_STATES = ('planned', 'sent', 'void', 'collapsed', 'unheard')
_KINDS = ('assigned', 'waived', 'reminder', 'escalation', 'submitted', 'returned', 'approved', 'round', 'verdict', 'consultation', 'alarm')


def _recheck(table: str, column: str, *words: str) -> None:
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f'ck_{table}_{column}'), type_='check')
        batch_op.create_check_constraint(batch_op.f(f'ck_{table}_{column}'), f'{column} in ({allowed})')


def upgrade() -> None:
    op.create_table('digest_items',
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('deadline_id', sa.Uuid(), nullable=False),
    sa.Column('ends_at', columns.UtcInstant(), nullable=False),
    sa.Column('channels', columns.Document, nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('digest_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(state = 'collected') = (digest_id is not null)", name=op.f('ck_digest_items_collected')),
    sa.CheckConstraint("state in ('waiting', 'collected', 'dropped')", name=op.f('ck_digest_items_state')),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_digest_items'))
    )
    with op.batch_alter_table('digest_items', schema=None) as batch_op:
        batch_op.create_index('ix_digest_items_waiting', ['ends_at', 'account_id'], unique=False, postgresql_where=sa.text("state = 'waiting'"), sqlite_where=sa.text("state = 'waiting'"))

    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('digest_hours', columns.Document, server_default=sa.text("'[]'"), nullable=False))

    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.add_column(sa.Column('digest_at', columns.UtcInstant(), nullable=True))
        batch_op.add_column(sa.Column('unless_acknowledged', sa.Boolean(), server_default=sa.false(), nullable=False))
    _recheck('reminders', 'state', *_STATES, 'stopped')
    _recheck('messages', 'kind', *_KINDS, 'digest')
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.alter_column('digest_hours', server_default=None)



def downgrade() -> None:
    op.execute("delete from deliveries where message_id in (select id from messages where kind = 'digest')")
    op.execute("delete from messages where kind = 'digest'")
    op.execute("update reminders set state = 'void' where state = 'stopped'")
    _recheck('messages', 'kind', *_KINDS)
    _recheck('reminders', 'state', *_STATES)
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.drop_column('unless_acknowledged')
        batch_op.drop_column('digest_at')

    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.drop_column('digest_hours')

    with op.batch_alter_table('digest_items', schema=None) as batch_op:
        batch_op.drop_index('ix_digest_items_waiting', postgresql_where=sa.text("state = 'waiting'"), sqlite_where=sa.text("state = 'waiting'"))

    op.drop_table('digest_items')
