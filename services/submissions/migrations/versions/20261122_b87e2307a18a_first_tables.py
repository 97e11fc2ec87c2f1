"""first tables"""

import sqlalchemy as sa
from alembic import op

from shared.kit import columns

revision = 'b87e2307a18a'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _answers()
    _assignment_leads()
    _assignments()
    _items()
    _known_indicators()
    _known_occurrences()
    _known_plans()
    _known_targets()
    _known_units()
    _known_values()
    _rounds()
    _submission_versions()
    _submissions()
    _audit_entries()
    _idempotent_answers()
    _inbox_events()
    _inbox_subjects()
    _outbox_deliveries()
    _outbox_events()


def _answers() -> None:
    op.create_table('answers',
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('answer', columns.Document, nullable=True),
    sa.Column('returned', columns.Document, nullable=True),
    sa.Column('answered_by', sa.Uuid(), nullable=True),
    sa.Column('answered_at', columns.UtcInstant(), nullable=True),
    sa.PrimaryKeyConstraint('submission_id', 'item_id', name=op.f('pk_answers'))
    )


def _assignment_leads() -> None:
    op.create_table('assignment_leads',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('assignment_id', 'unit_id', name=op.f('pk_assignment_leads'))
    )
    with op.batch_alter_table('assignment_leads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_leads_unit_id'), ['unit_id'], unique=False)


def _assignments() -> None:
    op.create_table('assignments',
    sa.Column('round_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('due', columns.UtcInstant(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('item_count', sa.Integer(), nullable=False),
    sa.Column('waived_because', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('open', 'fulfilled', 'reopened', 'closed', 'waived')", name=op.f('ck_assignments_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignments')),
    sa.UniqueConstraint('round_id', 'unit_id', name=op.f('uq_assignments_round_id_unit_id'))
    )
    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignments_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignments_unit_id'), ['unit_id'], unique=False)


def _items() -> None:
    op.create_table('items',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('plan_indicator_ids', columns.Document, nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('unit_of_measure', sa.String(length=300), nullable=True),
    sa.Column('polarity', sa.String(length=10), nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('targets', columns.Document, nullable=False),
    sa.Column('last_value', columns.ExactDecimal(), nullable=True),
    sa.Column('last_state', sa.String(length=300), nullable=True),
    sa.Column('last_year', sa.Integer(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_items')),
    sa.UniqueConstraint('assignment_id', 'indicator_id', 'region_id', 'year', name=op.f('uq_items_assignment_id_indicator_id_region_id_year'))
    )


def _known_indicators() -> None:
    op.create_table('known_indicators',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('unit_of_measure', sa.String(length=300), nullable=True),
    sa.Column('polarity', sa.String(length=10), nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('filling_unit_id', sa.Uuid(), nullable=True),
    sa.Column('lead_unit_ids', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_indicators'))
    )
    with op.batch_alter_table('known_indicators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_indicators_plan_id'), ['plan_id'], unique=False)


def _known_occurrences() -> None:
    op.create_table('known_occurrences',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('duty_key', sa.String(length=80), nullable=False),
    sa.Column('subject_year', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_occurrences'))
    )
    with op.batch_alter_table('known_occurrences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_occurrences_plan_id'), ['plan_id'], unique=False)


def _known_plans() -> None:
    op.create_table('known_plans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('monitoring_duties', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_plans'))
    )


def _known_targets() -> None:
    op.create_table('known_targets',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_indicator_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('population', sa.String(length=300), nullable=False),
    sa.Column('raw', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_targets'))
    )
    with op.batch_alter_table('known_targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_targets_plan_indicator_id'), ['plan_indicator_id'], unique=False)


def _known_units() -> None:
    op.create_table('known_units',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_units'))
    )


def _known_values() -> None:
    op.create_table('known_values',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('value', columns.ExactDecimal(), nullable=True),
    sa.Column('state', sa.String(length=300), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_values'))
    )
    with op.batch_alter_table('known_values', schema=None) as batch_op:
        batch_op.create_index('ix_known_values_slot', ['indicator_id', 'region_id', 'year'], unique=False)


def _rounds() -> None:
    op.create_table('rounds',
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('plan_ids', columns.Document, nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('subject_year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('opens', columns.UtcInstant(), nullable=False),
    sa.Column('internal_due', columns.UtcInstant(), nullable=False),
    sa.Column('outward_due', columns.UtcInstant(), nullable=False),
    sa.Column('closes', columns.UtcInstant(), nullable=False),
    sa.Column('assignment_count', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('open', 'closed')", name=op.f('ck_rounds_state')),
    sa.CheckConstraint('internal_due <= outward_due and outward_due <= closes', name=op.f('ck_rounds_dates_in_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds'))
    )
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rounds_region_path'), ['region_path'], unique=False)


def _submission_versions() -> None:
    op.create_table('submission_versions',
    sa.Column('submission_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('move', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('answers', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission_versions')),
    sa.UniqueConstraint('submission_id', 'number', name=op.f('uq_submission_versions_submission_id_number'))
    )


def _submissions() -> None:
    op.create_table('submissions',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('started_by', sa.Uuid(), nullable=False),
    sa.Column('edited_at', columns.UtcInstant(), nullable=True),
    sa.Column('submitted_by', sa.Uuid(), nullable=True),
    sa.Column('submitted_by_name', sa.String(length=300), nullable=True),
    sa.Column('submitted_at', columns.UtcInstant(), nullable=True),
    sa.Column('first_complete_at', columns.UtcInstant(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('draft', 'submitted', 'in_review', 'returned', 'approved', 'withdrawn', 'corrected')", name=op.f('ck_submissions_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submissions')),
    sa.UniqueConstraint('assignment_id', name=op.f('uq_submissions_assignment_id'))
    )
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submissions_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_submissions_unit_id'), ['unit_id'], unique=False)


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
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submissions_unit_id'))
        batch_op.drop_index(batch_op.f('ix_submissions_region_path'))

    op.drop_table('submissions')
    op.drop_table('submission_versions')
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rounds_region_path'))

    op.drop_table('rounds')
    with op.batch_alter_table('known_values', schema=None) as batch_op:
        batch_op.drop_index('ix_known_values_slot')

    op.drop_table('known_values')
    op.drop_table('known_units')
    with op.batch_alter_table('known_targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_targets_plan_indicator_id'))

    op.drop_table('known_targets')
    op.drop_table('known_plans')
    with op.batch_alter_table('known_occurrences', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_occurrences_plan_id'))

    op.drop_table('known_occurrences')
    with op.batch_alter_table('known_indicators', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_indicators_plan_id'))

    op.drop_table('known_indicators')
    op.drop_table('items')
    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignments_unit_id'))
        batch_op.drop_index(batch_op.f('ix_assignments_region_path'))

    op.drop_table('assignments')
    with op.batch_alter_table('assignment_leads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_leads_unit_id'))

    op.drop_table('assignment_leads')
    op.drop_table('answers')
    # ### end Alembic commands ###
