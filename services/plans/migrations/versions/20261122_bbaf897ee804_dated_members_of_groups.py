"""dated members of groups"""

import sqlalchemy as sa
from alembic import op


revision = 'bbaf897ee804'
down_revision = 'ca13fb6a9f8a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('told_until',
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('what', name=op.f('pk_told_until'))
    )
    with op.batch_alter_table('responsibilities', schema=None) as batch_op:
        batch_op.create_index('ix_responsibilities_valid_from', ['valid_from'], unique=False, sqlite_where=sa.text('valid_from is not null'), postgresql_where=sa.text('valid_from is not null'))
        batch_op.create_index('ix_responsibilities_valid_until', ['valid_until'], unique=False, sqlite_where=sa.text('valid_until is not null'), postgresql_where=sa.text('valid_until is not null'))

    _upgrade_members()
    _upgrade_groups()


def _upgrade_members() -> None:
    with op.batch_alter_table('unit_group_members', schema=None) as batch_op:
        batch_op.add_column(sa.Column('person_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('account_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('function', sa.String(length=20), server_default='member', nullable=False))
        batch_op.add_column(sa.Column('valid_from', sa.Date(), server_default='1949-10-01', nullable=False))
        batch_op.add_column(sa.Column('valid_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch_op.alter_column('unit_id',
               existing_type=sa.Uuid(),
               nullable=True)
        batch_op.drop_constraint(batch_op.f('uq_unit_group_members_group_id_unit_id'), type_='unique')
        batch_op.create_index('uq_unit_group_members_group_id_unit_id', ['group_id', 'unit_id'], unique=True, sqlite_where=sa.text('valid_until is null and unit_id is not null'), postgresql_where=sa.text('valid_until is null and unit_id is not null'))
        batch_op.create_check_constraint(op.f('ck_unit_group_members_function'), "function in ('head', 'deputy_head', 'member', 'expert')")
        batch_op.create_check_constraint(
            op.f('ck_unit_group_members_one_member'),
            '(case when unit_id is null then 0 else 1 end) + (case when person_id is null then 0 else 1 end)'
            ' + (case when account_id is null then 0 else 1 end) = 1',
        )
        batch_op.create_check_constraint(op.f('ck_unit_group_members_runs_forward'), 'valid_until is null or valid_from < valid_until')
        batch_op.create_index(batch_op.f('ix_unit_group_members_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_group_members_valid_from'), ['valid_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_group_members_valid_until'), ['valid_until'], unique=False)
        batch_op.create_index('uq_unit_group_members_group_id_account_id', ['group_id', 'account_id'], unique=True, sqlite_where=sa.text('valid_until is null and account_id is not null'), postgresql_where=sa.text('valid_until is null and account_id is not null'))
        batch_op.create_index('uq_unit_group_members_group_id_person_id', ['group_id', 'person_id'], unique=True, sqlite_where=sa.text('valid_until is null and person_id is not null'), postgresql_where=sa.text('valid_until is null and person_id is not null'))


def _upgrade_groups() -> None:
    with op.batch_alter_table('unit_groups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=30), server_default='other', nullable=False))
        batch_op.add_column(sa.Column('plan_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('action_key', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('topic', sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column('office_of_id', sa.Uuid(), nullable=True))
        batch_op.create_index('ix_unit_groups_name', ['name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_groups_plan_id'), ['plan_id'], unique=False)
        batch_op.create_check_constraint(
            op.f('ck_unit_groups_kind'),
            "kind in ('streets', 'member_units', 'leading_group', 'leading_group_office', 'working_group', 'expert_committee', 'other')",
        )
        batch_op.create_check_constraint(op.f('ck_unit_groups_action_of_a_plan'), '(plan_id is null) = (action_key is null)')
        batch_op.create_check_constraint(
            op.f('ck_unit_groups_working_on_something'), "kind <> 'working_group' or action_key is not null or topic is not null"
        )
        batch_op.create_check_constraint(op.f('ck_unit_groups_office_of_a_group'), "kind <> 'leading_group_office' or office_of_id is not null")



def downgrade() -> None:
    # People and ended memberships have no place in the former table: who is a member without end stays.
    op.execute("delete from unit_group_members where unit_id is null or valid_until is not null")
    with op.batch_alter_table('unit_groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_groups_plan_id'))
        batch_op.drop_index('ix_unit_groups_name')
        batch_op.drop_constraint(op.f('ck_unit_groups_office_of_a_group'), type_='check')
        batch_op.drop_constraint(op.f('ck_unit_groups_working_on_something'), type_='check')
        batch_op.drop_constraint(op.f('ck_unit_groups_action_of_a_plan'), type_='check')
        batch_op.drop_constraint(op.f('ck_unit_groups_kind'), type_='check')
        batch_op.drop_column('office_of_id')
        batch_op.drop_column('topic')
        batch_op.drop_column('action_key')
        batch_op.drop_column('plan_id')
        batch_op.drop_column('kind')

    with op.batch_alter_table('unit_group_members', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_unit_group_members_runs_forward'), type_='check')
        batch_op.drop_constraint(op.f('ck_unit_group_members_one_member'), type_='check')
        batch_op.drop_constraint(op.f('ck_unit_group_members_function'), type_='check')
        batch_op.drop_index('uq_unit_group_members_group_id_person_id', sqlite_where=sa.text('valid_until is null and person_id is not null'), postgresql_where=sa.text('valid_until is null and person_id is not null'))
        batch_op.drop_index('uq_unit_group_members_group_id_account_id', sqlite_where=sa.text('valid_until is null and account_id is not null'), postgresql_where=sa.text('valid_until is null and account_id is not null'))
        batch_op.drop_index(batch_op.f('ix_unit_group_members_valid_until'))
        batch_op.drop_index(batch_op.f('ix_unit_group_members_valid_from'))
        batch_op.drop_index(batch_op.f('ix_unit_group_members_group_id'))
        batch_op.drop_index('uq_unit_group_members_group_id_unit_id', sqlite_where=sa.text('valid_until is null and unit_id is not null'), postgresql_where=sa.text('valid_until is null and unit_id is not null'))
        batch_op.create_unique_constraint(batch_op.f('uq_unit_group_members_group_id_unit_id'), ['group_id', 'unit_id'])
        batch_op.alter_column('unit_id',
               existing_type=sa.Uuid(),
               nullable=False)
        batch_op.drop_column('reason')
        batch_op.drop_column('valid_until')
        batch_op.drop_column('valid_from')
        batch_op.drop_column('function')
        batch_op.drop_column('account_id')
        batch_op.drop_column('person_id')

    with op.batch_alter_table('responsibilities', schema=None) as batch_op:
        batch_op.drop_index('ix_responsibilities_valid_until', sqlite_where=sa.text('valid_until is not null'), postgresql_where=sa.text('valid_until is not null'))
        batch_op.drop_index('ix_responsibilities_valid_from', sqlite_where=sa.text('valid_from is not null'), postgresql_where=sa.text('valid_from is not null'))

    op.drop_table('told_until')
