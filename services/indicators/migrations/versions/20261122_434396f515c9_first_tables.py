"""first tables"""

import sqlalchemy as sa
from alembic import op

from shared.kit import columns

revision = '434396f515c9'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _expected_reports()
    _indicators()
    _known_plans()
    _known_units()
    _observation_versions()
    _observations()
    _plan_indicators()
    _statements()
    _targets()
    _verdicts()
    _audit_entries()
    _idempotent_answers()
    _inbox_events()
    _inbox_subjects()
    _outbox_deliveries()
    _outbox_events()


def _expected_reports() -> None:
    op.create_table('expected_reports',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('duty_key', sa.String(length=80), nullable=False),
    sa.Column('subject_year', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expected_reports'))
    )
    with op.batch_alter_table('expected_reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expected_reports_plan_id'), ['plan_id'], unique=False)


def _indicators() -> None:
    op.create_table('indicators',
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('unit_of_measure', sa.String(length=300), nullable=False),
    sa.Column('polarity', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicators')),
    sa.UniqueConstraint('name', 'unit_of_measure', name=op.f('uq_indicators_name_unit_of_measure'))
    )


def _known_plans() -> None:
    op.create_table('known_plans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('period_start', sa.Integer(), nullable=False),
    sa.Column('period_end', sa.Integer(), nullable=False),
    sa.Column('horizon_years', columns.Document, nullable=False),
    sa.Column('monitoring_duties', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_plans'))
    )


def _known_units() -> None:
    op.create_table('known_units',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_units'))
    )


def _observation_versions() -> None:
    op.create_table('observation_versions',
    sa.Column('observation_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('value', columns.ExactDecimal(), nullable=True),
    sa.Column('state', sa.String(length=300), nullable=True),
    sa.Column('standing', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', columns.UtcInstant(), nullable=False),
    sa.Column('recorded_by', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_observation_versions')),
    sa.UniqueConstraint('observation_id', 'version', name=op.f('uq_observation_versions_observation_id_version'))
    )


def _observations() -> None:
    op.create_table('observations',
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('value', columns.ExactDecimal(), nullable=True),
    sa.Column('state', sa.String(length=300), nullable=True),
    sa.Column('numerator', columns.ExactDecimal(), nullable=True),
    sa.Column('denominator', columns.ExactDecimal(), nullable=True),
    sa.Column('standing', sa.String(length=20), nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', columns.UtcInstant(), nullable=False),
    sa.Column('recorded_by', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_observations_disclosure')),
    sa.CheckConstraint("standing in ('reported', 'verified', 'provisional')", name=op.f('ck_observations_standing')),
    sa.CheckConstraint('(value is null) <> (state is null)', name=op.f('ck_observations_value_or_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_observations')),
    sa.UniqueConstraint('indicator_id', 'region_id', 'year', name=op.f('uq_observations_indicator_id_region_id_year'))
    )
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_observations_region_path'), ['region_path'], unique=False)


def _plan_indicators() -> None:
    op.create_table('plan_indicators',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('unit_of_measure', sa.String(length=300), nullable=True),
    sa.Column('polarity', sa.String(length=10), nullable=False),
    sa.Column('nature', sa.String(length=20), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=True),
    sa.Column('lead_unit_ids', columns.Document, nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('departments', columns.Document, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('baseline', columns.Document, nullable=True),
    sa.Column('clause', columns.Document, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_plan_indicators_disclosure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_indicators')),
    sa.UniqueConstraint('plan_id', 'key', name=op.f('uq_plan_indicators_plan_id_key'))
    )
    with op.batch_alter_table('plan_indicators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_indicators_indicator_id'), ['indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_indicators_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_indicators_unit_id'), ['unit_id'], unique=False)


def _statements() -> None:
    op.create_table('statements',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('plan_indicator_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('printed_key', sa.String(length=80), nullable=False),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('population', sa.String(length=300), nullable=False),
    sa.Column('raw', sa.String(length=300), nullable=False),
    sa.Column('expression', columns.Document, nullable=False),
    sa.Column('clause', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statements'))
    )
    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statements_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_statements_plan_indicator_id'), ['plan_indicator_id'], unique=False)


def _targets() -> None:
    op.create_table('targets',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('plan_indicator_id', sa.Uuid(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('population', sa.String(length=300), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('basis', sa.String(length=20), nullable=False),
    sa.Column('chosen_by', sa.String(length=300), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("basis in ('sole', 'agreeing', 'year_assumed', 'chosen')", name=op.f('ck_targets_basis')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_targets')),
    sa.UniqueConstraint('plan_indicator_id', 'year', 'population', 'part', name=op.f('uq_targets_plan_indicator_id_year_population_part'))
    )
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_targets_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_targets_statement_id'), ['statement_id'], unique=False)


def _verdicts() -> None:
    op.create_table('verdicts',
    sa.Column('target_id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('plan_indicator_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('word', sa.String(length=20), nullable=False),
    sa.Column('year_judged', sa.Integer(), nullable=True),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('explanation', columns.Document, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("word in ('met', 'not_met', 'met_early', 'on_track', 'behind', 'worsening', 'pace_unknown', 'no_data', 'not_due', 'undetermined', 'not_evaluated')", name=op.f('ck_verdicts_word')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verdicts')),
    sa.UniqueConstraint('target_id', name=op.f('uq_verdicts_target_id'))
    )
    with op.batch_alter_table('verdicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verdicts_as_of'), ['as_of'], unique=False)
        batch_op.create_index(batch_op.f('ix_verdicts_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verdicts_plan_indicator_id'), ['plan_indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verdicts_region_path'), ['region_path'], unique=False)


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
    with op.batch_alter_table('verdicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verdicts_region_path'))
        batch_op.drop_index(batch_op.f('ix_verdicts_plan_indicator_id'))
        batch_op.drop_index(batch_op.f('ix_verdicts_plan_id'))
        batch_op.drop_index(batch_op.f('ix_verdicts_as_of'))

    op.drop_table('verdicts')
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_targets_statement_id'))
        batch_op.drop_index(batch_op.f('ix_targets_plan_id'))

    op.drop_table('targets')
    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statements_plan_indicator_id'))
        batch_op.drop_index(batch_op.f('ix_statements_plan_id'))

    op.drop_table('statements')
    with op.batch_alter_table('plan_indicators', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_indicators_unit_id'))
        batch_op.drop_index(batch_op.f('ix_plan_indicators_region_path'))
        batch_op.drop_index(batch_op.f('ix_plan_indicators_indicator_id'))

    op.drop_table('plan_indicators')
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_observations_region_path'))

    op.drop_table('observations')
    op.drop_table('observation_versions')
    op.drop_table('known_units')
    op.drop_table('known_plans')
    op.drop_table('indicators')
    with op.batch_alter_table('expected_reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_expected_reports_plan_id'))

    op.drop_table('expected_reports')
    # ### end Alembic commands ###
