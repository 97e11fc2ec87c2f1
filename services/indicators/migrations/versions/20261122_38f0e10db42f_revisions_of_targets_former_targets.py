"""revisions of targets, former targets"""

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = '38f0e10db42f'
down_revision = 'd57468af36a8'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _former_targets()
    _revisions()
    _statements()


def _former_targets() -> None:
    op.create_table('former_targets',
    sa.Column('plan_indicator_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('population', sa.String(length=300), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=True),
    sa.Column('raw', sa.String(length=300), nullable=True),
    sa.Column('basis', sa.String(length=20), nullable=True),
    sa.Column('chosen_by', sa.String(length=300), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_targets'))
    )
    with op.batch_alter_table('former_targets', schema=None) as batch_op:
        batch_op.create_index('ix_former_targets_slot', ['plan_indicator_id', 'year', 'population', 'id'], unique=False)


def _revisions() -> None:
    op.create_table('revisions',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('document_number', sa.String(length=300), nullable=True),
    sa.Column('issuing_body', sa.String(length=300), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('disclosure', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('withdrawn_because', sa.Text(), nullable=True),
    sa.Column('by', sa.String(length=300), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_because is not null)", name=op.f('ck_revisions_withdrawn_for_a_reason')),
    sa.CheckConstraint("disclosure in ('public', 'upward', 'internal')", name=op.f('ck_revisions_disclosure')),
    sa.CheckConstraint("kind in ('revision', 'annual')", name=op.f('ck_revisions_kind')),
    sa.CheckConstraint("state in ('announced', 'in_force', 'withdrawn')", name=op.f('ck_revisions_state')),
    sa.CheckConstraint('effective_from >= dated', name=op.f('ck_revisions_takes_effect_once_there')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revisions'))
    )
    with op.batch_alter_table('revisions', schema=None) as batch_op:
        batch_op.create_index('ix_revisions_announced', ['effective_from'], unique=False, postgresql_where=sa.text("state = 'announced'"), sqlite_where=sa.text("state = 'announced'"))
        batch_op.create_index('ix_revisions_plan_id_id', ['plan_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_revisions_region_path'), ['region_path'], unique=False)
        batch_op.create_index('uq_revisions_document_number', ['plan_id', 'document_number'], unique=True, postgresql_where=sa.text("document_number is not null and state <> 'withdrawn'"), sqlite_where=sa.text("document_number is not null and state <> 'withdrawn'"))


def _statements() -> None:
    with op.batch_alter_table('known_plans', schema=None) as batch_op:
        batch_op.add_column(sa.Column('issued_on', sa.Date(), nullable=True))

    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.add_column(sa.Column('revision_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('cited', columns.Document, nullable=True))
        batch_op.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch_op.alter_column('clause',
               existing_type=columns.Document,
               nullable=True)
        batch_op.create_index(batch_op.f('ix_statements_revision_id'), ['revision_id'], unique=False)

    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chosen_at', columns.UtcInstant(), nullable=True))


def downgrade() -> None:
    # What later documents set cannot be told without them: their statements, the targets they set and the verdicts on these go.
    revised = "(select id from statements where revision_id is not null)"
    op.execute(f"delete from verdicts where target_id in (select id from targets where statement_id in {revised})")
    op.execute(f"delete from targets where statement_id in {revised}")
    op.execute("delete from statements where revision_id is not null")
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.drop_column('chosen_at')

    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statements_revision_id'))
        batch_op.alter_column('clause',
               existing_type=columns.Document,
               nullable=False)
        batch_op.drop_column('reason')
        batch_op.drop_column('cited')
        batch_op.drop_column('revision_id')

    with op.batch_alter_table('known_plans', schema=None) as batch_op:
        batch_op.drop_column('issued_on')

    with op.batch_alter_table('revisions', schema=None) as batch_op:
        batch_op.drop_index('uq_revisions_document_number', postgresql_where=sa.text("document_number is not null and state <> 'withdrawn'"), sqlite_where=sa.text("document_number is not null and state <> 'withdrawn'"))
        batch_op.drop_index(batch_op.f('ix_revisions_region_path'))
        batch_op.drop_index('ix_revisions_plan_id_id')
        batch_op.drop_index('ix_revisions_announced', postgresql_where=sa.text("state = 'announced'"), sqlite_where=sa.text("state = 'announced'"))

    op.drop_table('revisions')
    with op.batch_alter_table('former_targets', schema=None) as batch_op:
        batch_op.drop_index('ix_former_targets_slot')

    op.drop_table('former_targets')
