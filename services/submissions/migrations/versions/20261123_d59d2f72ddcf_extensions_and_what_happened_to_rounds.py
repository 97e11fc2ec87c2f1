"""extensions and what happened to rounds"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from shared.kit import columns

revision = 'd59d2f72ddcf'
down_revision = 'be1be96f0370'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _assignment_moves()
    _extensions()
    _round_moves()
    _items()
    _round_moves_known()
    _assignment_moves_known()


def _assignment_moves() -> None:
    op.create_table('assignment_moves',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('move', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('by', sa.String(length=300), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('open', 'fulfilled', 'reopened', 'closed', 'waived')", name=op.f('ck_assignment_moves_state')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_assignment_moves_assignment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment_moves'))
    )
    with op.batch_alter_table('assignment_moves', schema=None) as batch_op:
        batch_op.create_index('ix_assignment_moves_assignment', ['assignment_id', 'at'], unique=False)


def _extensions() -> None:
    op.create_table('extensions',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('region_path', columns.RegionPath, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('former_due_on', sa.Date(), nullable=False),
    sa.Column('until', columns.UtcInstant(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('granted_by', sa.String(length=300), nullable=False),
    sa.Column('granted_by_id', sa.Uuid(), nullable=False),
    sa.Column('granted_at', columns.UtcInstant(), nullable=False),
    sa.Column('ended_at', columns.UtcInstant(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(state = 'in_force') = (ended_at is null)", name=op.f('ck_extensions_ended')),
    sa.CheckConstraint("state in ('in_force', 'kept', 'lapsed', 'replaced', 'void')", name=op.f('ck_extensions_state')),
    sa.CheckConstraint('former_due_on < until_on', name=op.f('ck_extensions_later')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_extensions_assignment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extensions'))
    )
    with op.batch_alter_table('extensions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extensions_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index('ix_extensions_until', ['until'], unique=False, postgresql_where=sa.text("state = 'in_force'"), sqlite_where=sa.text("state = 'in_force'"))
        batch_op.create_index('uq_extensions_in_force', ['assignment_id'], unique=True, postgresql_where=sa.text("state = 'in_force'"), sqlite_where=sa.text("state = 'in_force'"))


def _round_moves() -> None:
    op.create_table('round_moves',
    sa.Column('round_id', sa.Uuid(), nullable=False),
    sa.Column('move', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('opens', columns.UtcInstant(), nullable=False),
    sa.Column('closes', columns.UtcInstant(), nullable=False),
    sa.Column('at', columns.UtcInstant(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('by', sa.String(length=300), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state in ('open', 'closed')", name=op.f('ck_round_moves_state')),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_round_moves_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_moves'))
    )
    with op.batch_alter_table('round_moves', schema=None) as batch_op:
        batch_op.create_index('ix_round_moves_round', ['round_id', 'at'], unique=False)


def _items() -> None:
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('waived_because', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('waived_at', columns.UtcInstant(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_items_waived'), '(waived_at is null) = (waived_because is null)')


_ROUNDS = sa.text("""
select r.id, r.state, r.opens, r.closes,
  coalesce((select min(a.at) from audit_entries a where a.subject = r.id and a.act = 'open_round'), r.opens) as opened_at,
  coalesce((select max(a.at) from audit_entries a where a.subject = r.id and a.act = 'close_round'), r.closes) as closed_at
from rounds r
""").columns(id=sa.Uuid(), **dict.fromkeys(("opens", "closes", "opened_at", "closed_at"), columns.UtcInstant()))
_ASSIGNMENTS = sa.text("""
select s.id, s.state, s.unit_id, s.due_on, s.waived_because as reason,
  coalesce((select min(a.at) from audit_entries a where a.subject = r.id and a.act = 'open_round'), r.opens) as opened_at,
  coalesce((select max(a.at) from audit_entries a where a.subject = s.id and a.act = 'waive_assignment'), r.opens) as waived_at
from assignments s join rounds r on r.id = s.round_id
""").columns(id=sa.Uuid(), unit_id=sa.Uuid(), due_on=sa.Date(), **dict.fromkeys(("opened_at", "waived_at"), columns.UtcInstant()))


def _round_moves_known() -> None:
    """When rounds were opened and closed, as the audit trail says."""
    table = sa.table('round_moves', sa.column('id', sa.Uuid()), sa.column('round_id', sa.Uuid()), sa.column('move'), sa.column('state'),
        *(sa.column(name, columns.UtcInstant()) for name in ('opens', 'closes', 'at')))
    rows = []
    for row in op.get_bind().execute(_ROUNDS).all():
        days = {'round_id': row.id, 'opens': row.opens, 'closes': row.closes}
        rows.append({'id': uuid4(), **days, 'move': 'opened', 'state': 'open', 'at': row.opened_at})
        if row.state == 'closed':
            rows.append({'id': uuid4(), **days, 'move': 'closed', 'state': 'closed', 'at': row.closed_at})
    op.bulk_insert(table, rows)


def _assignment_moves_known() -> None:
    """When assignments were opened and waived, as the audit trail says."""
    table = sa.table('assignment_moves', sa.column('id', sa.Uuid()), sa.column('assignment_id', sa.Uuid()), sa.column('unit_id', sa.Uuid()),
        sa.column('move'), sa.column('state'), sa.column('reason'), sa.column('due_on', sa.Date()), sa.column('at', columns.UtcInstant()))
    rows = []
    for row in op.get_bind().execute(_ASSIGNMENTS).all():
        own = {'assignment_id': row.id, 'unit_id': row.unit_id, 'due_on': row.due_on}
        rows.append({'id': uuid4(), **own, 'move': 'opened', 'state': 'open', 'at': row.opened_at, 'reason': None})
        if row.state == 'waived':
            rows.append({'id': uuid4(), **own, 'move': 'waived', 'state': 'waived', 'at': row.waived_at, 'reason': row.reason})
    op.bulk_insert(table, rows)


def downgrade() -> None:
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_items_waived'), type_='check')
        batch_op.drop_column('waived_at')
        batch_op.drop_column('waived_because')

    op.drop_table('round_moves')
    op.drop_table('extensions')
    op.drop_table('assignment_moves')
