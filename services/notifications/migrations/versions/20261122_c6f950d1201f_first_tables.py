"""first tables"""

import sqlalchemy as sa
from alembic import op

from shared.kit import columns

revision = 'c6f950d1201f'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _deadlines()
    _known_accounts()
    _known_posts()
    _known_units()
    _messages()
    _reminders()
    _audit_entries()
    _idempotent_answers()
    _inbox_events()
    _inbox_subjects()
    _outbox_deliveries()
    _outbox_events()


def _deadlines() -> None:
    op.create_table('deadlines',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('due', columns.UtcInstant(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('link', sa.String(length=300), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('cleared_because', sa.String(length=300), nullable=True),
    sa.CheckConstraint("state in ('open', 'cleared')", name=op.f('ck_deadlines_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deadlines'))
    )
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deadlines_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_deadlines_unit_id'), ['unit_id'], unique=False)


def _known_accounts() -> None:
    op.create_table('known_accounts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_accounts'))
    )


def _known_posts() -> None:
    op.create_table('known_posts',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_posts'))
    )
    with op.batch_alter_table('known_posts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_posts_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_known_posts_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_known_posts_unit_id'), ['unit_id'], unique=False)


def _known_units() -> None:
    op.create_table('known_units',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_units'))
    )


def _messages() -> None:
    op.create_table('messages',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('dedupe_key', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('title', columns.Document, nullable=False),
    sa.Column('body', columns.Document, nullable=False),
    sa.Column('why', sa.String(length=40), nullable=False),
    sa.Column('link', sa.Text(), nullable=True),
    sa.Column('about', sa.Uuid(), nullable=True),
    sa.Column('sent_at', columns.UtcInstant(), nullable=False),
    sa.Column('read_at', columns.UtcInstant(), nullable=True),
    sa.Column('acknowledged_at', columns.UtcInstant(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind in ('assigned', 'waived', 'reminder', 'escalation', 'submitted', 'returned', 'approved', 'round', 'verdict')", name=op.f('ck_messages_kind')),
    sa.CheckConstraint("state in ('unread', 'read', 'acknowledged')", name=op.f('ck_messages_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('dedupe_key', name=op.f('uq_messages_dedupe_key'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messages_about'), ['about'], unique=False)
        batch_op.create_index(batch_op.f('ix_messages_account_id'), ['account_id'], unique=False)


def _reminders() -> None:
    op.create_table('reminders',
    sa.Column('deadline_id', sa.Uuid(), nullable=False),
    sa.Column('deadline_version', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=10), nullable=False),
    sa.Column('audience', sa.String(length=30), nullable=False),
    sa.Column('send_at', columns.UtcInstant(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('sent_at', columns.UtcInstant(), nullable=True),
    sa.Column('recipients', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('planned', 'sent', 'void', 'collapsed', 'unheard')", name=op.f('ck_reminders_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminders')),
    sa.UniqueConstraint('deadline_id', 'deadline_version', 'step', 'audience', name=op.f('uq_reminders_deadline_id_deadline_version_step_audience'))
    )
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.create_index('ix_reminders_due', ['send_at'], unique=False, postgresql_where=sa.text("state = 'planned'"), sqlite_where=sa.text("state = 'planned'"))


def _audit_entries() -> None:
    op.create_table('audit_entries',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=False),
    sa.Column('actor_name', sa.String(length=300), nullable=False),
    sa.Column('act', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=False),
    sa.Column('detail', columns.Document, nullable=False),
    sa.Column('request_id', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entries'))
    )
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entries_subject'), ['subject'], unique=False)


def _idempotent_answers() -> None:
    op.create_table('idempotent_answers',
    sa.Column('caller', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('headers', columns.Document, nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.PrimaryKeyConstraint('caller', 'key', name=op.f('pk_idempotent_answers'))
    )
    with op.batch_alter_table('idempotent_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idempotent_answers_at'), ['at'], unique=False)


def _inbox_events() -> None:
    op.create_table('inbox_events',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('subject_version', sa.Integer(), nullable=False),
    sa.Column('received_at', columns.UtcInstant(), nullable=False),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.CheckConstraint("outcome in ('applied', 'outdated')", name=op.f('ck_inbox_events_outcome')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox_events'))
    )


def _inbox_subjects() -> None:
    op.create_table('inbox_subjects',
    sa.Column('topic', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('subject_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('topic', 'subject', name=op.f('pk_inbox_subjects'))
    )


def _outbox_deliveries() -> None:
    op.create_table('outbox_deliveries',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('receiver', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', columns.UtcInstant(), nullable=False),
    sa.Column('sent_at', columns.UtcInstant(), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.CheckConstraint("state in ('pending', 'sent', 'dead')", name=op.f('ck_outbox_deliveries_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_deliveries'))
    )
    with op.batch_alter_table('outbox_deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_deliveries_due', ['receiver', 'id'], unique=False, postgresql_where=sa.text("state = 'pending'"), sqlite_where=sa.text("state = 'pending'"))
        batch_op.create_index(batch_op.f('ix_outbox_deliveries_event_id'), ['event_id'], unique=False)


def _outbox_events() -> None:
    op.create_table('outbox_events',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('subject_version', sa.Integer(), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('request_id', sa.String(length=64), nullable=False),
    sa.Column('data', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_events'))
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.drop_table('outbox_events')
    with op.batch_alter_table('outbox_deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_deliveries_event_id'))
        batch_op.drop_index('ix_outbox_deliveries_due', postgresql_where=sa.text("state = 'pending'"), sqlite_where=sa.text("state = 'pending'"))

    op.drop_table('outbox_deliveries')
    op.drop_table('inbox_subjects')
    op.drop_table('inbox_events')
    with op.batch_alter_table('idempotent_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idempotent_answers_at'))

    op.drop_table('idempotent_answers')
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entries_subject'))

    op.drop_table('audit_entries')
    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.drop_index('ix_reminders_due', postgresql_where=sa.text("state = 'planned'"), sqlite_where=sa.text("state = 'planned'"))

    op.drop_table('reminders')
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_messages_account_id'))
        batch_op.drop_index(batch_op.f('ix_messages_about'))

    op.drop_table('messages')
    op.drop_table('known_units')
    with op.batch_alter_table('known_posts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_posts_unit_id'))
        batch_op.drop_index(batch_op.f('ix_known_posts_region_path'))
        batch_op.drop_index(batch_op.f('ix_known_posts_account_id'))

    op.drop_table('known_posts')
    op.drop_table('known_accounts')
    with op.batch_alter_table('deadlines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deadlines_unit_id'))
        batch_op.drop_index(batch_op.f('ix_deadlines_region_path'))

    op.drop_table('deadlines')
    # ### end Alembic commands ###
