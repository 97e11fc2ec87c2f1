"""definitions"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '20c979c67f52'
down_revision = '37dba2150387'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('definition_acceptances',
    sa.Column('plan_indicator_id', sa.Uuid(), nullable=False),
    sa.Column('definition', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('accepted_at', columns.UtcInstant(), nullable=False),
    sa.Column('accepted_by', sa.String(length=300), nullable=False),
    sa.Column('revoked_at', columns.UtcInstant(), nullable=True),
    sa.Column('revoked_by', sa.String(length=300), nullable=True),
    sa.Column('revoked_because', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_because is null)', name=op.f('ck_definition_acceptances_revoked_whole')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_definition_acceptances'))
    )
    with op.batch_alter_table('definition_acceptances', schema=None) as batch_op:
        batch_op.create_index('uq_definition_acceptances_standing', ['plan_indicator_id', 'definition'], unique=True, postgresql_where=sa.text('revoked_at is null'), sqlite_where=sa.text('revoked_at is null'))

    with op.batch_alter_table('indicator_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('definition_number', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.add_column(sa.Column('definition_number', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('observation_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('definition', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('definition', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('plan_indicators', schema=None) as batch_op:
        batch_op.add_column(sa.Column('definition', sa.Integer(), server_default='1', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('plan_indicators', schema=None) as batch_op:
        batch_op.drop_column('definition')

    with op.batch_alter_table('observations', schema=None) as batch_op:
        batch_op.drop_column('definition')

    with op.batch_alter_table('observation_versions', schema=None) as batch_op:
        batch_op.drop_column('definition')

    with op.batch_alter_table('indicators', schema=None) as batch_op:
        batch_op.drop_column('definition_number')

    with op.batch_alter_table('indicator_versions', schema=None) as batch_op:
        batch_op.drop_column('definition_number')

    with op.batch_alter_table('definition_acceptances', schema=None) as batch_op:
        batch_op.drop_index('uq_definition_acceptances_standing', postgresql_where=sa.text('revoked_at is null'), sqlite_where=sa.text('revoked_at is null'))

    op.drop_table('definition_acceptances')
