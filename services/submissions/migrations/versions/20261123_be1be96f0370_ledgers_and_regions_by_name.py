"""ledgers, rectifications, regions by name"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'be1be96f0370'
down_revision = 'b10c8e08b60c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_known_regions()
    _create_ledgers()
    _create_ledger_entries()
    _create_ledger_entry_versions()
    _create_rectifications()
    _create_rectification_events()


def _create_known_regions() -> None:
    op.create_table('known_regions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('path', columns.RegionPath, nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', 'valid_from', name=op.f('pk_known_regions'))
    )
    with op.batch_alter_table('known_regions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_regions_code'), ['code'], unique=False)
        batch_op.create_index(batch_op.f('ix_known_regions_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_known_regions_path'), ['path'], unique=False)


def _create_ledgers() -> None:
    op.create_table('ledgers',
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('indicator_id', sa.Uuid(), nullable=True),
    sa.Column('definition', columns.Document, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_ledgers_disclosure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledgers')),
    sa.UniqueConstraint('unit_id', 'name', name=op.f('uq_ledgers_unit_id_name'))
    )
    with op.batch_alter_table('ledgers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledgers_indicator_id'), ['indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledgers_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledgers_region_path'), ['region_path'], unique=False)


def _create_ledger_entries() -> None:
    op.create_table('ledger_entries',
    sa.Column('ledger_id', sa.Uuid(), nullable=False),
    sa.Column('identity', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('level', sa.String(length=300), nullable=True),
    sa.Column('proof', sa.String(length=300), nullable=True),
    sa.Column('details', columns.Document, nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=True),
    sa.Column('rechecked_on', sa.Date(), nullable=True),
    sa.Column('recheck_due_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(withdrawn_on is null) = (withdrawn_because is null)', name=op.f('ck_ledger_entries_withdrawn_with_reason')),
    sa.CheckConstraint('withdrawn_on is null or withdrawn_on >= held_on', name=op.f('ck_ledger_entries_withdrawn_after_held')),
    sa.ForeignKeyConstraint(['ledger_id'], ['ledgers.id'], name=op.f('fk_ledger_entries_ledger_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entries'))
    )
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.create_index('ix_ledger_entries_page', ['ledger_id', 'id'], unique=False)
        batch_op.create_index('ix_ledger_entries_place', ['ledger_id', 'region_path', 'level'], unique=False)
        batch_op.create_index('ix_ledger_entries_recheck', ['ledger_id', 'recheck_due_on'], unique=False, postgresql_where=sa.text('withdrawn_on is null'), sqlite_where=sa.text('withdrawn_on is null'))
        batch_op.create_index('uq_ledger_entries_open', ['ledger_id', 'identity'], unique=True, postgresql_where=sa.text('withdrawn_on is null'), sqlite_where=sa.text('withdrawn_on is null'))


def _create_ledger_entry_versions() -> None:
    op.create_table('ledger_entry_versions',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('content', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entries.id'], name=op.f('fk_ledger_entry_versions_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry_versions')),
    sa.UniqueConstraint('entry_id', 'number', name=op.f('uq_ledger_entry_versions_entry_id_number'))
    )


def _create_rectifications() -> None:
    op.create_table('rectifications',
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('measures', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('moved_by', sa.Uuid(), nullable=True),
    sa.Column('finding_id', sa.Uuid(), nullable=True),
    sa.Column('target_id', sa.Uuid(), nullable=True),
    sa.Column('verdict_version', sa.Integer(), nullable=True),
    sa.Column('plan_id', sa.Uuid(), nullable=True),
    sa.Column('plan_indicator_id', sa.Uuid(), nullable=True),
    sa.Column('horizon', sa.Integer(), nullable=True),
    sa.Column('word', sa.String(length=20), nullable=True),
    sa.Column('ended_because', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(origin = 'verdict') = (target_id is not null)", name=op.f('ck_rectifications_verdict_has_target')),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_rectifications_disclosure')),
    sa.CheckConstraint("origin in ('hand', 'finding', 'verdict')", name=op.f('ck_rectifications_origin')),
    sa.CheckConstraint("state in ('proposed', 'dismissed', 'closed') or (unit_id is not null and due_on is not null and measures is not null)", name=op.f('ck_rectifications_owned')),
    sa.CheckConstraint("state in ('proposed', 'open', 'reported', 'waiver_asked', 'closed', 'waived', 'dismissed')", name=op.f('ck_rectifications_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectifications')),
    sa.UniqueConstraint('target_id', 'verdict_version', name=op.f('uq_rectifications_target_id_verdict_version'))
    )
    with op.batch_alter_table('rectifications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectifications_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index('ix_rectifications_state', ['region_path', 'state', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectifications_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('uq_rectifications_live', ['target_id'], unique=True, postgresql_where=sa.text("target_id is not null and state in ('proposed', 'open', 'reported', 'waiver_asked')"), sqlite_where=sa.text("target_id is not null and state in ('proposed', 'open', 'reported', 'waiver_asked')"))


def _create_rectification_events() -> None:
    op.create_table('rectification_events',
    sa.Column('rectification_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('move', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('proposed', 'open', 'reported', 'waiver_asked', 'closed', 'waived', 'dismissed')", name=op.f('ck_rectification_events_state')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectifications.id'], name=op.f('fk_rectification_events_rectification_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification_events')),
    sa.UniqueConstraint('rectification_id', 'number', name=op.f('uq_rectification_events_rectification_id_number'))
    )


def downgrade() -> None:
    op.drop_table('rectification_events')
    with op.batch_alter_table('rectifications', schema=None) as batch_op:
        batch_op.drop_index('uq_rectifications_live', postgresql_where=sa.text("target_id is not null and state in ('proposed', 'open', 'reported', 'waiver_asked')"), sqlite_where=sa.text("target_id is not null and state in ('proposed', 'open', 'reported', 'waiver_asked')"))
        batch_op.drop_index(batch_op.f('ix_rectifications_unit_id'))
        batch_op.drop_index('ix_rectifications_state')
        batch_op.drop_index(batch_op.f('ix_rectifications_plan_id'))

    op.drop_table('rectifications')

    op.drop_table('ledger_entry_versions')
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.drop_index('uq_ledger_entries_open', postgresql_where=sa.text('withdrawn_on is null'), sqlite_where=sa.text('withdrawn_on is null'))
        batch_op.drop_index('ix_ledger_entries_recheck', postgresql_where=sa.text('withdrawn_on is null'), sqlite_where=sa.text('withdrawn_on is null'))
        batch_op.drop_index('ix_ledger_entries_place')
        batch_op.drop_index('ix_ledger_entries_page')

    op.drop_table('ledger_entries')
    with op.batch_alter_table('ledgers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledgers_region_path'))
        batch_op.drop_index(batch_op.f('ix_ledgers_kind'))
        batch_op.drop_index(batch_op.f('ix_ledgers_indicator_id'))

    op.drop_table('ledgers')
    with op.batch_alter_table('known_regions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_regions_path'))
        batch_op.drop_index(batch_op.f('ix_known_regions_name'))
        batch_op.drop_index(batch_op.f('ix_known_regions_code'))

    op.drop_table('known_regions')
