"""first tables"""

import sqlalchemy as sa
from alembic import op

from shared.kit import columns

revision = '7df8ee29242a'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _accounts()
    _actions()
    _duties()
    _occurrences()
    _plans()
    _posts()
    _printed_indicators()
    _region_codes()
    _regions()
    _responsibilities()
    _sections()
    _unit_group_members()
    _unit_groups()
    _unit_names()
    _units()
    _audit_entries()
    _idempotent_answers()
    _inbox_events()
    _inbox_subjects()
    _outbox_deliveries()
    _outbox_events()


def _accounts() -> None:
    op.create_table('accounts',
    sa.Column('login', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('secret_hash', sa.String(length=300), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('scopes', columns.Document, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('login', name=op.f('uq_accounts_login'))
    )


def _actions() -> None:
    op.create_table('actions',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('fact', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_actions')),
    sa.UniqueConstraint('plan_id', 'key', name=op.f('uq_actions_plan_id_key'))
    )


def _duties() -> None:
    op.create_table('duties',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('fact', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duties')),
    sa.UniqueConstraint('plan_id', 'key', name=op.f('uq_duties_plan_id_key'))
    )


def _occurrences() -> None:
    op.create_table('occurrences',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('duty_id', sa.Uuid(), nullable=False),
    sa.Column('duty_key', sa.String(length=80), nullable=False),
    sa.Column('what', sa.String(length=300), nullable=False),
    sa.Column('subject_year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('due', columns.UtcInstant(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occurrences')),
    sa.UniqueConstraint('duty_id', 'subject_year', 'sequence', name=op.f('uq_occurrences_duty_id_subject_year_sequence'))
    )
    with op.batch_alter_table('occurrences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_occurrences_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_occurrences_plan_id'), ['plan_id'], unique=False)


def _plans() -> None:
    op.create_table('plans',
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('notice_title', sa.String(length=300), nullable=True),
    sa.Column('document_number', sa.String(length=300), nullable=True),
    sa.Column('issuing_bodies', columns.Document, nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('region_name', sa.String(length=300), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('dated', sa.Date(), nullable=True),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('period_start', sa.Integer(), nullable=False),
    sa.Column('period_end', sa.Integer(), nullable=False),
    sa.Column('horizon_years', columns.Document, nullable=False),
    sa.Column('based_on', columns.Document, nullable=False),
    sa.Column('source', columns.Document, nullable=False),
    sa.Column('source_sha256', sa.String(length=64), nullable=False),
    sa.Column('head_clause', columns.Document, nullable=False),
    sa.Column('remarks', columns.Document, nullable=False),
    sa.Column('action_count', sa.Integer(), nullable=False),
    sa.Column('indicator_count', sa.Integer(), nullable=False),
    sa.Column('duty_count', sa.Integer(), nullable=False),
    sa.Column('unresolved_count', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_plans_disclosure')),
    sa.CheckConstraint("state in ('drafting', 'consultation', 'issued', 'in_force', 'concluded', 'superseded', 'withdrawn')", name=op.f('ck_plans_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plans')),
    sa.UniqueConstraint('region_id', 'source_sha256', name=op.f('uq_plans_region_id_source_sha256'))
    )
    with op.batch_alter_table('plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plans_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_plans_title'), ['title'], unique=False)


def _posts() -> None:
    op.create_table('posts',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("role in ('liaison', 'unit_leader', 'plan_office', 'upper_office', 'supervisor', 'leadership', 'auditor', 'administrator', 'client', 'service')", name=op.f('ck_posts_role')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posts'))
    )
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posts_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_posts_region_path'), ['region_path'], unique=False)
        batch_op.create_index(batch_op.f('ix_posts_unit_id'), ['unit_id'], unique=False)


def _printed_indicators() -> None:
    op.create_table('printed_indicators',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('fact', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printed_indicators')),
    sa.UniqueConstraint('plan_id', 'key', name=op.f('uq_printed_indicators_plan_id_key'))
    )


def _region_codes() -> None:
    op.create_table('region_codes',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_region_codes')),
    sa.UniqueConstraint('code', 'valid_from', name=op.f('uq_region_codes_code_valid_from')),
    sa.UniqueConstraint('region_id', 'valid_from', name=op.f('uq_region_codes_region_id_valid_from'))
    )
    with op.batch_alter_table('region_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_region_codes_region_id'), ['region_id'], unique=False)


def _regions() -> None:
    op.create_table('regions',
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('path', columns.RegionPath, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regions')),
    sa.UniqueConstraint('path', name=op.f('uq_regions_path'))
    )
    with op.batch_alter_table('regions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_regions_parent_id'), ['parent_id'], unique=False)


def _responsibilities() -> None:
    op.create_table('responsibilities',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('action_key', sa.String(length=80), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('written', sa.String(length=300), nullable=False),
    sa.Column('office', sa.String(length=300), nullable=True),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('group_id', sa.Uuid(), nullable=True),
    sa.Column('clause_path', sa.String(length=200), nullable=True),
    sa.Column('quote', sa.Text(), nullable=True),
    sa.Column('clause_start', sa.Integer(), nullable=True),
    sa.Column('clause_end', sa.Integer(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_responsibilities'))
    )
    with op.batch_alter_table('responsibilities', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_responsibilities_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_responsibilities_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_responsibilities_unit_id'), ['unit_id'], unique=False)


def _sections() -> None:
    op.create_table('sections',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('fact', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sections')),
    sa.UniqueConstraint('plan_id', 'key', name=op.f('uq_sections_plan_id_key'))
    )


def _unit_group_members() -> None:
    op.create_table('unit_group_members',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_group_members')),
    sa.UniqueConstraint('group_id', 'unit_id', name=op.f('uq_unit_group_members_group_id_unit_id'))
    )
    with op.batch_alter_table('unit_group_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_group_members_unit_id'), ['unit_id'], unique=False)


def _unit_groups() -> None:
    op.create_table('unit_groups',
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_groups')),
    sa.UniqueConstraint('region_id', 'name', name=op.f('uq_unit_groups_region_id_name'))
    )


def _unit_names() -> None:
    op.create_table('unit_names',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('group_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(unit_id is null) <> (group_id is null)', name=op.f('ck_unit_names_one_owner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_names')),
    sa.UniqueConstraint('region_id', 'name', name=op.f('uq_unit_names_region_id_name'))
    )
    with op.batch_alter_table('unit_names', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_names_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_names_unit_id'), ['unit_id'], unique=False)


def _units() -> None:
    op.create_table('units',
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('superior_id', sa.Uuid(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units'))
    )
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_units_region_id'), ['region_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_units_region_path'), ['region_path'], unique=False)


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
    """Every table, the last made first; its indexes go with it."""
    for table in (
        'outbox_events',
        'outbox_deliveries',
        'inbox_subjects',
        'inbox_events',
        'idempotent_answers',
        'audit_entries',
        'units',
        'unit_names',
        'unit_groups',
        'unit_group_members',
        'sections',
        'responsibilities',
        'regions',
        'region_codes',
        'printed_indicators',
        'posts',
        'plans',
        'occurrences',
        'duties',
        'actions',
        'accounts',
    ):
        op.drop_table(table)
