"""the catalogue in depth"""

from datetime import UTC, date, datetime
from unicodedata import normalize
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'beaf3d56dc0f'
down_revision = '38f0e10db42f'
branch_labels = None
depends_on = None

CHECKS = {
    'arrival': ('filled', 'upper_feed', 'survey', 'formula', 'ledger'),
    'measured_on': ('own', 'parent'),
    'disclosure': ('public', 'upward', 'internal'),
    'nature': ('binding', 'expected', 'advocated', 'not_stated'),
    'dimension': ('environment', 'society', 'services', 'population', 'culture', 'industry'),
    'frequency': ('yearly', 'half_yearly', 'quarterly', 'monthly', 'irregular'),
    'collecting_level': ('nation', 'province', 'city', 'county', 'town'),
}
ADDED = (
    'code', 'region_path', 'unmatched', 'valid_from', 'arrival', 'survey_years', 'filling_unit', 'measured_on', 'disclosure', 'nature', 'dimension',
    'definition', 'numerator', 'denominator', 'formula', 'source', 'frequency', 'collecting_level', 'disaggregations',
)
ALWAYS = date(1949, 10, 1)


def upgrade() -> None:
    _create_formula_inputs()
    _create_names()
    _create_versions()
    _widen_indicators()
    with op.batch_alter_table('plan_indicators', schema=None) as batch_op:
        batch_op.add_column(sa.Column('measured_in', sa.String(length=300), nullable=True))
    op.execute('update plan_indicators set measured_in = unit_of_measure')
    _remember_what_is_there()


def _create_formula_inputs() -> None:
    op.create_table('formula_inputs',
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('symbol', sa.String(length=300), nullable=False),
    sa.Column('input_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_formula_inputs')),
    sa.UniqueConstraint('indicator_id', 'symbol', name=op.f('uq_formula_inputs_indicator_id_symbol'))
    )
    op.create_index(op.f('ix_formula_inputs_input_id'), 'formula_inputs', ['input_id'], unique=False)


def _create_names() -> None:
    op.create_table('indicator_names',
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('folded', sa.String(length=900), nullable=False),
    sa.Column('unit_of_measure', sa.String(length=300), nullable=False),
    sa.Column('origin', sa.String(length=300), nullable=True),
    sa.Column('is_alias', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_names')),
    sa.UniqueConstraint('folded', 'unit_of_measure', name=op.f('uq_indicator_names_folded_unit_of_measure'))
    )
    op.create_index(op.f('ix_indicator_names_indicator_id'), 'indicator_names', ['indicator_id'], unique=False)


def _create_versions() -> None:
    op.create_table('indicator_versions',
    sa.Column('indicator_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('recorded_at', columns.UtcInstant(), nullable=False),
    sa.Column('recorded_by', sa.String(length=300), nullable=False),
    sa.Column('facts', columns.Document, nullable=False),
    sa.Column('aliases', columns.Document, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_versions')),
    sa.UniqueConstraint('indicator_id', 'version', name=op.f('uq_indicator_versions_indicator_id_version'))
    )


def _widen_indicators() -> None:
    """Entries that are there become confirmed ones of the platform: who brought them is not known any more."""
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.add_column(sa.Column('code', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('region_path', columns.RegionPath, nullable=False, server_default=''))
        batch_op.add_column(sa.Column('unmatched', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('valid_from', sa.Date(), nullable=False, server_default=ALWAYS.isoformat()))
        batch_op.add_column(sa.Column('arrival', sa.String(length=20), nullable=False, server_default='filled'))
        batch_op.add_column(sa.Column('survey_years', columns.Document, nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('measured_on', sa.String(length=20), nullable=False, server_default='own'))
        batch_op.add_column(sa.Column('disclosure', sa.String(length=20), nullable=False, server_default='public'))
        batch_op.add_column(sa.Column('nature', sa.String(length=20), nullable=False, server_default='not_stated'))
        batch_op.add_column(sa.Column('frequency', sa.String(length=20), nullable=False, server_default='yearly'))
        batch_op.add_column(sa.Column('disaggregations', columns.Document, nullable=False, server_default='[]'))
        for name in ('filling_unit', 'numerator', 'denominator', 'source'):
            batch_op.add_column(sa.Column(name, sa.String(length=300), nullable=True))
        for name in ('dimension', 'collecting_level'):
            batch_op.add_column(sa.Column(name, sa.String(length=20), nullable=True))
        for name in ('definition', 'formula'):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_indicators_dimension_name'), ['dimension', 'name'], unique=False)
        batch_op.create_index(batch_op.f('ix_indicators_unmatched_name'), ['unmatched', 'name'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_indicators_code'), ['code'])
        for column, values in CHECKS.items():
            allowed = ', '.join(f"'{value}'" for value in values)
            batch_op.create_check_constraint(batch_op.f(f'ck_indicators_{column}'), f'{column} in ({allowed})')


def _remember_what_is_there() -> None:
    """Every entry's own name, and its first version; of two names that only differ in their width the first is kept."""
    connection, now = op.get_bind(), datetime.now(UTC)
    names = sa.table('indicator_names', *(sa.column(name) for name in ('name', 'folded', 'unit_of_measure', 'is_alias')),
        sa.column('id', sa.Uuid()), sa.column('indicator_id', sa.Uuid()))
    versions = sa.table('indicator_versions', sa.column('id', sa.Uuid()), sa.column('indicator_id', sa.Uuid()), sa.column('version'),
        sa.column('valid_from', sa.Date()), sa.column('recorded_at', columns.UtcInstant()), sa.column('recorded_by'),
        sa.column('facts', columns.Document), sa.column('aliases', columns.Document))
    entries = sa.table('indicators', sa.column('id', sa.Uuid()), *(sa.column(name) for name in ('version', 'name', 'unit_of_measure', 'polarity')))
    seen = set()
    for row in connection.execute(sa.select(entries).order_by(entries.c.id)).all():
        folded = ''.join(normalize('NFKC', row.name).split()).lower()
        if (folded, row.unit_of_measure) not in seen:
            seen.add((folded, row.unit_of_measure))
            own = {'name': row.name, 'folded': folded, 'unit_of_measure': row.unit_of_measure, 'is_alias': False}
            connection.execute(names.insert().values(id=uuid4(), indicator_id=row.id, **own))
        facts = {'name': row.name, 'unit_of_measure': row.unit_of_measure or None, 'polarity': row.polarity}
        first = {'version': row.version, 'valid_from': ALWAYS, 'recorded_at': now, 'recorded_by': 'migration'}
        connection.execute(versions.insert().values(id=uuid4(), indicator_id=row.id, facts=facts, aliases=[], **first))


def downgrade() -> None:
    with op.batch_alter_table('plan_indicators', schema=None) as batch_op:
        batch_op.drop_column('measured_in')
    with op.batch_alter_table('indicators', schema=None) as batch_op:
        for column in CHECKS:
            batch_op.drop_constraint(batch_op.f(f'ck_indicators_{column}'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_indicators_code'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_indicators_unmatched_name'))
        batch_op.drop_index(batch_op.f('ix_indicators_dimension_name'))
        for column in reversed(ADDED):
            batch_op.drop_column(column)
    for table in ('indicator_versions', 'indicator_names', 'formula_inputs'):
        op.drop_table(table)
