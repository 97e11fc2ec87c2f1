"""periods, disaggregations and bulk intake of values"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'd57468af36a8'
down_revision = '434396f515c9'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _copies_and_intakes()
    _versions_that_were_superseded()
    _slots_by_period()


def _copies_and_intakes() -> None:
    op.create_table('known_regions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('path', columns.RegionPath, nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', 'valid_from', name=op.f('pk_known_regions'))
    )
    with op.batch_alter_table('known_regions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_regions_code'), ['code'], unique=False)
        batch_op.create_index(batch_op.f('ix_known_regions_path'), ['path'], unique=False)
    op.create_table('observation_intake_chunks',
    sa.Column('intake_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('outcomes', columns.Document, nullable=False),
    sa.PrimaryKeyConstraint('intake_id', 'number', name=op.f('pk_observation_intake_chunks'))
    )
    op.create_table('observation_intakes',
    sa.Column('caller', sa.Uuid(), nullable=False),
    sa.Column('caller_name', sa.String(length=300), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_observation_intakes')),
    sa.UniqueConstraint('caller', 'key', name=op.f('uq_observation_intakes_caller_key'))
    )


def _versions_that_were_superseded() -> None:
    """The version that counts stands in ``observations`` alone from now on; the others learn until when they counted."""
    with op.batch_alter_table('observation_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('numerator', columns.ExactDecimal(), nullable=True))
        batch_op.add_column(sa.Column('denominator', columns.ExactDecimal(), nullable=True))
        batch_op.add_column(sa.Column('reported', columns.Document, nullable=True))
        batch_op.add_column(sa.Column('disclosure', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('derived_from', columns.Document, nullable=True))
        batch_op.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('voids', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('superseded_at', columns.UtcInstant(), nullable=True))
    op.execute("""update observation_versions set
        superseded_at = (select n.recorded_at from observation_versions n
                         where n.observation_id = observation_versions.observation_id and n.version = observation_versions.version + 1),
        disclosure = (select o.disclosure from observations o where o.id = observation_versions.observation_id)""")
    op.execute("delete from observation_versions where superseded_at is null")
    with op.batch_alter_table('observation_versions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_observation_versions_observation_id_version'), type_='unique')
        batch_op.drop_constraint(batch_op.f('pk_observation_versions'), type_='primary')
        batch_op.drop_column('id')
        batch_op.create_primary_key(batch_op.f('pk_observation_versions'), ['observation_id', 'version'])
        batch_op.alter_column('disclosure', existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column('superseded_at', existing_type=columns.UtcInstant(), nullable=False)


def _slots_by_period() -> None:
    """A value of a year becomes the total of that year's period."""
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('period', columns.RegionPath, nullable=True))
        batch_op.add_column(sa.Column('disaggregation', columns.RegionPath, server_default='', nullable=False))
        batch_op.add_column(sa.Column('reported', columns.Document, nullable=True))
        batch_op.add_column(sa.Column('derived_from', columns.Document, nullable=True))
        batch_op.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('voids', sa.Integer(), nullable=True))
    op.execute("update observations set period = cast(year as varchar(4))")
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.alter_column('period', existing_type=columns.RegionPath, nullable=False)
        batch_op.alter_column('disaggregation', existing_type=columns.RegionPath, existing_nullable=False, server_default=None)
        batch_op.drop_constraint(batch_op.f('uq_observations_indicator_id_region_id_year'), type_='unique')
        batch_op.drop_constraint(batch_op.f('ck_observations_value_or_state'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_observations_value_or_state'), '(value is null) <> (state is null) or (value is null and voids is not null)')
        batch_op.create_index('ix_observations_region', ['region_id', 'indicator_id', 'period', 'disaggregation'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_observations_indicator_id_region_id_period_disaggregation'), ['indicator_id', 'region_id', 'period', 'disaggregation'])


def downgrade() -> None:
    """Yearly totals alone have room in the tables of before; other values and what was withdrawn are dropped."""
    op.execute("delete from observations where length(period) <> 4 or disaggregation <> '' or (value is null and state is null)")
    op.execute("delete from observation_versions where observation_id not in (select id from observations)")
    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_observations_indicator_id_region_id_period_disaggregation'), type_='unique')
        batch_op.drop_constraint(batch_op.f('ck_observations_value_or_state'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_observations_value_or_state'), '(value is null) <> (state is null)')
        batch_op.drop_index('ix_observations_region')
        batch_op.create_unique_constraint(batch_op.f('uq_observations_indicator_id_region_id_year'), ['indicator_id', 'region_id', 'year'])
        for name in ('voids', 'reason', 'derived_from', 'reported', 'disaggregation', 'period'):
            batch_op.drop_column(name)
    _every_version_again()
    op.drop_table('observation_intakes')
    op.drop_table('observation_intake_chunks')
    op.drop_table('known_regions')


def _every_version_again() -> None:
    """Superseded versions get an id of their own back, and the one that counts stands among them."""
    with op.batch_alter_table('observation_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('id', sa.Uuid(), nullable=True))
        for name in ('superseded_at', 'voids', 'reason', 'derived_from', 'disclosure', 'reported', 'denominator', 'numerator'):
            batch_op.drop_column(name)
    op.execute("""insert into observation_versions (observation_id, version, value, state, standing, source, source_id, recorded_at, recorded_by)
        select id, version, value, state, standing, source, source_id, recorded_at, recorded_by from observations""")
    new_id = "gen_random_uuid()" if op.get_bind().dialect.name == "postgresql" else "lower(hex(randomblob(16)))"
    op.execute(f"update observation_versions set id = {new_id}")
    with op.batch_alter_table('observation_versions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('pk_observation_versions'), type_='primary')
        batch_op.alter_column('id', existing_type=sa.Uuid(), nullable=False)
        batch_op.create_primary_key(batch_op.f('pk_observation_versions'), ['id'])
        batch_op.create_unique_constraint(batch_op.f('uq_observation_versions_observation_id_version'), ['observation_id', 'version'])
